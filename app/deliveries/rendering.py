"""The mail that the client gets: it reads as a letter from a person, with PDF and Word attached."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from email.message import EmailMessage

from app.adapters.mail_message import Attachment, compose, mailbox
from app.deliveries.models import Delivery
from app.directory.models import ClientContact
from app.documents.schemas import FileFormat
from app.interviews.models import Meeting

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def letter_message(
    delivery: Delivery,
    meeting: Meeting,
    contact: ClientContact,
    files: Mapping[FileFormat, bytes],
    *,
    service_address: str,
    date: datetime,
) -> EmailMessage:
    """Compose the message of one delivery; equal input gives equal bytes, and one recipient only."""
    consultant, agency = meeting.consultant, meeting.agency
    text = files["txt"].decode()
    opening = [delivery.covering_line] if delivery.covering_line else []
    closing = [f"Forwarded by {consultant.name}, {agency.name}", *_reach(consultant.phone, consultant.email)]
    name = file_stem(meeting.candidate.name, meeting.client.name)
    return compose(
        sender=mailbox(f"{consultant.name} via {agency.name}", service_address),
        recipient_name=contact.name,
        recipient_address=delivery.address or "",
        subject=f"{meeting.candidate.name}: after our meeting about {meeting.job.title}",
        text=_text(opening, text, closing),
        html=None,
        message_id=delivery.message_id,
        reply_to=mailbox(consultant.name, consultant.email),
        date=date,
        in_reply_to=None,
        auto_submitted=False,
        attachments=[
            Attachment(f"{name}.pdf", "application/pdf", files["pdf"]),
            Attachment(f"{name}.docx", WORD, files["docx"]),
        ],
    )


def file_stem(candidate: str, client: str) -> str:
    """Name the attached files for a person: "Letter from Alex Moreau to Meridian Foods"."""
    return f"Letter from {candidate} to {client}".translate(str.maketrans('/\\:*?"<>|', "_________"))


def _text(opening: Sequence[str], letter: str, closing: Sequence[str]) -> str:
    rule = "-- "
    return "\n\n".join([*opening, letter.rstrip("\n"), "\n".join([rule, *closing])]) + "\n"


def _reach(phone: str | None, email: str) -> list[str]:
    return [" · ".join(filter(None, (phone, email)))]
