import shutil
import ssl
import subprocess
from pathlib import Path

import pytest

from app.adapters.mail import Deferred, Refused
from tests.adapters.mail_case import send_by
from tests.adapters.smtp_ledger import SmtpLedger


def test_the_right_password_sends_and_a_wrong_one_does_not() -> None:
    with SmtpLedger(credentials=("harcourt", "pw")) as guarded:
        send_by(guarded.relay)
        with pytest.raises(Refused) as refused:
            send_by(guarded.relay_with(password="wrong"))

    assert (refused.value.step, refused.value.code) == ("sign in", 535)
    assert len(guarded.messages) == 1


def test_a_password_for_a_server_without_sign_in_is_a_reason_to_try_later() -> None:
    with SmtpLedger() as ledger, pytest.raises(Deferred) as deferred:
        send_by(ledger.relay_with(user="harcourt", password="pw"))

    assert deferred.value.step == "sign in"
    assert ledger.commands == ["QUIT"]


@pytest.fixture(scope="module")
def self_signed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed: no certificate to test TLS with")
    folder = tmp_path_factory.mktemp("certificate")
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-days", "2", "-subj", "/CN=ledger", "-addext", "subjectAltName=IP:127.0.0.1",
         "-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")],
        check=True,
        capture_output=True,
    )  # fmt: skip
    return folder


def server_context(folder: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


@pytest.mark.parametrize("implicit", [False, True])
def test_a_certificate_that_nobody_vouches_for_is_refused(self_signed: Path, implicit: bool) -> None:
    context = server_context(self_signed)

    with SmtpLedger(tls_context=context, implicit_tls=implicit) as ledger, pytest.raises(Deferred) as deferred:
        send_by(ledger.relay)

    assert deferred.value.reply.startswith("the mail server's certificate is not accepted: self")
    assert ledger.commands == []


@pytest.mark.parametrize("implicit", [False, True])
def test_a_trusted_certificate_lets_the_message_and_the_password_through(
    self_signed: Path, implicit: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(self_signed / "cert.pem"))
    context = server_context(self_signed)

    with SmtpLedger(tls_context=context, implicit_tls=implicit, credentials=("u", "pw")) as ledger:
        assert send_by(ledger.relay).code == 250

    assert ledger.commands == ["AUTH", "MAIL", "RCPT", "DATA", "QUIT"]


def test_a_server_without_starttls_gets_nothing_when_tls_is_asked_for() -> None:
    with SmtpLedger() as ledger, pytest.raises(Deferred, match="STARTTLS"):
        send_by(ledger.relay_with(tls="starttls"))

    assert "MAIL" not in ledger.commands
