"""Asking for news: the page answers first, a reminder when it cannot any more, a new deadline at any time."""

from dataclasses import replace

import pytest

from app.accounts.queries.rows import consultant, consultant_actor
from app.core.actor import ConsultantActor, SystemActor
from app.core.db import AgencySession
from app.core.ids import Prefixed, new_id
from tests.followup.test_promises import Json, desk, promises, told, travel, write
from tests.make import heard
from tests.make.matters import matters_seen_by
from tests.make.visitor import Visitor
from tests.office import Office, text_of
from tests.web.test_problems import problem


def asked(office: Office, interview: Json) -> Visitor:
    there = Visitor(office, interview["id"])
    there.open("/ask")
    return there


def told_of(office: Office) -> list[str]:
    mails = office.mails(f"priya@{office.name}.example")
    return [str(mail["Subject"]) for mail in mails if ", answer by" in str(mail["Subject"])]


@pytest.mark.practice("P15")
def test_the_page_answers_first_and_a_reminder_goes_when_it_has_no_answer_any_more(office: Office) -> None:
    """Under "Ask for news", from where it stands: by when they hear and from when on they can remind; then one button,
    and one matter on the consultant's desk until it is answered."""
    interview = told(office)
    page = asked(office, interview)
    assert page.heading == "Ask Priya for news"
    assert "If nothing comes by then, you can remind Priya here from Friday 17:30 in London." in page.text
    path = f"/v1/interviews/{interview['id']}/nudges"
    early = office.candidate(interview["id"]).post(path, json={"kind": "reminder"})
    problem(early, 409, "too_early_to_remind")

    travel(office, "2026-11-27T18:00")
    page = asked(office, interview)
    page.send({"words": "Did they say anything?"})
    assert "Priya has your question." in page.text
    assert "You reminded Priya on Friday 18:00 in London. You can again from Sunday 18:00" in page.text
    page.open()
    assert "You asked Priya for news" in page.text
    again = office.candidate(interview["id"]).post(path, json={"kind": "reminder", "words": "Please?"})
    problem(again, 409, "too_early_to_remind")
    (nudge,) = office.priya.get(path).json()["data"]
    assert (nudge["state"], nudge["words"]) == ("waiting", "Did they say anything?")

    office.run_due()
    assert told_of(office) == ["Alex Moreau at Meridian Foods: asks for news, answer by Monday 17:30"]
    assert "Did they say" not in "".join(text_of(mail) for mail in office.mails(f"priya@{office.name}.example"))
    there = desk(office, interview)
    assert "Asked for news, told on Friday 18:00" in there.text
    there.send({"words": "Nothing yet. I ring them on Monday."}, form="/promise")
    assert "Priya Nair answered on Friday 18:00" in there.text
    (nudge,) = office.priya.get(path).json()["data"]
    assert (nudge["state"], nudge["answer"]) == ("answered", "Nothing yet. I ring them on Monday.")
    assert office.trail(nudge["id"]) == ["nudge.asked", "nudge.answered"]


@pytest.mark.practice("P16")
def test_a_new_deadline_is_never_too_early_and_is_told_when_the_desk_opens(office: Office) -> None:
    """Under "Ask for news": another offer's day can be told at any time; all that is asked is one matter."""
    interview = told(office)
    page = asked(office, interview)
    page.send({"deadline_on": "", "why": "Another offer."}, form=-1)
    assert "Give the day" in page.text
    assert "Another offer." in page.page.text
    page.send({"deadline_on": "2026-11-20", "why": "Another offer."}, form=-1)
    assert "The day has passed" in page.text
    travel(office, "2026-11-23T22:00")
    page.send({"deadline_on": "2026-12-04", "why": "Another offer."}, form=-1)
    page.send({"deadline_on": "2026-12-04", "why": "Another offer."}, form=-1)
    assert told_of(office) == []
    travel(office, "2026-11-24T08:01")
    assert told_of(office) == ["Alex Moreau at Meridian Foods: a new deadline, answer by Tuesday 17:30"]
    assert "4 December" not in "".join(text_of(mail) for mail in office.mails(f"priya@{office.name}.example"))
    assert "Must answer somebody else by Friday 4 December" in desk(office, interview).text
    page = Visitor(office, interview["id"])
    page.open()
    assert "You told Priya that you must answer by Friday 4 December" in page.text


