"""From an empty database to a mail that a candidate received, in the browser alone; what it takes is counted."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import psycopg
import pytest
import time_machine
from playwright.sync_api import FilePayload, Page, expect
from typer.testing import CliRunner

from app.accounts.queries.rows import agency_named
from app.cli.__main__ import command_line
from app.core.clock import utc_now
from app.core.db import Database
from app.main import create_app
from tests.browser.window import DESK, PHONE, Windows
from tests.databases import create_database
from tests.make.accounts import PASSPHRASE
from tests.make.pictures import logo
from tests.office import MONDAY, Office, Premises, text_of
from tests.serving import serving

EMPTY = "afterword_set_up"
MOST = 40
"""Presses, choices and fields that were typed into, of everybody together, until the candidate has come in."""
PEOPLE = "Priya Nair <priya@harcourt.example>\nMira Keller <mira@harcourt.example>, manager"
Record = Callable[[str, object], None]


@pytest.fixture(scope="module")
def premises(premises: Premises) -> Iterator[Premises]:
    """A web server of its own, on a database in which nothing is."""
    create_database(premises.cluster, EMPTY)
    url = premises.cluster.url_for("afterword_app", EMPTY)
    db = Database(url, pool_size=5)
    app = create_app(premises.settings, database_url=url)
    with serving(app) as address, psycopg.connect(url, autocommit=True) as queue:
        yield replace(premises, url=address, db=db, queue=queue)
    db.dispose()


@pytest.fixture
def office(premises: Premises) -> Iterator[Office]:
    """An agency of which nothing is there but the link that `afterword user bootstrap` printed: its name here."""
    with time_machine.travel(MONDAY, tick=True) as clock, pytest.MonkeyPatch.context() as patch:
        link = bootstrapped(premises, patch)
        with premises.db.transaction() as session:
            agency_id = agency_named(session, "harcourt")
        assert agency_id is not None
        nobody: Any = None
        yield Office(premises, agency_id, link, clock, nobody, nobody, {}, utc_now(), nobody)


def bootstrapped(premises: Premises, environment: pytest.MonkeyPatch) -> str:
    """Run the one command that is not in the browser, as the operator does."""
    environment.setenv("DATABASE_URL", premises.cluster.url_for("afterword_app", EMPTY))
    environment.setenv("PUBLIC_URL", premises.settings.public_url)
    words = ["user", "bootstrap", "--agency", "Harcourt & Lane", "--sign-in-name", "harcourt"]
    words += ["--name", "Ada Admin", "--email", "ada@harcourt.example"]
    told = CliRunner().invoke(command_line(words), words)
    assert told.exit_code == 0, told.output
    return str(told.output).strip()


@dataclass
class Person:
    """Somebody at a window of their own; ``done`` is what everybody did, each press, choice and field a line."""

    page: Page
    done: list[str] = field(default_factory=list)

    def open(self, link: str) -> None:
        """Open a link that stands in a mail or in the terminal."""
        self.done.append("open the link")
        self.page.goto(link)

    def press(self, name: str) -> None:
        """Press a button or follow a link of the page's own or of the menu, to the next page."""
        found = self.page.get_by_role("button", name=name).or_(self.page.get_by_role("link", name=name)).first
        self.done.append(f"press {name}")
        with self.page.expect_navigation():
            found.click()

    def write(self, label: str, text: str) -> None:
        """Type into a field."""
        self.done.append(f"type {label}")
        self.page.get_by_label(label, exact=True).first.fill(text)

    def choose_picture(self, label: str, content: bytes) -> None:
        """Choose a file of one's own machine."""
        self.done.append(f"choose {label}")
        self.page.get_by_label(label).set_input_files(
            FilePayload(name="logo.png", mimeType="image/png", buffer=content)
        )

    def sees(self, *words: str) -> None:
        """Read these words on the page."""
        for each in words:
            expect(self.page.get_by_text(each).first).to_be_visible()


def link_of(mail: EmailMessage) -> str:
    """The first link of a mail."""
    found = re.search(r"http\S+", text_of(mail))
    assert found, text_of(mail)
    return found[0]


def joins(person: Person, link: str) -> None:
    person.open(link)
    person.write("Passphrase", PASSPHRASE)
    person.press("Join")
    person.sees("My day")


def mail_arrives(ada: Person, office: Office) -> None:
    """From the list on her day to the mail, and by its link back to the list."""
    ada.press("Go through the list")
    ada.press("Send me one")
    office.run_tasks()
    ada.open(link_of(office.mails("ada@harcourt.example")[-1]))
    ada.sees("1 of 6 steps are done")


def looks_and_policies(ada: Person) -> None:
    """The logo, whom candidates ask about their data, and what clients accept."""
    ada.press("Choose them")
    ada.choose_picture("Picture", logo())
    ada.press("Upload it")
    ada.press("Set-up list")
    ada.press("Read it")
    ada.write("Where candidates ask about their data", "privacy@harcourt.example")
    ada.press("Keep this")
    ada.press("Set-up list")
    ada.press("Decide")
    ada.press("Keep this")
    ada.press("Set-up list")
    ada.sees("4 of 6 steps are done")


def invites(ada: Person, office: Office) -> str:
    """A list of people is pasted, some time later; the link that Priya's mail has."""
    office.travel(utc_now() + timedelta(minutes=15))
    ada.press("Invite them")
    ada.write("Passphrase", PASSPHRASE)
    ada.press("It is me")
    ada.write("People", PEOPLE)
    ada.press("Invite them")
    ada.sees("2 people get a mail with a link")
    office.run_tasks()
    return link_of(office.mails("priya@harcourt.example")[-1])


def announces(priya: Person) -> None:
    """An interview of tomorrow, at a client that nobody added before."""
    priya.press("New interview")
    priya.write("Candidate’s name", "Alex Moreau")
    priya.write("Their e-mail", "alex@candidates.example")
    priya.write("Client", "Meridian Foods")
    priya.write("Job", "Product Manager")
    priya.write("Day", "2026-11-24")
    priya.write("Begins at", "10:00")
    priya.write("City or time zone", "New York")
    priya.write("Name", "Dana Whitfield")
    priya.press("See what is added")
    priya.press("Add this interview")
    priya.sees("The interview is in Afterword")


def comes_in(alex: Person, office: Office) -> None:
    """The evening before, the mail is there, and its link opens."""
    office.travel(MONDAY.replace(hour=20))
    (mail,) = office.preparations("alex@candidates.example")
    assert "Harcourt & Lane" in str(mail["From"])
    alex.open(link_of(mail))
    alex.press("Go on")
    alex.sees("Your interview is on Tuesday 10:00 in New York", "Meridian Foods")


@pytest.mark.whole_browser
def test_from_an_empty_database_in_the_browser_alone_to_a_mail_that_a_candidate_received(
    office: Office, windows: Windows, record_property: Record
) -> None:
    ada = Person(windows.open(size=DESK))
    joins(ada, office.name)
    mail_arrives(ada, office)
    looks_and_policies(ada)
    link = invites(ada, office)
    priya = Person(windows.open(size=DESK), ada.done)
    joins(priya, link)
    announces(priya)
    comes_in(Person(windows.open(size=PHONE), ada.done), office)

    count = len(ada.done)
    record_property("figure", f"empty database to received candidate mail: {count} interactions: {'; '.join(ada.done)}")
    assert count <= MOST
