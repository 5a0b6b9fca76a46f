"""The agency's own figures, for its managers: with what they are of, and never about a person."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest

from app.core.clock import utc_now
from app.core.ids import new_id, public_id
from tests.make import debriefs, history, loop
from tests.make.plans import statements
from tests.make.visitor import AtDesk
from tests.office import Office

Json = dict[str, Any]
OF_NOVEMBER = {"from": "2026-11-01", "to": "2026-11-30"}


def three_held(office: Office) -> None:
    """One interview followed up by a letter, one without any, one cancelled; of two clients and two consultants."""
    office.clock.move_to(utc_now() + timedelta(minutes=1))
    other = {
        "consultant": f"colleague@{office.name}.example",
        "candidate": {"name": "Sam Okoro", "email": office.address("sam")},
        "client": {"external_id": "CLI-2", "name": "=Sum & Co"},
        "job": {"external_id": "JOB-2", "title": "Buyer"},
        "interviewers": [],
    }
    sent = loop.letter_approved(office, "I-1", to=("Dana",), approval=loop.NOW)
    again = office.announce("I-2", **other)
    off = office.announce("I-3", **{**other, "round": 2})
    seen = office.priya.get(f"/v1/interviews/{off['id']}").headers["ETag"]
    reason = {"reason": "They froze the role."}
    answer = office.priya.post(f"/v1/interviews/{off['id']}/cancel", json=reason, headers={"If-Match": seen})
    assert answer.status_code == 200, answer.text
    assert again["state"] == "scheduled"
    assert loop.let_it_go(office, sent)["state"] == "sent"
    history.come_in_again(office)


def read(office: Office, name: str, **query: str) -> Json:
    answer = office.manager.get(f"/v1/reports/{name}", params={**OF_NOVEMBER, **query})
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


@pytest.mark.practice("P23")
def test_the_follow_up_rate_comes_with_its_denominator_and_its_interval(office: Office) -> None:
    """Under Reports, at the console: how many interviews of the agency's own were followed up by a letter, of how many,
    what is not among them, and how little a rate of few interviews says."""
    three_held(office)

    (row,) = read(office, "follow-up")["data"]

    assert row["counts"] == {
        "interviews": 3,
        "excluded": {"cancelled": 1},
        "held": 2,
        "followed_up": 1,
        "not_followed_up": {"no_letter": 1},
        "rate": {"rate": 0.5, "low": 0.0945, "high": 0.9055, "few": True},
    }
    page = AtDesk(office, "manager")
    page.open("/reports?from=2026-11-01&to=2026-11-30")
    for words in (
        "Interviews of November 2026, as of ",
        "1 of 2 followed up: 50 %",
        "Fewer than 20 interviews, so the rate says little. It lies somewhere from 9 % to 91 %.",
        "Not followed up: no letter was begun 1",
        "Not counted: cancelled 1",
        "Too few for a median: it is shown from 10 on",
    ):
        assert words in page.text, words
    assert "2 %" not in page.text.replace("91 %", "")
    assert 'aria-label="All: 1 of 2 followed up: 50 %, with an interval from 9 % to 91 %"' in page.page.text
    assert "style=" not in page.page.text
    page.open("/reports?from=2026-11-30&to=2026-11-01&by=month")
    assert (page.page.status_code, "This day must not be before from" in page.text) == (422, True)
    page.open("/reports?from=2026-10-01&to=2026-10-31")
    assert "Figures begin with the first interview that is announced and has ended." in page.text
    assert [office.priya.get(f"/v1/reports/{name}").status_code for name in ("promptness", "follow-up")] == [403, 403]
    assert office.compliance.get("/v1/reports/follow-up").status_code == 200


def test_no_figure_is_about_one_person_and_no_cell_is_a_formula(office: Office) -> None:
    three_held(office)
    by_client = read(office, "follow-up", by="client")["data"]
    assert [(row["group"], row["counts"]) for row in by_client] == [("=Sum & Co", None), ("Meridian Foods", None)]
    steps = read(office, "promptness")["data"]
    assert {row["step"]: row["count"] for row in steps} == {
        "debrief_submitted": 0,
        "debrief_accepted": 0,
        "client_told": 0,
        "letter_submitted": 1,
        "letter_sent": 1,
        "letter_forwarded": 1,
    }
    assert {(row["elapsed"], row["business"]) for row in steps} == {(None, None)}

    query = {**OF_NOVEMBER, "by": "client"}
    answer = office.manager.get("/v1/reports/promptness", params=query, headers={"Accept": "text/csv"})

    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    lines = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"), newline="")))
    assert {line["group"] for line in lines} == {"'=Sum & Co", "Meridian Foods"}
    assert [line["count"] for line in lines if line["step"] == "letter_sent"] == ["0", "1"]
    with statements() as few:
        read(office, "promptness", by="month")
    with statements() as many:
        read(office, "promptness", by="client", limit="1")
    assert len(many) <= len(few) + 1
    first = read(office, "follow-up", by="client", limit="1")
    assert first["next_cursor"]
    after = read(office, "follow-up", by="client", limit="1", cursor=first["next_cursor"])
    assert [row["group"] for row in after["data"]] == ["Meridian Foods"]
    assert after["next_cursor"] is None
    page = AtDesk(office, "manager")
    page.open("/reports?from=2026-11-01&to=2026-11-30&by=client")
    assert page.text.count("Figures of fewer than 10 interviews are not shown") == 2
    assert page.text.count("Figures of fewer than 10 promises are not shown") == 1
    (meridian,) = [row["group_id"] for row in by_client if row["group"] == "Meridian Foods"]
    link = f"/reports?from=2026-11-01&to=2026-11-30&client={meridian}"
    assert f'href="/desk{link}"' in page.page.text.replace("&amp;", "&")
    page.open(link)
    assert "Interviews of November 2026 with Meridian Foods, as of " in page.text
    for name, prefix, code in (("client", "cli", "client_not_found"), ("office", "team", "office_not_found")):
        missing = office.manager.get("/v1/reports/promptness", params={name: public_id(prefix, new_id())})
        assert (missing.status_code, missing.json()["code"]) == (404, code)


def promised(office: Office) -> None:
    """Three candidates of two consultants were promised that they hear: one heard in time, one late, one not at all."""
    told = []
    for n, who in enumerate(("priya", "colleague", "colleague")):
        candidate = {"name": f"Candidate {n}", "email": office.address(f"c{n}")}
        interview = office.held(f"I-{n}", consultant=f"{who}@{office.name}.example", candidate=candidate)
        debriefs.submit(office.candidate(interview["id"]), interview["id"], debriefs.short_answers())
        office.run_tasks()
        told.append(f"/v1/interviews/{interview['id']}/updates")
    for path, days in zip(told, (0, 4), strict=False):
        office.travel(utc_now() + timedelta(days=days))
        history.come_in_again(office)
        assert office.manager.post(path, json={"words": "Nothing is new."}).status_code == 201


@pytest.mark.practice("P23")
def test_promises_kept_are_counted_of_those_that_came_due(office: Office) -> None:
    """Under Reports, at the console: of how many promises to candidates how many were kept, beside those that were
    broken, moved or are open; never a figure about one consultant."""
    promised(office)

    (row,) = read(office, "promises")["data"]

    assert row["counts"] == {
        "made": 5,
        "excluded": {"open": 1},
        "due": 4,
        "kept": 1,
        "not_kept": {"made_good": 1, "broken": 2},
        "rate": {"rate": 0.25, "low": 0.0456, "high": 0.6994, "few": True},
    }
    page = AtDesk(office, "manager")
    page.open("/reports?from=2026-11-01&to=2026-11-30")
    for words in (
        "Promises kept",
        "1 of 4 kept: 25 %",
        "Fewer than 20 promises, so the rate says little. It lies somewhere from 5 % to 70 %.",
        "Broken: they heard, but late 1",
        "Broken: they have heard nothing 2",
        "Came due, and counted 4",
        "Not counted: open; its time has not come 1",
        "All promises 5",
    ):
        assert words in page.text, words
    assert 'aria-label="All: 1 of 4 kept: 25 %, with an interval from 5 % to 70 %"' in page.page.text
    answer = office.manager.get("/v1/reports/promises", params={**OF_NOVEMBER, "by": "month", "format": "csv"})
    assert 'filename="promises-2026-11-01-2026-11-30.csv"' in answer.headers["content-disposition"]
    (line,) = csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"), newline=""))
    assert ",".join(line.values()).endswith(",November 2026,2026-11,5,0,0,0,1,4,1,1,2,0.25,0.0456,0.6994")
    assert read(office, "promises", **{"from": "2026-10-01", "to": "2026-10-31"})["data"][0]["counts"]["rate"] is None
    with statements() as one:
        read(office, "promises")
    with statements() as by_client:
        read(office, "promises", by="client")
    assert len(by_client) <= len(one) + 1
    assert office.priya.get("/v1/reports/promises").status_code == 403
    assert office.compliance.get("/v1/reports/promises").status_code == 200


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"from": "2026-11-02", "to": "2026-11-01"}, "query:to"),
        ({"from": "2025-01-01", "to": "2026-11-01"}, "query:to"),
        ({"from": "2027-01-01"}, "query:from"),
        ({"from": "1990-01-01", "to": "1990-01-31"}, "query:from"),
    ],
)
def test_a_period_that_nothing_reports_on_is_refused(office: Office, query: dict[str, str], pointer: str) -> None:
    answer = office.manager.get("/v1/reports/promptness", params=query)
    assert (answer.status_code, answer.json()["code"]) == (422, "period_not_reported")
    assert [one["pointer"] for one in answer.json()["errors"]] == [pointer]
