"""The calendar of a country is corrected at the console, for everybody who works there."""

from tests.make.loop import approve, letter_agreed
from tests.make.visitor import AtDesk
from tests.office import Office

MOURNING = {"country": "US", "day.kind": "off", "day.day": "2026-11-24", "day.name": "Day of mourning"}


def test_a_holiday_decided_late_moves_what_waits_for_that_morning_and_back_again(office: Office) -> None:
    """The same day sent twice stands once; an administrator may correct it as well as a manager."""
    written = letter_agreed(office)
    approved = approve(office.priya, written).json()["deliveries"][0]
    mira, ada = AtDesk(office, "manager"), AtDesk(office, "admin")
    mira.open("/settings/calendars")
    assert "Nothing. Every calendar stands as it is published." in mira.text

    for _ in range(2):
        mira.open("/settings/calendars")
        mira.send(MOURNING, form="/calendars")
    assert mira.text.count("United States: Day of mourning, off") == 1
    assert "That day stood already." in mira.text
    office.run_tasks()
    path = f"/v1/deliveries/{approved['id']}"
    moved = office.priya.get(path).json()
    assert (approved["scheduled_for"][:10], moved["scheduled_for"][:10]) == ("2026-11-24", "2026-11-25")

    ada.open("/settings")
    assert "Calendars of countries" in ada.text
    ada.open("/settings/calendars")
    ada.send(form="/remove")
    office.run_tasks()
    assert "Nothing. Every calendar" in ada.text
    assert office.priya.get(path).json()["scheduled_for"] == approved["scheduled_for"]


def test_what_is_wrong_is_said_beside_its_field_and_kept(office: Office) -> None:
    mira = AtDesk(office, "manager")
    mira.open("/settings/calendars")
    wrong = {**MOURNING, "country": "GB", "subdivision": "Atlantis", "day.last_day": "2026-11-20"}
    assert mira.send(wrong, form="/calendars").status_code == 422
    assert "No part of that country is called so. Write its name, such as Scotland, or leave it empty" in mira.text
    assert mira.form("/calendars").fields["subdivision"] == ["Atlantis"]
    assert mira.send({**wrong, "subdivision": "Scotland"}, form="/calendars").status_code == 422
    assert "The last day is the first or later" in mira.text

    mira.send({**wrong, "subdivision": "Scotland", "day.last_day": ""}, form="/calendars")
    assert "Scotland" in mira.text
    found = office.manager.get("/v1/calendar-days").json()["data"]
    assert [(one["country"], one["subdivision"]) for one in found] == [("GB", "SCT")]


def test_a_clients_own_day_is_not_taken_away_here(office: Office) -> None:
    client = office.announce()["client"]["id"]
    body = {"kind": "off", "day": "2026-12-24", "name": "Founders' Day", "client_id": client}
    day = office.manager.post("/v1/calendar-days", json=body).json()
    mira = AtDesk(office, "manager")
    mira.open("/settings/calendars")
    mira.send(MOURNING, form="/calendars")
    sent = mira.form("/remove")
    answer = mira.web.post(
        f"/desk/settings/calendars/{day['id']}/remove", data=sent.fields, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert answer.status_code == 404
