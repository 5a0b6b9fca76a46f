"""Who works here and how far they have come in; colleagues to choose from; keys by their names."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, not_, or_, select, tuple_
from sqlalchemy.orm import Session, aliased

from app.accounts.factors import SecondFactor
from app.accounts.models import ApiKey, Consultant, ConsultantInvitation, WebSession
from app.accounts.queries.rows import ConsultantNotFound, active_consultant
from app.core.actor import Actor
from app.core.errors import FieldError, Invalid

Standing = Literal["here", "invited", "left"]
DECIDE: Final = ("consultant", "manager")
MOST_COLLEAGUES: Final = 500


@dataclass(frozen=True)
class Person:
    """A user as an administrator sees them; ``invited_until`` while a link to join works."""

    user: Consultant
    joined: bool
    has_app: bool
    invited_until: datetime | None

    @property
    def standing(self) -> Standing:
        """Whether they are in, still to join, or left."""
        if not self.user.active:
            return "left"
        return "here" if self.joined else "invited"


def people(
    session: Session, *, actor: Actor, standing: Standing, words: str, after: UUID | None, limit: int
) -> list[Person]:
    """The users of the actor's agency who stand so, by name; ``words`` are part of a name or address."""
    query = _people(actor).where(_stands(standing)).order_by(Consultant.name, Consultant.id).limit(limit)
    if words:
        query = query.where(
            or_(Consultant.name.icontains(words, autoescape=True), Consultant.email.icontains(words, autoescape=True))
        )
    if after is not None:
        last = aliased(Consultant)
        place = select(last.name, last.id).where(last.agency_id == actor.agency_id, last.id == after)
        query = query.where(tuple_(Consultant.name, Consultant.id) > place.scalar_subquery())
    return [Person(*row) for row in session.execute(query)]


def person(session: Session, *, consultant_id: UUID, actor: Actor) -> Person:
    """One user of the actor's agency; raises ConsultantNotFound."""
    row = session.execute(_people(actor).where(Consultant.id == consultant_id)).one_or_none()
    if row is None:
        raise ConsultantNotFound
    return Person(*row)


def colleagues(session: Session, *, actor: Actor, left: bool = False) -> list[Consultant]:
    """The users who decide on what waits, by name; with those who left where asked."""
    query = select(Consultant).where(Consultant.agency_id == actor.agency_id, Consultant.role.in_(DECIDE))
    if not left:
        query = query.where(Consultant.active)
    return list(session.scalars(query.order_by(Consultant.name, Consultant.id).limit(MOST_COLLEAGUES)))


def decider(session: Session, *, named: UUID, actor: Actor) -> Consultant:
    """The active user to whom work is given; raises ConsultantNotFound, and Invalid for one who decides on nothing."""
    found = active_consultant(session, named=named, actor=actor)
    if found is None:
        raise ConsultantNotFound
    if found.role not in DECIDE:
        errors = [FieldError("#/consultant_id", "decides on nothing; name a consultant or a manager")]
        raise Invalid("Whoever it is handed to must be able to decide on it.", errors=errors)
    return found


def standing_key_named(session: Session, *, name: str, actor: Actor, now: datetime) -> ApiKey | None:
    """A key of the actor's agency of this name that still works."""
    query = select(ApiKey).where(
        ApiKey.agency_id == actor.agency_id,
        ApiKey.name == name,
        ApiKey.revoked_at.is_(None),
        or_(ApiKey.expires_at.is_(None), ApiKey.expires_at > now),
    )
    return session.scalars(query.order_by(ApiKey.id).limit(1)).one_or_none()


def newest_keys(session: Session, *, actor: Actor, before: UUID | None, limit: int) -> list[ApiKey]:
    """The keys of the actor's agency, those that were not revoked first, each newest first; ``before``: last seen."""
    gone = ApiKey.revoked_at.is_not(None)
    query = select(ApiKey).where(ApiKey.agency_id == actor.agency_id).order_by(gone, ApiKey.id.desc()).limit(limit)
    if before is not None:
        last = aliased(ApiKey)
        was_gone = select(last.revoked_at.is_not(None)).where(last.agency_id == actor.agency_id, last.id == before)
        place = was_gone.scalar_subquery()
        query = query.where(or_(gone > place, and_(gone == place, ApiKey.id < before)))
    return list(session.scalars(query))


def _people(actor: Actor) -> Select[*tuple[Any, ...]]:
    invited_until = (
        select(func.max(ConsultantInvitation.expires_at))
        .where(
            ConsultantInvitation.agency_id == Consultant.agency_id, ConsultantInvitation.consultant_id == Consultant.id
        )
        .scalar_subquery()
    )
    has_app = SecondFactor.set_up_at.is_not(None)
    return (
        select(Consultant, _joined(), has_app, invited_until)
        .outerjoin(
            SecondFactor,
            and_(SecondFactor.agency_id == Consultant.agency_id, SecondFactor.consultant_id == Consultant.id),
        )
        .where(Consultant.agency_id == actor.agency_id)
    )


def _stands(standing: Standing) -> ColumnElement[bool]:
    match standing:
        case "here":
            return and_(Consultant.active, _joined())
        case "invited":
            return and_(Consultant.active, not_(_joined()))
        case "left":
            return Consultant.active.is_(False)


def _joined() -> ColumnElement[bool]:
    """Whether somebody can sign in by a passphrase, or was in by other means."""
    was_in = exists().where(WebSession.agency_id == Consultant.agency_id, WebSession.consultant_id == Consultant.id)
    return or_(Consultant.passphrase_hash.is_not(None), was_in)
