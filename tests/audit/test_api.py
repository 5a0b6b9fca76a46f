"""Whoever answers for the trail reads it as sentences, page by page, and nobody else does."""

from datetime import datetime
from typing import Any

import httpx
import psycopg
import pytest

from app.adapters.postgres.cluster import OWNER
from app.core.ids import Prefixed
from tests.make import letters, loop
from tests.office import Office

Json = dict[str, Any]


def read(reader: httpx.Client, **query: Any) -> list[Json]:
    answer = reader.get("/v1/audit", params=query)
    assert answer.status_code == 200, answer.text
    found: list[Json] = answer.json()["data"]
    return found


def every_page(reader: httpx.Client, public_url: str, **query: Any) -> list[Json]:
    """Follow the Link header to the last page."""
    answer = reader.get("/v1/audit", params=query)
    found: list[Json] = answer.json()["data"]
    while "next" in answer.links:
        url = answer.links["next"]["url"]
        assert url.startswith(f"{public_url}/v1/audit?")
        answer = reader.get(url.removeprefix(public_url))
        assert answer.status_code == 200, answer.text
        found += answer.json()["data"]
    assert answer.json()["next_cursor"] is None
    return found


def test_the_trail_reads_as_sentences_with_who_did_it(office: Office) -> None:
    done = loop.letter_approved(office)
    interview = done.interview["id"]
    seen = office.priya.get(f"/v1/interviews/{interview}").headers["ETag"]
    cancel = {"reason": "The panel is away."}
    office.manager.post(f"/v1/interviews/{interview}/cancel", json=cancel, headers={"If-Match": seen})

    said = [entry["sentence"] for entry in reversed(read(office.compliance, subject=done.letter["id"]))]
    assert said == [
        "The candidate began a strategic letter",
        "The candidate submitted version 1 of the letter",
        "Priya Nair approved version 1 of the letter",
    ]
    assert [entry["sentence"] for entry in read(office.compliance, subject=interview)] == [
        "Mira Manager cancelled the interview: The panel is away.",
        "The interview ended",
        "An integration announced the interview for 2026-11-23T15:00:00+00:00",
    ]


def test_an_erased_reason_reads_as_erased(office: Office) -> None:
    interview = office.announce()
    seen = office.priya.get(f"/v1/interviews/{interview['id']}").headers["ETag"]
    cancel = {"reason": "Alex is in hospital."}
    office.priya.post(f"/v1/interviews/{interview['id']}/cancel", json=cancel, headers={"If-Match": seen})
    assert "hospital" in read(office.compliance, subject=interview["id"])[0]["sentence"]

    url = office.premises.cluster.url_for(OWNER, "afterword_shared")
    with psycopg.connect(url) as owner:
        owner.execute("DELETE FROM audit_value WHERE agency_id = %s", [office.agency_id])

    (newest, _) = read(office.compliance, subject=interview["id"])
    assert newest["sentence"] == "Priya Nair cancelled the interview: (erased)"


def test_following_the_links_visits_every_entry_once_newest_first(office: Office) -> None:
    interview = office.announce()
    letters.submitted(office.candidate(interview["id"]), interview)
    url = office.premises.settings.public_url

    paged = every_page(office.manager, url, limit=3)

    with_one_look = read(office.manager, limit=100)
    assert [entry["id"] for entry in paged] == [entry["id"] for entry in with_one_look]
    assert len(paged) > 15
    instants = [datetime.fromisoformat(entry["at"]) for entry in paged]
    assert instants == sorted(instants, reverse=True)


def test_following_the_links_keeps_to_the_subject(office: Office) -> None:
    interview = office.announce()
    for title in ("One", "Two", "Three"):
        office.announce(job={"external_id": "JOB-1", "title": title})
    url = office.premises.settings.public_url
    paged = every_page(office.manager, url, limit=1, subject=interview["job"]["id"])
    assert [entry["action"] for entry in paged] == ["job.changed", "job.changed", "job.changed", "job.created"]


def test_each_entry_carries_what_an_outsider_needs_to_check_the_chain(office: Office) -> None:
    interview = office.held()
    newest, oldest = read(office.compliance, subject=interview["id"])
    assert (oldest["seq"], newest["seq"]) == (1, 2)
    assert newest["prev_hash"] == oldest["hash"]
    assert oldest["prev_hash"] == "00" * 32
    assert newest["subject_id"] == interview["id"]
    assert Prefixed("aud").parse(newest["id"])


def test_an_entry_tells_which_key_acted_and_for_whom(office: Office) -> None:
    done = loop.letter_agreed(office)
    path = f"/v1/letters/{done.letter['id']}"
    headers = {"If-Match": office.priya.get(path).headers["ETag"], "On-Behalf-Of": f"priya@{office.name}.example"}
    assert office.crm.post(f"{path}/approve", json={}, headers=headers).status_code == 200
    newest = read(office.compliance, subject=done.letter["id"])[0]
    assert newest["who"] == "Priya Nair"
    with office.rows() as session:
        via = session.connection().exec_driver_sql(
            "SELECT via_key_id FROM audit_event WHERE action = 'letter.approved' AND actor_kind = 'consultant'"
        )
        assert via.scalar_one() is not None


@pytest.mark.parametrize(
    "subject", ["", "letter", "ltr_", "ltr_x", "prs_01h2xcejqtf2nbrexx3vqjhp41", "ltr_01H2XCEJQTF2"]
)
def test_what_is_no_identifier_of_something_audited_is_refused_in_words(office: Office, subject: str) -> None:
    answer = office.compliance.get("/v1/audit", params={"subject": subject})
    assert (answer.status_code, answer.json()["code"]) == (422, "subject_not_known")
    assert answer.json()["errors"][0]["pointer"] == "query:subject"


def test_a_subject_without_entries_has_an_empty_trail(office: Office) -> None:
    assert read(office.compliance, subject="ltr_01h2xcejqtf2nbrexx3vqjhp41") == []


def test_compliance_managers_and_keys_with_the_scope_read_it_and_nobody_else(office: Office) -> None:
    readers = {
        "manager": office.manager,
        "compliance": office.compliance,
        "crm": office.crm,
        "priya": office.priya,
        "admin": office.admin,
        "anybody": office.anybody,
        "candidate": office.candidate(office.announce()["id"]),
    }
    statuses = {name: reader.get("/v1/audit").status_code for name, reader in readers.items()}
    assert statuses == {
        "manager": 200,
        "compliance": 200,
        "crm": 200,
        "priya": 403,
        "admin": 403,
        "anybody": 401,
        "candidate": 403,
    }


def test_another_agencys_trail_is_not_in_it(office: Office) -> None:
    interview = office.announce()
    with Office.open(office.premises) as other:
        assert interview["id"] not in {entry["subject_id"] for entry in read(other.compliance, limit=100)}
        assert read(other.compliance, subject=interview["id"]) == []
