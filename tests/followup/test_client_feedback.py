"""What the client said is taken down, each concern by its key, and waits to be told by a person (P13, P17)."""

from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import httpx
import pytest

from app.core.actor import ConsultantActor
from app.core.clock import utc_now
from app.core.ids import Prefixed, new_id
from tests.make import debriefs, heard, people
from tests.make.desk import says
from tests.make.matters import matters_seen_by
from tests.make.visitor import AtDesk, Visitor
from tests.office import Office, text_of
from tests.web.test_problems import problem

Json = dict[str, Any]
CONCERN = "Managing people in another country"


def told(office: Office) -> Json:
    """An interview of which the candidate told everything, with one concern."""
    interview = office.held(interviewers=[office.interviewer("Dana Whitfield", phone="+1 212 555 0142")])
    debriefs.submit(office.candidate(interview["id"]), interview["id"], debriefs.full_answers())
    office.run_tasks()
    return interview


def take(who: httpx.Client, interview: Json, **given: Any) -> httpx.Response:
    body = {"spoke_with": "Dana Reyes", "answers": heard.answers(), **given}
    return who.post(
        heard.feedback_path(interview["id"]), json={name: value for name, value in body.items() if value is not None}
    )


def test_what_the_client_said_is_kept_with_each_concern_as_it_stood_and_a_draft_of_what_may_be_quoted(
    office: Office,
) -> None:
    interview = told(office)
    assert take(office.priya, interview).status_code == 201
    again = take(office.priya, interview)
    (found,) = office.priya.get(heard.feedback_path(interview["id"])).json()["data"]
    assert found == again.json(), "a second press changes nothing"
    assert (found["state"], found["by"], found["whom"]) == ("received", "Priya Nair", "Dana Reyes")
    assert found["answers"]["concerns"][0]["concern"].startswith(CONCERN)
    assert found["relay_due_at"].startswith("2026-11-24T09:20")
    assert f"“{CONCERN}”. They did not have it" in found["suggested_words"]
    assert "pace" not in found["suggested_words"]
    assert "they wonder" not in found["suggested_words"]
    one = office.compliance.get(heard.feedback_path(interview["id"], found["id"]))
    assert (one.headers["ETag"], one.json()) == ('"1"', found)
    assert office.trail(found["id"]) == ["client_feedback.received"]
    another = office.held("I-2", round=2)
    problem(office.priya.get(heard.feedback_path(another["id"], found["id"])), 404, "feedback_not_found")


WRONG: list[tuple[Json, str]] = [
    ({"spoke_with": None}, "#/contact_id"),
    ({"answers": {}}, "#/answers/interest/words"),
    ({"answers": heard.answers(concerns=[{"key": "c7", "was_one": "yes"}])}, "#/answers/concerns/0/key"),
    ({"none_given": True}, "#/none_given"),
    ({"heard_at": "2026-11-22T09:00:00Z"}, "#/heard_at"),
    ({"heard_at": "2026-11-24T09:00:00Z"}, "#/heard_at"),
    ({"spoke_with": None, "contact_id": "ctc_01h455vb4pex5vsknk084sn02q"}, "#/contact_id"),
    ({"call_id": "cll_01h455vb4pex5vsknk084sn02q"}, "#/call_id"),
]


def test_what_cannot_be_is_refused_and_nothing_said_is_noted_without_a_clock(office: Office) -> None:
    early = office.announce("I-0", round=2)
    problem(take(office.priya, early, answers=heard.answers(concerns=None)), 409, "feedback_too_early")
    interview = told(office)
    for changes, pointer in WRONG:
        wrong = problem(take(office.priya, interview, **changes), 422, "feedback_contradicts")
        assert [one["pointer"] for one in wrong["errors"]] == [pointer], changes
    problem(take(office.compliance, interview), 403, "forbidden")
    nothing = take(office.priya, interview, none_given=True, answers=None).json()
    assert (nothing["state"], nothing["relay_due_at"], nothing["suggested_words"]) == ("none_given", None, "")
    assert office.trail(nothing["id"]) == ["client_feedback.none_given"]


