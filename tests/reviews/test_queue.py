"""The queue over the API: what each filter lets through and keeps out, for whom, page by page (P12)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.core.ids import new_id as some_id
from app.core.ids import public_id
from tests.make import debriefs, letters, loop, queue
from tests.make.plans import statements
from tests.office import Office, Premises
from tests.web.test_problems import problem

Json = dict[str, Any]


@pytest.fixture(scope="module")
def desk(premises: Premises) -> Iterator[Office]:
    """Alex's letter and debrief wait for Priya, Sam's debrief for her colleague; nobody changes anything."""
    with Office.open(premises) as office:
        office.announce("I-2", **queue.somebody_elses(office))
        alex = loop.letter_submitted(office).interview
        debriefs.submit(office.candidate(alex["id"]), alex["id"], **debriefs.confidences())
        (sam,) = (one for one in office.priya.get("/v1/interviews").json()["data"] if one["id"] != alex["id"])
        debriefs.submit(office.candidate(sam["id"]), sam["id"], debriefs.short_answers())
        yield office


def found(desk: Office, **filters: Any) -> set[tuple[str, str]]:
    return {(one["candidate"].split()[0], one["kind"]) for one in queue.items(desk.priya, **filters)}


ALL = {("Alex", "letter"), ("Alex", "debrief"), ("Sam", "debrief")}


def test_an_item_names_what_whose_for_whom_and_by_when(desk: Office) -> None:
    letter = queue.item(desk.priya, kind="letter")
    told = {name: letter[name] for name in ("candidate", "job", "client", "consultant", "waits_for", "claimed_by")}
    assert told == {
        "candidate": "Alex Moreau",
        "job": "Product Manager",
        "client": "Meridian Foods",
        "consultant": "Priya Nair",
        "waits_for": "us",
        "claimed_by": None,
    }
    assert letter["facts"] == {"open_concerns": 0, "addressees": 2, "after_return": False}
    one = desk.priya.get(f"{queue.PATH}/{letter['id']}")
    assert one.json() == letter
    assert one.headers["ETag"] != ""
    problem(desk.admin.get(f"{queue.PATH}/{letter['id']}"), 403, "forbidden")
    missing = desk.priya.get(f"{queue.PATH}/{public_id('rvw', some_id())}")
    problem(missing, 404, "review_item_not_found")


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, ALL),
        ({"state": "waiting"}, ALL),
        ({"state": "claimed"}, set()),
        ({"state": "overdue"}, set()),
        ({"state": "with_candidate"}, set()),
        ({"state": "decided"}, set()),
        ({"kind": "debrief"}, ALL - {("Alex", "letter")}),
        ({"kind": "addendum"}, set()),
        ({"assignee": "me"}, ALL - {("Sam", "debrief")}),
        ({"assignee": "nobody"}, set()),
        ({"assignee": "me", "kind": "letter"}, {("Alex", "letter")}),
        ({"waits_for": "us"}, ALL),
        ({"waits_for": "candidate"}, set()),
        ({"due_before": "2026-11-23T12:00:00Z"}, set()),
        ({"due_before": "2027-01-01T00:00:00Z"}, ALL),
        ({"q": "moreau"}, ALL - {("Sam", "debrief")}),
        ({"q": "corv"}, ALL),
        ({"q": "corvid logistics"}, {("Sam", "debrief")}),
        ({"q": "roadmap porto"}, {("Alex", "letter"), ("Alex", "debrief")}),
        ({"q": '"supplier recalls"'}, {("Alex", "debrief")}),
        ({"q": "moreau -recalls"}, {("Alex", "letter")}),
        ({"q": "okafor or recalls"}, {("Sam", "debrief"), ("Alex", "debrief")}),
        ({"q": "!!"}, set()),
        ({"q": "zephyrine"}, set()),
        ({"q": "thirteen weeks"}, set()),
    ],
)
def test_a_filter_lets_through_what_it_says_and_no_agency_only_word_finds_anything(
    desk: Office, filters: Json, expected: set[tuple[str, str]]
) -> None:
    """By "corv" the letter and debrief are found that name Corvid, and the client of that name."""
    assert found(desk, **filters) == expected


def test_the_filters_by_identifier_find_what_is_theirs(desk: Office) -> None:
    sam = queue.item(desk.priya, q="okafor")
    assert found(desk, client=sam["client_id"]) == {("Sam", "debrief")}
    assert found(desk, assignee=desk.consultant_ids["colleague"]) == {("Sam", "debrief")}
    assert found(desk, team=sam["team_id"]) == ALL
    for name, prefix in (("client", "cli"), ("assignee", "con"), ("team", "team")):
        assert found(desk, **{name: public_id(prefix, some_id())}) == set()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("state", "lost"),
        ("assignee", "somebody"),
        ("assignee", "team_01h455vb4pex5vsknk084sn02q"),
        ("team", "con_01h455vb4pex5vsknk084sn02q"),
        ("client", "Meridian"),
        ("kind", "cv"),
        ("waits_for", "client"),
        ("due_before", "tomorrow"),
        ("due_before", "2026-11-23T12:00:00"),
        ("q", ""),
        ("q", "x" * 201),
    ],
)
def test_a_filter_that_means_nothing_is_refused_by_name(desk: Office, name: str, value: str) -> None:
    answer = problem(desk.priya.get(queue.PATH, params={name: value}), 422, "invalid")
    assert answer["errors"][0]["pointer"] == f"query:{name}"


def test_each_page_and_count_takes_three_statements_with_two_rows_and_with_twenty(desk: Office) -> None:
    for many in (0, 18):
        with queue.copies(desk, many):
            for path in (queue.PATH, f"{queue.PATH}?q=number", f"{queue.PATH}?state=claimed", f"{queue.PATH}/counts"):
                with statements() as ran:
                    assert desk.priya.get(path).status_code == 200
                assert len(ran) <= 3, "\n\n".join(sql for sql, _ in ran)


def test_a_cursor_leads_through_every_row_once_and_carries_its_filters(desk: Office) -> None:
    with queue.copies(desk, 17):
        seen: list[str] = []
        query: Json = {"limit": 4, "assignee": "me"}
        while True:
            page = desk.priya.get(queue.PATH, params=query).json()
            seen += [one["id"] for one in page["data"]]
            if page["next_cursor"] is None:
                break
            query["cursor"] = page["next_cursor"]
        assert len(seen) == len(set(seen)) == 19
        other = desk.priya.get(queue.PATH, params={**query, "kind": "debrief"})
        problem(other, 422, "cursor_not_valid")


def test_counts_tell_mine_and_everybodys_and_end_at_a_thousand(desk: Office) -> None:
    counts = desk.priya.get(f"{queue.PATH}/counts").json()
    assert counts == {
        "mine": 2,
        "unclaimed": 3,
        "letters": 1,
        "debriefs": 2,
        "overdue": 0,
        "with_candidate": 0,
    }
    with queue.copies(desk, 1_200):
        assert desk.priya.get(f"{queue.PATH}/counts").json()["mine"] == 1_000


def test_another_agency_finds_nothing_of_it(desk: Office, premises: Premises) -> None:
    item = queue.item(desk.priya, kind="letter")
    with Office.open(premises) as stranger:
        stranger.clock.move_to(datetime(2026, 11, 23, 18, 0, tzinfo=UTC))
        for filters in ({}, {"q": "moreau"}, {"client": item["client_id"]}, {"assignee": item["consultant_id"]}):
            assert queue.items(stranger.priya, **filters) == []
        assert set(stranger.priya.get(f"{queue.PATH}/counts").json().values()) == {0}
        problem(stranger.priya.get(f"{queue.PATH}/{item['id']}"), 404, "review_item_not_found")


def test_what_was_returned_waits_for_the_candidate_until_the_next_version(office: Office) -> None:
    done = loop.letter_submitted(office)
    first = queue.item(office.priya)
    assert letters.send_back(office.priya, done.letter, "Shorter, please.").status_code == 200
    assert queue.items(office.priya) == []
    (lies,) = queue.items(office.priya, state="with_candidate")
    assert (lies["id"], lies["waits_for"], lies["decision"]) == (first["id"], "candidate", "returned")

    office.clock.shift(timedelta(minutes=5))
    again = letters.read(done.candidate, done.letter)
    assert letters.submit(done.candidate, again).status_code == 200
    second = queue.item(office.priya)
    assert (second["version"], second["facts"]["after_return"]) == (2, True)
    assert queue.items(office.priya, state="with_candidate") == []
    assert queue.item(office.priya, state="decided")["id"] == first["id"]

    withdrawn = loop.decide(done.candidate, f"/v1/letters/{done.letter['id']}", "withdraw")
    assert withdrawn.status_code == 200
    assert [one["version"] for one in queue.items(office.priya, state="decided")] == [2, 1]


def test_what_is_waived_declined_or_off_waits_for_nobody_and_reopened_for_the_candidate(office: Office) -> None:
    item = queue.debrief_waits(office)
    interview = item["interview_id"]
    assert debriefs.decide(office.priya, interview, "return", {"reason": "More, please."}).status_code == 200
    for decision, whom in (("waive", []), ("reopen", [item["id"]])):
        body = {"reason": "They have decided."} if decision == "waive" else None
        assert debriefs.decide(office.priya, interview, decision, body).status_code == 200
        assert [one["id"] for one in queue.items(office.priya, state="with_candidate")] == whom
    seen = office.priya.get(f"/v1/interviews/{interview}").headers["ETag"]
    office.priya.post(f"/v1/interviews/{interview}/cancel", json={"reason": "Off."}, headers={"If-Match": seen})
    office.run_tasks()
    assert queue.items(office.priya, state="with_candidate") == []
