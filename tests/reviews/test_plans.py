"""Each list of the queue is read by an index, also when thousands wait and more was decided; asserted from EXPLAIN.

In `./dev faults --release` a hundred thousand wait; ``--cases`` says another number.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest

from app.core.ids import uuid_of
from tests.campaigns.conftest import Size
from tests.make import loop, queue
from tests.make.plans import plans_of, statements
from tests.office import Office, Premises

Json = dict[str, Any]
MOST_STATEMENTS = 3
RARE = "to_tsvector('simple', CASE mod(n, 500) WHEN 0 THEN 'copy rare' ELSE 'copy number ' || n END)"
LISTS: list[tuple[Json, str]] = [
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
    ({"q": "copy"}, "pk_review_item"),
]
"""Every way to ask for the queue, and the index that finds its page."""


@dataclass(frozen=True)
class Crowd:
    """An agency where so many items wait; ``few``: how many statements a page of each list took while 25 waited."""

    office: Office
    waiting: int
    few: list[set[int]]


@pytest.fixture(scope="module")
def crowd(premises: Premises, request: pytest.FixtureRequest) -> Iterator[Crowd]:
    """An agency where many wait and twice as many were decided, most of them a colleague's, for another client."""
    size = Size(bool(request.config.getoption("--release")), request.config.getoption("--cases"))
    many = size.of(commit=2_500, release=100_000)
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
        with queue.copies(office, 25, search=RARE, **waiting):
            few = [statements_of(office, asked) for asked, _ in LISTS]
        with queue.copies(office, 2 * many, **decided), queue.copies(office, many, search=RARE, **waiting):
            yield Crowd(office, many, few)


def uuid_in(public: str) -> str:
    return str(uuid_of(public.partition("_")[2]))


def _mostly(name: str, other: str) -> str:
    kind = "text" if name == "kind" else "uuid"
    return f"CASE mod(n, 50) WHEN 0 THEN {name} ELSE '{other}'::{kind} END"


def own_of(office: Office, query: Json) -> Json:
    """The query, with identifiers of one of her items where it names only their kind."""
    item = queue.items(office.priya, assignee="me")[0]
    own = {"con_": item["consultant_id"], "team_": item["team_id"], "cli_": item["client_id"]}
    return {name: own.get(value, value) for name, value in query.items()}


def statements_of(office: Office, query: Json) -> set[int]:
    """How many statements the first page takes, and the next one if there is one."""
    asked, taken = own_of(office, query), set()
    for _page in range(2):
        with statements() as ran:
            answer = office.priya.get(queue.PATH, params=asked)
        assert answer.status_code == 200, answer.text
        taken.add(len(ran))
        if cursor := answer.json()["next_cursor"]:
            asked |= {"cursor": cursor}
    return taken


@pytest.mark.parametrize(("query", "index"), LISTS)
def test_first_page_next_filtered_and_searched_are_read_by_an_index(crowd: Crowd, query: Json, index: str) -> None:
    asked = own_of(crowd.office, query)
    first = plans_of(crowd.office, queue.PATH, asked, table="review_item")
    assert "Seq Scan on review_item" not in first, first
    assert f" using {index} " in first or f" on {index} " in first, first
    cursor = crowd.office.priya.get(queue.PATH, params=asked).json()["next_cursor"]
    if cursor:
        then = plans_of(crowd.office, queue.PATH, {**asked, "cursor": cursor}, table="review_item")
        assert "Seq Scan on review_item" not in then, then


def test_every_list_takes_three_statements_however_many_wait(
    crowd: Crowd, record_property: Callable[[str, object], None]
) -> None:
    for (query, _), few in zip(LISTS, crowd.few, strict=True):
        began = time.perf_counter()
        taken = statements_of(crowd.office, query)
        took = time.perf_counter() - began
        assert taken == few, query
        assert max(taken) <= MOST_STATEMENTS, query
        figure = f"of {crowd.waiting:,} waiting, {query or 'the first'} and next: {max(taken)} statements, {took:.3f} s"
        record_property("figure", figure)


def test_counts_read_no_more_than_they_count(crowd: Crowd) -> None:
    found = plans_of(crowd.office, f"{queue.PATH}/counts", {}, table="review_item")
    assert found.count("->  Limit ") == 6, found


def test_words_are_looked_for_in_the_index_of_words(crowd: Crowd) -> None:
    """The body of the function that the program calls, as its owner runs it."""
    url = crowd.office.premises.cluster.url_for("afterword_owner", "afterword_shared")
    body = "SELECT id FROM review_item WHERE agency_id = %s AND search @@ websearch_to_tsquery('simple', 'rare')"
    with psycopg.connect(url) as owner:
        plan = "\n".join(row[0] for row in owner.execute(f"EXPLAIN {body}".encode(), [crowd.office.agency_id]))
    assert "ix_review_item_search" in plan
    assert len(queue.items(crowd.office.priya, q="rare")) == min(25, crowd.waiting // 500)
