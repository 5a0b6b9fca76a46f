"""A user proves again who they are before what matters most: keys, roles, exports; and ends other sessions."""

from datetime import datetime

from app.accounts.actions.factors import WrongCode, prove
from app.accounts.models import WebSession
from app.accounts.queries import factors as queries
from app.accounts.queries import rows
from app.accounts.queries.visits import open_sessions
from app.accounts.rules.lifetimes import CONFIRMED_FOR
from app.accounts.rules.passphrases import passphrase_matches
from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import Actor, ConsultantActor
from app.core.db import AgencySession
from app.core.errors import Forbidden
from app.core.secret_box import SecretBox


class ReauthenticationRequired(Forbidden):
    """Prove again who you are: POST /v1/session/confirm with your passphrase or a code, then repeat this request."""

    code = "reauthentication_required"


class FactorMissing(Forbidden):
    """Your agency asks your role for a code app: set it up at /desk/security, or by POST /v1/second-factor."""

    code = "totp_required"


class NotConfirmed(Forbidden):
    """That is neither your passphrase nor a code that is valid now; nothing was changed."""

    code = "not_confirmed"


def require_confirmed(actor: Actor, *, now: datetime) -> None:
    """Ask a user to have proved who they are within ten minutes; a key has no passphrase, and is asked nothing."""
    if not isinstance(actor, ConsultantActor) or actor.via_key_id is not None:
        return
    if actor.confirmed_at is None or now - actor.confirmed_at >= CONFIRMED_FOR:
        raise ReauthenticationRequired


def require_whole(web_session: WebSession, *, before_factor: bool) -> None:
    """Refuse a session whose user must set up a second factor first, but where they do so; raises FactorMissing."""
    if web_session.awaits_factor and not before_factor:
        raise FactorMissing


def confirm(
    session: AgencySession,
    *,
    passphrase: str | None,
    code: str | None,
    box: SecretBox,
    actor: ConsultantActor,
    now: datetime,
) -> datetime:
    """Note that the actor proved who they are; return until when that counts. Raises NotConfirmed."""
    user = rows.consultant(session, consultant_id=actor.id, actor=actor, lock=True)
    if not passphrase or not passphrase_matches(user.passphrase_hash, passphrase):
        try:
            prove(session, user, given=code or "", box=box, now=now)
        except WrongCode:
            raise NotConfirmed from None
    return note_confirmed(session, actor=actor, now=now)


def note_confirmed(session: AgencySession, *, actor: ConsultantActor, now: datetime) -> datetime:
    """Keep in the actor's session that they have just proved who they are; return until when that counts."""
    found = queries.own_session(session, actor, lock=True)
    if found is None:
        raise NotConfirmed
    found.confirmed_at = now
    record(session, AuditAction.SESSION_CONFIRMED, subject=found, actor=actor, now=now)
    return now + CONFIRMED_FOR


def sign_out_elsewhere(session: AgencySession, *, actor: ConsultantActor, now: datetime) -> int:
    """End every session of the actor but the one they act in; return how many."""
    ended = [one for one in open_sessions(session, actor, now=now, lock=True) if one.id != actor.session_id]
    for one in ended:
        _close(session, one, actor=actor, now=now)
    return len(ended)


def _close(session: AgencySession, web_session: WebSession, *, actor: ConsultantActor, now: datetime) -> None:
    web_session.closed_at = now
    record(session, AuditAction.SESSION_CLOSED, subject=web_session, actor=actor, now=now)
