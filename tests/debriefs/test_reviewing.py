"""The consultant returns a debrief with a reason, or accepts it."""

import httpx
import pytest
from sqlalchemy import text

from tests.make.debriefs import confidences, decide, full_answers, path, submit
from tests.office import Office, link_in, text_of

REASON = {"reason": "What did Dana say about the finance director?"}


@pytest.fixture
def alex(office: Office, interview: str) -> httpx.Client:
    client = office.candidate(interview)
    submit(client, interview, **confidences())
    return client


def refusal(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_a_returned_debrief_is_completed_without_typing_it_again_and_accepted(
    office: Office, interview: str, alex: httpx.Client
) -> None:
    returned = decide(office.priya, interview, "return", {**REASON, "note": "She rings me at nine tomorrow."})
    assert returned.status_code == 200, returned.text
    assert (returned.json()["state"], returned.json()["audience"]) == ("changes_requested", "agency")
    office.run_tasks()

    mail = office.mails(office.address("alex"))[-1]
    assert mail["Subject"] == "Priya Nair has a question about your interview at Meridian Foods"
    assert REASON["reason"] in text_of(mail)
    assert "She rings me at nine tomorrow." in text_of(mail)
    by_mail = office.by_link(link_in(mail))
    shown = by_mail.get(path(interview)).json()
    assert shown["return_reason"].startswith(REASON["reason"])
    draft = by_mail.get(path(interview, "/draft"))
    answers = draft.json()["answers"]
    assert answers["went_well"] == full_answers()["went_well"]
    assert draft.json()["agency_only"] == confidences()

    answers["next_step"] = "The finance director decides with Dana."
    answers["concerns"].append({"text": "Notice period"})
    seen = by_mail.put(path(interview), json={"answers": answers}, headers={"If-Match": draft.headers["ETag"]})
    again = by_mail.post(path(interview, "/submit"), headers={"If-Match": seen.headers["ETag"]})
    assert (again.status_code, again.json()["version"]) == (200, 2)

    accepted = decide(office.priya, interview, "accept")
    assert accepted.status_code == 200, accepted.text
    assert accepted.json()["state"] == "accepted"
    assert accepted.json()["agency_only"] == confidences()
    assert [concern["key"] for concern in accepted.json()["answers"]["concerns"]] == ["c1", "c2"]
    assert office.priya.get(f"/v1/interviews/{interview}").json()["state"] == "debriefed"
    assert office.trail(accepted.json()["id"])[2:] == [
        "debrief.submitted",
        "debrief.returned",
        "debrief.submitted",
        "debrief.accepted",
    ]
    assert office.trail(interview)[-1] == "interview.debriefed"


def test_every_version_stays_as_it_was_submitted(office: Office, interview: str, alex: httpx.Client) -> None:
    decide(office.priya, interview, "return", REASON)
    draft = alex.get(path(interview, "/draft")).headers["ETag"]
    body = {"answers": full_answers(next_step="They decide tomorrow.")}
    assert alex.post(path(interview, "/submit"), json=body, headers={"If-Match": draft}).status_code == 200

    listed = office.priya.get(path(interview, "/versions")).json()
    assert [version["version"] for version in listed["data"]] == [2, 1]
    first_page = office.crm.get(path(interview, "/versions"), params={"limit": 1}).json()
    rest = office.crm.get(path(interview, "/versions"), params={"cursor": first_page["next_cursor"]}).json()
    assert [version["version"] for version in (*first_page["data"], *rest["data"])] == [2, 1]
    steps = [
        office.priya.get(path(interview, f"/versions/{version}")).json()["answers"]["next_step"] for version in (1, 2)
    ]
    assert steps == ["A second meeting with the finance director.", "They decide tomorrow."]
    assert refusal(office.priya.get(path(interview, "/versions/3"))) == (404, "version_not_found")
    assert office.crm.get(path(interview, "/versions/2")).json()["audience"] == "integration"


def test_the_desk_keeps_what_was_decided(office: Office, interview: str, alex: httpx.Client) -> None:
    decide(office.priya, interview, "return", REASON)
    draft = alex.get(path(interview, "/draft")).headers["ETag"]
    alex.post(path(interview, "/submit"), headers={"If-Match": draft})
    decide(office.manager, interview, "accept")
    with office.rows() as session:
        items = session.execute(text("SELECT version, decision FROM review_item ORDER BY version")).all()
    assert items == [(1, "returned"), (2, "accepted")]


def test_a_stale_decision_is_refused_and_says_who_did_what(office: Office, interview: str, alex: httpx.Client) -> None:
    seen = office.priya.get(path(interview)).headers["ETag"]
    assert decide(office.manager, interview, "return", REASON).status_code == 200

    refused = office.priya.post(path(interview, "/accept"), headers={"If-Match": seen})

    assert refusal(refused) == (412, "changed_meanwhile")
    said = refused.json()["detail"]
    assert "Mira Manager returned version 1: What did Dana say about the finance director?" in said
    assert "Monday 23 November 2026, 16:2" in said
    assert office.priya.get(path(interview)).json()["state"] == "changes_requested"


def test_a_decision_needs_to_say_what_was_seen(office: Office, interview: str, alex: httpx.Client) -> None:
    assert refusal(office.priya.post(path(interview, "/accept"))) == (428, "if_match_required")
    assert refusal(office.priya.post(path(interview, "/return"), json=REASON)) == (428, "if_match_required")
    assert office.priya.get(path(interview)).json()["state"] == "submitted"


def test_a_decision_in_the_wrong_state_names_both_states(office: Office, interview: str, alex: httpx.Client) -> None:
    decide(office.priya, interview, "return", REASON)
    refused = decide(office.priya, interview, "accept")
    assert refusal(refused) == (409, "state_conflict")
    assert refused.json()["detail"] == "This debrief is changes_requested; it cannot become accepted."
    again = decide(office.priya, interview, "return", REASON)
    assert again.json()["detail"] == "This debrief is changes_requested; it cannot become changes_requested."


def test_only_whose_interview_it_is_or_a_manager_decides(office: Office, interview: str, alex: httpx.Client) -> None:
    before = office.priya.get(path(interview))
    headers = {"If-Match": before.headers["ETag"]}
    for client in (office.colleague, office.compliance, office.admin, alex):
        assert client.post(path(interview, "/accept"), headers=headers).status_code == 403
        assert client.post(path(interview, "/return"), json=REASON, headers=headers).status_code == 403
    assert office.priya.get(path(interview)).json() == before.json()
    assert decide(office.manager, interview, "accept").status_code == 200


def test_a_key_decides_in_the_name_of_a_consultant_only(office: Office, interview: str, alex: httpx.Client) -> None:
    headers = {"If-Match": office.crm.get(path(interview)).headers["ETag"]}
    refused = office.crm.post(path(interview, "/accept"), headers=headers)
    assert refusal(refused) == (422, "on_behalf_of_required")
    colleague = {**headers, "On-Behalf-Of": office.consultant_ids["colleague"]}
    assert office.crm.post(path(interview, "/accept"), headers=colleague).status_code == 403

    priya = {**headers, "On-Behalf-Of": f"priya@{office.name}.example"}
    accepted = office.crm.post(path(interview, "/accept"), headers=priya)
    assert (accepted.status_code, accepted.json()["audience"]) == (200, "integration")
    for secret in confidences().values():
        assert secret not in accepted.text
    with office.rows() as session:
        query = text("SELECT actor_kind, via_key_id IS NOT NULL FROM audit_event WHERE action = 'debrief.accepted'")
        assert session.execute(query).all() == [("consultant", True)]


def test_a_return_needs_a_reason(office: Office, interview: str, alex: httpx.Client) -> None:
    for body in ({}, {"reason": "  "}, {"reason": "x\x00"}):
        assert decide(office.priya, interview, "return", body).status_code == 422
    assert office.priya.get(path(interview)).json()["state"] == "submitted"


def test_nothing_is_decided_on_what_was_never_asked_for(office: Office) -> None:
    interview = office.announce()["id"]
    assert refusal(decide(office.priya, interview, "accept")) == (404, "debrief_not_found")


def test_a_draft_made_anew_never_answers_to_an_old_etag(office: Office, interview: str, alex: httpx.Client) -> None:
    decide(office.priya, interview, "return", REASON)
    first = alex.get(path(interview, "/draft")).headers["ETag"]
    alex.post(path(interview, "/submit"), headers={"If-Match": first})
    decide(office.priya, interview, "return", REASON)
    stale = alex.put(path(interview), json={"answers": {}}, headers={"If-Match": first})
    assert refusal(stale) == (412, "draft_changed")
    assert alex.get(path(interview, "/draft")).json()["answers"]["went_well"] == full_answers()["went_well"]
