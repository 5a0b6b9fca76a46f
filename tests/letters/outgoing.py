"""Every word of what leaves the service: mails as they crossed the wire, and files, unpacked."""

import email
import email.policy
import io
import zipfile
from email.message import EmailMessage

from tests.adapters import pdf_text
from tests.adapters.smtp_ledger import Accepted


def words_of_mail(accepted: Accepted) -> str:
    """The raw message, its headers, its parts decoded, and what is packed into its attachments."""
    message = email.message_from_bytes(accepted.content, policy=email.policy.default)
    found = [accepted.content.decode("latin-1")]
    for part in message.walk():
        found += [f"{name}: {value}" for name, value in part.items()]
        if not part.is_multipart():
            found.append(words_of_file(_content(part)))
    return "\n".join(found)


def words_of_file(content: bytes) -> str:
    """A file as its bytes read, and what a PDF draws, or a ZIP holds."""
    raw = content.decode("latin-1")
    if content.startswith(b"%PDF"):
        return pdf_text.text_of(content) + raw
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            held = [packed.read(name).decode("utf-8", "replace") for name in packed.namelist()]
            return "\n".join([raw, *packed.namelist(), *held])
    return content.decode("utf-8", "replace")


def _content(part: EmailMessage) -> bytes:
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content
