"""The brief before ringing the client, for people at the console and for systems by the API, and the call after it."""

import re
from datetime import timedelta
from typing import Any

import httpx
import pytest

from app.core.clock import utc_now
from tests.make import debriefs, letters
from tests.make.agency import SCOPES
from tests.make.visitor import AtDesk
from tests.office import Office
from tests.web.test_problems import problem

Json = dict[str, Any]
SECRETS = [word for word in debriefs.confidences().values() if not re.fullmatch(r"[\d-]+", word)]


def told(office: Office, **changes: Any) -> Json:
    """An interview of which the candidate told everything, and wrote a letter that answers one doubt."""
    people = [office.interviewer("Dana Whitfield", phone="+1 212 555 0142"), office.interviewer("Tom Achterberg")]
    interview = office.held(interviewers=people)
    candidate = office.candidate(interview["id"])
    debriefs.submit(candidate, interview["id"], debriefs.full_answers(**changes), **debriefs.confidences())
    office.run_tasks()
    letters.submitted(candidate, interview, letters.strategic("c1"))
    office.run_tasks()
    return interview


def key(office: Office, *scopes: str) -> httpx.Client:
    """A key of the agency's own, with all scopes or these."""
    office.confirm()
    made = office.admin.post("/v1/keys", json={"name": "Phone", "scopes": list(scopes or SCOPES)})
    office.crm.headers["Authorization"] = f"Bearer {made.json()['key']}"
    return office.crm


def calls(office: Office, interview: Json) -> str:
    return f"/v1/interviews/{interview['id']}/calls"


def brief(who: httpx.Client, interview: Json) -> Json:
    answer = who.get(f"/v1/interviews/{interview['id']}/call-brief")
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


def desk(office: Office, interview: Json, who: str = "priya", query: str = "") -> AtDesk:
    there = AtDesk(office, who)
    there.open(f"/interviews/{interview['id']}/brief{query}")
    return there


@pytest.mark.practice("P5")
def test_the_brief_has_the_full_quota_of_feedback_on_one_page(office: Office) -> None:
    """Before ringing the client, at the console: strengths in the candidate's words, each doubt with its answer, what
    was not said, interest, what to ask, when they decide, and whom to ring at what time of theirs."""
    interview = told(office)

    page = desk(office, interview)

    assert page.heading == "Before you ring Meridian Foods"
    for words in (
        "The case about supplier recalls. I have run one end to end.",
        "Managing people in another country",
        "Experience, stated by Dana Whitfield",
        "Partly answered in the room; answered in the strategic letter, paragraph 3, which is not approved yet.",
        "That I speak Portuguese with the Porto team every day.",
        "5 of 5 now, 3 before",
        "About Friday 4 December 2026, as Dana Whitfield said",
        "Is Friday 4 December still the day on which you decide?",
        "Monday 11:20 in New York. ● At work until 17:30",
    ):
        assert words in page.text, words
    assert 'href="tel:+12125550142"' in page.page.text


def test_what_only_the_agency_reads_is_apart_for_its_people_and_nowhere_for_systems(office: Office) -> None:
    interview = told(office)
    found = brief(office.priya, interview)
    page = desk(office, interview)
    prints = desk(office, interview, query="?confidential=print")

    assert 'class="private confidential prints"' in prints.page.text, "printed only where that is asked for"
    assert found["agency_only"] == debriefs.confidences()
    without = {**found, "agency_only": None}
    part = page.page.text[page.page.text.index('class="private confidential"') :].partition("</section>")[0]
    for secret in SECRETS:
        assert secret not in str(without)
        assert secret in part
        assert secret not in page.page.text.replace(part, "")
    reads = key(office)
    answer = reads.get(f"/v1/interviews/{interview['id']}/call-brief")
    assert answer.json()["strengths"] == found["strengths"]
    assert not {"agency_only", "contacts"} & set(answer.json())
    mailed = "".join(mail.as_string() for mail in office.mails(f"priya@{office.name}.example"))
    for secret in [*SECRETS, "2026-12-11", "11 December"]:
        assert secret not in answer.text
        assert secret not in mailed


def test_its_etag_changes_with_what_is_in_it_and_not_with_the_hour(office: Office) -> None:
    interview = told(office)
    path = f"/v1/interviews/{interview['id']}/call-brief"
    before = office.priya.get(path).headers["ETag"]
    office.travel(utc_now() + timedelta(minutes=30))
    assert office.priya.get(path).headers["ETag"] == before
    assert debriefs.decide(office.priya, interview["id"], "accept").status_code == 200
    assert office.priya.get(path).headers["ETag"] != before


def test_without_a_debrief_the_page_says_why_and_what_to_ask_anyway(office: Office) -> None:
    interview = office.announce()
    assert "No debrief yet: it is asked for when the interview is over." in desk(office, interview).text
    office.travel(utc_now() + timedelta(hours=8))
    page = desk(office, interview)
    assert "No debrief yet: it was asked for, and nothing has been sent." in page.text
    assert "How was the meeting with Alex from your side?" in page.text
    assert "Concerns and their answers" not in page.text
    seen = office.priya.get(debriefs.path(interview["id"])).headers["ETag"]
    waived = {"reason": "They hire him on the spot."}
    path = debriefs.path(interview["id"], "/waive")
    assert office.priya.post(path, json=waived, headers={"If-Match": seen}).status_code == 200
    assert "There is no debrief: it was waived." in desk(office, interview).text


