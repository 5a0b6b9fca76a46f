"""A client at the console: found, its agreement kept, its days off corrected, and when a letter would go there."""

from typing import Any

import pytest

from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.ids import new_id, public_id
from app.desk.rendering.days import days_worked
from app.directory.actions.upserting import Changes, Writing, upsert_client
from app.directory.schemas import ClientIn
from tests.make.desk import says
from tests.make.loop import letter_agreed
from tests.make.plans import statements
from tests.make.visitor import SAME_ORIGIN, AtDesk
from tests.office import Json, Office


def at_client(office: Office, who: str = "priya", **announced: Any) -> tuple[AtDesk, Json]:
    """Somebody with the page of Meridian Foods before them."""
    client: Json = office.announce(**announced)["client"]
    user = AtDesk(office, who)
    user.open(f"/clients/{client['id']}")
    assert user.page.status_code == 200, user.page.text
    return user, client


def test_clients_are_found_by_their_name_and_by_their_people_a_page_at_a_time(office: Office) -> None:
    priya = AtDesk(office, "priya")
    priya.open("/clients")
    says(priya, "No client yet", "added with its first interview")

    office.announce()
    with statements() as few:
        priya.open("/clients")
    with office.rows() as session:
        writing = Writing(session, "", SystemActor(office.agency_id), utc_now(), Changes())
        for number in range(25):
            upsert_client(writing, ClientIn(name=f"Northwind {number:02}"))
    with statements() as many:
        priya.open("/clients")
    assert len(many) == len(few), many
    says(priya, "Meridian Foods", "2 in New York", "Welcome", "Never directly", "Northwind 23", "Nobody yet")
    assert "Northwind 24" not in priya.text

    priya.open(next(link for link in priya.page.text.split('"') if "after=" in link).replace("&amp;", "&"))
    says(priya, "Northwind 24")
    assert "Meridian" not in priya.text
    priya.open("/clients?q=whitfield")
    says(priya, "Meridian Foods")
    assert "Northwind" not in priya.text
    priya.open("/clients?q=100%25")
    says(priya, "Nothing found", "“100%”")
    assert priya.open("/clients?after=x").status_code == 422


def assert_wrong_stands_at_its_field(priya: AtDesk, client: Json) -> None:
    priya.send({"name": " ", "send_lead_minutes": "soon"}, form=f"/{client['id']}")
    assert priya.page.status_code == 422
    says(priya, "There is a problem", "Write the client’s name", "180 at the most")
    priya.send({"day.day": "2026-12-24", "day.last_day": "2026-12-20", "day.name": ""}, form="/days")
    assert priya.page.status_code == 422
    says(priya, "Name it in a few words")
    assert priya.form("/days").fields["day.last_day"] == ["2026-12-20"]
    priya.send({"day.name": "Winter break"}, form="/days")
    says(priya, "The last day is the first or later")


def test_what_is_agreed_is_kept_and_a_second_press_changes_nothing(office: Office) -> None:
    """And what is wrong stands at its field."""
    priya, client = at_client(office)
    before = priya.page
    assert_wrong_stands_at_its_field(priya, client)
    priya.page = before
    says(priya, "Meridian Foods", "Dana Whitfield , Head of Product", "Monday to Friday, 09:00 to 17:30")

    agreed = {"letter_policy": "ask_first", "contact_policy": "permitted", "send_lead_minutes": "60"}
    first = priya.page
    priya.send(agreed, form=f"/{client['id']}")
    says(priya, "Kept.", "Meridian Foods wants to be asked first", "An hour before Dana’s day begins at 09:00.")
    priya.page = first
    priya.send(agreed, form=f"/{client['id']}")

    says(priya, "Kept.")
    assert office.trail(client["id"]) == ["client.created", "client.changed"]


def test_a_form_that_somebody_overtook_says_who_and_keeps_what_was_typed(office: Office) -> None:
    priya, client = at_client(office)
    sam = AtDesk(office, "colleague")
    sam.open(f"/clients/{client['id']}")
    sam.send({"letter_policy": "not_accepted"}, form=f"/{client['id']}")

    priya.send({"name": "Meridian Foods Inc.", "letter_policy": "ask_first"}, form=f"/{client['id']}")

    assert priya.page.status_code == 412
    says(
        priya, "Sam Idowu changed this on Mon 09:00 in London", "Letters Not accepted", "What you typed is still below"
    )
    assert priya.form(f"/{client['id']}").fields["name"] == ["Meridian Foods Inc."]
    priya.send(form=f"/{client['id']}")
    says(priya, "Kept.", "Meridian Foods Inc. wants to be asked first")


