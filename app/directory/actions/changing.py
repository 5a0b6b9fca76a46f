"""Changing clients and contacts by their own identifiers."""

from datetime import datetime
from uuid import UUID

from app.accounts.queries.rows import require_unchanged
from app.core.actor import Actor
from app.core.db import AgencySession
from app.core.errors import Forbidden
from app.directory import policy
from app.directory.actions.upserting import Changes, Writing, change_known_client, change_known_contact
from app.directory.models import Client, ClientContact
from app.directory.queries.rows import client_for, contact_for
from app.directory.schemas import ClientChange, ContactChange


def change_client(
    session: AgencySession, *, client_id: UUID, change: ClientChange, seen: int, actor: Actor, now: datetime
) -> Client:
    """Change a client's name or policies; ``seen`` is the ETag that was read."""
    client = client_for(session, client_id=client_id, actor=actor, lock=True)
    if not policy.may_change(actor):
        raise Forbidden
    require_unchanged(session, client, seen)
    w = Writing(session, "", actor, now, Changes())
    change_known_client(w, client, change.model_dump(exclude_unset=True))
    return client


def change_contact(
    session: AgencySession, *, contact_id: UUID, change: ContactChange, seen: int, actor: Actor, now: datetime
) -> ClientContact:
    """Change a client contact; raises Invalid where the working day would have no length.

    A task looks at the deliveries that the change concerns.
    """
    contact = contact_for(session, contact_id=contact_id, actor=actor, lock=True)
    if not policy.may_change(actor):
        raise Forbidden
    require_unchanged(session, contact, seen)
    change_known_contact(Writing(session, "", actor, now, Changes()), contact, change.model_dump(exclude_unset=True))
    return contact
