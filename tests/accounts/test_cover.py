"""Somebody is away: their candidates read until when, and whom they turn to meanwhile (P21)."""

from datetime import date, timedelta
from typing import Any

import httpx
import pytest

from app.accounts.rules.cover import away_words
from tests.make.visitor import Visitor
from tests.office import Office, text_of
from tests.web.test_problems import problem

PATH = "/v1/cover-rules"
MONDAY = date(2026, 11, 23)


def cover(office: Office, who: httpx.Client, **changes: Any) -> httpx.Response:
    people = office.consultant_ids
    body = {"consultant_id": people["priya"], "covered_by": people["colleague"], "from_on": "2026-11-26"}
    return who.post(PATH, json={**body, "until_on": "2026-12-03", **changes})


def covered(office: Office, **changes: Any) -> Any:
    answer = cover(office, office.priya, **changes)
    assert answer.status_code == 201, answer.text
    return answer.json()


@pytest.mark.parametrize(
    ("from_in", "until_in", "words"),
    [
        (0, 10, "Away until Thursday 3 December; Sam Idowu covers, 020 7946 0018"),
        (-3, 0, "Away today; Sam Idowu covers, 020 7946 0018"),
        (3, 4, "Away from Thursday to Friday; Sam Idowu covers"),
        (5, 10, "Away from Saturday to Thursday 3 December; Sam Idowu covers"),
        (2, 2, "Away on Wednesday; Sam Idowu covers"),
        (6, 7, None),
        (-5, -1, None),
    ],
)
def test_away_is_told_from_five_days_before_until_the_last_day(from_in: int, until_in: int, words: str | None) -> None:
    days = {"from_on": MONDAY + timedelta(days=from_in), "until_on": MONDAY + timedelta(days=until_in)}
    assert away_words(today=MONDAY, name="Sam Idowu", phone="020 7946 0018", **days) == words


def test_without_a_number_the_name_is_enough() -> None:
    assert away_words(today=MONDAY, from_on=MONDAY, until_on=MONDAY, name="Sam", phone=None) == "Away today; Sam covers"


@pytest.mark.practice("P21")
def test_the_card_on_a_candidates_page_says_who_covers_and_no_longer_when_they_left(office: Office) -> None:
    """On every page of the candidate: the consultant's card with name, number and address; while they are away, until
    when, and the name and number of the colleague who covers.
    """
    visitor = Visitor(office, office.held()["id"])
    visitor.open()
    assert "Priya Nair , your consultant" in visitor.text
    assert "covers" not in visitor.text
    covered(office, from_on="2026-11-23")
    visitor.open()
    assert "Away until Thursday 3 December; Sam Idowu covers, +44 20 7946 0018" in visitor.text

    gone = office.consultant_ids["colleague"]
    assert office.admin.post(f"/v1/consultants/{gone}/deactivate").status_code == 200
    visitor.open()
    assert "Priya Nair , your consultant" in visitor.text
    assert "covers" not in visitor.text


def test_a_cover_is_listed_audited_and_ended_once(office: Office) -> None:
    rule = covered(office)
    assert office.compliance.get(PATH).json()["data"] == [rule]
    for _ in range(2):
        assert office.manager.delete(f"{PATH}/{rule['id']}").status_code == 204
    assert office.trail(rule["id"]) == ["cover_rule.arranged", "cover_rule.ended"]
    told = office.compliance.get("/v1/audit", params={"subject": rule["id"]}).json()["data"]
    assert {one["sentence"] for one in told} == {
        "Priya Nair let a colleague stand in from 2026-11-26 to 2026-12-03",
        "Mira Manager ended the cover",
    }
    assert office.priya.get(PATH).json()["data"] == []
    assert covered(office)["id"] != rule["id"]


def test_consultants_arrange_it_for_themselves_and_a_manager_for_anybody(office: Office) -> None:
    problem(cover(office, office.colleague), 403, "forbidden")
    problem(cover(office, office.compliance), 403, "forbidden")
    rule = cover(office, office.manager).json()
    problem(office.colleague.delete(f"{PATH}/{rule['id']}"), 403, "forbidden")
    assert office.priya.delete(f"{PATH}/{rule['id']}").status_code == 204
    assert cover(office, office.admin).status_code == 201


def test_days_that_are_covered_or_a_cover_who_is_away_are_refused_in_words(office: Office) -> None:
    people = office.consultant_ids
    sam_is_away = {"consultant_id": people["colleague"], "covered_by": people["manager"]}
    covered(office)
    overlap = problem(cover(office, office.priya, from_on="2026-12-03", until_on="2026-12-09"), 409, "cover_overlaps")
    assert "from Thursday 26 November to Thursday 3 December already" in overlap["detail"]
    sam = {"consultant_id": people["colleague"], "covered_by": people["priya"]}
    circle = problem(cover(office, office.colleague, **sam), 409, "cover_away")
    assert "Whoever is to cover is away" in circle["detail"]
    chain = problem(cover(office, office.colleague, **sam_is_away), 409, "cover_away")
    assert "They cover for a colleague" in chain["detail"]
    assert cover(office, office.priya, from_on="2026-12-04", until_on="2026-12-04").status_code == 201


def test_days_that_make_no_sense_are_refused_and_nobody_covers_for_themselves_and_no_leaver_or_stranger(
    office: Office,
) -> None:
    for days in (
        {"until_on": "2026-11-25"},
        {"until_on": "2028-11-25"},
        {"from_on": "2026-11-01", "until_on": "2026-11-22"},
        {"from_on": "0001-01-01", "until_on": "0001-01-02"},
    ):
        problem(cover(office, office.priya, **days), 422, "invalid")
    priya = office.consultant_ids["priya"]
    problem(cover(office, office.priya, covered_by=priya), 422, "invalid")
    problem(cover(office, office.priya, covered_by="con_01jwvne7t5fq8rct9sbqr8y2rd"), 404, "consultant_not_found")
    gone = office.consultant_ids["colleague"]
    assert office.admin.post(f"/v1/consultants/{gone}/deactivate").status_code == 200
    left = problem(cover(office, office.priya), 422, "invalid")
    assert left["errors"][0]["pointer"] == "#/covered_by"
    problem(office.priya.delete(f"{PATH}/cov_01jwvne7t5fq8rct9sbqr8y2rd"), 404, "cover_rule_not_found")


def test_what_a_consultant_is_told_reaches_the_cover_while_they_are_away(office: Office) -> None:
    interview = office.held()
    candidate = office.candidate(interview["id"])
    priya, sam = (f"{who}@{office.name}.example" for who in ("priya", "colleague"))

    def tells(answer: str) -> None:
        said = candidate.post(f"/v1/interviews/{interview['id']}/attendance", json={"answer": answer})
        assert said.status_code in {200, 201}, said.text
        office.run_tasks()

    tells("did_not_go")
    assert (len(office.mails(priya)), len(office.mails(sam))) == (1, 0)
    covered(office, from_on="2026-11-23", until_on="2026-11-23")
    tells("cancelled")
    assert (len(office.mails(priya)), len(office.mails(sam))) == (1, 1)
    before, instead = office.mails(priya)[-1], office.mails(sam)[-1]
    why = "You get this because Priya Nair is away and you cover."
    assert why in text_of(instead)
    assert why not in text_of(before)


def test_a_mail_to_a_candidate_is_signed_with_who_covers_while_its_sender_is_away(office: Office) -> None:
    covered(office, from_on="2026-11-23")
    office.held()
    request = office.mails(office.address("alex"))[0]
    assert text_of(request).rstrip().endswith("Away until Thursday 3 December; Sam Idowu covers, +44 20 7946 0018")
