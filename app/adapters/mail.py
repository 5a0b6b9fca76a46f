"""The SMTP conversation: one message to one recipient, with an outcome that says what may be tried again.

Between the content and the server's answer nobody knows whether a message was accepted (RFC 1047). `send` tells
that window apart from all that comes before it, and from every answer.
"""

import re
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Literal

from app.adapters.mail_dial import AddressNotAllowed, dial
from app.adapters.mail_relay import Relay
from app.adapters.mail_sign_in import sign_in
from app.adapters.mail_wire import needs_smtputf8, wire_address, wire_bytes

Step = Literal["connect", "tls", "sign in", "sender", "recipient", "data", "content"]

_LONGEST_REPLY = 200
_GOODBYE_SECONDS = 5.0
_ADDRESS = re.compile(r"<?[^\s<>@]+@[^\s<>@]+>?")
_LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)
_SEND_CONTENT = 354
_TAKEN = frozenset({250, 251})


@dataclass(frozen=True)
class Receipt:
    """The server's acceptance: the message is its own now. `reply` holds no address."""

    reply: str
    code: int


class MailFailure(Exception):
    """The message was not accepted, or nobody knows.

    `step` is where the conversation ended, `code` the server's (None where it gave none), `reply` words for
    people without any address in them.
    """

    def __init__(self, step: Step, code: int | None, reply: str | bytes) -> None:
        self.step = step
        self.code = code
        self.reply = _sanitised(reply)
        super().__init__(f"{step}: {code or 'no answer'}: {self.reply}")


class Refused(MailFailure):
    """The server said no for good (5xx): it would refuse the same message again."""


class Deferred(MailFailure):
    """Nothing was accepted (4xx, or no answer before the content): the same message may be sent again."""


class OutcomeUnknown(MailFailure):
    """The content was on its way and no answer came: no program may send it again."""


def send(
    message: EmailMessage,
    *,
    relay: Relay,
    envelope_from: str,
    recipient: str,
    before_data: Callable[[], None],
) -> Receipt:
    """Send one message to one recipient.

    `before_data` runs once the server has taken sender and recipient and immediately before DATA; where it
    raises, nothing is sent and its exception passes on. Raises `Refused`, `Deferred`, `OutcomeUnknown`, and
    ValueError for a message or an address that cannot go on the wire.
    """
    sender, receiver = wire_address(envelope_from), wire_address(recipient)
    content = wire_bytes(message)
    international = needs_smtputf8(message) or not (sender + receiver).isascii()
    with _connected(relay) as server:
        options = _mail_options(server, len(content), international=international)
        with _safe_to_retry("sender"):
            _require("sender", server.mail(sender, options), _TAKEN)
        with _safe_to_retry("recipient"):
            _require("recipient", server.rcpt(receiver), _TAKEN)
        before_data()
        with _safe_to_retry("data"):
            _require("data", server.docmd("DATA"), {_SEND_CONTENT})
        return _hand_over(server, content)


def _hand_over(server: smtplib.SMTP, content: bytes) -> Receipt:
    """Send the content and wait for the one answer that counts; the end of the window named above."""
    try:
        server.send(_LEADING_DOT.sub(b"..", content) + b".\r\n")
        code, reply = server.getreply()
    except (OSError, smtplib.SMTPException) as error:
        raise OutcomeUnknown("content", None, _in_words(error)) from None
    if 200 <= code <= 299:
        return Receipt(_sanitised(reply), code)
    if 400 <= code <= 599:
        raise _unsent("content", code, reply)
    raise OutcomeUnknown("content", None, "the mail server's answer cannot be understood")


@contextmanager
def _connected(relay: Relay) -> Iterator[smtplib.SMTP]:
    with _safe_to_retry("connect"):
        server = dial(relay)
    try:
        with _safe_to_retry("connect"):
            _greet(server)
        if relay.tls == "starttls":
            with _safe_to_retry("tls"):
                _switch_to_tls(server)
        if relay.user is not None:
            with _safe_to_retry("sign in"):
                _sign_in(server, relay, relay.user)
        yield server
    finally:
        _leave(server)


