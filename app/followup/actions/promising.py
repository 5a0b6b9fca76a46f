"""By when the candidate hears: promised, kept by what they hear, or broken (P16); moved it is in `moving`.

None of it asks what the client said or decided before a person told the candidate: they could else tell from a date
(rule 5). Once they were told that it has ended, or another round is arranged, nothing more is promised.
"""

from datetime import date, datetime, timedelta
from typing import Final, Literal

from app.accounts.queries.rows import agency as agency_of
from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import Actor
from app.core.db import AgencySession
from app.core.errors import FieldError, Invalid, PreconditionFailed
from app.core.ids import new_id
from app.core.timers import clear_timer, set_timer
from app.followup.models.promises import Promise
from app.followup.queries.preparing import next_round
from app.followup.queries.promises import Hears, hears, newest_news, promise_number, standing_promise
from app.followup.queries.telling import told_the_end
from app.followup.rules.promises import amiss_in, end_of, warn_at
from app.followup.states import PROMISE
from app.interviews.models import Interview
from app.interviews.states import OFF

WARN: Final = "followup.warn_of_promise"
LAPSE: Final = "followup.note_broken"
WITHIN_MINUTES: Final = timedelta(minutes=10)
"""What happens so soon after is the same news: a task that runs twice, an approval right after an acceptance."""

KeptBy = Literal["news", "update", "relay"]


class PromiseImpossible(Invalid):
    """Nobody can promise this day: see errors."""

    code = "promise_impossible"


class HeardMeanwhile(PreconditionFailed):
    """Somebody wrote to the candidate or moved the promise since you looked: read it, and send yours again."""

    code = "heard_meanwhile"


def begin(session: AgencySession, interview: Interview, *, actor: Actor, now: datetime) -> Promise | None:
    """Promise that the candidate hears, unless it was promised already or nothing more is owed."""
    if is_over(session, interview) or standing_promise(session, interview, lock=True) is not None:
        return None
    return make(session, interview, hears_of(session, interview, now), by=None, actor=actor, now=now)


def renew(
    session: AgencySession,
    interview: Interview,
    *,
    kept_by: KeptBy,
    actor: Actor,
    now: datetime,
    next_update_on: date | None = None,
) -> Promise | None:
    """Note that the candidate heard something, and promise by when they hear next; the caller locked the interview.

    None where nothing more is owed. News that is older than the promise that stands leaves it, as when the worker was
    down. Raises PromiseImpossible.
    """
    standing, found = standing_promise(session, interview, lock=True), hears_of(session, interview, now)
    over = is_over(session, interview)
    if next_update_on is not None:
        require_possible(found, next_update_on, now=now, over=over)
    if kept_by == "news" and standing is not None and not over and _known(session, interview, standing, found, now=now):
        return standing
    if standing is not None:
        _keep(session, standing, kept_by, actor=actor, now=now)
    if over:
        return None
    by = end_of(next_update_on, found.desk) if next_update_on else None
    return make(session, interview, found, by=by, actor=actor, now=now)


def lapse(session: AgencySession, interview: Interview, *, actor: Actor, now: datetime) -> Promise | None:
    """Note that the time came and nobody wrote; or that nothing was owed any more."""
    standing = standing_promise(session, interview, lock=True)
    if standing is None or standing.state != "open" or now < standing.next_update_by:
        return None
    if is_over(session, interview):
        _drop(session, standing, actor=actor, now=now)
        return None
    _break(session, standing, actor=actor, now=now)
    return standing


def hears_of(session: AgencySession, interview: Interview, now: datetime) -> Hears:
    """Read what decides by when they hear."""
    return hears(session, interview, agency_of(session, interview.agency_id), now=now)


def require_seen(session: AgencySession, interview: Interview, seen: int | None) -> None:
    """Refuse what was decided on before the candidate heard something else; raises HeardMeanwhile (412)."""
    if seen is not None and promise_number(session, interview) != seen:
        raise HeardMeanwhile


def require_possible(found: Hears, day: date, *, now: datetime, over: bool = False) -> None:
    """Refuse a day that nobody can promise, or of which nothing is left to hear; raises PromiseImpossible (422)."""
    amiss = "is not needed: nothing more is owed here" if over else amiss_in(day, found.desk, now=now)
    if amiss:
        raise PromiseImpossible(errors=[FieldError("#/next_update_on", amiss)])


