"""A mail scanner that follows every link and sends every form opens, uses up, agrees to and sends nothing (rule 9)."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx
import psycopg
import pytest

from app.adapters.postgres.cluster import SUPERUSER
from tests.access.grounds import COUNTED_ONLY
from tests.accounts.test_links import mailed
from tests.make import debriefs, letters
from tests.make.accounts import wait
from tests.make.visitor import SAME_ORIGIN, forms_of
from tests.office import Office

Json = dict[str, Any]


class Scanner:
    """Opens what a mail links to as security gateways do: often, without cookies, following and sending everything."""

    def __init__(self, office: Office) -> None:
        """Open for this office."""
        self.web = office.stack.enter_context(httpx.Client(base_url=office.premises.url, timeout=30))
        self.seen: list[httpx.Response] = []

    def look(self, path: str) -> None:
        """HEAD, five GETs, every link on the page, every form of it."""
        self.ask("HEAD", path)
        pages = [self.ask("GET", path) for _ in range(5)]
        for link in sorted(set(re.findall(r'href="(/[^"]*)"', pages[0].text))):
            self.ask("GET", link)
        for form in forms_of(pages[0]):
            self.ask("POST", form.action or path, data=form.fields)

    def ask(self, method: str, path: str, **content: Any) -> httpx.Response:
        """Ask without any cookie."""
        self.web.cookies.clear()
        answer = self.web.request(method, path, headers=SAME_ORIGIN, **content)
        self.seen.append(answer)
        return answer


@pytest.fixture
def everything(office: Office) -> Iterator[psycopg.Connection[Any]]:
    """A look at the rows of all tables, past row-level security."""
    url = office.premises.cluster.url_for(SUPERUSER, "afterword_shared")
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


def state(everything: psycopg.Connection[Any], office: Office) -> Json:
    """Every row of the agency as a number, what is planned, and how many mails have gone."""
    tables = everything.execute(
        "SELECT table_name FROM information_schema.columns WHERE column_name = 'agency_id' AND table_schema = 'public'"
    ).fetchall()
    parts = [
        f"SELECT '{table}', count(*), {'0' if table in COUNTED_ONLY else 'sum(hashtextextended(t::text, 0))'} "
        f"FROM {table} t WHERE agency_id = %(agency)s::uuid"
        for (table,) in tables
    ]
    parts.append("SELECT 'tasks', count(*), 0 FROM procrastinate_jobs WHERE args->>'agency_id' = %(agency)s::text")
    found = everything.execute(" UNION ALL ".join(parts).encode(), {"agency": str(office.agency_id)}).fetchall()
    return {**{row[0]: row[1:] for row in found}, "mails": len(office.premises.smtp.commands)}


def gets_in(office: Office, link: str) -> bool:
    """Whether the person gets in by the link in a browser of their own."""
    with httpx.Client(base_url=office.premises.url, timeout=30) as browser:
        page = browser.get(f"/c/{link}")
        pressed = browser.post(f"/c/{link}", data=forms_of(page)[0].fields, headers=SAME_ORIGIN)
        return browser.get(pressed.headers["location"]).status_code == 200


def submitted(office: Office, interview: Json) -> None:
    candidate = office.candidate(interview["id"])
    debriefs.submit(candidate, interview["id"], **debriefs.confidences())
    letters.submitted(candidate, interview)
    office.run_tasks()


@pytest.mark.parametrize("written", [False, True], ids=["before submit", "after submit"])
def test_a_scanner_uses_nothing_up_sees_nothing_and_the_person_gets_in_afterwards(
    office: Office, everything: psycopg.Connection[Any], written: bool
) -> None:
    interview = office.held()
    link = mailed(office)[0]
    if written:
        submitted(office, interview)
    before, scanner = state(everything, office), Scanner(office)
    scanner.look(f"/c/{link}")
    scanner.look(f"/my/{interview['id']}")
    office.run_tasks()
    assert state(everything, office) == before
    shown = " ".join(answer.text for answer in scanner.seen)
    assert not [word for word in ("Alex", "Moreau", "Meridian", "Product Manager", "91,234") if word in shown]
    assert not [answer for answer in scanner.seen if "afterword=" in answer.headers.get("set-cookie", "")]
    assert gets_in(office, link)


def test_a_scanner_of_an_expired_link_has_nothing_mailed(office: Office, everything: psycopg.Connection[Any]) -> None:
    office.held()
    link = mailed(office)[0]
    wait(office, timedelta(days=15))
    before, scanner = state(everything, office), Scanner(office)
    scanner.look(f"/c/{link}")
    scanner.look(f"/c/{link}/new")
    scanner.ask("POST", f"/c/{link}/new", data={"door": "x" * 32})
    assert state(everything, office) == before
