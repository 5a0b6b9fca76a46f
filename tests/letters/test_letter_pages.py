"""A candidate writes a letter on its pages: begun by interest, guided by their debrief, checked, sent, talked over."""

from typing import Any

import pytest

from app.accounts.models import KeptPost
from app.core.actor import CandidateActor, SystemActor
from app.core.clock import utc_now
from app.core.ids import Prefixed, new_id
from app.interviews.actions.drafts import DraftChanged
from app.interviews.queries import meeting_for
from app.letters.actions.writing import save_draft
from app.letters.queries import reading
from app.letters.schemas.requests import LetterDraftIn
from tests.make import debriefs, loop, threads
from tests.make import letters as make
from tests.make.visitor import Visitor
from tests.office import Office

Json = dict[str, Any]
THANKS = "Thank you for the hour on Monday, Dana, and for showing me the Leeds roadmap."
WISH = "I want this role: a product people eat every day."
ANSWER = "At Corvid I led nine people across Porto and Dublin for three years."


def held(office: Office, *, answers: Json | None = None, **announced: Any) -> Json:
    """An interview that is over, and its debrief sent."""
    interview = office.held(**announced)
    debriefs.submit(office.candidate(interview["id"]), interview["id"], answers)
    return interview


def writing(office: Office, **announced: Any) -> Visitor:
    """A candidate with the composer of a new letter before them."""
    visitor = Visitor(office, held(office, **announced)["id"])
    visitor.open("/letters/new")
    assert visitor.send().status_code == 200
    return visitor


def keep_post(office: Office, interview_id: str, path: str, fields: dict[str, list[str]]) -> str:
    """Keep what was sent when the session had ended, as tests/accounts shows it; return its identifier."""
    actor, kept_id = SystemActor(office.agency_id), new_id()
    with office.rows() as session:
        meeting = meeting_for(session, interview_id=Prefixed("int").parse(interview_id), actor=actor)
        session.add(
            KeptPost(
                agency_id=office.agency_id,
                id=kept_id,
                interview_id=meeting.interview.id,
                candidate_id=meeting.candidate.id,
                path=path,
                fields=fields,
                kept_at=utc_now(),
            )
        )
    return Prefixed("kpt").show(kept_id)


def letter_path(visitor: Visitor) -> str:
    """The path of the letter that the visitor is looking at, under the interview's."""
    return visitor.page.url.path.removeprefix(visitor.home).partition("?")[0]


def field_of(visitor: Visitor, label: str) -> str:
    """The name of the text field with this label."""
    before = visitor.page.text.partition(f">{label}")[0]
    return before.rpartition('<label for="')[2].partition('"')[0].replace("-", ".")


def said_in(visitor: Visitor, *words: str) -> None:
    missing = [one for one in words if one not in visitor.text]
    assert not missing, visitor.text


@pytest.mark.practice("P10")
@pytest.mark.parametrize(
    ("after", "suggested", "reason"),
    [
        (5, "strategic", "You said 5 of 5: a strategic letter is worth the hour."),
        (2, "thank_you", "You said 2 of 5: a few lines of thanks keep the door open."),
    ],
)
def test_the_kind_of_letter_is_suggested_by_the_stated_interest_with_the_reason(
    office: Office, after: int, suggested: str, reason: str
) -> None:
    """The page that begins a letter suggests the kind by the stated interest, and says why."""
    visitor = Visitor(office, held(office, answers=debriefs.full_answers(interest={"after": after}))["id"])
    visitor.open("/letters")
    said_in(visitor, "welcomes a letter", "Write the same day or the next", "the morning after")

    visitor.open("/letters/new")

    said_in(visitor, reason)
    assert visitor.form().fields["kind"] == [suggested]
    assert visitor.page.text.index(f'value="{suggested}"') < visitor.page.text.index('name="addressees"')
    visitor.send()
    assert visitor.heading == ("Your letter" if suggested == "strategic" else "Your thank-you note")


