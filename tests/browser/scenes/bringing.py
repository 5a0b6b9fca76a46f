"""A new interview on one page, and a table of them: begun, refused, checked, brought."""

from collections.abc import Iterator
from uuid import uuid4

from playwright.sync_api import Page, Route

from tests.browser.scenes.at_desk import token_of
from tests.browser.scenes.coming import Scene
from tests.office import Office

TABLE = """Company;Vacancy;Name;E-mail;Date;Time;Place;Met;Met e-mail;Salary
Northwind;Data Engineer;Jonas Keller;jonas@candidates.example;24/11/2026;10:00;Berlin;Mara Lindqvist;;90000
Saffron Rail;Counsel;Mei Tanaka;mei@candidates.example;25 Nov 2026;3 pm;Tokyo;Kenji Mori;kenji@saffron.example;
Gulf Desal;Site Lead;Omar Haddad;omar;31/02/2026;25:00;Atlantis;;;
"""


def bringing(office: Office) -> Iterator[Scene]:
    """From an empty form to what happens next; and the same for many at once."""
    token = token_of(office, "priya")
    yield Scene("desk-new-interview", "/desk/interviews/new", token)
    yield Scene("desk-new-interview-error", "/desk/interviews/new", token, _nothing_typed)
    known = office.announce("BRING-1", round=2, ends_at="2026-11-23T15:45:00Z")
    yield Scene("desk-new-interview-check", f"/desk/interviews/new?like={known['id']}", token, _somebody_else)
    yield Scene("desk-new-interview-added", f"/desk/interviews/{known['id']}/added", token)
    yield Scene("desk-new-interview-refused", "/desk/interviews/new", token_of(office, "compliance"))
    yield Scene("desk-import", "/desk/interviews/import", token)
    yield Scene("desk-import-error", "/desk/interviews/import", token, _no_columns)
    yield Scene("desk-import-plan", "/desk/interviews/import", token, _planned)
    yield Scene("desk-import-done", "/desk/interviews/import", token, _brought)
    yield Scene("desk-import-running", "/desk/interviews/import", token, _under_way)


def _nothing_typed(page: Page) -> None:
    page.get_by_label("Candidate’s name").fill("Ines Carvalho")
    _press(page, "See what is added")


def _somebody_else(page: Page) -> None:
    page.get_by_label("Candidate’s name").fill("Ines Carvalho")
    page.get_by_label("Their e-mail").fill("ines@candidates.example")
    page.get_by_label("Day").fill("2026-11-25")
    page.get_by_label("Begins at").fill("10:00")
    page.get_by_label("Name", exact=True).fill("Rosa Marchetti-Oyelaran")
    _press(page, "See what is added")


def _no_columns(page: Page) -> None:
    page.get_by_label("Paste your rows").fill("Name;E-mail\nAlex;alex@candidates.example")
    _press(page, "Look at the rows")


def _planned(page: Page) -> None:
    page.get_by_label("Paste your rows").fill(TABLE)
    _press(page, "Look at the rows")


def _brought(page: Page) -> None:
    _planned(page)
    button = page.get_by_role("button", name="Import")
    if button.count():
        _press(page, "Import")


def _under_way(page: Page) -> None:
    """Import more rows than are brought at once; the page that would go on by itself stays as it came."""
    sent: list[Route] = []

    def first_only(route: Route) -> None:
        sent.append(route)
        route.continue_() if len(sent) == 1 else route.fulfill(status=204)

    page.route("**/interviews/import/rows", first_only)
    header, good, *bad = TABLE.splitlines()
    new = good.replace("jonas@", f"jonas.{uuid4().hex[:6]}@")
    page.get_by_label("Paste your rows").fill("\n".join((header, new, *bad * 20)))
    _press(page, "Look at the rows")
    page.get_by_role("button", name="Import").first.click(no_wait_after=True)
    page.get_by_role("progressbar").wait_for()


def _press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name).first.click()
