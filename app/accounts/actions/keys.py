"""API keys are created and revoked."""

from datetime import datetime
from uuid import UUID

from app.accounts.actions.users import require_admin
from app.accounts.models import ApiKey
from app.accounts.queries import keys
from app.accounts.queries import rows as queries
from app.accounts.queries.people import standing_key_named
from app.accounts.schemas.accounts import KeyRequest
from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import Actor
from app.core.db import AgencySession
from app.core.errors import Conflict, FieldError, Invalid
from app.core.ids import new_id
from app.core.tokens import Token, new_token


class KeyNameTaken(Conflict):
    """A key of this name works already: its secret was shown when it was made. Revoke it, or choose another name."""

    code = "key_name_taken"


def create_under_new_name(
    session: AgencySession, *, request: KeyRequest, actor: Actor, now: datetime
) -> tuple[ApiKey, Token]:
    """Create a key whose name no other has that works, so that a second press makes none. Raises KeyNameTaken."""
    require_admin(actor)
    queries.agency(session, actor.agency_id, lock=True)
    if standing_key_named(session, name=request.name, actor=actor, now=now) is not None:
        raise KeyNameTaken
    return create_key(session, request=request, actor=actor, now=now)


def create_key(session: AgencySession, *, request: KeyRequest, actor: Actor, now: datetime) -> tuple[ApiKey, Token]:
    """Create an API key; its token is shown once."""
    require_admin(actor)
    if request.expires_at is not None and request.expires_at <= now:
        raise Invalid("The key would have expired already.", errors=[FieldError("#/expires_at", "is in the past")])
    token = new_token("awk_live", agency_id=actor.agency_id, row_id=new_id())
    key = ApiKey(
        agency_id=actor.agency_id,
        id=token.row_id,
        name=request.name,
        scopes=sorted(set(request.scopes)),
        digest=token.digest,
        created_at=now,
        expires_at=request.expires_at,
    )
    session.add(key)
    details = {"scopes": list(key.scopes)}
    record(session, AuditAction.KEY_CREATED, subject=key, actor=actor, now=now, details=details)
    return key, token


def revoke_key(session: AgencySession, *, key_id: UUID, actor: Actor, now: datetime) -> ApiKey:
    """Revoke a key at once; harmless when it is revoked already."""
    key = keys.key(session, key_id=key_id, actor=actor)
    require_admin(actor)
    if key.revoked_at is None:
        key.revoked_at = now
        record(session, AuditAction.KEY_REVOKED, subject=key, actor=actor, now=now)
    return key
