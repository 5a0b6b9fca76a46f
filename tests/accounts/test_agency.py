"""An agency decides for itself; what it did not decide has its default."""

from typing import Any

import pytest

from app.accounts.actions.agencies import NameTaken, create_agency
from app.accounts.schemas.accounts import AgencySettings, ConsultantInvite
from app.core.clock import utc_now
from tests.office import Office

Json = dict[str, Any]


def change(office: Office, **settings: object) -> Any:
    return office.admin.patch("/v1/agency", json={"settings": settings})


def test_a_new_agency_has_the_defaults_and_its_first_admin(office: Office) -> None:
    answer = office.colleague.get("/v1/agency")
    assert answer.json()["settings"] == AgencySettings().model_dump(mode="json")
    assert answer.headers["ETag"] == '"1"'
    first = office.admin.get("/v1/consultants").json()["data"][0]
    assert (first["name"], first["role"]) == ("Ada Admin", "admin")


def test_one_setting_changes_and_the_others_stay(office: Office) -> None:
    change(office, send_lead_minutes=45, quiet_from="20:30")
    answer = change(office, undo_seconds=0)
    assert answer.json()["settings"] == {
        **AgencySettings().model_dump(mode="json"),
        "send_lead_minutes": 45,
        "quiet_from": "20:30:00",
        "undo_seconds": 0,
    }
    assert answer.headers["ETag"] == '"3"'
    assert office.trail(answer.json()["id"]) == ["agency.created", "agency.changed", "agency.changed"]


SENSELESS: list[tuple[str, object]] = [
    ("undo_seconds", 601),
    ("undo_seconds", None),
    ("link_days", 0),
    ("quiet_from", "25:00"),
    ("quiet_from", "21:00+02:00"),
    ("privacy_notice_url", "javascript:alert(1)"),
    ("colour", "red"),
]


def test_a_setting_that_makes_no_sense_is_refused_by_name_and_nothing_changes(office: Office) -> None:
    for name, value in SENSELESS:
        answer = change(office, send_lead_minutes=10, **{name: value})
        assert (name, answer.status_code) == (name, 422)
        assert answer.json()["errors"][0]["pointer"] == f"#/settings/{name}"
    assert office.admin.get("/v1/agency").json()["settings"] == AgencySettings().model_dump(mode="json")


def test_two_agencies_do_not_sign_in_under_one_name(office: Office) -> None:
    admin = ConsultantInvite(name="Ada Admin", email="ada@second.example", role="admin")
    with pytest.raises(NameTaken), office.premises.db.transaction() as session:
        create_agency(
            session,
            name="Second",
            sign_in_name=f" {office.name.upper()} ",
            time_zone="Europe/London",
            country="GB",
            admin=admin,
            now=utc_now(),
        )


def test_a_user_is_invited_into_a_team_of_the_agency(office: Office) -> None:
    team = office.admin.get("/v1/consultants").json()["data"][0]["team_id"]
    body: Json = {"name": "Nina Newcomer", "email": f"nina@{office.name}.example", "team_id": team}
    answer = office.admin.post("/v1/consultants", json=body)
    assert (answer.status_code, answer.json()["team_id"], answer.json()["role"]) == (201, team, "consultant")
    with Office.open(office.premises) as other:
        strange = other.admin.post("/v1/consultants", json={**body, "email": f"nina@{other.name}.example"})
    assert (strange.status_code, strange.json()["errors"][0]["pointer"]) == (422, "#/team_id")


def test_an_invitation_that_is_not_well_formed_names_the_field(office: Office) -> None:
    wrong = [("email", "nobody"), ("name", "  "), ("name", "a\u202eb"), ("role", "owner"), ("phone", "call me")]
    for field, value in [*wrong, ("pay", 3)]:
        body = {"name": "Nina", "email": f"nina@{office.name}.example", field: value}
        answer = office.admin.post("/v1/consultants", json=body)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, f"#/{field}")
