"""A new agency sees what is left before the first candidate is asked, and that mail arrives."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.adapters.dns_server import DnsServer
from tests.adapters.smtp_ledger import SmtpLedger
from tests.make.accounts import joined, wait
from tests.make.desk import says
from tests.make.mail import domain_of, publish
from tests.make.pictures import logo, set_logo
from tests.make.visitor import AtDesk
from tests.office import Office, text_of

HOME = "/settings/set-up"


@pytest.fixture
def ledger() -> Iterator[SmtpLedger]:
    with SmtpLedger(credentials=("letters@harcourt.example", "correct horse")) as running:
        yield running


def trials(office: Office) -> list[str]:
    return [one for one in office.trail(office.consultant_ids["admin"]) if "trial" in one]


def test_mail_is_tried_and_the_page_says_how_it_ended(office: Office) -> None:
    ada = AtDesk(office, "admin")
    ada.open(HOME)
    says(ada, "0 of 6 steps are done", "See that mail arrives To do")
    form = ada.form("/mail")
    ada.send(form="/mail")
    says(ada, "A mail is on its way")
    ada.web.post(form.action, data=form.fields, headers={"Sec-Fetch-Site": "same-origin"})
    office.premises.smtp.mode = "refuse_rcpt"
    try:
        office.run_tasks()
    finally:
        office.premises.smtp.mode = "accept"
    ada.open(HOME)
    says(ada, "does not take mail to your address: it answered 550", "then try again")

    ada.send(form="/mail")
    office.run_tasks()
    ada.open(HOME)

    says(ada, "1 of 6 steps are done", "The mail server took one", "Last tried Monday 23 November 2026, 09:00")
    (mail,) = office.mails(f"ada@{office.name}.example")
    assert mail["Subject"] == "Mail from Harcourt & Lane gets through"
    assert "/desk/settings/set-up" in text_of(mail)
    assert trials(office) == [f"consultant.trial_mail_{name}" for name in ("asked", "failed", "asked", "taken")]


def test_a_mail_that_no_worker_sends_is_not_waited_for_for_ever(office: Office) -> None:
    ada = AtDesk(office, "admin")
    ada.open(HOME)
    ada.send(form="/mail")
    wait(office, timedelta(minutes=6))
    ada.open(HOME)
    says(ada, "The last one was never sent", "Try again")
    priya = AtDesk(office, "priya")
    priya.open("")
    token = priya.form("/sign-out").fields["csrf"]
    refused = priya.web.post(f"/desk{HOME}/mail", data={"csrf": token}, headers={"Sec-Fetch-Site": "same-origin"})
    assert refused.status_code == 403
    assert trials(office) == ["consultant.trial_mail_asked"]


def test_the_list_stands_on_the_administrators_day_until_all_of_it_is_done(office: Office) -> None:
    ada, priya = AtDesk(office, "admin"), AtDesk(office, "priya")
    ada.open("")
    says(ada, "Setting up Harcourt & Lane 0 of 6 steps are done", "See that mail arrives", "The first interview")
    priya.open("")
    assert "Setting up" not in priya.text

    ada.open(HOME)
    ada.send(form="/mail")
    office.run_tasks()
    assert set_logo(office, logo()).status_code == 200
    for page in ("notice", "letters"):
        ada.open(f"/settings/{page}")
        changes = {"data_protection_contact": "privacy@harcourt.example"} if page == "notice" else {}
        ada.send(changes, form=f"/{page}")
    joined(office)
    ada.open("")
    says(ada, "5 of 6 steps are done", "A consultant or manager adds it")
    assert "What clients accept" not in ada.text
    office.announce()

    ada.open("")
    assert "Setting up" not in ada.text
    ada.open(HOME)
    says(ada, "All of it is done")


def test_a_domain_is_named_proven_and_removed(office: Office, dns: DnsServer) -> None:
    ada = AtDesk(office, "admin")
    ada.open("/settings/mail")
    says(ada, "All mail leaves from letters@afterword.example")
    for wrong, words in (("", "Write a domain"), ("gmail.com", "Anybody gets an address there")):
        ada.send({"domain": wrong}, form="/domains")
        assert ada.page.status_code == 422
        says(ada, words)
    ada.send({"domain": domain_of(office)}, form="/domains")
    says(ada, "Named. Publish the record below", "Not looked for yet", f"_afterword-verify.{domain_of(office)}")
    ada.send({"domain": domain_of(office)}, form="/domains")
    (domain,) = office.admin.get("/v1/agency/mail-domains").json()["data"]
    publish(dns, domain)
    ada.send(form="/check")
    says(ada, "It is being looked for")
    office.run_tasks()
    ada.open("/settings/mail")
    says(ada, f"Consultants under {domain_of(office)} can write from their own addresses", "✓ Proven")
    form = ada.form("/remove")
    ada.send(form="/remove")
    ada.web.post(form.action, data=form.fields, headers={"Sec-Fetch-Site": "same-origin"})
    says(ada, "Removed. Mail of consultants under it")
    assert office.trail(domain["id"]) == ["mail_domain.added", "mail_domain.verified", "mail_domain.removed"]


def test_a_mail_server_is_set_tried_and_removed_and_its_password_never_shown(
    office: Office, ledger: SmtpLedger
) -> None:
    ada = AtDesk(office, "admin")
    ada.open("/settings/mail")
    given = {"host": "127.0.0.1", "port": str(ledger.relay.port), "tls": "none", "user": "letters@harcourt.example"}
    ada.send({**given, "port": "many", "password": "correct horse"}, form="/relay")
    assert ada.page.status_code == 422
    says(ada, "Write the port", "Type the password again")
    assert "correct horse" not in ada.page.text
    stale = ada.form("/relay")
    ada.send({**given, "password": "correct horse"}, form="/relay")
    says(ada, "Kept. The next letter already goes through it", "Not tried yet")
    again = {**stale.fields, **given, "password": "correct horse"}
    assert ada.web.post(stale.action, data=again, headers={"Sec-Fetch-Site": "same-origin"}).is_redirect
    other = {**again, "host": "localhost"}
    refused = ada.web.post(stale.action, data=other, headers={"Sec-Fetch-Site": "same-origin"})
    assert refused.status_code == 412
    assert "Ada Admin set the agency" in refused.text

    ada.send(form="/relay/test")
    says(ada, "A test mail to you is on its way", "◷ Test on its way")
    office.run_tasks()
    ada.open("/settings/mail")
    says(ada, "✓ Took a test mail", "Look whether it arrives")
    assert len(ledger.messages) == 1
    ada.send(form="/relay/remove")
    says(ada, "Removed, with its password", "Set it up")
    assert office.admin.get("/v1/agency/relay").status_code == 404
