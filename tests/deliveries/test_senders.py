"""Whose mail it is: the consultant's own where that is proven and sent for, else the service's."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from app.accounts.actions.senders import way_for
from app.accounts.models import Consultant
from app.core.clock import utc_now
from app.core.ids import Prefixed
from tests.adapters.dns_server import DnsServer
from tests.adapters.smtp_ledger import SmtpLedger
from tests.make.loop import NOW, delivery, let_it_go, letter_approved, received
from tests.make.mail import domain_of, own_relay, relay_now, verified_domain
from tests.office import Office, text_of

VIA = "Priya Nair via Harcourt & Lane <letters@afterword.example>"


@pytest.fixture
def ledger() -> Iterator[SmtpLedger]:
    """The agency's own mail server, which wants a sign-in."""
    with SmtpLedger(credentials=("harcourt", "hunter22")) as running:
        yield running


def own(office: Office) -> str:
    return f"Priya Nair <priya@{domain_of(office)}>"


def test_a_letter_leaves_from_the_consultant_through_the_agencys_own_server(
    office: Office, dns: DnsServer, ledger: SmtpLedger
) -> None:
    verified_domain(office, dns)
    own_relay(office, ledger)
    loop = letter_approved(office, to=("Dana",), approval=NOW)

    assert let_it_go(office, loop)["state"] == "sent"

    accepted = next(one for one in ledger.messages if office.address("dana", "meridian") in one.rcpt)
    assert accepted.envelope_from == f"priya@{domain_of(office)}"
    assert f"From: {own(office)}\r\n".encode() in accepted.content
    assert f"Reply-To: {own(office)}\r\n".encode() in accepted.content
    assert b"letters@afterword.example" not in accepted.content.partition(b"\r\n\r\n")[0]
    assert received(office) == []


@pytest.mark.parametrize(
    ("domain", "relay", "signs", "through"),
    [
        (None, False, False, "service"),
        (None, False, True, "service"),
        (None, True, False, "service"),
        (None, True, True, "service"),
        ("pending", True, True, "service"),
        ("verified", False, False, "service"),
        ("verified", False, True, "service as the consultant"),
        ("verified", True, False, "own"),
        ("verified", True, True, "own"),
        ("removed", True, True, "service"),
        ("another", True, True, "service"),
    ],
)
def test_an_own_address_needs_a_proven_domain_and_a_server_that_may_send_for_it(
    office: Office, dns: DnsServer, smtp: SmtpLedger, domain: str | None, relay: bool, signs: bool, through: str
) -> None:
    if domain == "another":
        office.admin.post("/v1/agency/mail-domains", json={"domain": f"not{domain_of(office)}"})
    elif domain == "pending":
        office.admin.post("/v1/agency/mail-domains", json={"domain": domain_of(office)})
    elif domain is not None:
        proven = verified_domain(office, dns)
        if domain == "removed":
            office.admin.delete(f"/v1/agency/mail-domains/{proven['id']}")
    if relay:
        own_relay(office, smtp, port=2525)
    settings = office.premises.settings.model_copy(update={"relay_signs_for_agencies": signs})

    with office.rows() as session:
        key = (office.agency_id, Prefixed("con").parse(office.consultant_ids["priya"]))
        way = way_for(session, session.get_one(Consultant, key), settings=settings, now=utc_now())

    assert (way.sender, way.relay.port) == {
        "service": (VIA, smtp.relay.port),
        "service as the consultant": (own(office), smtp.relay.port),
        "own": (own(office), 2525),
    }[through]


def test_a_domain_that_is_lost_between_approval_and_sending_costs_no_letter(
    office: Office, dns: DnsServer, ledger: SmtpLedger
) -> None:
    domain = verified_domain(office, dns)
    own_relay(office, ledger)
    loop = letter_approved(office, to=("Dana",), approval=NOW)
    assert office.admin.delete(f"/v1/agency/mail-domains/{domain['id']}").status_code == 204

    assert let_it_go(office, loop)["state"] == "sent"

    (accepted,) = received(office)
    assert accepted.envelope_from == "letters@afterword.example"
    assert f"From: {VIA}\r\n".encode() in accepted.content


@pytest.mark.parametrize("failure", ["password", "sender"])
def test_what_the_agencys_server_refuses_waits_and_the_administrators_are_told_once(
    office: Office, dns: DnsServer, ledger: SmtpLedger, failure: str
) -> None:
    loop = letter_approved(office, to=("Dana",), approval=NOW)
    verified_domain(office, dns)
    own_relay(office, ledger, **({"password": "wrong"} if failure == "password" else {}))
    ledger.mode = "refuse_sender" if failure == "sender" else "accept"

    waiting = let_it_go(office, loop)
    office.travel(utc_now() + timedelta(minutes=10))

    assert (waiting["state"], delivery(office, loop, "Dana")["state"]) == ("scheduled", "scheduled")
    assert delivery(office, loop, "Dana")["attempts"] > 2
    (told,) = office.mails(f"ada@{domain_of(office)}")
    assert told["Subject"] == "Your mail server 127.0.0.1 does not take our mail"
    assert "hunter22" not in text_of(told)
    trouble = relay_now(office)["trouble"]
    assert trouble["step"] == ("sign in" if failure == "password" else "sender")

    ledger.mode = "accept"
    own_relay(office, ledger)
    office.travel(utc_now() + timedelta(hours=3))
    assert delivery(office, loop, "Dana")["state"] == "sent"
    assert len([one for one in ledger.messages if office.address("dana", "meridian") in one.rcpt]) == 1
    assert relay_now(office)["trouble"] is None


def test_a_recipient_that_the_agencys_server_refuses_has_failed_and_nobody_is_told_of_trouble(
    office: Office, dns: DnsServer, ledger: SmtpLedger
) -> None:
    loop = letter_approved(office, to=("Dana",), approval=NOW)
    verified_domain(office, dns)
    own_relay(office, ledger)
    ledger.mode = "refuse_rcpt"

    assert let_it_go(office, loop)["state"] == "failed"
    assert (office.mails(f"ada@{domain_of(office)}"), relay_now(office)["trouble"]) == ([], None)


def test_a_server_that_does_not_answer_is_told_of_after_half_an_hour(
    office: Office, dns: DnsServer, ledger: SmtpLedger
) -> None:
    loop = letter_approved(office, to=("Dana",), approval=NOW)
    verified_domain(office, dns)
    own_relay(office, ledger, port=1)

    let_it_go(office, loop)
    office.travel(utc_now() + timedelta(minutes=20))
    assert (office.mails(f"ada@{domain_of(office)}"), relay_now(office)["trouble"]["step"]) == ([], "connect")

    office.travel(utc_now() + timedelta(hours=4))
    assert len(office.mails(f"ada@{domain_of(office)}")) == 1


def test_a_candidates_link_never_passes_the_agencys_own_server(
    office: Office, dns: DnsServer, ledger: SmtpLedger
) -> None:
    verified_domain(office, dns)
    own_relay(office, ledger)

    interview = office.held()
    office.priya.post(f"/v1/interviews/{interview['id']}/invitation")
    office.run_tasks()

    mails = office.mails(office.address("alex"))
    assert [mail["From"] for mail in mails] == [VIA, VIA]
    assert all("/c/awl_" in text_of(mail) for mail in mails)
    assert ledger.messages == []
