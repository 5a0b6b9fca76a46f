"""Mail as bytes for the wire: the same message gives the same bytes, and nobody's text ends a header.

The standard library's writer (3.11) loses the quotes of a name that it folds and encodes long identifiers, so the
headers that people and threads depend on are written here; bodies and attachments are the library's.
"""

import re
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from typing import Any

import idna

_LINE = 76
_LONGEST_PLAIN_WORD = 60
_IDENTIFIERS = frozenset({"message-id", "in-reply-to", "references"})
_NEVER_IN_A_HEADER = re.compile("[\x00-\x08\x0a-\x1f\x7f\ud800-\udfff]")
_NEVER_ON_THE_WIRE = re.compile(rb"\r(?!\n)|(?<!\r)\n|\x00")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+/^`{|}~ -]+")
_LOCAL_PART = re.compile(r'[^\s\x00-\x1f\x7f()<>\[\]:;@\\,"]{1,64}')
_DOMAIN = re.compile(r"(?=.{1,253}\Z)[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})*")


def wire_bytes(message: EmailMessage) -> bytes:
    """Write the message with CRLF and bodies in seven bits.

    Raises ValueError where a header or a body could be read as something else by the next server.
    """
    for part in message.walk():
        for name, value in part.items():
            require_one_line(f"{name}: {value}")
    content = message.as_bytes(policy=WIRE.clone(utf8=needs_smtputf8(message)))
    if _NEVER_ON_THE_WIRE.search(content):
        raise ValueError("a message holds a bare line end or a NUL")
    return content


def needs_smtputf8(message: EmailMessage) -> bool:
    """Whether an address in a header has letters before its @ that only an SMTPUTF8 server takes (RFC 6531)."""
    found = (getattr(value, "addresses", ()) for value in message.values())
    return not all(address.username.isascii() for addresses in found for address in addresses)


def wire_address(address: str) -> str:
    """Check one plain address and write its domain in ASCII.

    Raises ValueError.
    """
    local, _, domain = address.rpartition("@")
    if not _LOCAL_PART.fullmatch(local):
        raise ValueError("the mail address is not valid")
    return f"{local}@{ascii_domain(domain)}"


def ascii_domain(domain: str) -> str:
    """Write a domain as the wire needs it (IDNA 2008, with the mapping of UTS 46): straße.de is not strasse.de."""
    try:
        written = idna.encode(domain, uts46=True).decode()
    except idna.IDNAError:
        written = ""
    if not _DOMAIN.fullmatch(written):
        raise ValueError("the domain of a mail address is not valid")
    return written


def require_one_line(text: str) -> None:
    """Refuse line ends, NUL and other control characters, which the library lets into a header in part."""
    if _NEVER_IN_A_HEADER.search(text):
        raise ValueError("a mail header holds a line end or another control character")


class _WirePolicy(EmailPolicy):
    """Writes names, subjects and identifiers itself, everything else as the library does."""

    def fold(self, name: str, value: Any) -> str:
        header = self.header_fetch_parse(name, value)
        if name.lower() in _IDENTIFIERS:
            return f"{name}: " + "\r\n ".join(header.split()) + "\r\n"
        if name.lower() == "subject":
            return f"{name}: {_folded_text(name, str(header))}\r\n"
        if hasattr(header, "addresses"):
            boxes = (_folded_mailbox(name, box, utf8=self.utf8) for box in header.addresses)
            return f"{name}: " + ",\r\n ".join(boxes) + "\r\n"
        return str(super().fold(name, value))

    def fold_binary(self, name: str, value: Any) -> bytes:
        return self.fold(name, value).encode("utf-8" if self.utf8 else "ascii")


WIRE = _WirePolicy(linesep="\r\n", cte_type="7bit", max_line_length=78)


def _folded_mailbox(header: str, box: Address, *, utf8: bool) -> str:
    address = f"<{box.username}@{box.domain}>"
    if not box.display_name:
        return address
    name = _folded_name(header, box.display_name, utf8=utf8)
    last_line = name.rpartition("\n")[2]
    fits = len(f"{header}: {last_line} {address}") <= _LINE
    return f"{name} {address}" if fits else f"{name}\r\n {address}"


def _folded_name(header: str, name: str, *, utf8: bool) -> str:
    if not _stays_as_it_is(name, utf8=utf8):
        return _encoded(header, name)
    if _PLAIN_NAME.fullmatch(name):
        return name
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _stays_as_it_is(name: str, *, utf8: bool) -> bool:
    return (utf8 or name.isascii()) and "=?" not in name and len(name.encode()) <= _LINE


def _folded_text(header: str, text: str) -> str:
    longest = max(map(len, text.split()), default=0)
    if not text.isascii() or "=?" in text or longest > _LONGEST_PLAIN_WORD:
        return _encoded(header, text)
    return Header(text, "us-ascii", maxlinelen=_LINE, header_name=header).encode(linesep="\r\n")


def _encoded(header: str, text: str) -> str:
    """Write encoded words (RFC 2047), whose few plain characters are safe in a name as well as in a subject."""
    return Header(text, "utf-8", maxlinelen=_LINE, header_name=header).encode(linesep="\r\n")
