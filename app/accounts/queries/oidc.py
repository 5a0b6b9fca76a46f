"""Whose account at the provider it is, and to which agency somebody comes."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Consultant, SignInName
from app.accounts.queries.rows import agency_named
from app.accounts.rules.oidc import Identity


def agency_at_door(session: Session, name: str) -> UUID | None:
    """The agency of this sign-in name; where none is given and there is but one agency, that one."""
    if name.strip():
        return agency_named(session, name)
    found = session.scalars(select(SignInName.agency_id).distinct().limit(2)).all()
    return found[0] if len(found) == 1 else None


def user_linked(session: Session, *, agency_id: UUID, found: Identity) -> Consultant | None:
    """The user who signs in by this account, here or gone; locked."""
    query = select(Consultant).where(
        Consultant.agency_id == agency_id,
        Consultant.oidc_issuer == found.issuer,
        Consultant.oidc_subject == found.subject,
    )
    return session.scalars(query.with_for_update()).one_or_none()


def user_of_address(session: Session, *, agency_id: UUID, email: str) -> Consultant | None:
    """The user who was invited at this address, here or gone; locked."""
    query = select(Consultant).where(Consultant.agency_id == agency_id, Consultant.email == email)
    return session.scalars(query.with_for_update()).one_or_none()
