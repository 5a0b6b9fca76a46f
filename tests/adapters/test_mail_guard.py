"""An agency's mail server lies at a public address and a port of mail, whatever its name says now or a moment later."""

import socket
from ipaddress import ip_network
from typing import Any

import pytest

from app.adapters.mail import Deferred
from app.adapters.mail_guard import Guard, guard_from
from tests.adapters.mail_case import send_by
from tests.adapters.smtp_ledger import SmtpLedger

LOOPBACK = Guard((ip_network("127.0.0.0/8"),))


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:93.184.216.34"])
def test_a_public_address_is_open_at_the_ports_of_mail(address: str) -> None:
    guard = Guard()
    assert [port for port in (22, 25, 80, 465, 587, 2525, 5432) if guard.allows(address, port, in_clear=False)] == [
        25,
        465,
        587,
        2525,
    ]
    assert not guard.allows(address, 587, in_clear=True)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",  # noqa: S104 - an address to refuse
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "192.0.0.192",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::a00:1",
        "2002:7f00:1::",
        "2001:0:7f00:1::",
        "fe80::1%eth0",
        "fec0::1",
        "fd00:ec2::254",
        "ff02::1",
        "metadata.internal",
        "",
    ],
)
def test_an_internal_address_is_closed_in_every_form(address: str) -> None:
    assert not Guard().allows(address, 587, in_clear=False)


def test_the_operator_opens_networks_at_every_port_and_nothing_beside_them() -> None:
    guard = guard_from("10.1.0.0/16, ::1/128,")

    assert guard.allows("10.1.2.3", 10025, in_clear=False)
    assert guard.allows("::ffff:10.1.2.3", 10025, in_clear=False)
    assert guard.allows("::1", 10025, in_clear=True)
    assert not guard.allows("10.1.2.3", 25, in_clear=True)
    assert not guard.allows("10.2.2.3", 25, in_clear=False)
    assert guard_from(None) == guard_from("") == Guard()
    with pytest.raises(ValueError, match="host bits set"):
        guard_from("10.1.2.3/16")


def test_a_guarded_server_is_refused_before_a_word_is_said_and_sent_to_where_it_is_allowed() -> None:
    with SmtpLedger() as ledger:
        with pytest.raises(Deferred) as deferred:
            send_by(ledger.relay_with(guard=Guard()))
        assert (deferred.value.step, ledger.commands) == ("connect", [])
        assert "127.0.0.1" not in str(deferred.value)
        send_by(ledger.relay_with(guard=LOOPBACK))

    assert len(ledger.messages) == 1


def test_a_name_is_looked_up_once_and_the_address_that_was_checked_is_connected_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A name that answers with a public address when it is checked and an internal one later (DNS rebinding)."""
    asked: list[str] = []
    with SmtpLedger() as ledger, SmtpLedger() as internal:
        ports = iter([ledger.relay.port, internal.relay.port])

        def look_up(host: str, *_args: Any, **_options: Any) -> list[Any]:
            asked.append(host)
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", next(ports)))]

        monkeypatch.setattr(socket, "getaddrinfo", look_up)
        send_by(ledger.relay_with(host="mail.harcourt.example", guard=LOOPBACK, tls="none"))

    assert asked == ["mail.harcourt.example"]
    assert (len(ledger.messages), internal.commands) == (1, [])


def test_of_a_name_with_several_addresses_only_those_that_are_allowed_are_tried(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with SmtpLedger() as ledger:
        port = ledger.relay.port
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in ("10.0.0.1", "127.0.0.1")]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_options: found)
        send_by(ledger.relay_with(host="mail.harcourt.example", guard=LOOPBACK))

    assert len(ledger.messages) == 1
