"""Signing in at a mail server: AUTH PLAIN, LOGIN or CRAM-MD5 with any Unicode, which smtplib does in ASCII only."""

import base64
import hmac
import smtplib
from collections.abc import Callable

_GO_ON = 334
_SIGNED_IN = 235
_MECHANISM_REFUSED = frozenset({504, 534})
"""Offered and yet not there (RFC 4954, RFC 5248): another mechanism may do."""
HIDDEN = "<hidden>"


def sign_in(server: smtplib.SMTP, user: str, password: str) -> None:
    """Sign in by the first mechanism that both sides know, password and user in UTF-8 (RFC 4616).

    Raises SMTPAuthenticationError with the server's answer, in which the password is hidden, and
    SMTPNotSupportedError where the server offers nothing that is known here.
    """
    offered = set(server.esmtp_features.get("auth", "").upper().split())
    known = [mechanism for mechanism in _MECHANISMS if mechanism in offered]
    if not known:
        raise smtplib.SMTPNotSupportedError(
            "the mail server offers no way to sign in that is known here (PLAIN, LOGIN, CRAM-MD5)"
            if offered
            else "the mail server does not offer to sign in"
        )
    for mechanism in known:
        code, reply = _MECHANISMS[mechanism](server, user, password)
        if code == _SIGNED_IN:
            return
        if code not in _MECHANISM_REFUSED:
            break
    raise smtplib.SMTPAuthenticationError(code, _hidden(reply, user, password))


def _plain(server: smtplib.SMTP, user: str, password: str) -> tuple[int, bytes]:
    response = _encoded(f"\0{user}\0{password}")
    code, reply = server.docmd("AUTH", f"PLAIN {response}")
    return server.docmd(response) if code == _GO_ON else (code, reply)


def _login(server: smtplib.SMTP, user: str, password: str) -> tuple[int, bytes]:
    code, reply = server.docmd("AUTH", "LOGIN")
    for answer in (user, password):
        if code != _GO_ON:
            break
        code, reply = server.docmd(_encoded(answer))
    return code, reply


def _cram_md5(server: smtplib.SMTP, user: str, password: str) -> tuple[int, bytes]:
    """Answer a challenge (RFC 2195); an old way, and the only one that a few servers know."""
    code, challenge = server.docmd("AUTH", "CRAM-MD5")
    if code != _GO_ON:
        return code, challenge
    digest = hmac.new(password.encode(), base64.b64decode(challenge), "md5").hexdigest()
    return server.docmd(_encoded(f"{user} {digest}"))


_MECHANISMS: dict[str, Callable[[smtplib.SMTP, str, str], tuple[int, bytes]]] = {
    "PLAIN": _plain,
    "LOGIN": _login,
    "CRAM-MD5": _cram_md5,
}


def _encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _hidden(reply: bytes, user: str, password: str) -> bytes:
    """Hide the password, should the server repeat what was sent."""
    told = reply.decode(errors="replace")
    for secret in (_encoded(f"\0{user}\0{password}"), _encoded(password), password):
        told = told.replace(secret, HIDDEN)
    return told.encode()
