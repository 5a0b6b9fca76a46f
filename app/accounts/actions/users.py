"""Users are invited and join."""

from datetime import datetime
from uuid import UUID

from app.accounts import policy
from app.accounts.actions.confirming import require_confirmed
from app.accounts.actions.sessions import LinkNotValid, read
from app.accounts.models import Consultant, ConsultantInvitation
from app.accounts.queries import rows as queries
from app.accounts.rules.lifetimes import INVITATION_LIFE
from app.accounts.rules.passphrases import hash_passphrase, trouble_with
from app.accounts.schemas.accounts import ConsultantInvite, OwnChange
from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import Actor, ConsultantActor, SystemActor
from app.core.db import AgencySession
from app.core.errors import Conflict, FieldError, Forbidden, Invalid
from app.core.ids import new_id
from app.core.queue import enqueue
from app.core.tokens import Token, new_token


class EmailTaken(Conflict):
    """A user with this e-mail address exists already."""

    code = "email_taken"


class JoinedAlready(Conflict):
    """They joined already, or their access has ended: there is nothing to invite them to."""

    code = "joined_already"


class OwnAccess(Conflict):
    """Nobody ends their own access; ask another administrator."""

    code = "own_access"


def invite_consultant(session: AgencySession, *, invite: ConsultantInvite, actor: Actor, now: datetime) -> Consultant:
    """Add a user; the worker mails them a one-time link. An admin makes an admin right after proving who they are."""
    require_admin(actor)
    if invite.role == "admin":
        require_confirmed(actor, now=now)
    if invite.team_id is not None and not queries.team_exists(session, actor.agency_id, invite.team_id):
        raise Invalid("There is no such team.", errors=[FieldError("#/team_id", "no such team in your agency")])
    if queries.is_user(session, actor.agency_id, invite.email):
        raise EmailTaken
    team_id = invite.team_id or queries.default_team(session, actor.agency_id).id
    user = add_user(session, invite=invite, team_id=team_id, actor=actor, now=now)
    enqueue(session, "accounts.mail_invitation", agency_id=actor.agency_id, subject_id=user.id)
    return user


def invite_again(session: AgencySession, *, consultant_id: UUID, actor: Actor, now: datetime) -> Consultant:
    """Mail a user who has not joined another one-time link; the one before stops working. Raises JoinedAlready."""
    user = queries.consultant(session, consultant_id=consultant_id, actor=actor, lock=True)
    require_admin(actor)
    if user.role == "admin":
        require_confirmed(actor, now=now)
    if user.passphrase_hash is not None or not user.active:
        raise JoinedAlready
    details = {"role": user.role}
    record(session, AuditAction.CONSULTANT_INVITED, subject=user, actor=actor, now=now, details=details)
    enqueue(session, "accounts.mail_invitation", agency_id=actor.agency_id, subject_id=user.id)
    return user


def accept_invitation(session: AgencySession, *, token: str, passphrase: str, now: datetime) -> Consultant:
    """Set the passphrase of an invited user; the invitation is used up. Raises LinkNotValid, Invalid."""
    opened = read(session, token, "awi")
    invitation = queries.invitation(session, opened, now=now) if opened else None
    if invitation is None:
        raise LinkNotValid
    system = SystemActor(invitation.agency_id)
    user = queries.consultant(session, consultant_id=invitation.consultant_id, actor=system, lock=True)
    agency = queries.agency(session, user.agency_id)
    if trouble := trouble_with(passphrase, about=(agency.name, user.name, user.email)):
        raise Invalid(f"The passphrase is not taken. {trouble}.", errors=[FieldError("#/passphrase", trouble)])
    user.passphrase_hash = hash_passphrase(passphrase)
    session.delete(invitation)
    actor = queries.consultant_actor(user)
    record(session, AuditAction.CONSULTANT_JOINED, subject=user, actor=actor, now=now)
    return user


def deactivate(session: AgencySession, *, consultant_id: UUID, actor: Actor, now: datetime) -> Consultant:
    """End a user's access at once, also where they are signed in; harmless when it has ended already."""
    user = queries.consultant(session, consultant_id=consultant_id, actor=actor, lock=True)
    require_admin(actor)
    if user.id == actor.id:
        raise OwnAccess
    if user.active:
        user.active = False
        record(session, AuditAction.CONSULTANT_DEACTIVATED, subject=user, actor=actor, now=now)
        for invitation in queries.invitations_of(session, agency_id=actor.agency_id, consultant_id=user.id):
            session.delete(invitation)
        enqueue(session, "reviews.free_of_leaver", agency_id=actor.agency_id, subject_id=user.id)
    return user


def change_own(session: AgencySession, *, change: OwnChange, actor: ConsultantActor, now: datetime) -> Consultant:
    """Let a user decide how they hear of what comes in; what they have already changes nothing."""
    user = queries.consultant(session, consultant_id=actor.id, actor=actor, lock=True)
    if user.notify != change.notify:
        user.notify = change.notify
        details = {"notify": change.notify}
        record(session, AuditAction.CONSULTANT_NOTIFIED, subject=user, actor=actor, now=now, details=details)
    return user


def require_admin(actor: Actor) -> None:
    """Refuse anybody else; raises Forbidden."""
    if not policy.may_administer(actor):
        raise Forbidden


def renew_invitation(session: AgencySession, *, consultant_id: UUID, actor: Actor, now: datetime) -> Token:
    """Make the one invitation of a user anew; the one before stops working. The token is shown to them only."""
    for former in queries.invitations_of(session, agency_id=actor.agency_id, consultant_id=consultant_id):
        session.delete(former)
    token = new_token("awi", agency_id=actor.agency_id, row_id=new_id())
    session.add(
        ConsultantInvitation(
            agency_id=actor.agency_id,
            id=token.row_id,
            consultant_id=consultant_id,
            digest=token.digest,
            expires_at=now + INVITATION_LIFE,
        )
    )
    return token


def add_user(
    session: AgencySession, *, invite: ConsultantInvite, team_id: UUID, actor: Actor, now: datetime
) -> Consultant:
    """Add the row of a user, whoever may do so."""
    user = Consultant(
        agency_id=actor.agency_id,
        id=new_id(),
        team_id=team_id,
        name=invite.name,
        email=invite.email,
        phone=invite.phone,
        role=invite.role,
        active=True,
    )
    session.add(user)
    details = {"role": invite.role, "team": str(team_id)}
    record(session, AuditAction.CONSULTANT_INVITED, subject=user, actor=actor, now=now, details=details)
    session.flush()  # the invitation refers to it
    return user