def test_what_a_candidate_still_writes_is_in_no_brief(office: Office) -> None:
    interview = office.held()
    candidate = office.candidate(interview["id"])
    body = {"answers": debriefs.full_answers()}
    assert candidate.put(debriefs.path(interview["id"]), json=body, headers=debriefs.CREATE).status_code in {200, 201}
    page = desk(office, interview)
    assert "Alex has begun to write, and nothing has been sent." in page.text
    assert "supplier recalls" not in page.page.text


def test_i_have_rung_them_is_noted_on_the_page_with_what_was_passed_on_and_heard(office: Office) -> None:
    interview = told(office)
    page = desk(office, interview)
    dana = next(one["contact_id"] for one in interview["people"] if one["name"] == "Dana Whitfield")
    noted = {"contact_id": dana, "passed_on": ["went_well", "concern.c1"], "heard": "Tom is not convinced yet."}

    page.send(noted, form="/brief")

    assert "You rang Dana Whitfield on Monday 16:20." in page.text
    assert "What went well: The case about supplier recalls." in page.text
    assert "Tom is not convinced yet." in page.text
    page.send(noted, form="/brief")
    (call,) = office.priya.get(calls(office, interview)).json()["data"]
    assert (call["state"], call["whom"], call["by"]) == ("done", "Dana Whitfield", "Priya Nair")
    assert [point["key"] for point in call["passed_on"]] == ["went_well", "concern.c1"]
    assert office.trail(call["id"]) == ["client_call.done"]
    assert "Priya Nair rang Dana Whitfield on Monday 16:20." in desk(office, interview, "colleague").text


WRONG: list[tuple[str, Json, str]] = [
    ("/brief", {"heard": "They like him."}, "Say with whom you spoke"),
    ("/brief", {"contact_id": "other", "heard": "They like him."}, "Give their name"),
    ("/brief", {"spoke_with": "Ines", "when": "earlier", "rung_at": "", "heard": "x"}, "Give the day and the time"),
    ("/brief", {"spoke_with": "Ines", "when": "earlier", "rung_at": "2026-11-24T09:00"}, "Has not come yet"),
    ("/brief", {"spoke_with": "Ines", "passed_on": ["concern.c9"]}, "Names a point that the brief no longer has"),
    ("/plan", {"planned_for": ""}, "Say when you mean to ring"),
    ("/plan", {"planned_for": "2026-11-23T09:00"}, "Has passed"),
]


def test_what_cannot_be_is_refused_in_words_and_what_was_typed_stays(office: Office) -> None:
    page = desk(office, office.held())
    before = page.page
    for form, typed, words in WRONG:
        page.page = before
        answer = page.send(typed, form=form)
        assert (answer.status_code, page.text.startswith("Error")) == (422, False)
        assert words in page.text
        assert typed.get("heard", "") in answer.text


def test_a_call_is_planned_moved_and_done_or_skipped_for_a_reason(office: Office) -> None:
    interview = office.held()
    page = desk(office, interview)
    page.send({"planned_for": "2026-11-24T09:00"}, form="/plan")
    assert "You ring them on Tuesday 09:00." in page.text
    page.send({"planned_for": "2026-11-24T10:30"}, form="/plan")
    assert "You ring them on Tuesday 10:30." in page.text
    assert "09:00." not in page.text
    page.send({"reason": "They rang us."}, form="/skip")
    assert "You did not ring on Tuesday 10:30 as planned. They rang us." in page.text
    assert "Do not ring" not in page.text
    (call,) = office.priya.get(calls(office, interview)).json()["data"]
    assert office.trail(call["id"]) == ["client_call.planned", "client_call.planned", "client_call.skipped"]
    again = office.priya.post(calls(office, interview), json={"state": "skipped", "reason": "Late."})
    problem(again, 409, "no_call_planned")


def test_a_call_is_a_persons_and_of_a_contact_of_this_client(office: Office) -> None:
    interview = office.held()
    other = office.announce(
        "I-2",
        client={"external_id": "CLI-2", "name": "Other Ltd"},
        job={"external_id": "JOB-2", "title": "Buyer"},
        interviewers=[office.interviewer("Jo Else", external_id="CTC-jo")],
    )
    stranger = other["people"][0]["contact_id"]
    path, note = calls(office, interview), {"state": "done", "spoke_with": "Ines Duarte"}
    wrong = problem(office.priya.post(path, json={"state": "done", "contact_id": stranger}), 422, "call_contradicts")
    assert wrong["errors"] == [{"pointer": "#/contact_id", "message": "is nobody at this client"}]
    system = key(office)
    problem(system.post(path, json=note), 422, "on_behalf_of_required")
    named = system.post(path, json=note, headers={"On-Behalf-Of": f"priya@{office.name}.example"})
    assert (named.status_code, named.json()["by"]) == (201, "Priya Nair")
    problem(office.compliance.post(path, json=note), 403, "forbidden")
    assert "I have rung them" not in desk(office, interview, "compliance").text