@pytest.mark.practice("P9")
def test_the_composer_offers_each_part_with_the_debriefs_own_words_and_each_concern_its_paragraph(
    office: Office,
) -> None:
    """The composer: each part with the debrief's own words beside it, each concern with a paragraph of its own."""
    visitor = writing(office)
    concern = "Your concern about “Managing people in another country”"
    parts = ["Thanks", "Why I want this role", "The point we discussed", "Why I fit", concern]
    parts += ["What I did not get to say", "A question that follows on", "Happy to supply anything further"]
    places = [visitor.page.text.index(f">{part}") for part in parts]
    assert places == sorted(places)
    said_in(visitor, "Dana Whitfield raised it", "You noted: “That I speak Portuguese with the Porto team every day.”")

    visitor.send({field_of(visitor, "Thanks"): THANKS, field_of(visitor, concern): ANSWER})

    assert visitor.heading == "Your letter as it will be sent"
    said_in(visitor, THANKS, "Answered in paragraph 2", "No sentence says that you want this role")
    visitor.open(letter_path(visitor).removesuffix("/check"))
    assert visitor.form().fields[field_of(visitor, concern)] == [ANSWER]


def test_a_concern_is_left_out_with_a_reason_or_placed_in_the_paragraph_that_answers_it(office: Office) -> None:
    visitor = writing(office)
    visitor.send({"content.paragraphs.0.text": THANKS, "content.left_out.0.reason": "Priya raises it herself"})
    said_in(visitor, "Left out", "(Priya raises it herself)")

    visitor.send({"answered.c1": "1", "do": "place"})

    assert visitor.heading == "Your letter as it will be sent"
    said_in(visitor, "Answered in paragraph 1")


def test_one_text_keeps_the_words_the_parts_and_what_answers_a_concern(office: Office) -> None:
    visitor = writing(office)
    concern = field_of(visitor, "Your concern about")
    visitor.send({"content.paragraphs.0.text": THANKS, concern: ANSWER, "do": "text"})
    assert visitor.form().fields["content.text"] == [f"{THANKS}\n\n{ANSWER}"]

    visitor.send({"content.text": f"{THANKS}\n\n{ANSWER} Nobody left.", "do": "parts"})

    assert visitor.form().fields[field_of(visitor, "Thanks")] == [THANKS]
    assert visitor.form().fields[field_of(visitor, "Your concern about")] == [f"{ANSWER} Nobody left."]


def test_a_panel_of_two_gets_one_letter_each_and_a_second_press_begins_no_more(office: Office) -> None:
    visitor = Visitor(office, held(office)["id"])
    visitor.open("/letters/new")
    form = visitor.page
    visitor.send({"each": "yes"})
    said_in(visitor, "Strategic letter to Dana Whitfield", "Strategic letter to Tom Achterberg", "You are writing")

    visitor.page = form
    visitor.send({"each": "yes"})

    assert visitor.text.count("Strategic letter to Dana Whitfield You are writing") == 1
    assert visitor.page.text.count("Go on writing") == 2


def test_the_contact_policy_is_noted_before_it_goes_and_a_second_press_ends_where_the_first_did(office: Office) -> None:
    visitor = writing(office)
    visitor.send({"content.paragraphs.0.text": THANKS, "content.paragraphs.1.text": WISH})
    check = visitor.page

    refused = visitor.send()
    assert refused.status_code == 422
    said_in(visitor, "Take note of this first", "Error:")
    visitor.page = check
    visitor.send({"contact_policy_acknowledged": "yes"})
    assert visitor.heading == "Your letter is with Priya Nair"
    said_in(visitor, "agree that it may go", "18:20")
    assert "/agree" in visitor.page.text
    visitor.page = check
    visitor.send({"contact_policy_acknowledged": "yes"})

    assert visitor.heading == "Your letter is with Priya Nair"
    letter = letter_path(visitor).split("/")[2]
    assert office.trail(letter) == ["letter.drafted", "letter.submitted"]
    visitor.open("/letters")
    said_in(visitor, "Waits for your agreement", "Look and agree")


def test_a_letter_without_words_or_readers_is_not_sent_and_says_what_is_missing(office: Office) -> None:
    visitor = writing(office)
    visitor.send({"addressees": []})

    answer = visitor.send({"contact_policy_acknowledged": "yes"})

    assert answer.status_code == 422
    said_in(visitor, "There are no words yet", "Nobody is named to read it")


def test_two_windows_in_conflict_show_both_texts_and_keep_either_or_both(office: Office) -> None:
    visitor = writing(office)
    window = visitor.page
    visitor.send({"content.paragraphs.0.text": THANKS, "do": "stay"})
    visitor.page = window
    assert visitor.send({"content.paragraphs.0.text": THANKS, "do": "stay"}).status_code == 200, "the same form twice"
    visitor.page = window

    met = visitor.send({"content.paragraphs.0.text": WISH, "do": "stay"})

    assert (met.status_code, visitor.heading) == (409, "This letter was changed in another window")
    said_in(visitor, THANKS, WISH)
    both = visitor.page
    visitor.send({"do": "both"})
    said_in(visitor, THANKS, WISH)
    assert visitor.heading == "Your letter as it will be sent"
    visitor.page = both
    assert visitor.send({"do": "stay"}).status_code == 409, "the choice was made on what is no more"


