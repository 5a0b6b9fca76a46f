"""The mail server that takes our mail, and its address as an operator writes it."""

from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from app.adapters.mail_guard import Guard

Tls = Literal["none", "starttls", "tls"]

_FORM = "write smtp://user:password@host:25?tls=starttls, percent-encoding / # ? @ and : in the password"
_OPTIONS = {"tls", "timeout"}
THIS_MACHINE = frozenset({"127.0.0.1", "::1", "localhost"})
_DEFAULT_SECONDS = "60"


@dataclass(frozen=True)
class Relay:
    """The mail server to send through; each wait for it lasts at most `timeout_seconds`.

    ``guard`` is that of a server which an agency names; the operator's own may lie anywhere.
    """

    host: str
    port: int
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    tls: Tls = "starttls"
    timeout_seconds: float = float(_DEFAULT_SECONDS)
    guard: Guard | None = None

    @property
    def keeps_passwords(self) -> bool:
        """Whether a password may be sent: over TLS, or to this machine itself."""
        return self.tls != "none" or self.host in THIS_MACHINE


def relay_from_url(url: str) -> Relay:
    """Read `smtp://user:password@host:25?tls=starttls&timeout=60`, or `smtps://…` for TLS from the first byte.

    Without `tls`, smtp means STARTTLS, or none to this machine itself. Raises ValueError, in words that never
    quote the address, because a password may stand in it.
    """
    parts, port, options = _taken_apart(url)
    tls = _tls(parts, options.get("tls"))
    user, password = _credentials(parts)
    relay = Relay(
        host=parts.hostname or "",
        port=port or (465 if tls == "tls" else 25),
        user=user,
        password=password,
        tls=tls,
        timeout_seconds=_seconds(options.get("timeout", _DEFAULT_SECONDS)),
    )
    if user is not None and not relay.keeps_passwords:
        raise ValueError("a password is only sent over TLS: drop tls=none from the mail server's address")
    return relay


def _taken_apart(url: str) -> tuple[SplitResult, int | None, dict[str, str]]:
    try:
        parts = urlsplit(url)
        port = parts.port
        options = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
    except ValueError:
        raise ValueError(f"the mail server's address cannot be read: {_FORM}") from None
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ValueError(f"the mail server's address names no server: {_FORM}")
    if parts.path not in {"", "/"} or parts.fragment or not options.keys() <= _OPTIONS:
        raise ValueError(f"the mail server's address has a part that means nothing here: {_FORM}")
    return parts, port, options


def _tls(parts: SplitResult, chosen: str | None) -> Tls:
    if parts.scheme == "smtps":
        if chosen not in {None, "tls"}:
            raise ValueError("smtps speaks TLS from the first byte: leave tls out, or write smtp")
        return "tls"
    if chosen is None:
        return "none" if parts.hostname in THIS_MACHINE else "starttls"
    if chosen == "none":
        return "none"
    if chosen == "starttls":
        return "starttls"
    raise ValueError("tls in the mail server's address is starttls or none; for TLS throughout write smtps")


def _credentials(parts: SplitResult) -> tuple[str | None, str | None]:
    if parts.username is None and parts.password is None:
        return None, None
    try:
        user, password = unquote(parts.username or "", errors="strict"), unquote(parts.password or "", errors="strict")
    except UnicodeDecodeError:
        raise ValueError("user and password of the mail server are percent-encoded in UTF-8") from None
    if not user or not password:
        raise ValueError(f"the mail server's address has a user or a password, not both: {_FORM}")
    if not (user + password).isprintable():
        raise ValueError("user and password of the mail server are printable characters, percent-encoded in UTF-8")
    return user, password


def _seconds(text: str) -> float:
    if not text.isdecimal() or not 1 <= int(text) <= 600:
        raise ValueError("timeout in the mail server's address is a number of seconds from 1 to 600")
    return float(text)
