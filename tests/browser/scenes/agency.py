"""Who looks after the agency at the console: people, keys, cover, work given to somebody else, the trail."""

from collections.abc import Iterator
from uuid import uuid4

from playwright.sync_api import Page

from tests.browser.scenes.at_desk import token_of
from tests.browser.scenes.coming import Scene, person
from tests.make import debriefs, factors, letters
from tests.office import Office


def agency(office: Office) -> Iterator[Scene]:
    """Everything in its first state, then a day later: somebody invited, away, left, and their work given away."""
    office.confirm("admin")
    yield from _first(office)
    interview = office.held("AGY-1", round=3)
    alex = office.candidate(interview["id"])
    debriefs.submit(alex, interview["id"], **debriefs.confidences())
    letters.submitted(alex, interview)
    later = {"starts_at": "2027-02-01T10:00:00Z", "ends_at": "2027-02-01T11:00:00Z"}
    office.announce("AGY-2", **person(office, "later"), **later)
    office.run_tasks()
    office.confirm("admin", "colleague")
    factors.set_up(office, office.colleague)
    yield from _people(office)
    yield from _giving(office)
    manager = token_of(office, "manager")
    yield Scene("desk-audit", "/desk/audit", manager)
    yield Scene("desk-audit-subject", f"/desk/audit?subject={interview['id']}", manager)
    yield Scene("desk-audit-error", "/desk/audit?subject=Alex&day=soon", manager)
    yield Scene("desk-audit-nothing", "/desk/audit?day=2001-01-01", manager)


def _first(office: Office) -> Iterator[Scene]:
    ada, priya = token_of(office, "admin"), token_of(office, "priya")
    yield Scene("desk-people-left", "/desk/users?standing=left", ada)
    yield Scene("desk-invite", "/desk/users/invite", ada)
    yield Scene("desk-key-new", "/desk/keys/new", ada)
    yield Scene("desk-key-error", "/desk/keys/new", ada, _key_without_scope)
    yield Scene("desk-key-made", "/desk/keys/new", ada, _key_made)
    yield Scene("desk-cover-own", "/desk/cover", priya)
    yield Scene("desk-cover-error", "/desk/cover", priya, lambda page: _press(page, "Arrange the cover"))


def _people(office: Office) -> Iterator[Scene]:
    ada, ids = token_of(office, "admin"), office.consultant_ids
    office.admin.post("/v1/consultants", json={"name": "Jo Baker", "email": office.address("jo", "desk")})
    yield Scene("desk-invite-error", "/desk/users/invite", ada, _paste)
    yield Scene("desk-people", "/desk/users", ada)
    yield Scene("desk-people-invited", "/desk/users?standing=invited&invited=1&known=1", ada)
    yield Scene("desk-person", f"/desk/users/{ids['priya']}", ada, _unfold)
    yield Scene("desk-person-code-app", f"/desk/users/{ids['colleague']}", ada, _unfold)
    yield Scene("desk-person-own", f"/desk/users/{ids['admin']}", ada)
    yield Scene("desk-keys", "/desk/keys", ada, _unfold)
    body = {"consultant_id": ids["priya"], "covered_by": ids["colleague"]}
    days = {"from_on": "2026-11-23", "until_on": "2026-12-30"}
    assert office.manager.post("/v1/cover-rules", json={**body, **days}).status_code in {201, 409}
    for name, who in (("desk-cover", "manager"), ("desk-cover-compliance", "compliance")):
        yield Scene(name, "/desk/cover?done=arranged", token_of(office, who))


def _giving(office: Office) -> Iterator[Scene]:
    manager, ids = token_of(office, "manager"), office.consultant_ids
    asked = f"/desk/reassign?former={ids['priya']}&to={ids['colleague']}"
    yield Scene("desk-reassign", "/desk/reassign", manager)
    yield Scene("desk-reassign-same", f"/desk/reassign?former={ids['priya']}&to={ids['priya']}", manager)
    yield Scene("desk-reassign-shown", asked, manager)
    yield Scene("desk-reassign-none-ticked", asked, manager, _give_nothing)
    yield Scene("desk-reassign-done", f"{asked}&what=handed&given=2", manager)


def _press(page: Page, button: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=button).click()


def _key_without_scope(page: Page) -> None:
    page.get_by_label("What is it for?").fill("Bullhorn")
    _press(page, "Make the key")


def _key_made(page: Page) -> None:
    page.get_by_label("What is it for?").fill(f"Bullhorn {uuid4().hex[:6]}")
    page.get_by_label("Read the trail of who did what").check()
    _press(page, "Make the key")


def _paste(page: Page) -> None:
    page.get_by_label("People", exact=True).fill("Kim Low, kim-at-nowhere, manager")
    _press(page, "Invite them")


def _unfold(page: Page) -> None:
    page.locator("main details").evaluate_all("(all) => all.forEach((one) => { one.open = true; })")


def _give_nothing(page: Page) -> None:
    page.locator("input[name=give]").evaluate_all("(all) => all.forEach((one) => { one.checked = false; })")
    _press(page, "Give these to")
