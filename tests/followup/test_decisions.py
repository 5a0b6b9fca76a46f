"""When a client decides: the day is known, comes and passes; the client is asked once, and names another day."""

from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage

import pytest

from app.accounts.queries import rows as accounts
from app.accounts.queries.rows import consultant_actor
from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.db import AgencySession
from app.core.ids import Prefixed
from app.followup.actions import deciding
from app.followup.actions.expecting import Day, expect
from app.interviews.models import Interview
from tests.make import debriefs
from tests.make.deciding import OVERDUE, known, passed, path, says, signs_in_again, told
from tests.make.visitor import Visitor
from tests.office import Office, text_of
from tests.web.test_problems import problem

STALE = {"If-Match": '"0"'}


def inbox(office: Office, about: str, who: str = "priya") -> list[EmailMessage]:
    return [mail for mail in office.mails(f"{who}@{office.name}.example") if about in mail["Subject"]]


@pytest.mark.practice("P14")
def test_when_the_day_has_passed_the_client_is_asked_once_and_again_with_the_managers_knowledge(
    office: Office,
) -> None:
    """A mail to the consultant on the client's next working day, with words for a call and for a mail that ask for an
    updated time frame; asked and not answered, two working days later again, and the managers hear of it once."""
    interview = told(office)
    assert known(office.priya, interview) | {"id": ""} == {
        "id": "",
        "interview_id": interview["id"],
        "state": "awaiting",
        "expected_on": "2026-12-04",
        "precision": "about",
        "source": "candidate",
        "said_by": "Dana Whitfield",
        "set_by": None,
        "time_zone": "America/New_York",
        "ask_by": None,
        "chases": 0,
        "last_chased_at": None,
        "chased_how": None,
        "chased_whom": None,
        "heard": None,
        "reason": None,
        "told_on": None,
        "settled_at": None,
    }
    office.travel(OVERDUE - timedelta(minutes=1))
    signs_in_again(office, "priya")
    assert (known(office.priya, interview)["state"], inbox(office, "ask when they decide")) == ("due", [])
    office.travel(OVERDUE)
    found = known(office.priya, interview)
    assert (found["state"], found["ask_by"]) == ("overdue", "2026-12-07T22:30:00Z")
    (mail,) = inbox(office, "ask when they decide")
    words = text_of(mail)
    for said in (
        "Meridian Foods expected to decide about Friday 4 December on Alex Moreau",
        "Ask them by Monday 17:30 in New York, 22:30 your time",
        "When may Alex expect to hear now?",
        "Do you have an updated time frame?",
        "Dear Dana,",
    ):
        assert said in " ".join(words.split()), said

    asked = says(office.priya, interview, {"how": "call", "spoke_with": "Dana", "heard": "Not yet."}, "/chased")
    assert (asked.status_code, asked.json()["state"], asked.json()["ask_by"]) == (200, "chased", None)
    office.travel(datetime(2026, 12, 9, 13, 59, tzinfo=UTC))
    assert len(inbox(office, "ask when they decide")) == 1
    office.travel(datetime(2026, 12, 9, 14, 0, tzinfo=UTC))
    signs_in_again(office, "priya")
    assert known(office.priya, interview)["ask_by"] == "2026-12-09T22:30:00Z"
    assert "I asked on Monday 7 December" in " ".join(text_of(inbox(office, "ask when they decide")[1]).split())
    (escalated,) = inbox(office, "No answer from Meridian Foods", "manager")
    assert "They were asked on Monday 7 December, and nothing is noted since." in " ".join(text_of(escalated).split())
    assert says(office.priya, interview, {"how": "mail", "spoke_with": "Tom"}, "/chased").json()["chases"] == 2
    office.travel(datetime(2026, 12, 14, tzinfo=UTC))
    assert len(inbox(office, "No answer from Meridian Foods", "manager")) == 1
    assert office.trail(found["id"]) == [
        "decision.expected",
        "decision.due",
        "decision.overdue",
        "decision.chased",
        "decision.unanswered",
        "decision.chased",
        "decision.unanswered",
    ]


@pytest.mark.practice("P13")
def test_the_candidate_reads_the_newest_day_and_who_asked_and_never_why_or_that_it_is_decided(office: Office) -> None:
    """On the candidate's page: when the client now expects to decide, and on which day the consultant asked."""
    interview = passed(office)
    assert debriefs.decide(office.priya, interview["id"], "accept").status_code == 200
    assert "The day they named has passed." in Visitor(office, interview["id"]).open().text
    body = {"on": "2026-12-11", "precision": "about", "reason": "Two of them doubt the fit."}
    answer = says(office.colleague, interview, body, "/extend")
    assert (answer.status_code, answer.json()["state"], answer.json()["told_on"]) == (200, "extended", "2026-12-11")

    before = Visitor(office, interview["id"]).open().text
    assert "They decide about Friday. You have done your part." in before
    assert "Meridian Foods now expects to decide about Friday 11 December: Sam asked on Monday 7 December." in before
    assert "doubt the fit" not in before
    settle(office, interview["id"])
    assert known(office.priya, interview)["state"] == "decided"
    after = Visitor(office, interview["id"]).open().text
    assert without_token(after) == without_token(before)
    office.travel(datetime(2026, 12, 16, 12, tzinfo=UTC))
    assert len(inbox(office, "ask when they decide")) == 1
    assert "The day they named has passed." in Visitor(office, interview["id"]).open().text
    signs_in_again(office, "priya")
    refused = says(office.priya, interview, {"on": "2026-12-18", "reason": "Late."}, "/extend")
    problem(refused, 409, "state_conflict")
    assert office.trail(known(office.priya, interview)["id"])[-2:] == ["decision.extended", "decision.settled"]


