"""Where a user is signed in, and the links by which a candidate can come in."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import CandidateLink, WebSession
from app.core.actor import ConsultantActor


def open_sessions(
    session: Session, actor: ConsultantActor, *, now: datetime, lock: bool = False
) -> Sequence[WebSession]:
    """The sessions of the actor that have not ended, newest first."""
    query = select(WebSession).where(
        WebSession.agency_id == actor.agency_id,
        WebSession.consultant_id == actor.id,
        WebSession.closed_at.is_(None),
        WebSession.expires_at > now,
    )
    query = query.order_by(WebSession.id.desc())
    locked = query.with_for_update().execution_options(populate_existing=True)
    return session.scalars(locked if lock else query).all()


def sent_links(session: Session, *, agency_id: UUID, candidate_id: UUID, now: datetime) -> list[CandidateLink]:
    """The links that the service mailed to a candidate and that still open something; locked."""
    query = select(CandidateLink).where(
        CandidateLink.agency_id == agency_id,
        CandidateLink.candidate_id == candidate_id,
        CandidateLink.strength == "sent",
        CandidateLink.revoked_at.is_(None),
        CandidateLink.expires_at > now,
    )
    return list(session.scalars(query.order_by(CandidateLink.id).with_for_update()))
