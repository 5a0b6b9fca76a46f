"""Each list of the queue is read by an index, also when thousands wait and more was decided; asserted from EXPLAIN."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from sqlalchemy import text

from app.core.ids import uuid_of
from tests.make import loop, queue
from tests.office import Office, Premises

Json = dict[str, Any]
WAITING, DECIDED = 2_500, 5_000
RARE = "to_tsvector('simple', CASE mod(n, 500) WHEN 0 THEN 'copy rare' ELSE 'copy number ' || n END)"


@pytest.fixture(scope="module")
def busy(premises: Premises) -> Iterator[Office]:
    """An agency where 2,500 items wait and 5,000 were decided, most of them a colleague's, for another client."""
    decided = {"waits_for": "NULL", "decision": "'approved'", "decided_at": "created_at + n * interval '1 second'"}
    with Office.open(premises) as office:
        office.announce("I-2", **queue.somebody_elses(office))
        loop.letter_submitted(office)
        others = {
            "consultant_id": uuid_in(office.consultant_ids["colleague"]),
            "client_id": uuid_in(office.priya.get("/v1/clients").json()["data"][0]["id"]),
            "team_id": str(queue.another_team(office)),
            "kind": "debrief",
        }
        waiting = {name: _mostly(name, other) for name, other in others.items()}
        with queue.copies(office, DECIDED, **decided), queue.copies(office, WAITING, search=RARE, **waiting):
            yield office


def uuid_in(public: str) -> str:
    return str(uuid_of(public.partition("_")[2]))


def _mostly(name: str, other: str) -> str:
    kind = "text" if name == "kind" else "uuid"
    return f"CASE mod(n, 50) WHEN 0 THEN {name} ELSE '{other}'::{kind} END"


def plans_of(office: Office, path: str, query: Json) -> str:
    """How the database goes about every statement of this request that reads items."""
    with queue.statements() as ran:
        answer = office.priya.get(path, params=query)
        assert answer.status_code == 200, answer.text
    with office.rows() as session:
        connection = session.connection()
        session.execute(text("SELECT 1"))
        found = [
            "\n".join(row[0] for row in connection.exec_driver_sql(f"EXPLAIN {sql}", values))
            for sql, values in ran
            if "review_item" in sql
        ]
    assert found != []
    return "\n\n".join(found)


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ({}, "ix_review_item_waiting"),
        ({"assignee": "me"}, "ix_review_item_consultant"),
        ({"assignee": "con_"}, "ix_review_item_consultant"),
        ({"team": "team_"}, "ix_review_item_team"),
        ({"client": "cli_"}, "ix_review_item_client"),
        ({"kind": "letter"}, "ix_review_item_kind"),
        ({"state": "overdue"}, "ix_review_item_waiting"),
        ({"state": "claimed"}, "ix_review_item_claimed"),
        ({"state": "with_candidate"}, "ix_review_item_with_candidate"),
        ({"state": "decided"}, "ix_review_item_decided"),
        ({"due_before": "2026-11-24T00:00:00Z"}, "ix_review_item_waiting"),
        ({"q": "rare"}, "pk_review_item"),
        ({"q": "rar", "kind": "letter", "assignee": "me"}, "pk_review_item"),
    ],
)
def test_first_page_next_filtered_and_searched_are_read_by_an_index(busy: Office, query: Json, index: str) -> None:
    item = queue.items(busy.priya, assignee="me")[0]
    own = {"con_": item["consultant_id"], "team_": item["team_id"], "cli_": item["client_id"]}
    asked = {name: own.get(value, value) for name, value in query.items()}
    first = plans_of(busy, queue.PATH, asked)
    assert "Seq Scan on review_item" not in first, first
    assert f" using {index} " in first or f" on {index} " in first, first
    cursor = busy.priya.get(queue.PATH, params=asked).json()["next_cursor"]
    if cursor:
        then = plans_of(busy, queue.PATH, {**asked, "cursor": cursor})
        assert "Seq Scan on review_item" not in then, then


def test_counts_read_no_more_than_they_count(busy: Office) -> None:
    found = plans_of(busy, f"{queue.PATH}/counts", {})
    assert found.count("->  Limit ") == 6, found


def test_words_are_looked_for_in_the_index_of_words(busy: Office) -> None:
    """The body of the function that the program calls, as its owner runs it."""
    url = busy.premises.cluster.url_for("afterword_owner", "afterword_shared")
    body = "SELECT id FROM review_item WHERE agency_id = %s AND search @@ websearch_to_tsquery('simple', 'rare')"
    with psycopg.connect(url) as owner:
        plan = "\n".join(row[0] for row in owner.execute(f"EXPLAIN {body}".encode(), [busy.agency_id]))
    assert "ix_review_item_search" in plan
    assert len(queue.items(busy.priya, q="rare")) == WAITING // 500
