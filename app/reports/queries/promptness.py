"""How long each step took, in one statement over the rows, however many interviews there are."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    CTE,
    ColumnElement,
    Date,
    DateTime,
    Double,
    Select,
    and_,
    bindparam,
    cast,
    column,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.core.actor import ConsultantActor
from app.debriefs.models import Debrief, DebriefVersion
from app.deliveries.models import Delivery
from app.followup.models.calls import ClientCall
from app.letters.models import Letter, LetterVersion
from app.reports.queries.interviews import interviews_in
from app.reports.rules.found import Timed
from app.reports.rules.hours import DeskDay
from app.reports.rules.periods import Wanted
from app.reports.schemas import Step

Instant = ColumnElement[Any] | InstrumentedAttribute[Any]


def promptness(
    session: Session,
    wanted: Wanted,
    *,
    days: Sequence[DeskDay],
    actor: ConsultantActor,
    clients: list[UUID] | None = None,
) -> list[Timed]:
    """How long the steps took that were taken; ``days`` are the desk's, until today."""
    interviews = interviews_in(wanted, actor=actor, clients=clients)
    held = select(interviews).where(interviews.c.bar.is_(None)).cte("held")
    steps = union_all(*_debrief(held), _told(held), *_letters(held)).cte("steps")
    spans = _spans(steps, wanted, days)
    found = [
        func.percentile_cont(part).within_group(which)
        for which in (spans.c.elapsed, spans.c.business)
        for part in (0.5, 0.9)
    ]
    query = select(spans.c.group, spans.c.step, func.count(), *found).group_by(spans.c.group, spans.c.step)
    return [Timed(*row) for row in session.execute(query)]


def _step(held: CTE, step: Step, since: Instant, until: Instant) -> Select[Any, Any, Any, Any]:
    return select(held.c.group, literal(step).label("step"), since.label("since"), until.label("until"))


def _debrief(held: CTE) -> list[Select[Any, Any, Any, Any]]:
    of_it = and_(Debrief.agency_id == held.c.agency_id, Debrief.interview_id == held.c.id)
    first = and_(
        DebriefVersion.agency_id == Debrief.agency_id,
        DebriefVersion.debrief_id == Debrief.id,
        DebriefVersion.version == 1,
    )
    submitted = _step(held, "debrief_submitted", held.c.ends_at, DebriefVersion.submitted_at)
    accepted = _step(held, "debrief_accepted", Debrief.submitted_at, Debrief.accepted_at)
    return [
        submitted.join(Debrief, of_it).join(DebriefVersion, first),
        accepted.join(Debrief, of_it).where(Debrief.state == "accepted"),
    ]


def _told(held: CTE) -> Select[Any, Any, Any, Any]:
    first = (
        select(func.min(ClientCall.rung_at).label("at"))
        .where(
            ClientCall.agency_id == held.c.agency_id,
            ClientCall.interview_id == held.c.id,
            ClientCall.state == "done",
            ClientCall.rung_at >= held.c.ends_at,
        )
        .lateral("told")
    )
    return _step(held, "client_told", held.c.ends_at, first.c.at).join(first, first.c.at.is_not(None))


def _letters(held: CTE) -> list[Select[Any, Any, Any, Any]]:
    whose = and_(Letter.agency_id == held.c.agency_id, Letter.interview_id == held.c.id, Letter.kind != "summary")
    first = and_(LetterVersion.agency_id == Letter.agency_id, LetterVersion.letter_id == Letter.id)
    gone = and_(Delivery.agency_id == Letter.agency_id, Delivery.letter_id == Letter.id, Delivery.state == "sent")
    versions = select(func.min(LetterVersion.submitted_at).label("at")).select_from(Letter).join(LetterVersion, first)
    submitted = versions.where(whose, LetterVersion.version == 1).lateral("submitted")
    sent = select(func.min(Delivery.sent_at).label("at")).select_from(Letter).join(Delivery, gone)
    forwarded = sent.where(whose).lateral("forwarded")
    each = _step(held, "letter_sent", Delivery.created_at, Delivery.sent_at).join(Letter, whose).join(Delivery, gone)
    return [
        _step(held, "letter_submitted", held.c.ends_at, submitted.c.at).join(submitted, submitted.c.at.is_not(None)),
        each,
        _step(held, "letter_forwarded", held.c.ends_at, forwarded.c.at).join(forwarded, forwarded.c.at.is_not(None)),
    ]


def _spans(steps: CTE, wanted: Wanted, days: Sequence[DeskDay]) -> CTE:
    """What each step took in seconds; one that was taken before what it is counted from took none."""
    calendar = _calendar(days)
    begun, done = calendar.alias("begun"), calendar.alias("done")
    until = func.greatest(steps.c.until, steps.c.since)
    worked = _worked(until, done) - _worked(steps.c.since, begun)
    return (
        select(
            steps.c.group,
            steps.c.step,
            _seconds(until - steps.c.since).label("elapsed"),
            func.greatest(worked, 0.0).label("business"),
        )
        .join(begun, begun.c.day == cast(func.timezone(wanted.zone, steps.c.since), Date))
        .join(done, done.c.day == cast(func.timezone(wanted.zone, until), Date))
        .cte("spans")
    )


def _calendar(days: Sequence[DeskDay]) -> CTE:
    columns: list[tuple[str, Any, list[Any]]] = [
        ("day", Date(), [one.day for one in days]),
        ("opens", DateTime(timezone=True), [one.opens for one in days]),
        ("closes", DateTime(timezone=True), [one.closes for one in days]),
        ("before", Double(), [one.before for one in days]),
    ]
    arrays = [cast(bindparam(None, values, type_=ARRAY(kind)), ARRAY(kind)) for _, kind, values in columns]
    named = [column(name, kind) for name, kind, _ in columns]
    return select(func.unnest(*arrays).table_valued(*named).render_derived(name="each_day")).cte("desk_day")


def _worked(at: ColumnElement[Any], day: Any) -> ColumnElement[float]:
    """The seconds of business hours until an instant of a day."""
    before: ColumnElement[float] = day.c.before
    return before + func.greatest(_seconds(func.least(at, day.c.closes) - day.c.opens), 0.0)


def _seconds(span: ColumnElement[Any]) -> ColumnElement[float]:
    return cast(func.extract("epoch", span), Double)
