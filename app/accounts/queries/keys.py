"""API keys: whose one is, and which there are."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from app.accounts.models import ApiKey
from app.core.actor import Actor, IntegrationActor
from app.core.errors import NotFound
from app.core.statements import made_once
from app.core.tokens import Token


class KeyNotFound(NotFound):
    """There is no such key in your agency."""

    code = "key_not_found"


def key_of(session: Session, token: Token, *, now: datetime) -> IntegrationActor | None:
    """The integration that this API key belongs to, or None when it is revoked, expired or wrong."""
    found = session.scalars(*_valid_key(token.agency_id, token.row_id, now)).one_or_none()
    if found is None or not token.matches(found.digest):
        return None
    return IntegrationActor(found.agency_id, found.id, frozenset(found.scopes))


@made_once
def _valid_key(agency_id: UUID, key_id: UUID, now: datetime) -> Select[ApiKey]:
    unexpired = or_(ApiKey.expires_at.is_(None), ApiKey.expires_at > now)
    return select(ApiKey).where(
        ApiKey.agency_id == agency_id, ApiKey.id == key_id, ApiKey.revoked_at.is_(None), unexpired
    )


def key(session: Session, *, key_id: UUID, actor: Actor) -> ApiKey:
    """A key of the actor's agency, locked; raises KeyNotFound."""
    found = session.scalars(
        select(ApiKey).where(ApiKey.agency_id == actor.agency_id, ApiKey.id == key_id).with_for_update()
    ).one_or_none()
    if found is None:
        raise KeyNotFound
    return found


def keys(session: Session, *, actor: Actor, after: UUID | None, limit: int) -> list[ApiKey]:
    """The keys of the actor's agency, oldest first; ``after`` is the last one seen."""
    query = select(ApiKey).where(ApiKey.agency_id == actor.agency_id).order_by(ApiKey.id).limit(limit)
    return list(session.scalars(query if after is None else query.where(ApiKey.id > after)))
