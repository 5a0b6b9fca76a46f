"""What candidates were told about their data, from when on."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import PrivacyNotice


def notices_of(session: Session, agency_id: UUID) -> list[PrivacyNotice]:
    """Every version of the privacy notice, newest first."""
    query = select(PrivacyNotice).where(PrivacyNotice.agency_id == agency_id)
    return list(session.scalars(query.order_by(PrivacyNotice.version.desc())))
