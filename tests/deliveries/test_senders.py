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
from tests.make.loop import NOW, Loop, approve, by_name, delivery, let_it_go, letter_agreed, letter_approved, received
from tests.make.mail import added_domain, domain_of, looked_at, own_relay, publish, relay_now, verified_domain
from tests.office import Office, Premises, text_of

VIA = "Priya Nair via Harcourt & Lane <letters@afterword.example>"


@pytest.fixture
def ledger() -> Iterator[SmtpLedger]:
    """The agency's own mail server, which wants a sign-in."""
    with SmtpLedger(credentials=("harcourt", "hunter22")) as running:
        yield running


def own(office: Office) -> str:
    return f"Priya Nair <priya@{domain_of(office)}>"


def approve_for(office: Office, loop: Loop, name: str) -> None:
    answer = approve(office.priya, loop, people=[loop.people[name]], **NOW)
    assert answer.status_code == 200, answer.text
    loop.deliveries |= by_name(loop, answer.json()["deliveries"])


def test_a_letter_leaves_from_the_consultant_through_the_agencys_own_server(
    office: Office, dns: DnsServer, ledger: SmtpLedger
) -> None:
    """A recipient that it refuses (Tom) has failed, and nobody is told of trouble.

    A domain that is lost between approval and sending (Ines) costs no letter: it leaves from the service.
    """
    domain = verified_domain(office, dns)
    own_relay(office, ledger)
    panel = [office.interviewer(name) for name in ("Dana Whitfield", "Tom Achterberg", "Ines Roth")]
    loop = letter_agreed(office, to=("Dana", "Tom", "Ines"), interviewers=panel)
    approve_for(office, loop, "Dana")
    assert let_it_go(office, loop)["state"] == "sent"
    accepted = next(one for one in ledger.messages if office.address("dana", "meridian") in one.rcpt)
    assert accepted.envelope_from == f"priya@{domain_of(office)}"
    assert f"From: {own(office)}\r\n".encode() in accepted.content
    assert f"Reply-To: {own(office)}\r\n".encode() in accepted.content
    assert b"letters@afterword.example" not in accepted.content.partition(b"\r\n\r\n")[0]
    assert received(office) == []

    approve_for(office, loop, "Tom")
    ledger.mode = "refuse_rcpt"
    assert let_it_go(office, loop, "Tom")["state"] == "failed"
    assert (office.mails(f"ada@{domain_of(office)}"), relay_now(office)["trouble"]) == ([], None)

    approve_for(office, loop, "Ines")
    assert office.admin.delete(f"/v1/agency/mail-domains/{domain['id']}").status_code == 204
    assert let_it_go(office, loop, "Ines")["state"] == "sent"
    (accepted,) = received(office, "ines")
    assert accepted.envelope_from == "letters@afterword.example"
    assert f"From: {VIA}\r\n".encode() in accepted.content


def ways(office: Office) -> tuple[tuple[str, int], tuple[str, int]]:
    """Sender and port of a mail of hers: where the service's server may not sign for agencies, and where it may."""
    found = []
    for signs in (False, True):
        settings = office.premises.settings.model_copy(update={"relay_signs_for_agencies": signs})
        with office.rows() as session:
            key = (office.agency_id, Prefixed("con").parse(office.consultant_ids["priya"]))
            way = way_for(session, session.get_one(Consultant, key), settings=settings, now=utc_now())
        found.append((way.sender, way.relay.port))
    return found[0], found[1]


def test_an_own_address_needs_a_proven_domain_and_a_server_that_may_send_for_it(
    office: Office, premises: Premises, dns: DnsServer, smtp: SmtpLedger
) -> None:
    service, itself = (VIA, smtp.relay.port), (own(office), 2525)
    assert ways(office) == (service, service), "neither a domain nor a server"
    own_relay(office, smtp, port=2525)
    assert ways(office) == (service, service), "no domain"
    office.admin.post("/v1/agency/mail-domains", json={"domain": f"not{domain_of(office)}"})
    assert ways(office) == (service, service), "another domain"
    domain = added_domain(office)
    assert ways(office) == (service, service), "a domain that nobody has proven"
    publish(dns, domain)
    assert looked_at(office, domain)["state"] == "verified"
    assert ways(office) == (itself, itself)
    office.admin.delete(f"/v1/agency/mail-domains/{domain['id']}")
    assert ways(office) == (service, service), "a domain that was removed"

    with Office.open(premises) as without_server:
        verified_domain(without_server, dns)
        assert ways(without_server) == (service, (own(without_server), smtp.relay.port))


def test_what_the_agencys_server_refuses_waits_and_the_administrators_are_told_once(
    office: Office, dns: DnsServer, ledger: SmtpLedger
) -> None:
    """Whether it refuses the sign-in (when Dana's goes) or the sender (Tom's)."""
    loop = letter_agreed(office)
    verified_domain(office, dns)
    ada = f"ada@{domain_of(office)}"

    for number, (name, step) in enumerate((("Dana", "sign in"), ("Tom", "sender"))):
        approve_for(office, loop, name)
        own_relay(office, ledger, **({"password": "wrong"} if step == "sign in" else {}))
        ledger.mode = "refuse_sender" if step == "sender" else "accept"
        waiting = let_it_go(office, loop, name)
        office.travel(utc_now() + timedelta(minutes=10))

        assert (waiting["state"], delivery(office, loop, name)["state"]) == ("scheduled", "scheduled")
        assert delivery(office, loop, name)["attempts"] > 2
        told = office.mails(ada)[number:]
        assert [one["Subject"] for one in told] == ["Your mail server 127.0.0.1 does not take our mail"], step
        assert "hunter22" not in text_of(told[0])
        assert relay_now(office)["trouble"]["step"] == step

        ledger.mode = "accept"
        own_relay(office, ledger)
        office.travel(utc_now() + timedelta(hours=1))
        assert delivery(office, loop, name)["state"] == "sent"
        assert len([one for one in ledger.messages if office.address(name.lower(), "meridian") in one.rcpt]) == 1
        assert relay_now(office)["trouble"] is None


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