def reminded(office: Office, who: str) -> list[tuple[str, str]]:
    """The mails about what a candidate was not told: their subjects, and when each went."""
    found = [mail for mail in office.mails(f"{who}@{office.name}.example") if "said" in mail["Subject"]]
    return [(mail["Subject"], parsedate_to_datetime(mail["Date"]).strftime("%a %H:%M")) for mail in found]


@pytest.mark.practice("P17")
def test_feedback_starts_a_clock_that_reminds_the_consultant_then_the_manager_and_never_the_candidate(
    office: Office,
) -> None:
    """In the consultant's mail, four working hours after the client said something: their candidate still waits to be
    told. The manager hears of it a working day later; what was said stands in no mail."""
    interview = told(office)
    alex = Visitor(office, interview["id"])
    before, page = len(office.mails(office.address("alex"))), alex.open().text
    noted = take(office.priya, interview).json()
    another = take(office.priya, interview, spoke_with="Tom Achterberg").json()
    assert alex.open().text == page, "the candidate's own page knows nothing of it"
    heard.told_feedback(office.priya, interview, another["id"])

    office.travel(utc_now() + timedelta(days=4))

    subject = "Tell Alex Moreau what Meridian Foods said"
    assert reminded(office, "priya") == [(subject, "Tue 09:20")]
    overdue = "Overdue: Alex Moreau has not been told what Meridian Foods said"
    assert reminded(office, "manager") == [(overdue, "Wed 09:20")]
    (mail,) = [mail for mail in office.mails(f"priya@{office.name}.example") if mail["Subject"] == subject]
    assert f"/desk/interviews/{interview['id']}/feedback/{noted['id']}" in text_of(mail)
    assert "it was to be by Tuesday 24 November 2026, 09:20 in London" in text_of(mail)
    assert "recalls" not in mail.as_string()
    assert mail["Reply-To"] is None
    assert len(office.mails(office.address("alex"))) == before


@pytest.mark.practice("P13")
def test_one_concern_is_followed_by_its_key_from_the_brief_to_what_the_client_said_of_it(office: Office) -> None:
    """At the console, while ringing: the candidate's concern beside "was it one?", what happens next, when they decide
    and who does; it then stands in the brief, on the interview's page and with what is to be told."""
    interview = told(office)
    home = f"/desk/interviews/{interview['id']}"
    priya = AtDesk(office, "priya")
    priya.open(f"{home}/brief")
    dana = next(one["contact_id"] for one in interview["people"] if one["name"] == "Dana Whitfield")
    priya.send({"contact_id": dana, "passed_on": ["concern.c1"]}, form="/brief")

    priya.open(f"{home}/feedback")
    says(priya, "What Meridian Foods says", CONCERN, "Passed on when you rang.", "Was it one?")
    sent = priya.form("/feedback").fields
    assert (sent["contact_id"], sent["answers.concerns.0.key"]) == ([dana], ["c1"]), "the call just made is taken up"
    priya.send(SAID, form="/feedback")

    assert priya.heading == "What Meridian Foods said"
    says(priya, "You heard it from Dana Whitfield on Monday", "Tell Alex by Tuesday 09:", "in London.")
    says(priya, "It was a concern. Tom asked twice.", "May be quoted to Alex", "Definitely not. For your agency alone")
    says(priya, "When do they decide? About Friday 4 December 2026; Dana Whitfield decides")
    draft = priya.page.text.partition('<blockquote class="typed">')[2].partition("</blockquote>")[0]
    assert "They had it, too: “Tom asked twice.”" in draft
    assert "dear" not in draft
    (kept,) = office.priya.get(heard.feedback_path(interview["id"])).json()["data"]
    assert (kept["contact_id"], kept["answers"]["concerns"][0]["key"]) == (dana, "c1")
    assert kept["call_id"] == office.priya.get(f"/v1/interviews/{interview['id']}/calls").json()["data"][0]["id"]
    brief = office.priya.get(f"/v1/interviews/{interview['id']}/call-brief").json()
    assert [brief["concerns"][0]["key"], brief["heard"][0]["concerns"]] == ["c1", {"c1": "yes"}]
    line = f"Definitely not; a concern: {CONCERN}"
    for page in (f"{home}/brief", home):
        priya.open(page)
        says(priya, line)
    says(priya, "You wrote down what Meridian Foods said", "What the client said To be told by Tuesday 09:")
    compliance = AtDesk(office, "compliance")
    compliance.open(f"{home}/feedback")
    says(compliance, "Priya Nair heard it from Dana Whitfield", "Consultants and managers write it down.")