def test_a_newer_debrief_moves_the_day_until_somebody_of_the_agency_names_one(office: Office) -> None:
    interview = told(office)
    resubmitted(office, interview["id"], "2026-12-02")
    found = known(office.priya, interview)
    assert (found["expected_on"], found["state"], found["precision"]) == ("2026-12-02", "awaiting", "exact")
    named = says(office.priya, interview, {"on": "2026-12-09", "said_by": "Tom Achterberg"})
    assert (named.status_code, named.json()["source"]) == (200, "consultant")
    again = office.priya.post(path(interview), json={"on": "2026-12-09", "said_by": "Tom Achterberg"}, headers=STALE)
    assert again.status_code == 200, "a second press changes nothing"
    problem(office.priya.post(path(interview), json={"on": "2026-12-10"}, headers=STALE), 412, "changed_meanwhile")
    problem(office.priya.post(path(interview), json={"on": "2026-12-10"}), 428, "if_match_required")
    problem(says(office.priya, interview, {"on": "2026-11-20"}), 422, "decision_cannot_be")
    resubmitted(office, interview["id"], "2026-12-03")
    assert known(office.priya, interview)["expected_on"] == "2026-12-09"
    trail = office.trail(found["id"])
    assert trail == ["decision.expected"] * 3


def test_another_offer_has_the_client_asked_before_it_without_saying_why(office: Office) -> None:
    interview = office.held()
    secrets = {**debriefs.confidences(), "other_offer_by": "2026-11-26"}
    debriefs.submit(office.candidate(interview["id"]), interview["id"], debriefs.full_answers(), **secrets)
    office.travel(datetime(2026, 11, 25, 13, 59, tzinfo=UTC))
    assert inbox(office, "ask for an answer") == []
    office.travel(datetime(2026, 11, 25, 14, 0, tzinfo=UTC))
    (mail,) = inbox(office, "ask for an answer")
    words = " ".join(text_of(mail).split())
    assert "Ask them by Wednesday 17:30 in New York, 22:30 your time." in words
    assert "offer" not in words
    signs_in_again(office, "priya")
    found = known(office.priya, interview)
    assert (found["state"], "offer" in str(found)) == ("awaiting", False)
    assert office.trail(found["id"]) == ["decision.expected", "decision.wanted"]


def test_where_nobody_named_a_day_there_is_none_to_move_or_to_ask_about(office: Office) -> None:
    interview = office.held()
    assert known(office.priya, interview)["state"] is None
    moved = says(office.priya, interview, {"on": "2026-12-04", "reason": "Away."}, "/extend")
    problem(moved, 409, "no_day_named")
    chase = says(office.priya, interview, {"how": "call", "spoke_with": "Dana"}, "/chased")
    problem(chase, 409, "no_day_named")
    assert says(office.priya, interview, {"on": "2026-12-04"}).status_code == 200


def test_a_day_that_came_with_feedback_is_read_by_the_candidate_once_it_is_told_and_not_before(office: Office) -> None:
    interview = told(office)
    before = without_token(Visitor(office, interview["id"]).open().text)
    with office.rows() as session:
        user_id = Prefixed("con").parse(office.consultant_ids["priya"])
        user = accounts.consultant(session, consultant_id=user_id, actor=SystemActor(office.agency_id))
        priya = consultant_actor(user)
    day = Day(date(2026, 12, 9), "exact", "client", "Tom Achterberg")

    def hear(session: AgencySession, row: Interview) -> None:
        expect(session, row, day=day, tells=False, actor=priya, now=utc_now())

    def tell(session: AgencySession, row: Interview) -> None:
        deciding.tell_day(session, row, actor=priya, now=utc_now())

    office.change_row(interview["id"], hear)
    found = known(office.priya, interview)
    assert (found["expected_on"], found["told_on"]) == ("2026-12-09", None)
    assert without_token(Visitor(office, interview["id"]).open().text) == before
    office.change_row(interview["id"], tell)
    office.change_row(interview["id"], tell)
    after = Visitor(office, interview["id"]).open().text
    assert "Wednesday 9 December, as Priya was told" in after
    assert office.trail(found["id"]) == ["decision.expected", "decision.expected", "decision.told"]


def settle(office: Office, interview_id: str) -> None:
    """Note that there is an answer, as recording an outcome does."""

    def decided(session: AgencySession, interview: Interview) -> None:
        deciding.settle(session, interview, actor=SystemActor(office.agency_id), now=utc_now())

    office.change_row(interview_id, decided)


def resubmitted(office: Office, interview_id: str, on: str) -> None:
    """The debrief comes back, and in again with another day."""
    assert debriefs.decide(office.priya, interview_id, "return", {"reason": "Which day?"}).status_code == 200
    answers = debriefs.full_answers(decision_expected={"on": on, "precision": "exact", "source": "Dana Whitfield"})
    candidate = office.candidate(interview_id)
    seen = candidate.get(debriefs.path(interview_id, "/draft")).headers["ETag"]
    body = {"answers": answers}
    answer = candidate.post(debriefs.path(interview_id, "/submit"), json=body, headers={"If-Match": seen})
    assert answer.status_code == 200, answer.text
    office.run_tasks()


def without_token(page: str) -> str:
    return "\n".join(line for line in page.splitlines() if "csrf" not in line)
