"""What the status page says, from facts to words, without a database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from app.deliveries.rules.agreeing import nothing_to_agree_to
from app.deliveries.rules.telling import left_out, listed, so_long, when
from app.followup.rules.facts import (
    AddedFacts,
    DebriefFacts,
    Decision,
    Facts,
    Going,
    LetterFacts,
    Said,
    Told,
    Version,
)
from app.followup.rules.headline import headline
from app.followup.rules.timeline import timeline
from app.followup.rules.turns import turns

START = datetime(2026, 11, 23, 15, tzinfo=UTC)
HOME = "/my/int_1"
BEFORE = Facts(
    now=START - timedelta(hours=3),
    zone="Europe/London",
    client="Meridian Foods",
    consultant="Priya Nair",
    state="scheduled",
    direct=False,
    starts_at=START,
    ends_at=START + timedelta(hours=1),
    there="America/New_York",
    attendance=None,
    debrief=None,
    letters=(),
    added=(),
    decision=None,
    kept=False,
    home=HOME,
    shows_stored=True,
)
ASKED = replace(
    BEFORE, now=START + timedelta(hours=2), state="awaiting_debrief", debrief=DebriefFacts("requested", (), None, None)
)
TOLD = DebriefFacts("submitted", (Told(START + timedelta(hours=3), None),), None, None)
SENT_IN = replace(ASKED, now=START + timedelta(hours=4), debrief=TOLD)
READ = replace(TOLD, state="accepted", accepted_at=START + timedelta(hours=5))
DEBRIEFED = replace(SENT_IN, state="debriefed", debrief=READ, now=START + timedelta(hours=6))
GOES = datetime(2026, 11, 24, 13, 30, tzinfo=UTC)
GOING = Going("Dana Whitfield", "scheduled", "America/New_York", GOES, None, None, with_summary=False)
LETTER = LetterFacts(
    path=f"{HOME}/letters/ltr_1",
    written_at=f"{HOME}/letters/ltr_1",
    kind="strategic",
    state="submitted",
    to=("Dana Whitfield",),
    versions=(Version(START + timedelta(hours=3), None, None, None),),
    decided_at=None,
    reason=None,
    unanswered=(),
    said=(Said(START + timedelta(hours=3), ("Dana Whitfield",), taken_back=False, noted_by=None),),
    going=(),
)


@pytest.mark.parametrize(
    ("state", "title"),
    [
        ("failed", "Your letter did not get through to Dana."),
        ("bounced", "Your letter did not get through to Dana."),
        ("in_doubt", "Whether Dana has your letter is not known yet."),
        ("held", "Your letter waits for Dana’s address."),
    ],
)
def test_a_letter_that_does_not_arrive_is_the_first_thing_said_and_is_for_the_consultant(
    state: str, title: str
) -> None:
    head = headline(with_letter(state="approved", going=(replace(GOING, state=state),)), [])
    assert (head.title, head.acts, head.waiting) == (title, "Priya acts", False)
    assert headline(with_letter(state="approved", going=(replace(GOING, state="sent"),)), []).title != title


def test_who_told_by_telephone_is_not_said_to_have_written_and_who_declined_is_reminded_of_their_choice() -> None:
    by_telephone = replace(TOLD, versions=(Told(START + timedelta(hours=3), "Priya Nair"),))
    assert headline(replace(SENT_IN, debrief=by_telephone), []).title == "Priya has what you told."
    declined = DebriefFacts("declined", (), None, None)
    assert headline(replace(ASKED, state="closed", debrief=declined), []).title == "You chose not to say how it went."


def with_letter(facts: Facts = DEBRIEFED, **changes: object) -> Facts:
    return replace(facts, letters=(replace(LETTER, **changes),))  # type: ignore[arg-type]


SCHEDULED = with_letter(state="approved", going=(GOING,), decided_at=START + timedelta(hours=5))
SENT = replace(
    with_letter(state="approved", going=(replace(GOING, state="sent", sent_at=GOES, covering_line="For you."),)),
    now=GOES + timedelta(hours=1),
)


@pytest.mark.parametrize(
    ("facts", "title", "first_turn"),
    [
        (BEFORE, "Your interview is on Monday 10:00 in New York, 15:00 your time.", "/before"),
        (replace(BEFORE, now=START + timedelta(minutes=20)), "Your interview is on now.", "/before"),
        (ASKED, "How did it go?", "/interview"),
        (replace(ASKED, attendance="yes"), "Tell Priya how it went.", "/debrief"),
        (replace(ASKED, attendance="cancelled"), "The interview did not go as planned.", None),
        (replace(ASKED, debrief=replace(TOLD, state="changes_requested")), "Priya has a question.", "/debrief"),
        (SENT_IN, "Priya has what you wrote.", "/letters"),
        (replace(DEBRIEFED, kept=True), "What you typed is safe.", "/kept"),
        (DEBRIEFED, "You have done your part.", "/letters"),
        (with_letter(), "Priya has your letter.", None),
        (with_letter(unanswered=("Dana Whitfield",)), "One thing is left: your yes.", "/letters/ltr_1/agree"),
        (
            with_letter(to=("Dana Whitfield", "Tom Achterberg"), unanswered=("Tom Achterberg",)),
            "Priya has your letter.",
            None,
        ),
        (with_letter(state="suggested"), "Priya has something for you.", "/letters/ltr_1/suggestion"),
        (with_letter(state="changes_requested"), "Priya has a question.", "/letters/ltr_1"),
        (
            with_letter(replace(DEBRIEFED, direct=True), state="released"),
            "Your letter is ready for you to send.",
            "/letters/ltr_1",
        ),
        (SCHEDULED, "It goes to Dana on Tuesday 08:30 in New York, 13:30 your time.", None),
        (SENT, "You have done your part.", None),
        (
            replace(SENT, decision=Decision(date(2026, 11, 26), "exact", None)),
            "They decide on Thursday. You have done your part.",
            None,
        ),
        (
            replace(SENT, decision=Decision(date(2026, 12, 9), "about", None)),
            "They decide about Wednesday 9 December. You have done your part.",
            None,
        ),
        (replace(SENT, decision=Decision(date(2026, 11, 24), "exact", None)), "They decide today. You have", None),
        (replace(SENT, decision=Decision(date(2026, 11, 23), "exact", None)), "The day they named has passed.", None),
        (replace(BEFORE, state="cancelled"), "The interview is off.", None),
        (replace(SENT_IN, state="no_show"), "We were told that you could not be there.", None),
        (replace(ASKED, state="closed"), "This interview is closed.", None),
    ],
)
def test_the_heading_says_where_it_stands_and_the_first_task_what_to_do(
    facts: Facts, title: str, first_turn: str | None
) -> None:
    to_do = turns(facts)
    assert headline(facts, to_do).title.startswith(title)
    assert (to_do[0].href.removeprefix(HOME) if to_do else None) == first_turn


def test_what_happened_stands_in_order_and_what_is_ahead_after_it() -> None:
    facts = replace(
        SCHEDULED,
        decision=Decision(date(2026, 11, 26), "about", "Dana Whitfield"),
        added=(AddedFacts(START + timedelta(hours=6), "returned", START + timedelta(hours=6), taken_by=None),),
    )
    assert [(moment.title, moment.words, moment.ahead) for moment in timeline(facts)] == [
        ("Your interview at Meridian Foods", "Monday 10:00 in New York, 15:00 your time", False),
        ("Debrief sent", "Monday 18:00, two hours after the interview", False),
        ("Your letter to Dana Whitfield came in for review", "Monday 18:00", False),
        ("You agreed to it", "Monday 18:00, for Dana Whitfield", False),
        ("Priya read your debrief", "Monday 20:00", False),
        ("Priya approved your letter", "Monday 20:00", False),
        ("You added something new", "Monday 21:00", False),
        ("Priya sent what you added back with a question", "Monday 21:00", False),
        ("Your letter goes to Dana", "Tuesday 08:30 in New York, 13:30 your time", True),
        ("Decision expected", "About Thursday 26 November, said Dana Whitfield", True),
    ]


@pytest.mark.parametrize(
    ("changes", "title", "words"),
    [
        ({"state": "sent", "sent_at": GOES}, "Your letter was sent to Dana", "Tuesday 08:30 in New York"),
        ({"state": "held", "zone": None, "goes_at": None}, "Your letter goes to Dana", "Priya finds the address first"),
        ({"state": "in_doubt"}, "Your letter was handed to their mail server for Dana", "cannot be known yet"),
        ({"state": "failed"}, "Your letter did not get through to Dana", "Priya looks for another way"),
        ({"state": "bounced", "sent_at": GOES}, "Your letter did not get through to Dana", "looks for another way"),
        ({"state": "sending"}, "Your letter is being handed to their mail server for Dana", "Tuesday 08:30"),
        (
            {"state": "sent", "sent_at": GOES, "with_summary": True},
            "Your letter, with the summary, was sent",
            "Tuesday",
        ),
    ],
)
def test_a_delivery_is_told_by_what_is_known_of_it_and_never_as_arrived(
    changes: dict[str, object], title: str, words: str
) -> None:
    facts = with_letter(state="approved", going=(replace(GOING, **changes),))  # type: ignore[arg-type]
    (told,) = [one for one in timeline(facts) if one.title.startswith(title)]
    assert words in told.words
    assert not any("arrived" in one.title or "received" in one.title for one in timeline(facts))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Dear Dana", "Your address and number are left out."),
        ("Write to ALEX@x.example", "Its words give your address: take that out if they should not have it."),
        ("Ring 020 7946-0991.", "Its words give your number: take that out if they should not have it."),
    ],
)
def test_whether_the_letter_gives_away_address_or_number_is_said_truthfully(text: str, words: str) -> None:
    assert left_out(text, email="alex@x.example", phone="+44 20 7946 0991") == words


def test_names_spans_and_days_read_as_people_say_them() -> None:
    assert listed(["Dana", "Tom", "Priya"]) == "Dana, Tom and Priya"
    spans = [timedelta(minutes=20), timedelta(minutes=70), timedelta(hours=5), timedelta(hours=30), timedelta(days=3)]
    assert [so_long(span) for span in spans] == ["20 minutes", "an hour", "five hours", "a day", "three days"]
    assert when(START, "Europe/London", START + timedelta(days=9)) == "Monday 23 November 2026, 15:00"


@pytest.mark.parametrize(
    ("state", "version", "direct", "part"),
    [
        ("draft", 0, False, "Send it for review first"),
        ("submitted", 1, False, None),
        ("approved", 1, False, None),
        ("changes_requested", 1, False, "sent it back with a question"),
        ("withdrawn", 1, False, "You took it back"),
        ("not_forwarded", 1, False, "decided not to forward it"),
        ("submitted", 1, True, "you send it yourself"),
    ],
)
def test_why_there_is_nothing_to_agree_to_is_said(state: str, version: int, direct: bool, part: str | None) -> None:
    words = nothing_to_agree_to(state, version, direct=direct, consultant="Priya Nair")
    assert (words is None) if part is None else (words is not None and part in words)


def test_who_gets_it_at_once_stands_in_one_line() -> None:
    facts = with_letter(state="approved", going=(GOING, replace(GOING, to="Tom Achterberg")))
    assert [one.title for one in timeline(facts) if one.ahead] == ["Your letter goes to Dana and Tom"]
    sent = replace(GOING, state="sent", sent_at=GOES)
    later = replace(sent, to="Tom Achterberg", sent_at=GOES + timedelta(seconds=20))
    gone = timeline(with_letter(state="approved", going=(sent, later)))
    assert "Your letter was sent to Dana and Tom" in [one.title for one in gone]