SAID = {
    "answers.recommendation": "definitely_not",
    "answers.concerns.0.was_one": "yes",
    "answers.concerns.0.words": "Tom asked twice.",
    "answers.concerns.0.quotable": "yes",
    "answers.terms.words": "He is too dear for them.",
    "answers.decision.on": "2026-12-04",
    "answers.decision.precision": "about",
    "answers.decision.by": "Dana Whitfield",
}


def test_on_the_page_what_is_wrong_is_named_nothing_typed_is_lost_and_a_changed_debrief_is_noticed(
    office: Office,
) -> None:
    interview = told(office)
    priya = AtDesk(office, "priya")
    priya.open(f"/interviews/{interview['id']}/feedback")
    stale = priya.page
    more = priya.send({**SAID, "answers.further_concerns.0.words": "Slow.", "do": "more"}, form="/feedback")
    assert more.status_code == 200
    assert priya.form("/feedback").fields["answers.further_concerns.0.words"] == ["Slow."]
    says(priya, "Their concern 2")
    wrong = priya.send({"contact_id": "other", "when": "earlier", "heard_at": ""}, form="/feedback")
    assert wrong.status_code == 422
    says(priya, "There is a problem", "Give their name", "Give the day and the time")
    assert priya.form("/feedback").fields["answers.concerns.0.words"] == ["Tom asked twice."]
    debriefs.decide(office.priya, interview["id"], "return", {"reason": "Another doubt?"})
    again = debriefs.full_answers(concerns=[{"text": "The pace", "kind": "fit"}])
    assert debriefs.take(office.manager, interview["id"], answers=again).status_code == 200
    priya.page = stale
    gone = priya.send({**SAID, "spoke_with": "Dana Reyes"}, form="/feedback")
    assert gone.status_code == 422
    says(
        priya,
        "Mira Manager took down the debrief by telephone, version 2 (",
        "The debrief no longer names a concern",
        "What you typed",
    )
    assert '<blockquote class="typed">Tom asked twice.</blockquote>' in gone.text
    assert priya.send(form="/feedback").status_code == 200
    (kept,) = office.priya.get(heard.feedback_path(interview["id"])).json()["data"]
    assert (kept["whom"], kept["answers"]["concerns"]) == ("Dana Reyes", [])


def matters(office: Office, **seen_as: Any) -> list[tuple[str, str]]:
    """What of this waits on the desk's list, for Sam of another team or as the agency says."""
    agency_id, sam = office.agency_id, Prefixed("con").parse(office.consultant_ids["colleague"])
    actor = ConsultantActor(agency_id, sam, "consultant", team_id=new_id(), **seen_as)
    with office.rows() as session:
        return [(one.words, one.path) for one in matters_seen_by(session, actor)]


def test_what_is_to_be_told_waits_on_the_list_of_who_may_see_it_until_it_is_told_or_erased(office: Office) -> None:
    interview = told(office)
    first, second = (take(office.priya, interview, spoke_with=who).json()["id"] for who in ("Ines Duarte", "Tom Other"))
    take(office.priya, interview, none_given=True, answers=None)
    words, home = "Tell Alex Moreau what Meridian Foods said", f"/desk/interviews/{interview['id']}/feedback"
    assert matters(office) == [(words, f"{home}/{first}"), (words, f"{home}/{second}")]
    assert matters(office, sees="team") == []
    assert len(matters(office, sees="team", entrusted=frozenset({Prefixed("int").parse(interview["id"])}))) == 2
    heard.told_feedback(office.priya, interview, first)
    assert matters(office) == [(words, f"{home}/{second}")]
    assert people.erase(office, people.of(interview)).status_code == 200
    assert matters(office) == []
    problem(take(office.priya, interview), 409, "candidate_erased")
    kept = office.compliance.get(heard.feedback_path(interview["id"], second)).json()
    assert (kept["answers"]["interest"], kept["suggested_words"]) == (None, "")
    office.travel(utc_now() + timedelta(days=3))
    assert reminded(office, "priya") == []
