"""A debrief told by telephone: the consultant enters it, and everybody sees that they did."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from sqlalchemy import text

from tests.make.debriefs import CREATE, confidences, decide, full_answers, path, short_answers, take, told
from tests.office import Json, Office, link_in, text_of

PHONE_ONLY = {"name": "Alex Moreau", "phone": "+44 20 7946 0991"}
NUMBER = "+44 20 7946 0991"


def refusal(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def pointers(answer: httpx.Response) -> list[str]:
    return [error["pointer"] for error in answer.json()["errors"]]


def sentences(office: Office, subject: str) -> list[str]:
    found = office.compliance.get("/v1/audit", params={"subject": subject}).json()["data"]
    return [entry["sentence"] for entry in reversed(found)]


@pytest.mark.practice("P5")
def test_the_one_who_rang_enters_it_in_short_and_accepts_it_and_all_of_it_is_known(office: Office) -> None:
    """In the debrief of a candidate without e-mail: what they told by telephone, who wrote it down, what is missing."""
    interview = office.held(candidate=PHONE_ONLY)["id"]

    entered = take(office.priya, interview, profile="short", agency_only=confidences())

    assert entered.status_code == 200, entered.text
    read = entered.json()
    assert (read["state"], read["version"], read["channel"], read["profile"]) == ("submitted", 1, "phone", "short")
    assert read["completeness"] == {"complete": True, "answered": 4, "required": 4, "missing": [], "thin": []}
    assert (read["telephone"]["taken_by"], read["telephone"]["number_rung"]) == ("Priya Nair", NUMBER)
    assert read["agency_only"] == confidences()
    (mark,) = office.crm.get(path(interview, "/versions")).json()["data"]
    assert (mark["submitted_by"], mark["channel"], mark["taken_by"]) == ("consultant", "phone", "Priya Nair")
    shared = office.crm.get(path(interview)).json()
    assert (shared["telephone"]["taken_by"], "number_rung" in shared["telephone"]) == ("Priya Nair", False)
    (item,) = office.priya.get("/v1/review-items").json()["data"]
    assert (item["kind"], item["subject_id"]) == ("debrief", read["id"])

    accepted = decide(office.priya, interview, "accept")

    assert accepted.json()["state"] == "accepted"
    assert office.crm.get(f"/v1/interviews/{interview}").json()["state"] == "debriefed"
    assert office.trail(read["id"])[-2:] == ["debrief.submitted", "debrief.accepted"]
    assert sentences(office, read["id"])[-2:] == [
        "Priya Nair submitted version 1 of the debrief (by telephone)",
        "Priya Nair accepted version 1 of the debrief, entered by themselves",
    ]


def test_the_number_that_was_rung_is_personal_and_in_no_entry_of_the_trail(office: Office, interview: str) -> None:
    take(office.priya, interview)
    with office.rows() as session:
        entry = session.execute(
            text("SELECT details::text, commitments ? 'number' FROM audit_event WHERE action = 'debrief.submitted'")
        ).one()
        kept = session.scalars(text("SELECT value FROM audit_value WHERE key = 'number'")).all()
    assert NUMBER not in entry[0]
    assert (entry[1], kept) == (True, [NUMBER])


def test_taking_it_stops_the_reminders_and_the_candidate_is_told_who_wrote_it_down(
    office: Office, interview: str
) -> None:
    take(office.manager, interview)
    office.travel(datetime(2026, 11, 26, 12, tzinfo=UTC))

    _, taken = office.mails(office.address("alex"))
    assert taken["Subject"] == "Mira Manager wrote down how it went at Meridian Foods"
    assert "marked as taken by telephone wherever it is shown" in text_of(taken)
    assert "Monday 23 November 2026, 16:2" in text_of(taken)
    shown = office.by_link(link_in(taken)).get(path(interview)).json()
    assert (shown["telephone"]["taken_by"], shown["answers"]["next_step"]) == (
        "Mira Manager",
        short_answers()["next_step"],
    )
    (mail,) = office.mails(f"priya@{office.name}.example")
    assert "Mira Manager took by telephone from Alex Moreau version 1 of the debrief" in text_of(mail)


def test_a_draft_of_the_candidates_stays_beside_it_and_is_theirs_again_when_it_is_returned(
    office: Office, interview: str
) -> None:
    alex = office.candidate(interview)
    typed = {"answers": {"went_well": "The case, as I typed it."}, "agency_only": confidences()}
    assert alex.put(path(interview), json=typed, headers=CREATE).status_code == 200

    assert take(office.priya, interview).status_code == 200

    shown = alex.get(path(interview)).json()
    assert shown["answers"]["next_step"] == short_answers()["next_step"]
    assert shown["draft"]["etag"] == '"1"'
    kept = alex.get(path(interview, "/draft")).json()
    assert kept["answers"]["went_well"] == "The case, as I typed it."
    assert kept["agency_only"] == confidences()
    assert office.priya.get(path(interview)).json()["agency_only"] is None

    decide(office.priya, interview, "return", {"reason": "And the case?"})
    again = alex.get(path(interview)).json()
    assert (again["state"], again["answers"]["went_well"]) == ("changes_requested", "The case, as I typed it.")
    sent = alex.post(path(interview, "/submit"), headers={"If-Match": '"1"'})
    assert (sent.status_code, sent.json()["version"]) == (200, 2)
    assert [office.priya.get(path(interview)).json()[part] for part in ("channel", "telephone")] == ["web", None]


def test_a_second_call_after_a_return_replaces_the_copy_and_keeps_what_was_confided(
    office: Office, interview: str
) -> None:
    take(office.priya, interview, agency_only=confidences())
    decide(office.priya, interview, "return", {"reason": "When can they begin?"})
    alex = office.candidate(interview)
    assert alex.get(path(interview, "/draft")).json()["answers"]["availability"] == short_answers()["availability"]

    again = take(office.priya, interview, answers=short_answers(availability="From January."))

    assert (again.json()["version"], again.json()["agency_only"]) == (2, confidences())
    assert alex.get(path(interview, "/draft")).json()["code"] == "draft_not_found"
    decide(office.priya, interview, "return", {"reason": "Which day?"})
    draft = alex.get(path(interview, "/draft"))
    assert draft.json()["answers"]["availability"] == "From January."
    assert draft.headers["ETag"] == '"2"'


def test_it_is_entered_on_what_was_read_before_it_is_asked_for_too(office: Office) -> None:
    interview = office.announce()["id"]
    assert refusal(take(office.priya, interview)) == (409, "interview_not_begun")
    office.travel(datetime(2026, 11, 23, 16, 5, tzinfo=UTC))
    assert refusal(office.priya.post(path(interview, "/by-telephone"), json=told())) == (428, "if_match_required")
    stale = office.priya.post(path(interview, "/by-telephone"), json=told(), headers={"If-Match": '"3"'})
    assert stale.status_code == 412

    entered = office.priya.post(path(interview, "/by-telephone"), json=told(), headers=CREATE)

    assert (entered.status_code, entered.json()["version"]) == (200, 1)
    office.travel(datetime(2026, 11, 23, 18, 30, tzinfo=UTC))
    assert [mail["Subject"] for mail in office.mails(office.address("alex"))] == [
        "Priya Nair wrote down how it went at Meridian Foods"
    ]


def test_a_candidate_who_began_meanwhile_is_named_to_who_rings(office: Office, interview: str) -> None:
    seen = office.priya.get(path(interview)).headers["ETag"]
    office.candidate(interview).put(path(interview), json={"answers": {}}, headers=CREATE)
    stale = office.priya.post(path(interview, "/by-telephone"), json=told(), headers={"If-Match": seen})
    assert stale.status_code == 412
    assert "The candidate began the debrief" in stale.json()["detail"]


def test_only_who_decides_enters_it_and_never_over_what_was_submitted(office: Office, interview: str) -> None:
    before = office.priya.get(path(interview)).json()
    alex = office.candidate(interview)
    for client in (office.colleague, office.compliance, office.admin, alex):
        headers = {"If-Match": '"2"'}
        assert client.post(path(interview, "/by-telephone"), json=told(), headers=headers).status_code == 403
    assert office.priya.get(path(interview)).json() == before

    take(office.priya, interview)
    refused = take(office.priya, interview)
    assert refusal(refused) == (409, "state_conflict")
    assert refused.json()["detail"] == "This debrief is submitted; it cannot become submitted."


def test_a_key_enters_it_in_a_consultants_name_and_reads_nothing_confided(office: Office, interview: str) -> None:
    headers = {"If-Match": office.crm.get(path(interview)).headers["ETag"]}
    body = told(agency_only=confidences())
    refused = office.crm.post(path(interview, "/by-telephone"), json=body, headers=headers)
    assert refusal(refused) == (422, "on_behalf_of_required")

    named = {**headers, "On-Behalf-Of": f"priya@{office.name}.example"}
    entered = office.crm.post(path(interview, "/by-telephone"), json=body, headers=named)

    assert (entered.status_code, entered.json()["telephone"]["taken_by"]) == (200, "Priya Nair")
    assert [secret for secret in confidences().values() if secret in entered.text] == []


NOT_TOLD: list[tuple[Json, str, str]] = [
    (told(taken_at="2026-11-23T14:59:00Z"), "call_cannot_be", "#/taken_at"),
    (told(taken_at="2026-11-24T16:00:00Z"), "call_cannot_be", "#/taken_at"),
    (told(taken_at="2026-11-23T16:10:00"), "invalid", "#/taken_at"),
    (told(number_rung=""), "invalid", "#/number_rung"),
    (told(profile="long"), "invalid", "#/profile"),
    (
        told(answers=short_answers(decision_expected={"on": "2025-12-04"}), taken_at="2026-11-23T16:10:00Z"),
        "dates_contradict",
        "#/answers/decision_expected/on",
    ),
]


def test_what_cannot_have_been_told_is_named_by_its_place(office: Office, interview: str) -> None:
    headers = {"If-Match": office.priya.get(path(interview)).headers["ETag"]}
    for body, code, where in NOT_TOLD:
        answer = office.priya.post(path(interview, "/by-telephone"), json=body, headers=headers)
        assert (refusal(answer), pointers(answer)) == ((422, code), [where])
    assert office.priya.get(path(interview)).json()["state"] == "requested"


def test_the_database_keeps_who_took_a_call_with_the_call(office: Office, interview: str) -> None:
    """A version by telephone has its instant and number, and was entered by a consultant."""
    take(office.priya, interview)
    with office.rows() as session:
        query = text("SELECT channel, taken_at <= submitted_at, number_rung, submitted_by FROM debrief_version")
        assert session.execute(query).all() == [("phone", True, NUMBER, "consultant")]
        checks = session.scalars(
            text(
                "SELECT conname FROM pg_constraint WHERE conrelid = 'debrief_version'::regclass "
                "AND contype = 'c' ORDER BY conname"
            )
        ).all()
    assert {"ck_debrief_version_taken_at_by_phone", "ck_debrief_version_taken_by_a_consultant"} <= set(checks)


def test_the_consultant_asks_for_the_short_one_before_or_after_it_was_asked_for(office: Office) -> None:
    interview = office.announce()["id"]
    set_before = office.priya.patch(path(interview), json={"profile": "short"}, headers={"If-Match": '"0"'})
    assert (set_before.status_code, set_before.json()["profile"]) == (200, "short")
    assert office.trail(interview)[-1] == "interview.changed"
    office.travel(datetime.fromisoformat("2026-11-23T16:20:00Z"))
    assert "about a minute" in text_of(office.mails(office.address("alex"))[0])

    seen = office.priya.get(path(interview)).headers["ETag"]
    changed = office.priya.patch(path(interview), json={"profile": "full"}, headers={"If-Match": seen})
    assert (changed.json()["profile"], changed.json()["completeness"]["required"]) == ("full", 9)
    assert office.trail(changed.json()["id"])[-1] == "debrief.profile_set"
    assert office.priya.patch(path(interview), json={"profile": "short"}, headers={"If-Match": seen}).status_code == 412
    assert (
        office.colleague.patch(path(interview), json={"profile": "short"}, headers={"If-Match": seen}).status_code
        == 403
    )


def test_dates_that_cannot_be_are_kept_in_a_draft_warned_of_and_refused_on_submitting(
    office: Office, interview: str
) -> None:
    alex = office.candidate(interview)
    body = {
        "answers": full_answers(decision_expected={"on": "2025-12-04"}),
        "agency_only": confidences(other_offer_by="2025-12-11"),
    }
    saved = alex.put(path(interview), json=body, headers=CREATE)
    places = ["#/answers/decision_expected/on", "#/agency_only/other_offer_by"]
    assert [warning["pointer"] for warning in saved.json()["warnings"]] == places

    refused = alex.post(path(interview, "/submit"), headers={"If-Match": '"1"'})

    assert (refusal(refused), pointers(refused)) == ((422, "dates_contradict"), places)
    kept = alex.get(path(interview, "/draft")).json()
    assert kept["answers"]["decision_expected"]["on"] == "2025-12-04"
    assert office.priya.get(path(interview)).json()["state"] == "draft"
    right = {"answers": full_answers(), "agency_only": confidences()}
    assert alex.post(path(interview, "/submit"), json=right, headers={"If-Match": '"1"'}).status_code == 200


def test_a_call_hours_later_is_taken_at_its_own_time(office: Office, interview: str) -> None:
    """Entered the next day, it says when they spoke."""
    spoke = datetime(2026, 11, 23, 17, 5, tzinfo=UTC)
    office.travel(spoke + timedelta(hours=3))
    entered = take(office.priya, interview, taken_at=spoke.isoformat())
    assert entered.json()["telephone"]["taken_at"] == "2026-11-23T17:05:00Z"


@pytest.mark.practice("P4")
def test_one_word_told_by_telephone_is_named_as_incomplete_and_taken_all_the_same(
    office: Office, interview: str
) -> None:
    """In the answer to who enters it: what is too short or missing by name, while the client can still be rung.

    The profile of what was then accepted stays.
    """
    entered = take(office.priya, interview, answers=full_answers(fit="Good", next_step=None), profile="full")
    found = entered.json()["completeness"]
    assert (entered.status_code, found["complete"]) == (200, False)
    assert [item["field"] for item in found["thin"]] == ["fit"]
    assert [item["words"] for item in found["missing"]] == ["what happens next"]
    decide(office.priya, interview, "accept")
    seen = office.priya.get(path(interview)).headers["ETag"]
    refused = office.priya.patch(path(interview), json={"profile": "short"}, headers={"If-Match": seen})
    assert refusal(refused) == (409, "state_conflict")
