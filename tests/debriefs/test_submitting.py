"""A debrief is submitted: as much as there is, to the consultant at once, and what is confidential stays so."""

from datetime import UTC, datetime

import httpx
import pytest
from sqlalchemy import text

from tests.make.debriefs import CREATE, confidences, full_answers, path, short_answers, submit
from tests.office import Json, Office, text_of


@pytest.fixture
def alex(office: Office, interview: str) -> httpx.Client:
    return office.candidate(interview)


def told(office: Office) -> list[tuple[str, str]]:
    """The subject and text of every mail to the consultant about a debrief."""
    office.run_tasks()
    return [(mail["Subject"], text_of(mail)) for mail in office.mails(f"priya@{office.name}.example")]


def refusal(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_a_submission_is_confirmed_with_who_reads_it(office: Office, interview: str, alex: httpx.Client) -> None:
    alex.put(path(interview), json={"answers": full_answers()}, headers=CREATE)

    answer = alex.post(path(interview, "/submit"), headers={"If-Match": '"1"'})

    assert answer.status_code == 200, answer.text
    receipt = answer.json()
    shown = alex.get(path(interview))
    assert receipt["reference"] == shown.json()["id"]
    assert (receipt["version"], receipt["read_by"]) == (1, "Priya Nair")
    assert "either accepts it or sends it back" in receipt["next"]
    assert receipt["completeness"]["complete"] is True
    assert (shown.json()["state"], shown.json()["draft"]) == ("submitted", None)
    assert shown.headers["ETag"] == answer.headers["ETag"]
    assert office.trail(receipt["reference"])[2:] == ["debrief.drafted", "debrief.submitted"]


def test_one_call_submits_without_a_draft(office: Office, interview: str, alex: httpx.Client) -> None:
    receipt = submit(alex, interview).json()
    assert receipt["version"] == 1
    assert office.trail(receipt["reference"])[2:] == ["debrief.submitted"]


@pytest.mark.practice("P2")
def test_the_consultant_reads_names_role_and_organisation(office: Office, interview: str, alex: httpx.Client) -> None:
    """In the submitted debrief, as the consultant reads it: whom they met, the role, the company and department."""
    met = [{"name": "dana  whitfield"}, {"name": "Ines Duarte", "title": "Finance Director"}]
    submit(alex, interview, full_answers(people_met=met))

    read = office.priya.get(path(interview)).json()["answers"]

    assert [person["name"] for person in read["people_met"]] == ["dana whitfield", "Ines Duarte"]
    assert read["role_as_described"].startswith("Product manager for meal planning")
    assert read["organisation_facts"].startswith("The product team moves to Leeds")
    people = office.priya.get(f"/v1/interviews/{interview}").json()["people"]
    assert [(person["name"], person["source"]) for person in people] == [
        ("Dana Whitfield", "announced"),
        ("Tom Achterberg", "announced"),
        ("Ines Duarte", "candidate"),
    ]


@pytest.mark.practice("P3")
def test_the_consultant_is_mailed_the_concerns_and_reads_the_rest(
    office: Office, interview: str, alex: httpx.Client
) -> None:
    """In the mail to the consultant, the concerns; in the debrief, what went well, what was difficult, the unsaid."""
    submit(alex, interview)

    ((subject, said),) = told(office)

    assert subject == "Alex Moreau at Meridian Foods: debrief complete, by Monday 22:30"
    doubt = "Managing people in another country (experience; stated by Dana Whitfield)."
    assert f"{doubt} Partly answered in the room." in said
    assert "Interest: 5 of 5 now, 3 before. The roadmap is theirs to decide." in said
    assert "tel:+442079460991" in said
    read = office.priya.get(path(interview)).json()["answers"]
    assert read["went_well"].startswith("The case about supplier recalls")
    assert read["difficult"].startswith("They asked twice")
    assert read["unsaid"].startswith("That I speak Portuguese")


@pytest.mark.practice("P4")
def test_a_one_word_answer_is_named_as_incomplete_and_never_blocked(
    office: Office, interview: str, alex: httpx.Client
) -> None:
    """In the confirmation, and in the consultant's mail: the answers that are too short, by name."""
    answers = full_answers(appealed="Everything", fit="Marketing", difficult=None)

    found = submit(alex, interview, answers).json()["completeness"]

    assert (found["complete"], found["answered"], found["required"]) == (False, 7, 9)
    assert [item["field"] for item in found["missing"]] == ["difficult"]
    assert [item["field"] for item in found["thin"]] == ["appealed", "fit"]
    assert office.priya.get(path(interview, "/completeness")).json() == found
    ((subject, said),) = told(office)
    assert subject == "Alex Moreau at Meridian Foods: debrief with 7 of 9 items, by Monday 22:30"
    assert "Missing: what was difficult." in said
    assert "Too short: what appealed, in more than a word or two; where the experience will be well used" in said


@pytest.mark.practice("P13")
@pytest.mark.parametrize(
    ("expected", "words"),
    [
        (
            {"on": "2026-12-04", "precision": "about", "source": "Dana Whitfield"},
            "Decision: about Friday 4 December 2026, as Dana Whitfield said.",
        ),
        ({"precision": "unknown"}, "Decision: no date was given."),
        (None, "Decision: not answered."),
    ],
)
def test_the_consultant_is_mailed_what_happens_next_and_when_they_decide(
    office: Office, interview: str, alex: httpx.Client, expected: Json | None, words: str
) -> None:
    """In the mail to the consultant: what happens next, when the client decides, how sure that is, who said it."""
    submit(alex, interview, full_answers(decision_expected=expected))
    ((_, said),) = told(office)
    assert "What happens next: A second meeting with the finance director." in said
    assert words in said


def test_a_short_debrief_asks_for_four_things(office: Office) -> None:
    interview = office.held(job={"title": "Interim PM", "kind": "contract"})["id"]
    found = submit(office.candidate(interview), interview, short_answers()).json()["completeness"]
    assert (found["complete"], found["required"]) == (True, 4)
    ((_, said),) = told(office)
    assert "Concerns: none noticed." in said


def test_the_subject_of_the_consultants_mail_names_what_is_missing(
    office: Office, interview: str, alex: httpx.Client
) -> None:
    submit(alex, interview, full_answers(difficult=None))
    ((subject, _),) = told(office)
    assert subject == "Alex Moreau at Meridian Foods: debrief without what was difficult, by Monday 22:30"


def test_the_submission_waits_for_the_consultant_for_two_hours(
    office: Office, interview: str, alex: httpx.Client
) -> None:
    receipt = submit(alex, interview).json()
    with office.rows() as session:
        query = text("SELECT kind, version, decision, due_at - created_at = interval '2 hours' FROM review_item")
        assert session.execute(query).all() == [("debrief", 1, None, True)]
    assert receipt["review_due_at"] > receipt["submitted_at"]


def test_what_only_the_agency_reads_reaches_its_people_and_nobody_else(
    office: Office, interview: str, alex: httpx.Client
) -> None:
    submit(alex, interview, **confidences())
    office.run_tasks()

    for client in (office.priya, office.manager, office.compliance, alex):
        assert client.get(path(interview)).json()["agency_only"] == confidences()
        assert client.get(path(interview, "/versions/1")).json()["agency_only"] == confidences()
    elsewhere = _everything_a_key_reads(office, interview) + _every_mail(office)
    assert "Managing people in another country" in elsewhere
    for secret in confidences().values():
        assert secret not in elsewhere
    assert "agency_only" not in _everything_a_key_reads(office, interview)


def test_nothing_is_submitted_out_of_nothing(interview: str, alex: httpx.Client) -> None:
    assert refusal(alex.post(path(interview, "/submit"), headers=CREATE)) == (422, "nothing_to_submit")
    assert alex.get(path(interview)).json()["state"] == "requested"


def test_what_is_submitted_is_what_was_seen(interview: str, alex: httpx.Client) -> None:
    alex.put(path(interview), json={"answers": full_answers()}, headers=CREATE)
    alex.put(path(interview), json={"answers": full_answers(fit=None)}, headers={"If-Match": '"1"'})

    assert refusal(alex.post(path(interview, "/submit"))) == (428, "if_match_required")
    assert refusal(alex.post(path(interview, "/submit"), headers={"If-Match": '"1"'})) == (412, "draft_changed")
    assert alex.get(path(interview)).json()["state"] == "draft"
    assert alex.post(path(interview, "/submit"), headers={"If-Match": '"2"'}).status_code == 200


def test_a_second_submission_is_refused_and_names_both_states(interview: str, alex: httpx.Client) -> None:
    submit(alex, interview)
    again = alex.post(path(interview, "/submit"), json={"answers": {}}, headers=CREATE)
    assert refusal(again) == (409, "state_conflict")
    assert again.json()["detail"] == "This debrief is submitted; it cannot become submitted."


def test_only_the_candidate_of_the_interview_submits(office: Office, interview: str) -> None:
    bea = office.candidate(office.held("I-2", candidate={"name": "Bea Lund", "email": office.address("bea")})["id"])
    body = {"answers": full_answers()}
    for client, status in ((bea, 404), (office.priya, 403), (office.manager, 403), (office.crm, 403)):
        assert client.post(path(interview, "/submit"), json=body, headers=CREATE).status_code == status
    assert office.priya.get(path(interview)).json()["state"] == "requested"


def test_nothing_is_submitted_before_the_interview(office: Office) -> None:
    interview = office.announce()["id"]
    answer = office.candidate(interview).post(
        path(interview, "/submit"), json={"answers": full_answers()}, headers=CREATE
    )
    assert refusal(answer) == (409, "interview_not_begun")
    office.travel(datetime(2026, 11, 23, 14, 0, tzinfo=UTC))
    assert told(office) == []


def test_a_debrief_is_read_by_the_agency_and_its_candidate(office: Office, interview: str, alex: httpx.Client) -> None:
    submit(alex, interview)
    audiences = {
        client.get(path(interview)).json()["audience"]: client.get(path(interview)).json()["answers"] is not None
        for client in (alex, office.colleague, office.crm)
    }
    assert audiences == {"candidate": True, "agency": True, "integration": True}
    assert office.admin.get(path(interview)).status_code == 403
    assert office.anybody.get(path(interview)).status_code == 401


def _everything_a_key_reads(office: Office, interview: str) -> str:
    paths = office.anybody.get("/v1/openapi.json").json()["paths"]
    filled = {
        route.replace("{interview_id}", interview).replace("{version}", "1")
        for route, operations in paths.items()
        if "get" in operations and route.startswith("/v1/")
    }
    read = {route: office.crm.get(route) for route in sorted(filled) if "{" not in route}
    assert read[path(interview)].status_code == 200
    return "\n".join(answer.text for answer in read.values())


def _every_mail(office: Office) -> str:
    everybody = (office.address("alex"), f"priya@{office.name}.example")
    return "\n".join(text_of(mail) for who in everybody for mail in office.mails(who))
