"""Whom to ring at a client."""

from typing import Final

from sqlalchemy.orm import Session

from app.directory.models import ClientContact
from app.interviews.models import Meeting, Met
from app.interviews.queries import contacts_of

MOST_CONTACTS: Final = 6


def contacts_to_ring(session: Session, meeting: Meeting, met: list[Met]) -> list[ClientContact]:
    """Whom to ring, likeliest first: those who were met, else whoever is known at the client."""
    known = [who.contact for who in met if who.contact is not None]
    unique = {one.id: one for one in known or contacts_of(session, meeting.client)}
    return list(unique.values())[:MOST_CONTACTS]
