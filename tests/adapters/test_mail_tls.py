"""TLS and signing in: nothing is sent to a server that cannot show who it is, and no password in clear."""

import base64
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from app.adapters.mail import Deferred, MailFailure, Refused
from app.adapters.mail_relay import Relay
from tests.adapters.certificates import Authority
from tests.adapters.mail_case import send_by
from tests.adapters.smtp_ledger import SmtpLedger

UNICODE = ("priya@harcourt.example", "zażółć ✓ gęślą")


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
def trusted(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """The authority is one that this machine trusts."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.path))
    return authority


@contextmanager
def spoken(*lines: str) -> Iterator[tuple[Relay, list[str]]]:
    """A server that says these lines one by one, each after what it hears; it yields what it heard."""
    heard: list[str] = []

    def serve() -> None:
        connection, _ = listening.accept()
        with suppress(OSError), connection, connection.makefile("rwb") as wire:
            for line in lines:
                wire.write(line.encode() + b"\r\n")
                wire.flush()
                heard.append(wire.readline().decode(errors="replace").rstrip())

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        port = listening.getsockname()[1]
        yield Relay("127.0.0.1", port, "u", "hunter22", tls="none", timeout_seconds=5), heard
        thread.join(5)


def test_the_right_password_sends_and_a_wrong_one_does_not() -> None:
    with SmtpLedger(credentials=("harcourt", "pw")) as guarded:
        send_by(guarded.relay)
        with pytest.raises(Refused) as refused:
            send_by(guarded.relay_with(password="wrong"))

    assert (refused.value.step, refused.value.code) == ("sign in", 535)
    assert len(guarded.messages) == 1


@pytest.mark.parametrize("mechanisms", [("PLAIN",), ("LOGIN",), ("LOGIN", "PLAIN")])
def test_user_and_password_of_any_letters_sign_in_by_either_mechanism(mechanisms: tuple[str, ...]) -> None:
    with SmtpLedger(credentials=UNICODE, mechanisms=mechanisms) as guarded:
        assert send_by(guarded.relay).code == 250
        with pytest.raises(Refused):
            send_by(guarded.relay_with(password=UNICODE[1].replace("ż", "z")))

    assert len(guarded.messages) == 1


def test_a_challenge_is_answered_where_that_is_all_a_server_knows() -> None:
    """The example of RFC 2195."""
    challenge = base64.b64encode(b"<1896.697170952@postoffice.reston.mci.net>").decode()
    says = ("220 hello", "250-me\r\n250 AUTH CRAM-MD5", f"334 {challenge}", "535 enough", "221 bye")
    with spoken(*says) as (relay, heard), pytest.raises(Refused):
        send_by(Relay("127.0.0.1", relay.port, "tim", "tanstaaftanstaaf", tls="none", timeout_seconds=5))

    assert heard[1] == "AUTH CRAM-MD5"
    assert base64.b64decode(heard[2]) == b"tim b913a602c7eda7a495b4e6e7334d3890"


def test_a_mechanism_that_is_offered_and_then_refused_gives_way_to_the_next() -> None:
    says = ("220 hello", "250-me\r\n250 AUTH PLAIN LOGIN", "504 not that one", "334 VXNlcg==", "334 UGFzcw==")
    with spoken(*says, "535 wrong", "221 bye") as (relay, heard), pytest.raises(Refused):
        send_by(relay)

    assert [line.split()[0] for line in heard[1:3]] == ["AUTH", "AUTH"]
    assert heard[2] == "AUTH LOGIN"


@pytest.mark.parametrize(
    ("offer", "words"), [("250 SIZE", "does not offer"), ("250 AUTH XOAUTH2 GSSAPI", "known here")]
)
def test_a_server_without_a_sign_in_that_is_known_here_is_a_reason_to_try_later(offer: str, words: str) -> None:
    with spoken("220 hello", f"250-me\r\n{offer}", "221 bye") as (relay, heard), pytest.raises(Deferred) as deferred:
        send_by(relay)

    assert deferred.value.step == "sign in"
    assert words in deferred.value.reply
    assert heard[1] == "quit"


def test_no_failure_shows_the_password_not_even_where_the_server_repeats_it() -> None:
    sent = base64.b64encode(b"\0u\0hunter22").decode()
    says = ("220 hello", "250-me\r\n250 AUTH PLAIN", f"535 5.7.8 hunter22 is wrong ({sent})", "221 bye")
    with spoken(*says) as (relay, _), pytest.raises(Refused) as refused:
        send_by(relay)

    assert refused.value.reply == "5.7.8 <hidden> is wrong (<hidden>)"
    shown = f"{refused.value} {refused.value!r} {relay!r}"
    assert "hunter22" not in shown
    assert sent not in shown
    assert refused.value.__cause__ is None


def test_a_password_is_not_sent_without_tls_to_another_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    with SmtpLedger(credentials=("u", "hunter22")) as guarded:
        answers = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", guarded.relay.port))]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_options: answers)
        with pytest.raises(Deferred, match="only sent over TLS"):
            send_by(guarded.relay_with(host="mail.harcourt.example"))

    assert guarded.commands == ["QUIT"]


@pytest.mark.parametrize("implicit", [False, True], ids=["starttls", "tls"])
@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ({"self_signed": True}, "self"),
        ({"expired": True}, "certificate has expired"),
        ({"host": "192.0.2.7"}, "IP address mismatch"),
        ({"host": "mail.harcourt.example"}, "IP address mismatch"),
    ],
    ids=["self-signed", "expired", "another address", "another name"],
)
def test_a_certificate_that_does_not_vouch_for_the_server_is_refused_before_anything_is_said(
    trusted: Authority, kind: dict[str, object], words: str, implicit: bool
) -> None:
    context = trusted.context_for(**kind)  # type: ignore[arg-type]  # the cases above are its arguments
    ledger = SmtpLedger(tls_context=context, implicit_tls=implicit, credentials=("u", "hunter22"))

    with ledger, pytest.raises(Deferred) as deferred:
        send_by(ledger.relay)

    assert deferred.value.step == "tls"
    assert deferred.value.reply.startswith("the mail server's certificate is not accepted: ")
    assert words in deferred.value.reply
    assert ledger.commands == []


def test_an_authority_that_this_machine_does_not_trust_vouches_for_nobody(authority: Authority) -> None:
    with SmtpLedger(tls_context=authority.context_for()) as ledger, pytest.raises(Deferred, match="not accepted"):
        send_by(ledger.relay)

    assert ledger.commands == []


def test_the_name_is_checked_that_was_asked_for_and_not_the_one_of_the_address(
    trusted: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    with SmtpLedger(tls_context=trusted.context_for("mail.harcourt.example")) as ledger:
        answers = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", ledger.relay.port))]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_options: answers)
        assert send_by(ledger.relay_with(host="mail.harcourt.example")).code == 250
        with pytest.raises(Deferred, match="Hostname mismatch"):
            send_by(ledger.relay_with(host="mail.other.example"))


@pytest.mark.parametrize("implicit", [False, True], ids=["starttls", "tls"])
def test_a_trusted_certificate_lets_the_message_and_the_password_through(trusted: Authority, implicit: bool) -> None:
    context = trusted.context_for()

    with SmtpLedger(tls_context=context, implicit_tls=implicit, credentials=UNICODE) as ledger:
        assert send_by(ledger.relay).code == 250

    assert ledger.commands == ["AUTH", "MAIL", "RCPT", "DATA", "QUIT"]


def test_a_server_whose_starttls_was_taken_out_gets_nothing() -> None:
    with SmtpLedger(credentials=("u", "hunter22")) as ledger, pytest.raises(Deferred, match="STARTTLS") as deferred:
        send_by(ledger.relay_with(tls="starttls"))

    assert deferred.value.step == "tls"
    assert ledger.commands == ["QUIT"]


@pytest.mark.parametrize("answer", ["454 TLS not available", "502 no such command", "220 go ahead, in clear"])
def test_starttls_that_is_offered_and_not_done_ends_the_conversation(answer: str) -> None:
    says = ("220 hello", "250-me\r\n250-AUTH PLAIN\r\n250 STARTTLS", answer, "250 in clear")
    with spoken(*says) as (relay, heard), pytest.raises(MailFailure) as failed:
        send_by(Relay("127.0.0.1", relay.port, "u", "hunter22", tls="starttls", timeout_seconds=5))

    assert failed.value.step == "tls"
    assert not any("AUTH" in line or "mail" in line.lower().split()[:1] for line in heard)


def test_a_server_that_speaks_no_tls_gets_nothing_when_tls_is_asked_for() -> None:
    with SmtpLedger() as ledger, pytest.raises(Deferred) as deferred:
        send_by(ledger.relay_with(tls="tls", timeout_seconds=2))

    assert deferred.value.step in {"tls", "connect"}
    assert "MAIL" not in ledger.commands
