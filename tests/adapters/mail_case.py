"""A message with everything in it, and how the tests send it."""

from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage

from app.adapters.mail import Receipt, send
from app.adapters.mail_message import Attachment, compose, mailbox
from app.adapters.mail_relay import Relay

PDF = bytes(range(256)) * 300
RECIPIENT = "dana@client.example"


def a_message(recipient: str = RECIPIENT) -> EmailMessage:
    return compose(
        sender=mailbox("Łucja Nair via Harcourt, Lane & Co", "letters@service.example"),
        recipient_name="Dana Żółć",
        recipient_address=recipient,
        subject="Ein Gruß von Łucja",
        text="Dear Dana,\n.\n..a line of dots\n.hidden\n",
        html=None,
        message_id="<4711.afterword@service.example>",
        reply_to=None,
        date=datetime(2026, 3, 3, 13, 30, tzinfo=UTC),
        in_reply_to=None,
        auto_submitted=False,
        attachments=(Attachment("Letter.pdf", "application/pdf", PDF),),
    )


def send_by(relay: Relay, *, before_data: Callable[[], None] = lambda: None, recipient: str = RECIPIENT) -> Receipt:
    return send(
        a_message(recipient),
        relay=relay,
        envelope_from="bounces@service.example",
        recipient=recipient,
        before_data=before_data,
    )
