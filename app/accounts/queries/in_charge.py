"""Who is told when nobody decides."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Consultant


def managers_of(session: Session, *, agency_id: UUID, team_id: UUID) -> list[Consultant]:
    """The active managers of a team; where it has none, those of the agency."""
    query = select(Consultant).where(Consultant.agency_id == agency_id, Consultant.active, Consultant.role == "manager")
    found = list(session.scalars(query.order_by(Consultant.id)))
    return [one for one in found if one.team_id == team_id] or found