def _greet(server: smtplib.SMTP) -> None:
    """Introduce ourselves by the connection's own address (RFC 5321, 4.1.3)."""
    if server.sock is not None:
        address = server.sock.getsockname()[0]
        server.local_hostname = f"[IPv6:{address}]" if ":" in address else f"[{address}]"
    server.ehlo_or_helo_if_needed()


def _switch_to_tls(server: smtplib.SMTP) -> None:
    """Go on under TLS, or not at all: without the offer somebody may have taken it out (RFC 3207, section 6)."""
    if not server.has_extn("starttls"):
        raise smtplib.SMTPNotSupportedError("the mail server does not offer STARTTLS, and nothing is sent in clear")
    server.starttls(context=ssl.create_default_context())
    server.ehlo_or_helo_if_needed()


def _sign_in(server: smtplib.SMTP, relay: Relay, user: str) -> None:
    if not relay.keeps_passwords:
        raise smtplib.SMTPNotSupportedError("a password is only sent over TLS")
    sign_in(server, user, relay.password or "")


def _leave(server: smtplib.SMTP) -> None:
    """Say goodbye where there is still a connection; how that goes changes nothing."""
    if server.sock is not None:
        with suppress(OSError, smtplib.SMTPException):
            server.sock.settimeout(_GOODBYE_SECONDS)
            server.quit()
    server.close()


def _mail_options(server: smtplib.SMTP, size: int, *, international: bool) -> list[str]:
    if international and not server.has_extn("smtputf8"):
        raise Refused("sender", None, "the mail server takes only addresses in ASCII")
    sized = [f"SIZE={size}"] if server.has_extn("size") else []
    return [*sized, "SMTPUTF8"] if international else sized


@contextmanager
def _safe_to_retry(step: Step) -> Iterator[None]:
    """Translate what goes wrong before the content; `from None`, since the originals quote addresses."""
    try:
        yield
    except smtplib.SMTPResponseException as answer:
        raise _unsent(step, answer.smtp_code, answer.smtp_error) from None
    except ssl.SSLError as error:
        raise Deferred("tls", None, _in_words(error)) from None
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise Deferred(step, None, _in_words(error)) from None


def _require(step: Step, answer: tuple[int, bytes], expected: frozenset[int] | set[int]) -> None:
    code, reply = answer
    if code not in expected:
        raise _unsent(step, code, reply)


def _unsent(step: Step, code: int, reply: str | bytes) -> MailFailure:
    kind = Refused if 500 <= code <= 599 else Deferred
    return kind(step, code if code > 0 else None, reply)


def _in_words(error: Exception) -> str:
    """Say what happened without the names and numbers that exceptions of the network quote."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the mail server's certificate is not accepted: {error.verify_message}"
    if isinstance(error, ssl.SSLError):
        return "TLS with the mail server failed"
    if isinstance(error, smtplib.SMTPNotSupportedError | AddressNotAllowed):
        return str(error)
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return "the mail server did not answer in time or closed the connection"
    if isinstance(error, TimeoutError):
        return "the mail server did not answer in time"
    if isinstance(error, socket.gaierror):
        return "the mail server's name is not known"
    if isinstance(error, ConnectionRefusedError):
        return "the mail server does not take connections"
    return f"the conversation with the mail server failed ({type(error).__name__})"


def _sanitised(reply: str | bytes) -> str:
    text = reply.decode(errors="replace") if isinstance(reply, bytes) else reply
    printable = "".join(char if char.isprintable() else " " for char in text[: 10 * _LONGEST_REPLY])
    return _ADDRESS.sub("<address>", " ".join(printable.split()))[:_LONGEST_REPLY]
