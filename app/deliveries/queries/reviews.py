"""The interviews with something that waits for a decision, by what their deadlines were found by."""

from uuid import UUID

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from app.directory.models import CalendarDay, ClientContact
from app.interviews.models import PersonMatch, PersonMet
from app.reviews.models import ReviewItem


def interviews_for(session: Session, *, agency_id: UUID, client_id: UUID | None = None) -> list[UUID]:
    """Those of an agency; only those of one client, where given."""
    query = _waiting(agency_id)
    return _ids(session, query if client_id is None else query.where(ReviewItem.client_id == client_id))


def interviews_with(session: Session, *, agency_id: UUID, contact_id: UUID) -> list[UUID]:
    """Those in which this contact was met."""
    return _ids(session, _with_contacts(agency_id).where(PersonMatch.contact_id == contact_id))


def interviews_under(session: Session, *, agency_id: UUID, calendar_day_id: UUID) -> list[UUID]:
    """Those in which somebody was met in whose calendar this correction stands, or stood."""
    theirs = and_(ClientContact.agency_id == PersonMatch.agency_id, ClientContact.id == PersonMatch.contact_id)
    concerned = or_(
        CalendarDay.contact_id == ClientContact.id,
        CalendarDay.client_id == ClientContact.client_id,
        CalendarDay.country == ClientContact.country,
    )
    query = _with_contacts(agency_id).join(ClientContact, theirs).join(CalendarDay, concerned)
    of_the_day = (CalendarDay.agency_id == agency_id, CalendarDay.id == calendar_day_id)
    return _ids(session, query.where(*of_the_day))


def _waiting(agency_id: UUID) -> Select[UUID]:
    return select(ReviewItem.interview_id).where(ReviewItem.agency_id == agency_id, ReviewItem.waits_for == "us")


def _with_contacts(agency_id: UUID) -> Select[UUID]:
    met = and_(PersonMet.agency_id == ReviewItem.agency_id, PersonMet.interview_id == ReviewItem.interview_id)
    known = and_(PersonMatch.agency_id == PersonMet.agency_id, PersonMatch.person_id == PersonMet.id)
    standing = PersonMatch.ended_at.is_(None)
    return _waiting(agency_id).join(PersonMet, met).join(PersonMatch, known).where(standing)


def _ids(session: Session, query: Select[UUID]) -> list[UUID]:
    return list(session.scalars(query.distinct().order_by(ReviewItem.interview_id)))
