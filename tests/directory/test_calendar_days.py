"""Calendars are corrected: a company's day off, a bank holiday that is worked, somebody's leave, another weekend."""

from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import httpx
import pytest

from app.accounts.schemas.accounts import AgencySettings
from app.directory.schemas import ContactPolicy, LetterPolicy
from tests.make.loop import Loop, letter_agreed, path_to
from tests.office import Office

Json = dict[str, Any]
PATH = "/v1/calendar-days"
US = {"country": "US"}
TUESDAY, WEDNESDAY, THANKSGIVING, FRIDAY = "2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27"


def add(who: httpx.Client, **body: Any) -> httpx.Response:
    return who.post(PATH, json={"kind": "off", "day": TUESDAY, "name": "Founders’ Day", **body})


def added(who: httpx.Client, **body: Any) -> Json:
    answer = add(who, **body)
    assert answer.status_code == 201, answer.text
    made: Json = answer.json()
    return made


def contact_id(loop: Loop, name: str = "Dana") -> str:
    person = next(one for one in loop.interview["people"] if one["name"].startswith(name))
    return str(person["contact_id"])


def goes(office: Office, loop: Loop) -> tuple[str, str]:
    """The date on which a letter approved now would go, and why then."""
    (planned,) = office.crm.get(path_to(loop.letter) + "/send-window").json()
    return planned["at"][:10], planned["why"]


def test_the_day_of_a_country_a_client_or_a_contact_is_waited_out_by_its_name_and_taken_away_again(
    office: Office,
) -> None:
    loop = letter_agreed(office, to=("Dana",))
    client, contact = loop.interview["client"]["id"], contact_id(loop)

    for whose in ({"country": "US"}, {"client_id": client}, {"contact_id": contact}):
        day = added(office.manager, **whose)
        assert goes(office, loop) == (
            WEDNESDAY,
            "Tuesday 24 November is Founders’ Day; the next working morning is Wednesday. "
            "Half an hour before Dana’s day begins at 09:00.",
        )
        assert [office.manager.delete(f"{PATH}/{day['id']}").status_code for _ in range(2)] == [204, 204]
        assert goes(office, loop)[0] == TUESDAY
        assert office.trail(day["id"]) == ["calendar_day.added", "calendar_day.removed"]
    assert office.manager.get(PATH).json()["data"] == []


@pytest.mark.parametrize(
    ("corrections", "date"),
    [
        ([{"country": "GB"}, {"country": "US", "subdivision": "CA"}], TUESDAY),
        ([{"country": "US", "subdivision": "NY"}], WEDNESDAY),
        ([US | {"last_day": WEDNESDAY}, US | {"kind": "worked", "day": THANKSGIVING}], THANKSGIVING),
        ([US, US | {"subdivision": "NY", "kind": "worked"}], TUESDAY),
    ],
)
def test_of_corrections_those_of_the_contacts_own_country_and_part_count_and_the_nearest_wins(
    office: Office, corrections: list[Json], date: str
) -> None:
    panel = [office.interviewer("Dana Whitfield", subdivision="NY")]
    loop = letter_agreed(office, to=("Dana",), interviewers=panel)

    for correction in corrections:
        added(office.crm, **correction)

    assert goes(office, loop)[0] == date


def test_a_contact_has_a_weekend_of_their_own_until_it_is_the_countrys_again(office: Office) -> None:
    panel = [office.interviewer("Dana Whitfield", weekend=["wednesday", "tuesday"])]
    loop = letter_agreed(office, to=("Dana",), interviewers=panel)
    path = f"/v1/client-contacts/{contact_id(loop)}"
    contact = office.priya.get(path)

    assert contact.json()["weekend"] == ["tuesday", "wednesday"]
    assert goes(office, loop)[0] == FRIDAY
    office.priya.patch(path, json={"weekend": None}, headers={"If-Match": contact.headers["ETag"]})
    assert goes(office, loop)[0] == TUESDAY


CONTRADICTIONS: list[tuple[Json, str]] = [
    ({}, "#"),
    (US | {"client_id": "cli_01h2xcejqtf2nbrexx3vqjhp41"}, "#"),
    ({"contact_id": "ctc_01h2xcejqtf2nbrexx3vqjhp41", "subdivision": "NY"}, "#"),
    (US | {"last_day": "2026-11-23"}, "#"),
    (US | {"last_day": "2027-11-23"}, "#"),
    ({"country": "USA"}, "#/country"),
    (US | {"day": "9999-12-31"}, "#/day"),
    (US | {"day": "2026-02-30"}, "#/day"),
    (US | {"name": " "}, "#/name"),
    (US | {"name": "x" * 81}, "#/name"),
    (US | {"kind": "half"}, "#/kind"),
]


def test_a_correction_that_contradicts_itself_is_refused_by_field(office: Office) -> None:
    for body, pointer in CONTRADICTIONS:
        answer = add(office.manager, **body)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid"), body
        assert answer.json()["errors"][0]["pointer"] == pointer
    assert office.manager.get(PATH).json()["data"] == []