def is_over(session: AgencySession, interview: Interview) -> bool:
    """Whether nothing more is owed: it is off, they were told how it ended, or it goes on in another round."""
    if interview.state in OFF or told_the_end(session, interview):
        return True
    return next_round(session, interview) is not None


def drop(session: AgencySession, interview: Interview, *, actor: Actor, now: datetime) -> None:
    """Note that nothing is owed any more, where that is so; one that was broken stays, to be made good."""
    standing = standing_promise(session, interview, lock=True)
    if standing is not None and standing.state == "open" and is_over(session, interview):
        _drop(session, standing, actor=actor, now=now)


def _known(session: AgencySession, interview: Interview, standing: Promise, found: Hears, *, now: datetime) -> bool:
    """Whether the promise that stands was made since the news, or within minutes of it and just so."""
    happened_at = newest_news(session, interview)
    if happened_at is not None and happened_at <= standing.made_at:
        return True
    soon = now - standing.made_at < WITHIN_MINUTES
    return soon and standing.state == "open" and standing.next_update_by == found.due_by(now)


def _drop(session: AgencySession, standing: Promise, *, actor: Actor, now: datetime) -> None:
    PROMISE.require(standing.state, "dropped")
    standing.state, standing.ended_at = "dropped", now
    record(session, AuditAction.PROMISE_DROPPED, subject=standing, actor=actor, now=now)
    _stop(session, standing)


def _break(session: AgencySession, standing: Promise, *, actor: Actor, now: datetime) -> None:
    PROMISE.require(standing.state, "broken")
    standing.state, standing.broken_at = "broken", standing.next_update_by
    record(session, AuditAction.PROMISE_BROKEN, subject=standing, actor=actor, now=now)


def _keep(session: AgencySession, standing: Promise, kept_by: KeptBy, *, actor: Actor, now: datetime) -> None:
    """End it: it is kept where its time has not come, whether or not a timer noted that already."""
    if standing.state == "open" and now > standing.next_update_by:
        _break(session, standing, actor=actor, now=now)
        session.flush()  # each change of state has an entry of its own, and goes before the next
    late = standing.state == "broken"
    if not late:
        PROMISE.require(standing.state, "kept")
        standing.state = "kept"
    standing.kept_by, standing.ended_at = kept_by, now
    said = AuditAction.PROMISE_MADE_GOOD if late else AuditAction.PROMISE_KEPT
    record(session, said, subject=standing, actor=actor, now=now, details={"kept_by": kept_by})
    _stop(session, standing)


def _stop(session: AgencySession, standing: Promise) -> None:
    for kind in (WARN, LAPSE):
        clear_timer(session, kind, agency_id=standing.agency_id, subject_id=standing.interview_id)


def make(
    session: AgencySession, interview: Interview, found: Hears, *, by: datetime | None, actor: Actor, now: datetime
) -> Promise:
    """Promise it, until ``by`` or as the rule says; what stood before has ended."""
    session.flush()  # what stood ends before another stands: a unique index says so
    by = by or found.due_by(now)
    promise = Promise(
        agency_id=interview.agency_id,
        id=new_id(),
        interview_id=interview.id,
        consultant_id=interview.consultant_id,
        state="open",
        made_at=now,
        next_update_by=by,
        warn_at=warn_at(by, found.desk),
    )
    session.add(promise)
    details = {"by": by.isoformat(), "interview": str(interview.id)}
    record(session, AuditAction.PROMISE_MADE, subject=promise, actor=actor, now=now, details=details)
    _plan(session, promise, now=now)
    return promise


def _plan(session: AgencySession, promise: Promise, *, now: datetime) -> None:
    """Plan the warning and the end; who promises a time that is near needs no warning."""
    agency_id, subject_id = promise.agency_id, promise.interview_id
    set_timer(session, LAPSE, agency_id=agency_id, subject_id=subject_id, due_at=promise.next_update_by)
    if promise.warn_at > now:
        set_timer(session, WARN, agency_id=agency_id, subject_id=subject_id, due_at=promise.warn_at)
    else:
        clear_timer(session, WARN, agency_id=agency_id, subject_id=subject_id)
