"""What a link or a session was that opens nothing any more: its holder is helped on, and let in by neither."""

from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from app.accounts.models import CandidateLink, WebSession
from app.core.tokens import Token


def expired_link(session: Session, token: Token, *, now: datetime) -> CandidateLink | None:
    """The link that this token opened until it expired; None where it was revoked, still opens, or is none."""
    found = session.scalars(
        select(CandidateLink).where(
            CandidateLink.agency_id == token.agency_id,
            CandidateLink.id == token.row_id,
            CandidateLink.revoked_at.is_(None),
            CandidateLink.expires_at <= now,
        )
    ).one_or_none()
    return found if found and token.matches(found.digest) else None


def link_of_ended_session(session: Session, token: Token, *, now: datetime) -> CandidateLink | None:
    """The link of a candidate whose session this token was; None while it lasts, and where the link was revoked."""
    row = session.execute(
        select(WebSession, CandidateLink)
        .join(
            CandidateLink,
            and_(CandidateLink.agency_id == WebSession.agency_id, CandidateLink.id == WebSession.link_id),
        )
        .where(
            WebSession.agency_id == token.agency_id,
            WebSession.id == token.row_id,
            CandidateLink.revoked_at.is_(None),
        )
    ).one_or_none()
    if row is None or not token.matches(row[0].digest):
        return None
    ended = row[0].closed_at is not None or min(row[0].expires_at, row[1].expires_at) <= now
    return row[1] if ended else None