def test_what_is_typed_is_saved_as_it_is_typed_and_told_in_the_candidates_own_time(office: Office) -> None:
    candidate = {"name": "Alex Moreau", "email": office.address("alex"), "time_zone": "Asia/Kolkata"}
    visitor = writing(office, candidate=candidate)
    path = letter_path(visitor)

    saved = visitor.send({"content.paragraphs.0.text": THANKS, "autosave": "1"})

    assert (saved.status_code, saved.headers["X-Saved-At"], saved.headers["X-Revision"]) == (204, "21:50", "2")
    visitor.open(path)
    assert visitor.form().fields["content.paragraphs.0.text"] == [THANKS]
    said_in(visitor, "Saved 21:50", "15 words so far")
    met = visitor.send({"was": "1", "content.paragraphs.0.text": WISH, "autosave": "1"})
    assert (met.status_code, met.json()["button"]) == (409, "Show both texts")
    visitor.open(path)
    refused = visitor.send({"content.paragraphs.0.text": "A bell \x07 rang", "autosave": "1"})
    assert refused.status_code == 422
    assert "control character" in refused.json()["words"]


def test_what_cannot_be_read_is_said_beside_its_own_paragraph_and_nothing_typed_is_lost(office: Office) -> None:
    visitor = writing(office)

    answer = visitor.send({"content.paragraphs.0.text": THANKS, "content.paragraphs.2.text": "A bell \x07 rang"})

    assert answer.status_code == 422
    assert 'href="#content-paragraphs-2-text"' in answer.text
    assert visitor.form().fields["content.paragraphs.0.text"] == [THANKS]


@pytest.mark.practice("P7")
def test_a_returned_letter_shows_each_comment_beside_its_paragraph_where_it_is_answered_and_settled(
    office: Office,
) -> None:
    """The composer of a returned letter: each comment beside its paragraph, answered and settled there."""
    found = loop.letter_submitted(office)
    said = threads.said(
        office.priya, found.letter["id"], "Which project in Porto?", visibility="shared", version=1, paragraph=3
    )
    make.send_back(office.priya, found.letter, "Name the project.\nThen send it again.")
    visitor = Visitor(office, found.interview["id"])

    visitor.open(f"/letters/{found.letter['id']}")

    said_in(visitor, "Priya Nair asks you to change something", "Name the project.")
    area = visitor.page.text.partition("Which project in Porto?")[0].rpartition("<textarea")[2]
    assert make.ANSWER[:40] in area
    form = visitor.page
    answers = {f"reply.{said['id']}": "The recall of March.", "settled": said["id"]}
    visitor.send({**answers, "do": "stay"})
    said_in(visitor, "Alex Moreau: The recall of March.", "settled")
    visitor.page = form
    visitor.send({**answers, "do": "stay"})
    assert [one["text"] for one in threads.read(office.priya, found.letter["id"])] == [
        "Which project in Porto?",
        "The recall of March.",
    ]


def test_a_letter_that_is_with_the_consultant_is_read_and_talked_about_and_not_written_on(office: Office) -> None:
    found = loop.letter_submitted(office)
    visitor = Visitor(office, found.interview["id"])
    visitor.open(f"/letters/{found.letter['id']}")
    said_in(visitor, "Nothing was said about this letter yet", "It waits for your agreement", make.INTEREST)

    visitor.send({"say": "  "})
    said_in(visitor, "Write what you want to say")
    visitor.send({"say": "I may be late with references."})

    said_in(visitor, "I may be late with references.")
    visitor.open(f"/letters/{found.letter['id']}/check")
    assert visitor.heading == "Your letter is with Priya Nair"


