"""A user who was invited joins by the link in their mail: on a page, once, with a passphrase that nobody guesses."""

from datetime import timedelta

import pytest

from app.accounts.rules.passphrases import trouble_with
from tests.accounts.test_scanners import Scanner
from tests.make.accounts import PASSPHRASE, invitation, invited, sign_in, wait
from tests.make.visitor import Browser
from tests.office import Office, text_of


def at_the_link(office: Office) -> tuple[Browser, str]:
    """Nina with the page of her invitation open."""
    path = f"/join/{invitation(office, invited(office))}"
    nina = Browser(office, "")
    nina.open(path)
    return nina, path


def test_the_mailed_link_leads_into_the_console_and_works_once(office: Office) -> None:
    user = invited(office)
    office.run_tasks()
    (mail,) = office.mails(user["email"])
    assert f"you sign in with the agency “{office.name}”" in text_of(mail)
    path = next(word for word in text_of(mail).split() if "/join/" in word).partition("/join/")[2]
    nina = Browser(office, "")

    nina.open(f"/join/{path}")
    assert nina.heading == "Choose a passphrase"
    assert "At least 15 characters" in nina.text
    nina.send({"passphrase": PASSPHRASE})

    assert (nina.page.status_code, nina.page.url.path, nina.heading) == (200, "/desk", "My day")
    nina.open("/desk/security")
    assert f"Agency {office.name} E-mail address {user['email']}" in nina.text
    assert sign_in(office).status_code == 200
    assert office.trail(user["id"]) == ["consultant.invited", "consultant.joined"]
    nina.open(f"/join/{path}")
    nina.send({"passphrase": PASSPHRASE})
    assert (nina.page.status_code, nina.heading) == (410, "This invitation no longer works")


def test_an_expired_invitation_says_whom_to_ask(office: Office) -> None:
    nina, path = at_the_link(office)
    wait(office, timedelta(days=3, minutes=1))
    nina.open(path)
    nina.send({"passphrase": PASSPHRASE})
    assert nina.page.status_code == 410
    assert "ask your administrator" in nina.text


def test_a_scanner_that_sends_the_form_uses_nothing_up(office: Office) -> None:
    nina, path = at_the_link(office)
    scanner = Scanner(office)
    scanner.look(path)
    assert {answer.status_code for answer in scanner.seen} <= {200, 401, 403, 404, 405}

    nina.send({"passphrase": PASSPHRASE})

    assert nina.page.url.path == "/desk"


def test_a_refused_passphrase_is_explained_and_uses_nothing_up(office: Office) -> None:
    nina, _ = at_the_link(office)
    nina.send({"passphrase": "too short"})
    assert nina.page.status_code == 422
    assert "Use at least 15 characters" in nina.text
    assert nina.form().fields["passphrase"] == [""]
    nina.send({"passphrase": "Nina Newcomer Nina 2026"})
    assert "made of what is tried first" in nina.text
    nina.send({"passphrase": PASSPHRASE})
    assert nina.page.url.path == "/desk"


def test_what_was_typed_is_shown_when_asked_for_without_javascript(office: Office) -> None:
    nina, _ = at_the_link(office)
    nina.send({"passphrase": "correct horse", "do": "show"})
    assert nina.page.status_code == 200
    assert '<input type="text" id="passphrase" name="passphrase" value="correct horse"' in nina.page.text
    assert sign_in(office).status_code == 401


@pytest.mark.parametrize(
    ("passphrase", "why"),
    [
        ("fourteen chars", "at least 15"),
        ("aaaaaaaaaaaaaaaaaaaa", "repeats"),
        ("purple lamppurple lamp", "repeats"),
        ("abcdefghijklmnopqrstuv", "in order"),
        ("9876543210987654", "in order"),
        ("Password1234Password!", "tried first"),
        ("harcourt & lane 2026!", "tried first"),
        ("nina@harcourt.example", "tried first"),
        (PASSPHRASE, None),
        ("zażółć gęślą jaźń", None),
        ("my aunt keeps bees in porto", None),
    ],
)
def test_what_is_guessed_first_is_refused(passphrase: str, why: str | None) -> None:
    said = trouble_with(passphrase, about=("Harcourt & Lane", "Nina Newcomer", "nina@harcourt.example"))
    assert (said is None) if why is None else (said is not None and why in said)
