"""The client pages of the console: found, agreed, overtaken, wrong, and when a letter would go."""

from collections.abc import Iterator

import httpx
from playwright.sync_api import Page

from tests.browser.scenes.at_desk import token_of
from tests.browser.scenes.coming import Scene, at_client
from tests.browser.scenes.doing import filling, sending
from tests.office import Json, Office


def clients(office: Office) -> Iterator[Scene]:
    """Clients of several policies, one of them with all that can be said of it, and somebody who works there."""
    token = token_of(office, "priya")
    first = office.announce(
        "L-1",
        **at_client(office, "Saffron Rail", letter_policy="ask_first", contact_policy="copy_agency"),
    )
    office.announce("L-2", **at_client(office, "Kestrel & Sons Engineering Consultancy", letter_policy="not_accepted"))
    path = f"/desk/clients/{first['client']['id']}"
    yield Scene("desk-client", path, token)
    yield Scene("desk-client-thank-you", f"{path}?at=2026-12-24T17:00&letter=thank_you", token)
    _fill(office, first)
    yield Scene("desk-clients", "/desk/clients", token)
    yield Scene("desk-clients-not-found", "/desk/clients?q=zeppelin", token)
    yield Scene("desk-client-everything", path, token)
    yield Scene("desk-client-error", path, token, filling("Keep this", name="", send_lead_minutes="soon"))
    yield Scene("desk-client-stale", path, token, sending(path, _stale()))
    yield Scene("desk-client-day-error", path, token, filling("Add it", day__day="", day__name=""))
    yield Scene("desk-client-when-error", f"{path}?at=2020-01-01T09:00", token)
    yield Scene("desk-client-kept", f"{path}?saved=agreed", token)
    yield Scene("desk-client-compliance", path, token_of(office, "compliance"))
    person = f"{path}/contacts/{_contact(first, 'Tom')}"
    yield Scene("desk-contact", person, token)
    yield Scene("desk-contact-error", person, token, _without_a_city)
    yield Scene("desk-contact-stale", person, token, sending(person, _stale_person()))
    yield Scene("desk-contact-compliance", person, token_of(office, "compliance"))


def _fill(office: Office, interview: Json) -> None:
    """Days of the client's own, and somebody in Tokyo without an address."""
    client = interview["client"]["id"]
    _done(
        office.manager.post(
            "/v1/calendar-days",
            json={
                "kind": "off",
                "day": "2026-12-28",
                "last_day": "2026-12-31",
                "name": "Winter break",
                "client_id": client,
            },
        )
    )
    tom = _contact(interview, "Tom")
    leave = {"kind": "off", "day": "2026-11-30", "name": "Leave", "contact_id": tom}
    _done(office.manager.post("/v1/calendar-days", json=leave))
    path = f"/v1/client-contacts/{tom}"
    change = {"email": None, "time_zone": "Asia/Tokyo", "country": "JP", "weekend": ["sunday"]}
    etag = office.manager.get(path).headers["ETag"]
    _done(office.manager.patch(path, json=change, headers={"If-Match": etag}))


def _contact(interview: Json, name: str) -> str:
    return str(next(one["contact_id"] for one in interview["people"] if one["name"].startswith(name)))


def _done(answer: httpx.Response) -> None:
    assert answer.is_success, answer.text


def _stale() -> dict[str, str]:
    agreed = {"letter_policy": "welcome", "contact_policy": "forbidden", "send_lead_minutes": ""}
    return {"seen": "0", "name": "Saffron Rail Ltd", **agreed}


def _stale_person() -> dict[str, str]:
    return {
        "seen": "0",
        "name": "Tom Achterberg",
        "title": "Director",
        "time_zone": "New York",
        "country": "US",
        "work_starts": "09:00",
        "work_ends": "17:30",
        "week": "country",
    }


def _without_a_city(page: Page) -> None:
    page.get_by_label("City whose clocks theirs follow").fill("Atlantis")
    page.get_by_label("E-mail").fill("")
    page.get_by_label("Their day ends").fill("07:00")
    with page.expect_navigation():
        page.get_by_role("button", name="Keep this").click()
