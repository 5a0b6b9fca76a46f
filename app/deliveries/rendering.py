"""The mail that the client gets: it reads as a letter from a person, with PDF and Word attached."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from email.message import EmailMessage
from typing import Literal

from app.adapters.mail_message import Attachment, compose, mailbox
from app.core.local_time import both_ends, date_time, place_of
from app.deliveries.models import Delivery
from app.deliveries.schemas import Gone
from app.directory.models import ClientContact
from app.documents.schemas import FileFormat
from app.interviews.models import Meeting
from app.web.mails import Mail

Files = Mapping[FileFormat, bytes]
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def letter_message(
    delivery: Delivery,
    meeting: Meeting,
    contact: ClientContact,
    files: Files,
    *,
    kind: str = "letter",
    enclosed: Files | None = None,
    sender: str,
    date: datetime,
) -> EmailMessage:
    """Compose the message of one delivery; equal input gives equal bytes, and one recipient only.

    ``files`` are those of a letter, or of a summary (``kind``); ``enclosed`` those of the summary that a letter takes
    along. ``sender`` is as `mailbox` writes it (ADR 0018).
    """
    consultant, agency = meeting.consultant, meeting.agency
    text = files["txt"].decode()
    opening = [delivery.covering_line] if delivery.covering_line else _opening(kind, meeting, contact)
    after = [f"Enclosed as PDF and Word: {_summary_of(meeting)}."] if enclosed else []
    closing = [f"Forwarded by {consultant.name}, {agency.name}", *_reach(consultant.phone, consultant.email)]
    return compose(
        sender=sender,
        recipient_name=contact.name,
        recipient_address=delivery.address or "",
        subject=_subject(kind, meeting),
        text=_text(opening, text, after, closing),
        html=None,
        message_id=delivery.message_id,
        reply_to=mailbox(consultant.name, consultant.email),
        date=date,
        in_reply_to=None,
        auto_submitted=False,
        attachments=attached_files(kind, meeting, files, enclosed),
    )


def moved_mail(delivery: Delivery, meeting: Meeting, contact: ClientContact, *, kind: str = "letter") -> Mail:
    """Tell the consultant that a delivery goes at another time than was said on approval, and why."""
    goes = both_ends(delivery.scheduled_for or delivery.created_at, contact.time_zone, meeting.agency.time_zone)
    return Mail(
        agency=meeting.agency.name,
        subject=f"{meeting.candidate.name} at {meeting.client.name}: the {kind} to {contact.name} goes at another time",
        paragraphs=(
            f"The {kind} from {meeting.candidate.name} to {contact.name} now goes on {goes}.",
            delivery.why_then or "",
            "Tell the candidate if they count on the former time. You can also choose another one, or send it now with "
            "a reason.",
            *delivery.notes,
        ),
        signed=(meeting.agency.name,),
    )


def waiting_mail(delivery: Delivery, meeting: Meeting, person: str) -> Mail:
    """Tell the consultant that a letter is not going, because the summary that was to go with it was taken back."""
    candidate = meeting.candidate.name
    return Mail(
        agency=meeting.agency.name,
        subject=f"{candidate} at {meeting.client.name}: the letter to {person} waits for you",
        paragraphs=(
            f"The letter from {candidate} to {person} was to go together with the summary of the interview. It is "
            f"cancelled: {delivery.cause}.",
            "What the candidate agreed to about the letter itself is as it was. Forward the letter again, by itself.",
        ),
        signed=(meeting.agency.name,),
    )


def copy_mail(delivery: Delivery, meeting: Meeting, contact: ClientContact, files: Files) -> Mail:
    """Show the consultant what went to the client; "sent" is all that is known (rule 11)."""
    candidate, client = meeting.candidate.name, meeting.client.name
    sent = both_ends(delivery.sent_at or delivery.created_at, contact.time_zone, meeting.agency.time_zone)
    return Mail(
        agency=meeting.agency.name,
        subject=f"Copy: {candidate} to {contact.name} at {client}",
        paragraphs=(
            f"This went to {contact.name} ({delivery.address}), noted as sent on {sent}. Whether it was read is not "
            "known. The files are those that went with it.",
            *filter(None, [delivery.covering_line]),
            *files["txt"].decode().strip().split("\n\n"),
        ),
        signed=(meeting.agency.name,),
    )


def attached_files(kind: str, meeting: Meeting, files: Files, enclosed: Files | None) -> list[Attachment]:
    """The files of a letter or summary, PDF first, and those of the summary that a letter takes along."""
    return _attached(kind, meeting, files) + (_attached("summary", meeting, enclosed) if enclosed else [])


def file_stem(candidate: str, client: str, *, kind: str = "letter") -> str:
    """Name the attached files for a person: "Letter from Alex Moreau to Meridian Foods"."""
    named = f"Summary of the interview, {candidate}" if kind == "summary" else f"Letter from {candidate} to {client}"
    return named.translate(str.maketrans('/\\:*?"<>|', "_________"))


def _subject(kind: str, meeting: Meeting) -> str:
    if kind == "summary":
        return f"{meeting.candidate.name}: summary of the interview about {meeting.job.title}"
    return f"{meeting.candidate.name}: after our meeting about {meeting.job.title}"


def _opening(kind: str, meeting: Meeting, contact: ClientContact) -> list[str]:
    """A letter opens itself; a summary is handed over by whoever sends it."""
    if kind != "summary":
        return []
    return [f"Dear {contact.name},", f"Below, and attached as PDF and Word: {_summary_of(meeting)}."]


def _summary_of(meeting: Meeting) -> str:
    return f"the summary of the interview that {meeting.candidate.name} agreed to share with you"


def _attached(kind: str, meeting: Meeting, files: Files) -> list[Attachment]:
    name = file_stem(meeting.candidate.name, meeting.client.name, kind=kind)
    return [
        Attachment(f"{name}.pdf", "application/pdf", files["pdf"]),
        Attachment(f"{name}.docx", WORD, files["docx"]),
    ]


def _text(opening: Sequence[str], letter: str, after: Sequence[str], closing: Sequence[str]) -> str:
    rule = "-- "
    return "\n\n".join([*opening, letter.rstrip("\n"), *after, "\n".join([rule, *closing])]) + "\n"


def _reach(phone: str | None, email: str) -> list[str]:
    return [" · ".join(filter(None, (phone, email)))]


def gone_view(delivery: Delivery, *, name: str, meeting: Meeting) -> Gone:
    """Say to the candidate what is known of a delivery that came too late to be stopped, and no more (rule 11)."""
    outcome: Literal["handed_over", "being_handed_over", "cannot_be_known"]
    consultant, zone = meeting.consultant.name, meeting.candidate.time_zone
    if delivery.state == "in_doubt":
        begun = f" on {date_time(delivery.claimed_at, zone)} in {place_of(zone)}" if delivery.claimed_at else ""
        outcome = "cannot_be_known"
        words = (
            f"It was handed to their mail server{begun} and no answer came: whether {name} has it cannot be known yet. "
            f"{consultant} finds out; it is not sent again."
        )
    elif delivery.sent_at is not None:
        outcome = "handed_over"
        words = f"Their mail server took it for {name} on {date_time(delivery.sent_at, zone)} in {place_of(zone)}."
    else:
        outcome = "being_handed_over"
        words = (
            f"It is being handed to the mail server of {name} at this moment and can no longer be stopped. If their "
            "server does not take it, it is not tried again."
        )
    return Gone(
        person_id=delivery.person_id,
        name=name,
        outcome=outcome,
        state=delivery.state,
        sent_at=delivery.sent_at,
        words=words,
    )


def after_withdrawal(gone: Sequence[Gone], meeting: Meeting) -> str:
    """Say what happens after a withdrawal."""
    consultant, client = meeting.consultant.name, meeting.client.name
    if gone:
        return f"What has gone cannot be called back: tell {consultant} if they should explain it to {client}."
    return f"Nothing of it goes to {client} unless you decide so again. Your words are kept."


def cancelled_mail(delivery: Delivery, meeting: Meeting, person: str, *, kind: str = "letter") -> Mail:
    """Tell the consultant that what they approved does not go, why, and what to do about it."""
    candidate = meeting.candidate.name
    return Mail(
        agency=meeting.agency.name,
        subject=f"{candidate} at {meeting.client.name}: the {kind} to {person} does not go",
        paragraphs=(
            f"What you approved, the {kind} from {candidate} to {person}, is cancelled: {delivery.cause}.",
            f"You may want to ask {candidate} why; nothing else is to be done."
            if (delivery.cause or "").startswith("the candidate withdrew")
            else f"See to it, then approve it again for {person}, if what {candidate} agreed to still stands.",
        ),
        signed=(meeting.agency.name,),
    )
