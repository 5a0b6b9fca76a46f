"""Taken on for twenty minutes, given back, handed on: recorded, and nothing of the letter itself changes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from tests.make import queue
from tests.office import Office
from tests.web.test_problems import problem

Json = dict[str, Any]


@pytest.fixture
def item(office: Office) -> Json:
    return queue.debrief_waits(office)


def test_a_claim_says_who_is_at_it_refuses_another_and_ends_by_itself(office: Office, item: Json) -> None:
    debrief = f"/v1/interviews/{item['interview_id']}/debrief"
    before = office.priya.get(debrief).headers["ETag"]
    claimed = queue.step(office.priya, item, "claim").json()
    assert (claimed["claimed_by_name"], claimed["claimed_until"][:16]) == ("Priya Nair", "2026-11-23T16:40")
    refused = problem(queue.step(office.colleague, item, "claim"), 409, "claimed_already")
    assert refused["detail"] == "Priya Nair is at this until 16:40 UTC. Let them finish, or ask them."
    assert queue.ids(office.colleague, state="claimed") == {item["id"]}
    assert office.colleague.get(f"{queue.PATH}/counts").json()["unclaimed"] == 0

    office.clock.shift(timedelta(minutes=20))
    assert queue.items(office.colleague, state="claimed") == []
    assert queue.item(office.colleague)["claimed_by"] is None
    assert queue.step(office.colleague, item, "claim").status_code == 200
    assert office.priya.get(debrief).headers["ETag"] == before
    assert office.trail(item["id"]) == ["review_item.claimed", "review_item.claimed"]


def test_claiming_ones_own_again_extends_it_whatever_was_seen(office: Office, item: Json) -> None:
    queue.step(office.priya, item, "claim")
    office.clock.shift(timedelta(minutes=10))
    again = queue.step(office.priya, item, "claim", seen='"0"')
    assert again.json()["claimed_until"].startswith("2026-11-23T16:50")


def test_a_claim_is_given_back_by_whoever_holds_it_or_a_manager(office: Office, item: Json) -> None:
    assert queue.step(office.priya, item, "release").json()["claimed_by"] is None
    for who in (office.priya, office.manager):
        assert queue.step(office.priya, item, "claim").status_code == 200
        problem(queue.step(office.colleague, item, "release"), 403, "forbidden")
        assert queue.step(who, item, "release").json()["claimed_by"] is None
    told = office.compliance.get("/v1/audit", params={"subject": item["id"]}).json()["data"]
    assert [one["sentence"] for one in told][:2] == [
        "Mira Manager gave back to the queue what waits",
        "Priya Nair took on what waits, until 2026-11-23T16:40+00:00",
    ]


def test_what_was_handed_on_stands_with_whom_it_was_handed_to(office: Office, item: Json) -> None:
    people = office.consultant_ids
    assert queue.step(office.colleague, item, "claim").status_code == 200
    handed = queue.step(office.priya, item, "assign", consultant_id=people["manager"]).json()
    assert (handed["consultant"], handed["claimed_by"]) == ("Mira Manager", None)
    assert queue.ids(office.manager, assignee="me") == {item["id"]}
    assert queue.items(office.priya, assignee="me") == []
    nobody = queue.step(office.priya, item, "assign", consultant_id="con_01h455vb4pex5vsknk084sn02q")
    problem(nobody, 404, "consultant_not_found")
    for role in ("compliance", "admin"):
        refused = queue.step(office.priya, item, "assign", consultant_id=people[role])
        assert problem(refused, 422, "invalid")["errors"][0]["pointer"] == "#/consultant_id"
    assert office.trail(item["id"]) == ["review_item.claimed", "review_item.assigned"]


def test_a_stale_or_missing_etag_and_a_role_that_decides_nothing_are_refused(office: Office, item: Json) -> None:
    body = {"consultant_id": office.consultant_ids["manager"]}
    stale = {"If-Match": '"1"'}
    queue.step(office.manager, item, "claim")
    queue.step(office.manager, item, "release")
    for name, holder in (("claim", office.manager), ("assign", office.manager), ("release", office.priya)):
        if name == "release":
            queue.step(office.priya, item, "claim")
        path = f"{queue.PATH}/{item['id']}/{name}"
        failed = problem(holder.post(path, json=body, headers=stale), 412, "changed_meanwhile")
        assert "at 2026-11-23 16:20 UTC" in failed["detail"]
        problem(holder.post(path, json=body), 428, "if_match_required")
        for refused in (office.compliance, office.admin):
            problem(refused.post(path, json=body, headers=stale), 403, "forbidden")


def test_a_key_claims_for_a_consultant_and_what_was_decided_is_not_claimed(office: Office, item: Json) -> None:
    path = f"{queue.PATH}/{item['id']}/claim"
    seen = {"If-Match": office.crm.get(f"{queue.PATH}/{item['id']}").headers["ETag"]}
    problem(office.crm.post(path, headers=seen), 422, "on_behalf_of_required")
    answer = office.crm.post(path, headers={**seen, "On-Behalf-Of": f"priya@{office.name}.example"})
    assert answer.json()["claimed_by_name"] == "Priya Nair"
    debrief = f"/v1/interviews/{item['interview_id']}/debrief"
    etag = office.priya.get(debrief).headers["ETag"]
    assert office.priya.post(f"{debrief}/accept", headers={"If-Match": etag}).status_code == 200
    problem(queue.step(office.priya, item, "claim"), 409, "review_item_not_waiting")


def test_of_two_who_claim_at_once_one_gets_it(office: Office, item: Json) -> None:
    with ThreadPoolExecutor(2) as pool:
        tries = [pool.submit(queue.step, who, item, "claim") for who in (office.priya, office.colleague)]
        answers = [one.result() for one in tries]
    assert sorted(one.status_code for one in answers) == [200, 409]
    assert office.trail(item["id"]) == ["review_item.claimed"]
