"""A client contact at the console: where and when they work, their address, their leave."""

from tests.make.desk import says
from tests.make.loop import approve, letter_agreed
from tests.make.visitor import SAME_ORIGIN, AtDesk
from tests.office import Json, Office


def at_dana(office: Office, interview: Json, who: str = "priya") -> tuple[AtDesk, str]:
    """Somebody with the page of Dana Whitfield before them; and her identifier."""
    dana = next(one for one in interview["people"] if one["name"].startswith("Dana"))
    user = AtDesk(office, who)
    user.open(f"/clients/{interview['client']['id']}/contacts/{dana['contact_id']}")
    assert user.page.status_code == 200, user.page.text
    return user, str(dana["contact_id"])


def test_a_contact_is_read_as_people_write_and_the_window_follows_their_clock(office: Office) -> None:
    priya, dana = at_dana(office, office.announce())
    says(priya, "04:00 New York", "Not at work yet: from 09:00", "Mon 08:30 New York (13:30 your time)")
    assert priya.form(f"/{dana}").fields["time_zone"] == ["New York"]

    moved = {
        "time_zone": "tokyo",
        "country": "JP",
        "work_starts": "10:00",
        "work_ends": "19.00",
        "week": "own",
        "weekend": ["sunday"],
        "phone": "+81 3 5555 0142",
    }
    first = priya.page
    priya.send(moved, form=f"/{dana}")
    says(priya, "Kept. What waits to go to them is planned anew", "18:00 Tokyo", "Off today (Labor Thanksgiving Day)")
    says(priya, "Tue 09:30 Tokyo (00:30 your time)", "Half an hour before Dana’s day begins at 10:00.")
    kept = office.priya.get(f"/v1/client-contacts/{dana}").json()
    assert (kept["time_zone"], kept["country"], kept["weekend"]) == ("Asia/Tokyo", "JP", ["sunday"])

    priya.page = first
    priya.send(moved, form=f"/{dana}")
    says(priya, "Kept.")
    assert office.trail(dana) == ["client_contact.created", "client_contact.changed"]


def test_what_is_wrong_with_a_contact_stands_at_its_field_and_nothing_typed_is_lost(office: Office) -> None:
    priya, dana = at_dana(office, office.announce())
    typed = {
        "name": "",
        "email": "dana at meridian",
        "phone": "ask Tom",
        "time_zone": "Atlantis",
        "work_starts": "18:00",
        "week": "own",
        "weekend": ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
    }

    priya.send(typed, form=f"/{dana}")
    assert priya.page.status_code == 422
    says(priya, "Write their name", "Write an e-mail address", "Write digits", "Name a city")
    says(priya, "Leave one day of the week to work", "Has to be later than when the day begins")
    shown = priya.form(f"/{dana}").fields
    assert [shown[name] for name in ("email", "time_zone")] == [["dana at meridian"], ["Atlantis"]]

    priya.open(priya.page.url.path)
    priya.send({"work_starts": "late"}, form=f"/{dana}")
    says(priya, "Write the time as 09:00")
    assert office.trail(dana) == ["client_contact.created"]


def test_an_address_that_is_found_lets_go_what_waited_for_it(office: Office) -> None:
    loop = letter_agreed(office, to=("Dana",), interviewers=[office.interviewer("Dana Whitfield", email=None)])
    (held,) = approve(office.priya, loop).json()["deliveries"]
    assert held["state"] == "held"
    priya, dana = at_dana(office, loop.interview)
    says(priya, "No address yet.")

    priya.send({"email": office.address("dana", "meridian").upper(), "subdivision": "new york"}, form=f"/{dana}")
    office.run_tasks()

    assert "No address yet" not in priya.text
    kept = office.priya.get(f"/v1/client-contacts/{dana}").json()
    assert (kept["email"], kept["subdivision"]) == (office.address("dana", "meridian"), "NY")
    assert office.priya.get(f"/v1/deliveries/{held['id']}").json()["state"] == "scheduled"


def test_a_contact_that_somebody_overtook_is_shown_as_it_now_stands(office: Office) -> None:
    interview = office.announce()
    priya, dana = at_dana(office, interview)
    mira, _ = at_dana(office, interview, "manager")
    mira.send({"title": "Chief Product Officer", "work_starts": "08:00"}, form=f"/{dana}")

    priya.send({"title": "Head of Product, Americas"}, form=f"/{dana}")

    assert priya.page.status_code == 412
    says(priya, "Mira Manager changed this", "Role Chief Product Officer", "Day begins 08:00")
    assert priya.form(f"/{dana}").fields["title"] == ["Head of Product, Americas"]


def test_leave_is_theirs_alone_and_only_theirs_is_taken_away_here(office: Office) -> None:
    interview = office.announce()
    priya, _ = at_dana(office, interview)
    client = interview["client"]["id"]
    body = {"kind": "off", "day": "2026-11-24", "name": "Founders’ Day", "client_id": client}
    founders = office.manager.post("/v1/calendar-days", json=body).json()["id"]

    priya.send({"day.day": "2026-11-23", "day.name": ""}, form="/days")
    assert priya.page.status_code == 422
    priya.send({"day.name": "On leave"}, form="/days")
    says(priya, "Added.", "Monday 23 November 2026 On leave, off", "Tuesday 24 November 2026 Founders’ Day")
    says(priya, "Wed 08:30 New York")
    token = priya.form("/days").fields["csrf"]
    wrong = priya.web.post(f"{priya.page.url.path}/days/{founders}/remove", data={"csrf": token}, headers=SAME_ORIGIN)
    assert wrong.status_code == 404

    priya.send(form="/remove")
    says(priya, "Taken away.", "Mon 08:30 New York")
    priya.open(f"/clients/{client}")
    assert "On leave" not in priya.text


def test_a_contact_of_another_client_is_not_found_and_a_reader_changes_nothing(office: Office) -> None:
    first = office.announce()
    other = office.announce("I-2", client={"name": "Northwind"}, job={"title": "Engineer"}, interviewers=[])
    cleo, dana = at_dana(office, first, "compliance")
    says(cleo, "Holidays of United States", office.address("dana", "meridian"))
    assert "Keep this" not in cleo.text
    assert cleo.open(f"/clients/{other['client']['id']}/contacts/{dana}").status_code == 404
    cleo.open(f"/clients/{first['client']['id']}/contacts/{dana}")
    data = {"csrf": cleo.form("/sign-out").fields["csrf"], "seen": "1"}
    for path in ("", "/days"):
        assert cleo.web.post(f"{cleo.page.url.path}{path}", data=data, headers=SAME_ORIGIN).status_code == 403
    assert office.trail(dana) == ["client_contact.created"]
