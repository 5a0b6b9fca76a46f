"""The consultant's copy of what went to the client: once, and nothing depends on it."""

from datetime import datetime

from app.accounts.queries.rows import settings_of
from app.adapters.mail_message import new_message_id
from app.core.db import AgencySession
from app.core.settings import Settings
from app.deliveries.models import Delivery, DeliveryCopy


def copy_to_make(session: AgencySession, delivery: Delivery, *, settings: Settings) -> DeliveryCopy | None:
    """The copy that is to be mailed, with the Message-ID that every attempt repeats; None where there is none to mail.

    The agency may not want copies, what was not sent has none, and one that was mailed is not mailed again.
    """
    if delivery.state != "sent" or not settings_of(session, delivery.agency_id).copy_to_consultant:
        return None
    copy = session.get(DeliveryCopy, (delivery.agency_id, delivery.id))
    if copy is None:
        message_id = new_message_id(settings.mail_from.rpartition("@")[2])
        copy = DeliveryCopy(agency_id=delivery.agency_id, delivery_id=delivery.id, message_id=message_id)
        session.add(copy)
    return None if copy.mailed_at is not None else copy


def note_copied(session: AgencySession, copy: DeliveryCopy, *, now: datetime) -> None:
    """Note that the mail server took the copy."""
    session.get_one(DeliveryCopy, (copy.agency_id, copy.delivery_id)).mailed_at = now
