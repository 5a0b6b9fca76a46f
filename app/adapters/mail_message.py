"""Composing a message to one person, so that the same arguments make the same bytes."""

import hashlib
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage

from app.adapters.mail_wire import WIRE, ascii_domain, require_one_line, wire_address

_NEVER_IN_A_BODY = re.compile("[\x00\ud800-\udfff]")
_MESSAGE_ID = re.compile(r"<[\x21-\x3b\x3d\x3f\x41-\x7e]+@[\x21-\x3b\x3d\x3f\x41-\x7e]+>")
_MIME = re.compile(r"(application|audio|font|image|text|video)/[a-z0-9.+-]+")


@dataclass(frozen=True)
class Attachment:
    """A file that travels with a message; its bytes arrive as they are. `mime` is like application/pdf, `params` are
    what its type says besides."""

    filename: str
    mime: str
    content: bytes
    params: Mapping[str, str] = field(default_factory=dict)


def mailbox(name: str, address: str) -> str:
    """Write a name and an address as one string in which nothing of the name is read as an address."""
    return str(_address(name, address))


def new_message_id(domain: str) -> str:
    """Make an identifier no other message has; store it before sending, so that a retry repeats it."""
    return f"<{uuid.uuid4().hex}.afterword@{ascii_domain(domain)}>"


def compose(
    *,
    sender: str,
    recipient_name: str,
    recipient_address: str,
    subject: str,
    text: str,
    html: str | None,
    message_id: str,
    reply_to: str | None,
    date: datetime,
    in_reply_to: str | None,
    auto_submitted: bool,
    attachments: Sequence[Attachment] = (),
) -> EmailMessage:
    """Compose a message.

    `sender` and `reply_to` are as `mailbox` writes them, identifiers as `new_message_id` does. Raises ValueError
    for whatever would break a header or name a second person.
    """
    replied = _identifier(in_reply_to) if in_reply_to else None
    headers = {
        "Date": _aware(date),
        "From": _one_mailbox(sender),
        "Reply-To": _one_mailbox(reply_to) if reply_to else None,
        "To": _address(recipient_name, recipient_address),
        "Subject": _one_line(subject),
        "Message-ID": _identifier(message_id),
        "In-Reply-To": replied,
        "References": replied,
        "Auto-Submitted": "auto-generated" if auto_submitted else None,
    }
    message = EmailMessage(policy=WIRE)
    for name, value in filter(lambda header: header[1] is not None, headers.items()):
        message[name] = value
    _set_bodies(message, text, html)
    for attachment in attachments:
        _attach(message, attachment)
    _fix_boundaries(message, message_id)
    return message


def _set_bodies(message: EmailMessage, text: str, html: str | None) -> None:
    if _NEVER_IN_A_BODY.search(text + (html or "")):
        raise ValueError("a mail's text holds a NUL or half a character")
    message.set_content(text)
    if html is not None:
        message.add_alternative(html, subtype="html")


def _attach(message: EmailMessage, attachment: Attachment) -> None:
    if not _MIME.fullmatch(attachment.mime):
        raise ValueError("an attachment's type is written like application/pdf")
    require_one_line(attachment.filename)
    kind, _, subtype = attachment.mime.partition("/")
    message.add_attachment(
        attachment.content,
        maintype=kind,
        subtype=subtype,
        filename=attachment.filename,
        params={**({"charset": "utf-8"} if kind == "text" else {}), **attachment.params},
    )


def _fix_boundaries(message: EmailMessage, message_id: str) -> None:
    """Derive the boundaries, which the library draws at random, from the identifier."""
    digest = hashlib.sha256(message_id.encode()).hexdigest()[:32]
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"=_{digest}_{number}")


def _address(name: str, address: str) -> Address:
    local, _, domain = wire_address(address).rpartition("@")
    return Address(display_name=_one_line(name), username=local, domain=domain)


def _one_mailbox(text: str) -> Address:
    require_one_line(text)
    found = WIRE.header_factory("From", text).addresses
    if len(found) != 1:
        raise ValueError("a mail names one sender and one person to reply to")
    return _address(found[0].display_name, f"{found[0].username}@{found[0].domain}")


def _one_line(text: str) -> str:
    require_one_line(text)
    return " ".join(text.split())


def _identifier(message_id: str) -> str:
    if not _MESSAGE_ID.fullmatch(message_id):
        raise ValueError("a message identifier is written like <unique@domain>")
    return message_id


def _aware(date: datetime) -> datetime:
    if date.tzinfo is None:
        raise ValueError("a mail's date needs its time zone")
    return date
