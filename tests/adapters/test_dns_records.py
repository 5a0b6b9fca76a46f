import socket
from collections.abc import Iterator

import pytest

from app.adapters import dns_records
from app.adapters.dns_records import DnsSilent, mail_exchangers, txt_records
from tests.adapters.dns_server import DnsServer


@pytest.fixture
def server() -> Iterator[DnsServer]:
    with DnsServer() as running:
        yield running


def test_text_is_read_whole_however_long_it_is(server: DnsServer) -> None:
    long = "v=spf1 " + "ip4:192.0.2.1 " * 40 + "-all"
    server.publish("harcourt.example", "TXT", long, "another; one")

    assert set(txt_records("harcourt.example", servers=server.address)) == {long, "another; one"}


def test_a_name_that_is_not_there_and_one_without_such_records_hold_nothing(server: DnsServer) -> None:
    server.publish("harcourt.example", "MX", "10 mail.harcourt.example.")

    assert txt_records("harcourt.example", servers=server.address) == ()
    assert txt_records("gone.example", servers=server.address) == ()
    assert server.asked == ["harcourt.example TXT", "gone.example TXT"]


def test_mail_servers_come_best_first_and_a_domain_may_say_that_it_has_none(server: DnsServer) -> None:
    server.publish("harcourt.example", "MX", "20 second.example.", "10 first.example.")
    server.publish("silent.example", "MX", "0 .")

    assert mail_exchangers("harcourt.example", servers=server.address) == ("first.example", "second.example")
    assert mail_exchangers("silent.example", servers=server.address) == (".",)


def test_a_server_that_fails_says_nothing_about_what_is_published(server: DnsServer) -> None:
    server.publish("harcourt.example", "TXT", "here")
    server.mode = "fail"

    with pytest.raises(DnsSilent):
        txt_records("harcourt.example", servers=server.address)


def test_silence_ends_within_seconds(server: DnsServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dns_records, "LIFETIME_SECONDS", 0.2)
    server.mode = "silent"

    with pytest.raises(DnsSilent):
        txt_records("harcourt.example", servers=server.address)


def test_nobody_at_the_servers_address_is_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dns_records, "LIFETIME_SECONDS", 0.3)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{unused.getsockname()[1]}"

    with pytest.raises(DnsSilent):
        txt_records("harcourt.example", servers=address)


@pytest.mark.parametrize("servers", ["nonsense", "127.0.0.1:port", "[::1", "dns.example:53"])
def test_servers_that_are_not_addresses_are_silence_and_not_a_crash(servers: str) -> None:
    with pytest.raises(DnsSilent):
        txt_records("harcourt.example", servers=servers)


@pytest.mark.parametrize("name", ["a..example", "x" * 64 + ".example", ".".join(["abcdefgh"] * 40)])
def test_a_name_that_cannot_be_asked_for_is_silence(server: DnsServer, name: str) -> None:
    with pytest.raises(DnsSilent):
        txt_records(name, servers=server.address)
