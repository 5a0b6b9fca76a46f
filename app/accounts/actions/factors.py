"""A user sets up an app that shows codes, signs in with it or with a recovery code, and turns it off."""

from datetime import datetime
from uuid import UUID

from app.accounts import policy
from app.accounts.factors import RecoveryCode, SecondFactor
from app.accounts.models import Consultant
from app.accounts.queries import factors as queries
from app.accounts.queries import rows
from app.accounts.queries.visits import open_sessions
from app.accounts.rules.codes import RECOVERY_CODES, new_recovery_code, new_secret, recovery_digest, step_of
from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import Actor, ConsultantActor
from app.core.db import AgencySession
from app.core.errors import Conflict, FieldError, Forbidden, Invalid, Unauthenticated, Unavailable
from app.core.ids import new_id
from app.core.queue import enqueue
from app.core.secret_box import CannotOpen, NoSecretKey, SecretBox


class CodeRequired(Unauthenticated):
    """This account signs in with a code, too: send `code` of your app, or one of your recovery codes."""

    code = "code_required"


class WrongCode(Unauthenticated):
    """This code is not right, was used already, or is too old: wait for the next one of your app."""

    code = "wrong_code"


class CodeNotRight(Invalid):
    """This is not the code that the app shows now; nothing was changed."""

    code = "code_not_right"


class FactorUnreadable(Unavailable):
    """The key that opens your app's secret is missing on this service: use a recovery code, and tell its operator."""

    code = "second_factor_unreadable"


class FactorNeeded(Conflict):
    """Your agency asks your role for a code app: set it up on another device instead of turning it off."""

    code = "totp_is_required"


class NoFactor(Conflict):
    """No code app is set up."""

    code = "no_second_factor"


def begin_set_up(session: AgencySession, *, box: SecretBox, actor: ConsultantActor, now: datetime) -> str:
    """Make a secret for an app; return it. The former app, if any, works until a code of the new one was given."""
    if not box:
        raise NoSecretKey
    rows.consultant(session, consultant_id=actor.id, actor=actor, lock=True)
    found = queries.factor_of(session, agency_id=actor.agency_id, consultant_id=actor.id, lock=True)
    factor = found or SecondFactor(agency_id=actor.agency_id, consultant_id=actor.id)
    secret = new_secret()
    factor.sealed_next, factor.begun_at = box.seal(secret, bound_to=actor.id), now
    session.add(factor)
    return secret


def finish_set_up(
    session: AgencySession, *, code: str, box: SecretBox, actor: ConsultantActor, now: datetime
) -> list[str]:
    """Take the app into use by a code that it shows; return the recovery codes, this once. Raises CodeNotRight."""
    user = rows.consultant(session, consultant_id=actor.id, actor=actor, lock=True)
    factor = queries.begun_factor(session, actor, lock=True)
    step = step_of(code, secret=begun_secret(factor, box), after=None, now=now)
    if step is None:
        words = "The app shows another code now. Wait for the next one, and look that the phone’s clock is right"
        raise CodeNotRight(errors=[FieldError("#/code", words)])
    factor.sealed_secret, factor.set_up_at, factor.last_step = factor.sealed_next, now, step
    factor.sealed_next = factor.begun_at = None
    record(session, AuditAction.TOTP_SET_UP, subject=user, actor=actor, now=now)
    _complete_sessions(session, actor=actor, now=now)
    return _new_codes(session, user, now=now)


def renew_recovery_codes(session: AgencySession, *, actor: ConsultantActor, now: datetime) -> list[str]:
    """Make ten new recovery codes, shown this once; the former ones stop working. Raises NoFactor."""
    user = rows.consultant(session, consultant_id=actor.id, actor=actor, lock=True)
    if not queries.has_factor(session, user):
        raise NoFactor
    record(session, AuditAction.RECOVERY_CODES_RENEWED, subject=user, actor=actor, now=now)
    return _new_codes(session, user, now=now)


def turn_off(session: AgencySession, *, actor: ConsultantActor, now: datetime) -> None:
    """Sign in without a code from now on; harmless where there is none. Raises FactorNeeded."""
    user = rows.consultant(session, consultant_id=actor.id, actor=actor, lock=True)
    if queries.must_have(session, user):
        raise FactorNeeded
    _remove(session, user, actor=actor, now=now)


