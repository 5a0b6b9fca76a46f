"""What the mail server took, as mails to read."""

import email
import email.policy
from email.message import EmailMessage

from tests.adapters.smtp_ledger import SmtpLedger


def mails_to(ledger: SmtpLedger, address: str) -> list[EmailMessage]:
    """The mails to an address, in the order in which they were taken."""
    return [
        email.message_from_bytes(accepted.content, policy=email.policy.default)
        for accepted in ledger.messages
        if address in accepted.rcpt
    ]


def prepares(message: EmailMessage) -> bool:
    """Whether it is the mail before an interview, with the entry for a calendar."""
    return any(part.get_filename() == "interview.ics" for part in message.iter_attachments())
