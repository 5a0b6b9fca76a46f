"""What users sign in with: which second factor a user has, who must have one, the agency's name at the door."""

from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.accounts.factors import RecoveryCode, SecondFactor
from app.accounts.models import Consultant, SignInName, WebSession
from app.accounts.queries.rows import settings_of
from app.core.actor import ConsultantActor
from app.core.errors import NotFound

Row = TypeVar("Row")


class NoSetUpBegun(NotFound):
    """No code app is being set up: begin again."""

    code = "no_set_up_begun"


def sign_in_name_of(session: Session, agency_id: UUID) -> str:
    """The short name under which the agency's people sign in."""
    return session.scalars(select(SignInName.name).where(SignInName.agency_id == agency_id)).one()


def factor_of(session: Session, *, agency_id: UUID, consultant_id: UUID, lock: bool = False) -> SecondFactor | None:
    """What a user has, or is setting up."""
    query = select(SecondFactor).where(SecondFactor.agency_id == agency_id, SecondFactor.consultant_id == consultant_id)
    return session.scalars(_as_it_stands(query) if lock else query).one_or_none()


def has_factor(session: Session, user: Consultant) -> bool:
    """Whether a user signs in with a code."""
    found = factor_of(session, agency_id=user.agency_id, consultant_id=user.id)
    return found is not None and found.sealed_secret is not None


def must_have(session: Session, user: Consultant) -> bool:
    """Whether the agency asks the user's role for a code."""
    return user.role in settings_of(session, user.agency_id).totp_required


def begun_factor(session: Session, actor: ConsultantActor, *, lock: bool = False) -> SecondFactor:
    """What the actor is setting up; raises NoSetUpBegun."""
    found = factor_of(session, agency_id=actor.agency_id, consultant_id=actor.id, lock=lock)
    if found is None or found.sealed_next is None:
        raise NoSetUpBegun
    return found


def recovery_codes(session: Session, *, agency_id: UUID, consultant_id: UUID) -> Sequence[RecoveryCode]:
    """Every recovery code of a user, used or not; locked."""
    query = select(RecoveryCode).where(RecoveryCode.agency_id == agency_id, RecoveryCode.consultant_id == consultant_id)
    return session.scalars(_as_it_stands(query.order_by(RecoveryCode.id))).all()


def codes_left(session: Session, actor: ConsultantActor) -> int:
    """How many recovery codes were not used."""
    query = select(func.count()).where(
        RecoveryCode.agency_id == actor.agency_id,
        RecoveryCode.consultant_id == actor.id,
        RecoveryCode.used_at.is_(None),
    )
    return session.scalar(query) or 0


def own_session(session: Session, actor: ConsultantActor, *, lock: bool = False) -> WebSession | None:
    """The session in which the actor acts; None where a key acts for them."""
    query = select(WebSession).where(WebSession.agency_id == actor.agency_id, WebSession.id == actor.session_id)
    return session.scalars(_as_it_stands(query) if lock else query).one_or_none()


def _as_it_stands(query: Select[Row]) -> Select[Row]:
    """Lock, and read again what was read before the lock: a code is taken once, also by two at a time."""
    return query.with_for_update().execution_options(populate_existing=True)
