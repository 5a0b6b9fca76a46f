"""The console's pages for the agency's people and keys: invited, ended, a lost code app, a key shown once."""

import re
from datetime import timedelta

import pytest

from app.accounts.rules.inviting import wanted_in
from tests.make import factors
from tests.make.accounts import wait
from tests.make.desk import says
from tests.make.visitor import SAME_ORIGIN, AtDesk
from tests.office import Office


def link_to(user: AtDesk, words: str) -> str:
    """The address behind a link of the page."""
    links: list[tuple[str, str]] = re.findall(r'<a href="([^"]+)"[^>]*>([^<]*)</a>', user.page.text)
    return next(href for href, said in links if said == words)


@pytest.mark.parametrize(
    ("pasted", "read"),
    [
        ("Priya Nair <priya@a.example>, manager", [("Priya Nair", "priya@a.example", "manager")]),
        ('"Nair, Priya" <priya@a.example>', [("Nair, Priya", "priya@a.example", "consultant")]),
        ("Cleo Marsh; cleo@a.example; Compliance", [("Cleo Marsh", "cleo@a.example", "compliance")]),
        ("Cleo\tMarsh\tcleo@a.example\tRecruiter", [("Cleo Marsh", "cleo@a.example", "consultant")]),
        (
            "A B <a@a.example>; C D <c@a.example>;",
            [("A B", "a@a.example", "consultant"), ("C D", "c@a.example", "consultant")],
        ),
        ("A B <a@a.example>, king\n\n  \n", [("A B", "a@a.example", "king")]),
        ("lone@a.example", [("", "lone@a.example", "consultant")]),
        ("no address at all", [("no address at all", "", "consultant")]),
    ],
)
def test_a_pasted_line_is_read_as_a_mail_program_or_a_sheet_writes_it(
    pasted: str, read: list[tuple[str, str, str]]
) -> None:
    assert [(one.name, one.email, one.role) for one in wanted_in(pasted)] == read


def test_a_pasted_list_invites_whom_it_can_and_keeps_the_lines_that_need_a_change(office: Office) -> None:
    ada = AtDesk(office, "admin")
    new = f"jo@{office.name}.example"
    ada.open("/users/invite")
    ada.send({"people": ""}, form="/users/invite")
    assert ada.page.status_code == 422
    says(ada, "Write at least one person")

    known, wrong = f"Priya <priya@{office.name}.example>", "Kim Low, kim-at-nowhere, manager"
    ada.send({"people": f"Jo Baker <{new}>, manager\n{known}\n{wrong}"}, form="/users/invite")

    assert ada.page.status_code == 422
    says(
        ada,
        "Invited as manager",
        "Has, or had, an account",
        "Write one whole e-mail address",
        "One line needs a change",
    )
    assert ada.form("/users/invite").fields["people"] == [wrong]
    ada.send({"people": f"Kim Low <kim@{office.name}.example>\n{known}"}, form="/users/invite")
    says(ada, "1 person gets a mail", "1 had an account already", "Jo Baker", "Kim Low")
    office.run_tasks()
    assert office.mails(new)
    ada.open(link_to(ada, "Jo Baker"))
    says(ada, "Invited the link works until Thursday 26 November", "Manager. Decides on everybody’s")
    ada.send(form="/invite")
    says(ada, "A new invitation is on its way")
    priya = AtDesk(office, "priya")
    assert priya.open("/users").status_code == 403
    assert "/desk/users" not in priya.open("").text


def test_ending_somebodys_access_says_what_becomes_of_their_work_and_is_done_once(office: Office) -> None:
    office.announce()
    AtDesk(office, "priya").open()
    ada = AtDesk(office, "admin")
    ada.open("/users?q=priya")
    says(ada, "Priya Nair")
    assert "Sam Idowu" not in ada.text
    ada.open(link_to(ada, "Priya Nair"))
    says(ada, "1 interview to come, 0 held", "is nobody’s", "until a manager gives it to somebody else")
    path = str(ada.page.url.path)

    ada.send(form="/end")

    says(ada, "Their access has ended", "1 interview is still under their name")
    assert f'action="{path}/end"' not in ada.page.text
    assert office.priya.get("/v1/consultants/me").status_code == 401
    again = {"csrf": ada.form(0).fields["csrf"]}
    ada.web.post(f"{path}/end", data=again, headers=SAME_ORIGIN)
    assert office.trail(office.consultant_ids["priya"]).count("consultant.deactivated") == 1
    ended = ada.web.post(f"{path}/invite", data=again, headers=SAME_ORIGIN)
    assert (ended.status_code, "nothing to invite them to" in ended.text) == (409, True)
    own = f"/desk/users/{office.consultant_ids['admin']}"
    refused = ada.web.post(f"{own}/end", data=again, headers=SAME_ORIGIN)
    assert (refused.status_code, "ask another administrator" in refused.text) == (409, True)


def test_a_lost_code_app_is_taken_away_by_somebody_who_proved_who_they_are(office: Office) -> None:
    factors.set_up(office, office.colleague)
    ada = AtDesk(office, "admin")
    wait(office, timedelta(minutes=11))
    ada.open(f"/users/{office.consultant_ids['colleague']}")
    says(ada, "Code app On", "Ask them in person")
    ada.send(form="/reset")
    assert (ada.page.status_code, ada.heading) == (403, "Is it still you?")
    office.confirm("admin")
    ada.open(f"/users/{office.consultant_ids['colleague']}")
    ada.send(form="/reset")
    says(ada, "The code app is gone", "Code app Off")


def test_a_key_is_shown_once_and_a_second_press_makes_no_second_key(office: Office) -> None:
    ada = AtDesk(office, "admin")
    office.confirm("admin")
    ada.open("/keys/new")
    ada.send({"name": "", "expires_on": "soon"}, form="/keys/new")
    assert ada.page.status_code == 422
    says(ada, "Write what the key is for", "Choose at least one thing", "Write the date")
    ada.send({"name": "Bullhorn", "scopes": ["interviews:write"], "expires_on": "2026-11-22"}, form="/keys/new")
    says(ada, "Choose today or a later day")
    ada.send({"name": "Bullhorn", "expires_on": "2026-12-01"}, form="/keys/new")

    (secret,) = re.findall(r"awk_live_[\w-]+", ada.page.text)
    says(ada, "Copy this key now", "It works until Wednesday 2 December 2026, 00:00 in London")
    assert office.anybody.get("/v1/interviews", headers={"Authorization": f"Bearer {secret}"}).status_code == 200
    ada.open("/keys/new")
    ada.send({"name": "Bullhorn", "scopes": ["interviews:write"]}, form="/keys/new")
    assert ada.page.status_code == 409
    says(ada, "A key of this name works already")
    ada.open("/keys")
    assert secret not in ada.page.text
    ada.send(form="/revoke")
    says(ada, "Whatever uses the key is refused")
    assert office.anybody.get("/v1/interviews", headers={"Authorization": f"Bearer {secret}"}).status_code == 401
    assert AtDesk(office, "manager").open("/keys").status_code == 403