def test_a_week_has_a_day_that_is_worked_and_its_days_have_their_names(office: Office) -> None:
    whole = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    weekends: list[list[Any]] = [whole, ["Sonntag"], [6]]

    for weekend in weekends:
        panel = [office.interviewer("Dana Whitfield", weekend=weekend)]
        answer = office.crm.put("/v1/external/bullhorn/interviews/I-1", json=office.announcement(interviewers=panel))
        assert answer.json()["errors"][0]["pointer"].startswith("#/interviewers/0/weekend")


def test_a_countrys_calendar_is_for_managers_and_admins_a_clients_also_for_its_consultants(office: Office) -> None:
    interview = office.announce()
    client, contact = interview["client"]["id"], interview["people"][0]["contact_id"]
    everybody = (office.priya, office.manager, office.compliance, office.admin, office.crm)

    assert [add(who, country="US").status_code for who in everybody] == [403, 201, 403, 201, 201]
    assert [add(who, client_id=client).status_code for who in everybody] == [201, 201, 403, 404, 201]
    assert [add(who, contact_id=contact).status_code for who in everybody] == [201, 201, 403, 404, 201]
    seen = [who.get(PATH).json()["data"] for who in everybody]
    assert [len(days) for days in seen] == [9, 9, 9, 3, 9]
    assert {day["client_id"] or day["contact_id"] for day in seen[3]} == {None}
    assert office.admin.delete(f"{PATH}/{seen[0][-1]['id']}").status_code == 404
    of_country = next(day for day in seen[0] if day["country"])
    assert office.priya.delete(f"{PATH}/{of_country['id']}").status_code == 403


def test_corrections_are_listed_by_pages_and_by_whose_they_are(office: Office) -> None:
    interview = office.announce()
    client, contact = interview["client"]["id"], interview["people"][0]["contact_id"]
    made = [added(office.manager, country="US", day=f"2026-12-{day}")["id"] for day in (10, 11, 14)]
    theirs, hers = added(office.manager, client_id=client)["id"], added(office.manager, contact_id=contact)["id"]

    first = office.manager.get(PATH, params={"limit": 2}).json()
    second = office.manager.get(PATH, params={"limit": 2, "cursor": first["next_cursor"]}).json()

    assert [day["id"] for day in [*first["data"], *second["data"]]] == [*made, theirs]
    assert first["data"][0]["last_day"] == first["data"][0]["day"] == "2026-12-10"
    assert [day["id"] for day in office.crm.get(PATH, params={"client_id": client}).json()["data"]] == [theirs]
    assert [day["id"] for day in office.crm.get(PATH, params={"contact_id": contact}).json()["data"]] == [hers]


def test_the_policies_to_choose_from_by_default_are_those_of_a_client() -> None:
    chosen = AgencySettings.model_fields
    assert get_args(chosen["default_contact_policy"].annotation) == get_args(ContactPolicy)
    assert get_args(chosen["default_letter_policy"].annotation) == get_args(LetterPolicy)


def test_a_client_that_is_added_has_the_policies_that_the_agency_chose(office: Office) -> None:
    chosen = {"default_contact_policy": "copy_agency", "default_letter_policy": "ask_first"}
    assert office.admin.patch("/v1/agency", json={"settings": chosen}).status_code == 200

    by_default = office.announce()["client"]
    corvid = {"name": "Corvid Logistics", "letter_policy": "welcome"}
    said = office.announce("I-2", client=corvid, job={"title": "Buyer"}, interviewers=[])

    assert (by_default["contact_policy"], by_default["letter_policy"]) == ("copy_agency", "ask_first")
    assert (said["client"]["contact_policy"], said["client"]["letter_policy"]) == ("copy_agency", "welcome")


def test_hours_that_an_announcement_does_not_name_stay(office: Office) -> None:
    office.announce(interviewers=[office.interviewer("Dana Whitfield", work_starts="08:00", work_ends="16:00")])

    again = office.crm.put(
        "/v1/external/bullhorn/interviews/I-1",
        json=office.announcement(interviewers=[office.interviewer("Dana Whitfield")]),
    )
    contradicting = office.crm.put(
        "/v1/external/bullhorn/interviews/I-1",
        json=office.announcement(interviewers=[office.interviewer("Dana Whitfield", work_starts="16:30")]),
    )

    assert again.json()["changed"] == {}
    assert (contradicting.status_code, contradicting.json()["errors"][0]["pointer"]) == (422, "#/work_ends")


def test_a_day_once_past_is_no_longer_looked_at(office: Office) -> None:
    loop = letter_agreed(office, to=("Dana",))
    added(office.manager, country="US")
    office.travel(datetime(2026, 11, 24, 15, tzinfo=UTC) + timedelta(days=60))

    assert "Founders" not in goes(office, loop)[1]
