"""A user's account at the provider: linked when they first come by it, taken away by an administrator."""

from datetime import datetime
from uuid import UUID

from app.accounts import policy
from app.accounts.models import Consultant
from app.accounts.queries import rows as queries
from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import Actor
from app.core.db import AgencySession
from app.core.errors import Forbidden


def link(session: AgencySession, user: Consultant, *, issuer: str, subject: str, now: datetime) -> None:
    """Note by which account a user signs in; their invitation is used up by it. What is so already changes nothing."""
    if (user.oidc_issuer, user.oidc_subject) == (issuer, subject):
        return
    user.oidc_issuer, user.oidc_subject = issuer, subject
    record(session, AuditAction.CONSULTANT_LINKED, subject=user, actor=queries.consultant_actor(user), now=now)
    for invitation in queries.invitations_of(session, agency_id=user.agency_id, consultant_id=user.id):
        session.delete(invitation)


def unlink(session: AgencySession, *, consultant_id: UUID, actor: Actor, now: datetime) -> Consultant:
    """Let a user come by another account next; their sessions go on. Harmless where none is linked."""
    user = queries.consultant(session, consultant_id=consultant_id, actor=actor, lock=True)
    if not policy.may_administer(actor):
        raise Forbidden
    if user.oidc_subject is not None:
        user.oidc_issuer = user.oidc_subject = None
        record(session, AuditAction.CONSULTANT_UNLINKED, subject=user, actor=actor, now=now)
    return user