def test_a_letter_taken_back_is_written_again_and_what_changed_is_shown_word_by_word(office: Office) -> None:
    found = loop.letter_agreed(office)
    assert loop.decide(found.candidate, f"/v1/letters/{found.letter['id']}", "withdraw").status_code == 200
    visitor = Visitor(office, found.interview["id"])
    path = f"/letters/{found.letter['id']}"
    visitor.open(path)
    assert visitor.heading == "You took this letter back"
    visitor.send(form="/reopen")
    assert visitor.form().fields["content.paragraphs.1.text"] == [make.INTEREST]

    visitor.send({"content.paragraphs.1.text": make.INTEREST.replace("want", "would love")})
    visitor.send({"contact_policy_acknowledged": "yes"})

    visitor.open(f"{path}/versions")
    said_in(visitor, "Version 2", "Version 1", "Sent by you")
    visitor.open(f"{path}/versions/2")
    said_in(visitor, "[removed: want ]", "[added: would love ]")
    visitor.open(f"{path}/versions/9")
    assert visitor.page.status_code == 404


@pytest.mark.parametrize("policy", ["ask_first", "not_accepted"])
def test_the_clients_letter_policy_stands_on_top_and_says_what_carries_the_points(office: Office, policy: str) -> None:
    visitor = Visitor(office, held(office, client={"name": "Meridian Foods", "letter_policy": policy})["id"])

    visitor.open("/letters")

    if policy == "ask_first":
        said_in(visitor, "wants to be asked before a letter comes", "Write a letter")
        return
    said_in(visitor, "takes no letters", "Priya Nair rings them", "Open my debrief")
    assert "/letters/new" not in visitor.page.text
    assert visitor.open("/letters/new").status_code == 409


def test_by_a_link_that_was_handed_over_one_writes_and_sends_and_is_shown_nothing_stored(office: Office) -> None:
    interview = held(office)
    letter = make.save(
        office.candidate(interview["id"]), make.begin(office.candidate(interview["id"]), interview), make.strategic()
    )
    visitor = Visitor(office, interview["id"], link="returned")
    visitor.open("/letters")
    said_in(visitor, "Strategic letter", "shown by the link in a mail to you alone")
    path = f"/letters/{letter['id']}"

    visitor.open(path)
    assert make.THANKS[:30] not in visitor.page.text
    assert "Managing people" not in visitor.page.text
    visitor.send(form=path)
    assert visitor.heading == "Your letter as it will be sent"
    assert make.INTEREST not in visitor.page.text
    visitor.send({"contact_policy_acknowledged": "yes"}, form="/check")

    assert visitor.heading == "Your letter is with Priya Nair"
    sent = office.priya.get(f"/v1/letters/{letter['id']}").json()
    assert [one["text"] for one in sent["content"]["paragraphs"]][1] == make.INTEREST
    assert visitor.open(f"{path}/versions").status_code == 403


def test_a_letter_from_a_session_that_was_kept_is_put_back_into_the_form(office: Office) -> None:
    visitor = writing(office)
    path = letter_path(visitor)
    fields = {"was": ["1"], "content.paragraphs.0.text": [WISH], "content.paragraphs.0.part": ["interest"]}
    kept = keep_post(office, visitor.home.rpartition("/")[2], visitor.home + path, fields)
    visitor.send({"content.paragraphs.0.text": THANKS, "do": "stay"})

    visitor.open(f"{path}?kept={kept}")

    assert visitor.form().fields["content.paragraphs.0.text"] == [WISH]
    assert visitor.send().status_code == 409, "what was saved since is not written over"
    said_in(visitor, THANKS, WISH)


def test_a_page_that_read_the_draft_before_another_window_saved_it_does_not_write_over_it(office: Office) -> None:
    """A page looks before it writes, in one session: what it saw is not what it may rely on."""
    interview = office.held()
    candidate = office.candidate(interview["id"])
    letter = make.begin(candidate, interview)
    letter_id = Prefixed("ltr").parse(letter["id"])
    with office.rows() as session:
        meeting = meeting_for(
            session, interview_id=Prefixed("int").parse(interview["id"]), actor=SystemActor(office.agency_id)
        )
        actor = CandidateActor(
            agency_id=office.agency_id,
            candidate_id=meeting.candidate.id,
            interview_id=meeting.interview.id,
            session_id=new_id(),
            link="sent",
        )
        assert reading.standing_for(session, letter_id=letter_id, actor=actor).draft is not None
        make.save(candidate, letter, make.strategic())

        mine = LetterDraftIn.model_validate({"addressees": [], "content": {"text": THANKS}})
        with pytest.raises(DraftChanged):
            save_draft(session, letter_id=letter_id, draft=mine, seen=1, actor=actor, now=utc_now())

    assert make.words_of(make.read(candidate, letter)["content"]) == make.words_of(make.strategic())
