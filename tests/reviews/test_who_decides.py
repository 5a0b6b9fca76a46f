"""Who decides on what waits (ADR 0022): whose interview it is, who covers, who claimed or was handed it, managers."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from app.core.ids import Prefixed
from app.reviews.models import ReviewItem
from tests.make import debriefs, queue
from tests.office import Office
from tests.web.test_problems import problem

Json = dict[str, Any]
RETURN = {"reason": "More about the case, please."}


@pytest.fixture
def item(office: Office) -> Json:
    return queue.debrief_waits(office)


def send_back(office: Office, item: Json) -> Any:
    return debriefs.decide(office.colleague, item["interview_id"], "return", RETURN)


def to_another_team(office: Office, item: Json) -> None:
    """Which has no endpoint yet."""
    team_id = queue.another_team(office)
    with office.rows() as session:
        session.get_one(ReviewItem, (office.agency_id, Prefixed("rvw").parse(item["id"]))).team_id = team_id


def away(office: Office, **changes: Any) -> None:
    people = office.consultant_ids
    days = {"from_on": "2026-11-23", "until_on": "2026-11-27"}
    rule = {"consultant_id": people["priya"], "covered_by": people["colleague"], **days, **changes}
    assert office.manager.post("/v1/cover-rules", json=rule).status_code == 201


@pytest.mark.practice("P21")
def test_who_covers_decides_from_the_first_day_to_the_last_and_finds_it_under_mine(office: Office, item: Json) -> None:
    """Away, nothing waits for the consultant: it stands in the queue of the colleague who covers, who decides on it."""
    problem(send_back(office, item), 403, "forbidden")
    assert queue.items(office.colleague, assignee="me") == []
    away(office)
    assert queue.ids(office.colleague, assignee="me") == {item["id"]}
    assert office.colleague.get(f"{queue.PATH}/counts").json()["mine"] == 1
    assert send_back(office, item).status_code == 200


def test_cover_begins_and_ends_with_the_agencys_day(office: Office, item: Json) -> None:
    away(office, from_on="2026-11-24", until_on="2026-11-25")
    debrief = debriefs.path(item["interview_id"])
    key = {"On-Behalf-Of": f"colleague@{office.name}.example"}

    for at, decision, expected in (
        ("23T23:59", "return", 403),
        ("24T00:01", "return", 200),
        ("25T23:59", "waive", 200),
        ("26T00:01", "reopen", 403),
    ):
        office.clock.move_to(datetime.fromisoformat(f"2026-11-{at}:00+00:00"))
        etag = office.crm.get(debrief).headers["ETag"]
        body = None if decision == "reopen" else RETURN
        answer = office.crm.post(f"{debrief}/{decision}", json=body, headers={**key, "If-Match": etag})
        assert answer.status_code == expected, f"{at}: {answer.text}"


def test_a_claim_lets_its_holder_decide_while_it_stands(office: Office, item: Json) -> None:
    problem(send_back(office, item), 403, "forbidden")
    queue.step(office.colleague, item, "claim")
    office.clock.shift(timedelta(minutes=21))
    problem(send_back(office, item), 403, "forbidden")
    queue.step(office.colleague, item, "claim")
    assert send_back(office, item).status_code == 200
    assert debriefs.decide(office.colleague, item["interview_id"], "waive", RETURN).status_code == 200


def test_anothers_claim_warns_and_refuses_no_decision(office: Office, item: Json) -> None:
    queue.step(office.colleague, item, "claim")
    assert debriefs.decide(office.priya, item["interview_id"], "accept").status_code == 200


def test_who_was_handed_it_decides_and_who_covers_for_them_too(office: Office, item: Json) -> None:
    queue.step(office.priya, item, "assign", consultant_id=office.consultant_ids["colleague"])
    assert send_back(office, item).status_code == 200
    key = {"On-Behalf-Of": f"colleague@{office.name}.example"}
    debrief = debriefs.path(item["interview_id"])
    etag = office.crm.get(debrief).headers["ETag"]
    waived = office.crm.post(f"{debrief}/waive", json=RETURN, headers={**key, "If-Match": etag})
    assert waived.status_code == 200, waived.text


def test_what_a_leaver_had_is_nobodys_and_their_claims_end(office: Office, item: Json) -> None:
    later = {"starts_at": "2026-11-23T17:00:00Z", "ends_at": "2026-11-23T18:00:00Z"}
    handed = queue.debrief_waits(office, "I-2", **queue.somebody_elses(office, **later))
    people = office.consultant_ids
    queue.step(office.colleague, handed, "assign", consultant_id=people["priya"])
    queue.step(office.priya, item, "claim")
    assert office.admin.post(f"/v1/consultants/{people['priya']}/deactivate").status_code == 200
    office.run_tasks()

    assert queue.ids(office.colleague, assignee="nobody") == {item["id"]}
    assert queue.ids(office.colleague, assignee="me") == {handed["id"]}
    left = queue.item(office.manager, assignee="nobody")
    assert (left["consultant_id"], left["consultant"], left["claimed_by"]) == (None, None, None)
    assert office.trail(item["id"]) == ["review_item.claimed", "review_item.released"]
    assert queue.step(office.manager, item, "assign", consultant_id=people["colleague"]).status_code == 200
    assert send_back(office, item).status_code == 200


def test_away_without_anybody_left_who_covers_it_is_nobodys(office: Office, item: Json) -> None:
    away(office)
    assert queue.items(office.manager, assignee="nobody") == []
    gone = office.consultant_ids["colleague"]
    assert office.admin.post(f"/v1/consultants/{gone}/deactivate").status_code == 200
    assert queue.ids(office.manager, assignee="nobody") == {item["id"]}


def test_an_interview_that_gets_another_consultant_takes_its_items_along(office: Office, item: Json) -> None:
    office.announce(consultant=f"colleague@{office.name}.example")
    office.run_tasks()
    assert queue.item(office.colleague, assignee="me")["id"] == item["id"]
    assert send_back(office, item).status_code == 200


def test_by_a_setting_consultants_see_their_teams_and_what_they_may_decide_on(office: Office, item: Json) -> None:
    office.admin.patch("/v1/agency", json={"settings": {"consultants_see": "team"}})
    assert queue.ids(office.colleague) == {item["id"]}
    to_another_team(office, item)
    assert queue.items(office.colleague) == []
    problem(queue.step(office.colleague, item, "claim"), 404, "review_item_not_found")
    assert set(office.colleague.get(f"{queue.PATH}/counts").json().values()) == {0}
    for who in (office.priya, office.manager, office.compliance, office.crm):
        assert queue.ids(who) == {item["id"]}
    away(office)
    assert queue.ids(office.colleague) == {item["id"]}


def test_a_new_name_finds_what_waits_and_the_former_one_no_longer(office: Office, item: Json) -> None:
    office.announce(candidate={"external_id": "CAND-1", "name": "Alexis Moreau", "email": office.address("alex")})
    client = office.crm.get(f"/v1/clients/{item['client_id']}")
    renamed = office.priya.patch(
        f"/v1/clients/{item['client_id']}", json={"name": "Halcyon"}, headers={"If-Match": client.headers["ETag"]}
    )
    assert renamed.status_code == 200, renamed.text
    office.run_tasks()
    assert queue.items(office.priya, q='"Meridian Foods"') == []
    for words in ("halcyon", "alexis", "supplier recalls", "alexis halcyon recalls"):
        assert queue.ids(office.priya, q=words) == {item["id"]}


def test_who_covers_for_a_colleague_decides_on_what_that_one_was_handed(office: Office, item: Json) -> None:
    people = office.consultant_ids
    away(office, consultant_id=people["manager"])
    problem(send_back(office, item), 403, "forbidden")
    assert queue.step(office.priya, item, "assign", consultant_id=people["manager"]).status_code == 200
    assert queue.ids(office.colleague, assignee="me") == {item["id"]}
    assert send_back(office, item).status_code == 200