def reset(session: AgencySession, *, consultant_id: UUID, actor: Actor, now: datetime) -> Consultant:
    """Let an administrator take a lost app from a user, as `take_away` does."""
    user = rows.consultant(session, consultant_id=consultant_id, actor=actor, lock=True)
    if not policy.may_administer(actor):
        raise Forbidden
    take_away(session, user, actor=actor, now=now)
    return user


def take_away(session: AgencySession, user: Consultant, *, actor: Actor, now: datetime) -> bool:
    """Take a lost app and its recovery codes from a user, who is told by mail; harmless where there is none."""
    had = _remove(session, user, actor=actor, now=now)
    if had:
        enqueue(session, "accounts.tell_of_factor", agency_id=user.agency_id, subject_id=user.id)
    return had


def prove(session: AgencySession, user: Consultant, *, given: str, box: SecretBox, now: datetime) -> None:
    """Take a code of the user's app, each once, or a recovery code; raises WrongCode, FactorUnreadable."""
    session.refresh(user, with_for_update=True)
    factor = queries.factor_of(session, agency_id=user.agency_id, consultant_id=user.id, lock=True)
    if factor is None or factor.sealed_secret is None:
        raise WrongCode
    if _use_recovery_code(session, user, given=given, now=now):
        return
    try:
        secret = box.open(factor.sealed_secret, bound_to=user.id)
    except CannotOpen:
        raise FactorUnreadable from None
    step = step_of(given, secret=secret, after=factor.last_step, now=now)
    if step is None:
        raise WrongCode
    factor.last_step = step
    if not box.is_newest(factor.sealed_secret):
        factor.sealed_secret = box.seal(secret, bound_to=user.id)


def begun_secret(factor: SecondFactor, box: SecretBox) -> str:
    """The secret of an app that is being set up; raises NoSetUpBegun where its key was changed meanwhile."""
    try:
        return box.open(factor.sealed_next or b"", bound_to=factor.consultant_id)
    except CannotOpen:
        raise queries.NoSetUpBegun from None


def _use_recovery_code(session: AgencySession, user: Consultant, *, given: str, now: datetime) -> bool:
    codes = queries.recovery_codes(session, agency_id=user.agency_id, consultant_id=user.id)
    digest = recovery_digest(given)
    used = next((code for code in codes if code.digest == digest and code.used_at is None), None)
    if used is None:
        return False
    used.used_at = now
    details = {"left": sum(code.used_at is None for code in codes)}
    actor = rows.consultant_actor(user)
    record(session, AuditAction.RECOVERY_CODE_USED, subject=user, actor=actor, now=now, details=details)
    enqueue(session, "accounts.tell_of_factor", agency_id=user.agency_id, subject_id=user.id)
    return True


def _complete_sessions(session: AgencySession, *, actor: ConsultantActor, now: datetime) -> None:
    for one in open_sessions(session, actor, now=now, lock=True):
        if one.awaits_factor:
            one.awaits_factor = False
            record(session, AuditAction.SESSION_COMPLETED, subject=one, actor=actor, now=now)


def _new_codes(session: AgencySession, user: Consultant, *, now: datetime) -> list[str]:
    for former in queries.recovery_codes(session, agency_id=user.agency_id, consultant_id=user.id):
        session.delete(former)
    shown = [new_recovery_code() for _ in range(RECOVERY_CODES)]
    for code in shown:
        kept = RecoveryCode(agency_id=user.agency_id, id=new_id(), consultant_id=user.id, made_at=now)
        kept.digest = recovery_digest(code)
        session.add(kept)
    return shown


def _remove(session: AgencySession, user: Consultant, *, actor: Actor, now: datetime) -> bool:
    factor = queries.factor_of(session, agency_id=user.agency_id, consultant_id=user.id, lock=True)
    if factor is None:
        return False
    was_set_up = factor.sealed_secret is not None
    for code in queries.recovery_codes(session, agency_id=user.agency_id, consultant_id=user.id):
        session.delete(code)
    session.delete(factor)
    if was_set_up:
        record(session, AuditAction.TOTP_REMOVED, subject=user, actor=actor, now=now)
    return was_set_up
