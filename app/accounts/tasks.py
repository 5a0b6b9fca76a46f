"""Mails of the service itself: posting a notice, and the invitation of a new user."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.accounts import queries
from app.accounts.actions import users
from app.accounts.rendering import invitation_mail
from app.adapters.mail import send
from app.adapters.mail_message import compose, mailbox, new_message_id
from app.adapters.mail_relay import relay_from_url
from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.queue import Work, task
from app.core.settings import Settings
from app.web.mails import Mail, mail_html, mail_text


@dataclass(frozen=True)
class Notice:
    """A mail of the service to one person; ``thread`` names what it is about, so that mails of it stay together."""

    mail: Mail
    to_name: str
    to_address: str
    from_name: str
    reply_to: str | None
    thread: str


def post(notice: Notice, *, settings: Settings, now: datetime) -> str:
    """Hand a notice to the relay; return its Message-ID. Raises what `app.adapters.mail.send` raises."""
    domain = settings.mail_from.rpartition("@")[2]
    message_id = new_message_id(domain)
    message = compose(
        sender=mailbox(notice.from_name, settings.mail_from),
        recipient_name=notice.to_name,
        recipient_address=notice.to_address,
        subject=notice.mail.subject,
        text=mail_text(notice.mail),
        html=mail_html(notice.mail),
        message_id=message_id,
        reply_to=notice.reply_to,
        date=now,
        in_reply_to=f"<{notice.thread}@{domain}>",
        auto_submitted=True,
    )
    send(
        message,
        relay=relay_from_url(settings.smtp_url.get_secret_value()),
        envelope_from=settings.mail_from,
        recipient=notice.to_address,
        before_data=lambda: None,
    )
    return message_id


@task("accounts.mail_invitation")
def mail_invitation(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Mail a new user the one-time link that sets their passphrase.

    At least once: run again, it makes a new link and the one before stops working. Ten attempts over about an hour.
    """
    now = utc_now()
    actor = SystemActor(agency_id)
    with work.db.transaction(agency_id) as session:
        user = queries.consultant(session, consultant_id=subject_id, actor=actor)
        if user.passphrase_hash is not None or not user.active:
            return
        agency = queries.agency(session, agency_id)
        token = users.renew_invitation(session, consultant_id=user.id, actor=actor, now=now)
    mail = invitation_mail(agency=agency.name, name=user.name, link=f"{work.settings.public_url}/join/{token.text}")
    notice = Notice(
        mail=mail,
        to_name=user.name,
        to_address=user.email,
        from_name=agency.name,
        reply_to=None,
        thread=f"consultant-{user.id.hex}",
    )
    post(notice, settings=work.settings, now=now)
