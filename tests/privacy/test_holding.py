"""Under a legal hold nothing is erased, on request or by retention, until compliance releases it."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.ids import Prefixed
from app.privacy.actions.content import erase_content
from tests.make import debriefs, people
from tests.make.people import HOLD, REASON
from tests.office import Office


def test_a_hold_forbids_erasing_until_it_is_released(office: Office) -> None:
    person = people.of(office.announce())
    placed = office.compliance.post(f"{person.path}/holds", json=HOLD)
    assert placed.status_code == 201, placed.text
    hold = placed.json()
    assert office.compliance.get(f"{person.path}/erasure").json()["state"] == "held"
    refused = people.erase(office, person)
    assert (refused.status_code, refused.json()["code"]) == (409, "under_legal_hold")

    path, seen = f"{person.path}/holds/{hold['id']}", placed.headers["ETag"]
    assert office.compliance.post(f"{path}/release", json=REASON).status_code == 428
    released = office.compliance.post(f"{path}/release", json={"reason": "Settled."}, headers={"If-Match": seen})
    assert released.json()["release_reason"] == "Settled."
    again = office.compliance.post(
        f"{path}/release", json=REASON, headers={"If-Match": office.compliance.get(path).headers["ETag"]}
    )
    assert (again.status_code, again.json()["code"]) == (409, "hold_released")
    assert office.trail(hold["id"]) == ["legal_hold.placed", "legal_hold.released"]
    assert people.erase(office, person).status_code == 200
    (left,) = office.compliance.get(f"{person.path}/holds").json()["data"]
    assert (left["reason"], left["release_reason"]) == ("(erased)", "(erased)")
    late = office.compliance.post(f"{person.path}/holds", json=HOLD)
    assert (late.status_code, late.json()["code"]) == (409, "already_erased")


def test_two_holds_are_released_each_by_itself(office: Office) -> None:
    person = people.of(office.announce())
    holds = [office.compliance.post(f"{person.path}/holds", json=HOLD) for _ in range(2)]
    path = f"{person.path}/holds/{holds[0].json()['id']}/release"
    assert office.compliance.post(path, json=REASON, headers={"If-Match": holds[0].headers["ETag"]}).is_success
    assert people.erase(office, person).json()["code"] == "under_legal_hold"


def test_retention_passes_by_who_is_under_a_hold(office: Office) -> None:
    interview = office.held()
    debriefs.submit(office.candidate(interview["id"]), interview["id"])
    person = people.of(interview)
    assert office.compliance.post(f"{person.path}/holds", json=HOLD).status_code == 201
    office.clock.move_to(utc_now() + timedelta(days=400))
    office.travel(utc_now() + timedelta(minutes=1))
    assert "interview.erased" not in office.trail(interview["id"])
    assert "candidate.erased" not in office.trail(person.id)


def test_the_database_itself_erases_nothing_under_a_hold(office: Office) -> None:
    """Also for whoever calls the action without asking: a hold that came in between."""
    interview = office.held()
    office.compliance.post(f"{people.of(interview).path}/holds", json=HOLD)
    with pytest.raises(IntegrityError, match="legal hold"), office.rows() as session:
        erase_content(
            session,
            interview_id=Prefixed("int").parse(interview["id"]),
            ground="retention",
            actor=SystemActor(office.agency_id),
            now=utc_now(),
        )
    with office.rows() as session:
        count = text("SELECT count(*) FROM audit_event WHERE agency_id = :agency AND action = 'interview.erased'")
        assert session.scalar(count, {"agency": office.agency_id}) == 0