def test_a_link_that_was_handed_over_asks_nothing_and_shows_no_promise(office: Office) -> None:
    interview = told(office)
    there = Visitor(office, interview["id"], link="returned")
    there.open("/ask")
    assert there.heading == "This takes your own link"
    handed = office.candidate(interview["id"], link="returned")
    path = f"/v1/interviews/{interview['id']}"
    problem(handed.get(f"{path}/status"), 403, "nothing_stored_shown")
    problem(handed.post(f"{path}/nudges", json={"kind": "new_deadline", "deadline_on": "2026-12-04"}), 403, "forbidden")
    assert write(office, interview).status_code == 201
    there.open()
    assert "Nothing is new." not in there.text


def test_all_that_is_asked_is_one_line_of_the_desks_list_beside_what_was_promised(office: Office) -> None:
    interview = told(office)
    path = f"/v1/interviews/{interview['id']}/nudges"
    for day in ("2026-12-04", "2026-12-03"):
        asked = {"kind": "new_deadline", "deadline_on": day}
        assert office.candidate(interview["id"]).post(path, json=asked).status_code == 201
    assert lines(office, "priya") == lines(office, "compliance") == [("nudge", "Tue 17:30")]
    assert lines(office, "admin") == []
    travel(office, "2026-11-26T14:00")
    assert lines(office, "priya") == [("nudge", "Tue 17:30"), ("promise", "Thu 17:30")]
    with office.rows() as session:
        seen = replace(actor(session, office, "colleague"), team_id=new_id(), sees="team")
        assert matters_seen_by(session, seen) == []
        (one, _) = matters_seen_by(session, actor(session, office, "priya"))
        assert one.words == "Answer: they must answer somebody else by Thursday 3 December"
    assert write(office, interview).status_code == 201
    assert lines(office, "priya") == []


def test_what_a_person_told_of_the_client_answers_and_keeps_and_where_it_was_the_last_promises_no_more(
    office: Office,
) -> None:
    interview = told(office)
    path = f"/v1/interviews/{interview['id']}/nudges"
    asked = {"kind": "new_deadline", "deadline_on": "2026-12-04"}
    assert office.candidate(interview["id"]).post(path, json=asked).status_code == 201
    travel(office, "2026-11-24T10:00")
    heard.told_feedback(office.priya, interview, heard.feedback(office, interview))
    heard.told(office.priya, interview, "candidate_withdrew")
    (nudge,) = office.priya.get(path).json()["data"]
    assert (nudge["state"], nudge["answered_by"], nudge["answer"]) == ("answered", "Priya Nair", None)
    assert [one[0] for one in promises(office)] == ["kept", "kept"]
    assert lines(office, "priya") == []


def test_whoever_was_told_how_it_ended_reads_that_and_whom_to_ring_and_asks_nothing(office: Office) -> None:
    interview = told(office)
    page = asked(office, interview)
    heard.outcome(office.priya, interview, "job_closed")
    page.open("/ask")
    assert page.heading == "Ask Priya for news"
    assert heard.on_outcome(office.priya, interview, "relay", how="page", words=heard.WORDS).is_success

    answer = page.send({"deadline_on": "2026-12-04", "why": "Another offer."}, form=-1)

    assert (answer.status_code, page.heading) == (409, "There is no news to wait for")
    assert "You were told how this one ended." in page.text
    assert "What you typed was not sent: Another offer." in page.text
    assert "has something changed for you? Ring Priya Nair: +44 20 7946 0018 ." in page.text
    page.open("/ask")
    assert page.heading == "There is no news to wait for"
    path = f"/v1/interviews/{interview['id']}/nudges"
    for given in ({"kind": "reminder"}, {"kind": "new_deadline", "deadline_on": "2026-12-04"}):
        problem(office.candidate(interview["id"]).post(path, json=given), 409, "asked_after_the_end")
    assert office.priya.get(path).json()["data"] == []
    page.open()
    assert "Ask for news" not in page.text


def actor(session: AgencySession, office: Office, who: str) -> ConsultantActor:
    user_id = Prefixed("con").parse(office.consultant_ids[who])
    return consultant_actor(consultant(session, consultant_id=user_id, actor=SystemActor(office.agency_id)))


def lines(office: Office, who: str) -> list[tuple[str, str]]:
    """The desk's list as one of the cast sees it."""
    with office.rows() as session:
        found = matters_seen_by(session, actor(session, office, who))
    return [(one.kind, f"{one.due_at:%a %H:%M}") for one in found]