def test_a_day_off_moves_what_waits_is_added_once_and_is_taken_away_again(office: Office) -> None:
    loop = letter_agreed(office, to=("Dana",))
    client = loop.interview["client"]["id"]
    priya = AtDesk(office, "priya")
    priya.open(f"/clients/{client}")
    says(
        priya,
        "would go Dana Whitfield: Tue 08:30 New York (13:30 your time)",
        "Half an hour before Dana’s day begins",
    )
    says(priya, "Thursday 26 November 2026 Thanksgiving Day in the United States")

    before = priya.page
    day = {"day.day": "2026-11-24", "day.name": "Founders’ Day"}
    priya.send(day, form="/days")
    says(priya, "Added.", "Wed 08:30 New York", "Tuesday 24 November 2026 Founders’ Day, off Take away")
    priya.page = before
    priya.send(day, form="/days")
    says(priya, "stood in the calendar already")
    assert priya.text.count("Founders’ Day, off") == 1

    taken = priya.page
    priya.send(form="/remove")
    says(priya, "Taken away.", "Tue 08:30 New York")
    priya.page = taken
    assert priya.send(form="/remove").status_code == 200


def test_the_preview_answers_for_another_time_and_a_thank_you(office: Office) -> None:
    priya, _ = at_client(office, interviewers=[office.interviewer("Dana Whitfield", email=None)])
    says(priya, "No address yet. It waits for one")

    priya.open(f"{priya.page.url.path}?at=2026-11-25T23:30&letter=thank_you")
    says(
        priya,
        "A thank-you note approved Wednesday 25 November 2026, 23:30 in London would go Dana Whitfield: Fri 08:30",
    )
    says(priya, "Thursday 26 November is Thanksgiving Day in the United States; the next working morning is Friday.")
    for wrong in ("2026-11-01T09:00", "2031-01-01T09:00", "soon"):
        assert priya.open(f"{priya.page.url.path}?at={wrong}").status_code == 422
        assert f'value="{wrong}"' in priya.page.text


def assert_a_country_day_is_not_taken_away_as_a_clients(office: Office, client: Json) -> None:
    body = {"kind": "off", "day": "2026-12-28", "name": "Between the years", "country": "US"}
    day = office.manager.post("/v1/calendar-days", json=body).json()["id"]
    priya = AtDesk(office, "priya")
    priya.open(f"/clients/{client['id']}")

    token = priya.form("/days").fields["csrf"]
    path = f"/desk/clients/{client['id']}/days/{day}/remove"
    assert priya.web.post(path, data={"csrf": token}, headers=SAME_ORIGIN).status_code == 404

    assert office.trail(day) == ["calendar_day.added"]


def test_a_role_that_only_reads_is_offered_nothing_and_refused(office: Office) -> None:
    """And a country's day is not taken away as a client's, by whoever."""
    cleo, client = at_client(office, "compliance")
    says(cleo, "Welcome. You judge each letter and approve it.", "30 minutes before their day begins")
    assert "Keep this" not in cleo.text
    assert "Add it" not in cleo.text
    token = cleo.form("/sign-out").fields["csrf"]
    for path in ("", "/days", f"/days/{public_id('cal', new_id())}/remove"):
        sent = cleo.web.post(
            f"/desk/clients/{client['id']}{path}", data={"csrf": token, "seen": "1"}, headers=SAME_ORIGIN
        )
        assert sent.status_code == 403
    ada = AtDesk(office, "admin")
    assert ada.open("/clients").status_code == 403
    ada.open("")
    assert ">Clients<" not in ada.page.text
    assert_a_country_day_is_not_taken_away_as_a_clients(office, client)
    assert office.trail(client["id"]) == ["client.created"]


@pytest.mark.parametrize(
    ("off", "words"),
    [
        ({5, 6}, "Monday to Friday"),
        ({4, 5}, "Sunday to Thursday"),
        ({6}, "Monday to Saturday"),
        (set(), "Every day"),
        ({1, 3, 5, 6}, "Monday, Wednesday and Friday"),
        ({2, 3, 4, 5, 6}, "Monday and Tuesday"),
    ],
)
def test_a_week_is_named_by_the_days_that_are_worked(off: set[int], words: str) -> None:
    assert days_worked(off) == words
