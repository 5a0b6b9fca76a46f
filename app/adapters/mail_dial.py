"""Connections to a mail server, to the very address that was looked at where an agency named the server."""

import smtplib
import socket
import ssl
from typing import Any

from app.adapters.mail_relay import Relay

_MOST_ADDRESSES = 4
_GUARDED_CONNECT_SECONDS = 15.0


class AddressNotAllowed(OSError):
    """The mail server lies where an agency's own may not: at an internal address, or at a port that is not mail's."""


def dial(relay: Relay) -> smtplib.SMTP:
    """Open the connection, with TLS from the first byte where the relay asks for it; raises what smtplib raises."""
    name = "localhost"  # replaced when greeting; without one the library asks DNS for this machine's name
    if relay.tls == "tls":
        context = ssl.create_default_context()
        return _TlsServer(relay, name, timeout=relay.timeout_seconds, context=context)
    return _Server(relay, name, timeout=relay.timeout_seconds)


class _Server(smtplib.SMTP):
    """A conversation whose connection goes through the guard."""

    def __init__(self, relay: Relay, name: str, **options: Any) -> None:
        self._relay = relay
        super().__init__(relay.host, relay.port, name, **options)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return _connected(self._relay, host, port, timeout)


class _TlsServer(smtplib.SMTP_SSL):
    """The same with TLS from the first byte; the certificate is that of the name, whatever its address."""

    def __init__(self, relay: Relay, name: str, *, context: ssl.SSLContext, timeout: float) -> None:
        self._relay = relay
        super().__init__(relay.host, relay.port, name, timeout=timeout, context=context)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        plain = _connected(self._relay, host, port, timeout)
        try:
            return self.context.wrap_socket(plain, server_hostname=host)
        except BaseException:
            plain.close()
            raise


def _connected(relay: Relay, host: str, port: int, timeout: float) -> socket.socket:
    if relay.guard is None:
        return socket.create_connection((host, port), timeout)
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    clear = relay.tls == "none"
    allowed = [one for one in found if relay.guard.allows(str(one[4][0]), port, in_clear=clear)]
    if not allowed:
        raise AddressNotAllowed("this address is not one that an agency's mail server may have")
    return _first_that_answers(allowed[:_MOST_ADDRESSES], timeout)


def _first_that_answers(found: list[Any], timeout: float) -> socket.socket:
    """Connect to one of these addresses and to no other: no name is looked up again (DNS rebinding)."""
    failure: OSError = TimeoutError()
    for family, kind, protocol, _, where in found:
        sock = socket.socket(family, kind, protocol)
        try:
            sock.settimeout(min(timeout, _GUARDED_CONNECT_SECONDS))
            sock.connect(where)
            sock.settimeout(timeout)
        except OSError as error:
            sock.close()
            failure = error
        else:
            return sock
    raise failure
