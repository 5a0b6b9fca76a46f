"""Applications that have gone quiet and give a true reason to write, the latest to go quiet first; one statement."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, literal, select, tuple_, union_all
from sqlalchemy.orm import Session

from app.accounts.models import Agency, Consultant
from app.accounts.queries.rows import settings_of
from app.core.actor import Actor
from app.core.errors import NotFound
from app.core.local_time import local
from app.debriefs.models import Debrief, DebriefAddendum
from app.deliveries.models import Delivery
from app.directory.models import Application, Candidate, Client, Job
from app.directory.queries.candidates import visible_candidates
from app.followup.models.calls import ClientCall
from app.followup.models.heard import ClientFeedback, Outcome
from app.followup.models.warm import KeepInTouch, Quiet
from app.followup.queries.waiting import desk_of
from app.followup.rules.warm import YEAR_FROM, YEAR_UNTIL, quiet_before
from app.interviews.models import Interview
from app.interviews.states import OFF

ENDED: Final = ("candidate_withdrew", "placed")
"""Whoever took another way is left in peace; who was placed is somebody's colleague now."""
Place = tuple[datetime, UUID]
"""Since when the last one seen was quiet, and which application it was."""


class ApplicationNotFound(NotFound):
    """There is no such application, or it is not yours to see."""

    code = "application_not_found"


def quiet_ones(
    session: Session, of: Agency, *, actor: Actor, now: datetime, after: Place | None, limit: int
) -> list[Quiet]:
    """Those of which nothing was heard for as many working days as the agency says, and whose candidate the actor may
    see, each with one reason."""
    desk = desk_of(session, of, today=local(now, of.time_zone).date())
    before = quiet_before(now, desk, settings_of(session, of.agency_id).keep_warm_days)
    last = _last_heard().label("last")
    best = _best(_reasons(actor.agency_id, now).subquery())
    query = (
        select(
            Application.id, best.c.reason, best.c.since, last, Interview.id,
            Candidate.name, Candidate.email, Job.title, Client.name, Consultant.name,
        )
        .select_from(best)
        .join(Application, and_(Application.agency_id == actor.agency_id, Application.id == best.c.application_id))
        .join(Candidate, and_(Candidate.agency_id == Application.agency_id, Candidate.id == Application.candidate_id))
        .join(Job, and_(Job.agency_id == Application.agency_id, Job.id == Application.job_id))
        .join(Client, and_(Client.agency_id == Job.agency_id, Client.id == Job.client_id))
        .join(Interview, and_(Interview.agency_id == Application.agency_id, Interview.id == best.c.interview_id))
        .join(Consultant, and_(Consultant.agency_id == Interview.agency_id, Consultant.id == Interview.consultant_id))
        .where(best.c.place == 1, *_seen_by(actor), *_in_reach(), last < before)
        .order_by(last.desc(), Application.id.desc())
        .limit(limit)
    )  # fmt: skip
    if after is not None:
        query = query.where(tuple_(last, Application.id) < after)
    return [Quiet(*row) for row in session.execute(query)]


def application_for(session: Session, *, application_id: UUID, actor: Actor) -> tuple[Application, bool]:
    """One application whose candidate the actor may see, locked, and whether they may be written to; raises
    ApplicationNotFound."""
    query = (
        select(Application, and_(*_in_reach()))
        .join(Candidate, and_(Candidate.agency_id == Application.agency_id, Candidate.id == Application.candidate_id))
        .where(Application.id == application_id, *_seen_by(actor))
    )
    found = session.execute(query.with_for_update(of=Application)).one_or_none()
    if found is None:
        raise ApplicationNotFound
    return found[0], found[1]


def last_touch(session: Session, application: Application) -> KeepInTouch | None:
    """When somebody wrote to keep in touch last."""
    query = select(KeepInTouch).where(
        KeepInTouch.agency_id == application.agency_id, KeepInTouch.application_id == application.id
    )
    return session.scalars(query.order_by(KeepInTouch.id.desc()).limit(1)).one_or_none()


def _seen_by(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    return (
        Application.agency_id == actor.agency_id,
        Candidate.id.in_(visible_candidates(actor).with_only_columns(Candidate.id)),
    )


def _in_reach() -> tuple[ColumnElement[bool], ...]:
    """That somebody is there, and did not go another way."""
    ended = select(Outcome.id).join(Interview, _of(Outcome)).where(
        Interview.agency_id == Application.agency_id,
        Interview.application_id == Application.id,
        Outcome.superseded_at.is_(None),
        Outcome.kind.in_(ENDED),
    )  # fmt: skip
    return Candidate.erased_at.is_(None), ~ended.correlate(Application).exists()


def _best(reasons: Any) -> Any:
    """The reasons of each application in their order, the newest of a kind first."""
    place = func.row_number().over(
        partition_by=reasons.c.application_id,
        order_by=(reasons.c.rank, reasons.c.since.desc(), reasons.c.interview_id),
    )
    return select(reasons, place.label("place")).subquery()


def _reasons(agency_id: UUID, now: datetime) -> Any:
    """Every true reason: news that waits, openings, a hold that the candidate heard of, a year gone by."""
    words = ClientFeedback.answers["other_openings"]["words"].astext
    news = _reason("news", 1, DebriefAddendum.added_at).join(Debrief, _within(Debrief, Debrief.interview_id))
    news = news.join(
        DebriefAddendum,
        and_(DebriefAddendum.agency_id == Debrief.agency_id, DebriefAddendum.debrief_id == Debrief.id),
    )
    openings = _reason("openings", 2, ClientFeedback.heard_at).join(ClientFeedback, _of(ClientFeedback))
    hold = _reason("on_hold", 3, Outcome.relayed_at).join(Outcome, _of(Outcome))
    year = _reason("year", 4, Interview.starts_at)
    return union_all(
        news.where(Interview.agency_id == agency_id, DebriefAddendum.state == "submitted"),
        openings.where(
            Interview.agency_id == agency_id, ClientFeedback.relayed_at.is_not(None), func.length(words) > 0
        ),
        hold.where(
            Interview.agency_id == agency_id,
            Outcome.kind == "on_hold",
            Outcome.superseded_at.is_(None),
            Outcome.relayed_at.is_not(None),
        ),
        year.where(
            Interview.agency_id == agency_id,
            Interview.starts_at.between(now - YEAR_UNTIL, now - YEAR_FROM),
            Interview.state.not_in(OFF),
        ),
    )


def _reason(name: str, rank: int, since: Any) -> Select[Any]:
    return select(
        Interview.application_id,
        literal(name).label("reason"),
        literal(rank).label("rank"),
        since.label("since"),
        Interview.id.label("interview_id"),
    ).select_from(Interview)


def _last_heard() -> ColumnElement[datetime]:
    """The last thing that happened to an application; what lies ahead counts, so that nobody expected is quiet."""
    held = select(func.max(Interview.ends_at)).where(*_theirs()).correlate(Application).scalar_subquery()
    moments: list[Any] = [
        held,
        _latest(Debrief, Debrief.submitted_at),
        _latest(Delivery, Delivery.sent_at),
        _latest(ClientCall, ClientCall.noted_at),
        _latest(ClientFeedback, ClientFeedback.noted_at),
        _latest(ClientFeedback, ClientFeedback.relayed_at),
        _latest(Outcome, Outcome.recorded_at),
        _latest(Outcome, Outcome.relayed_at),
        _latest_addendum(),
        select(func.max(KeepInTouch.at))
        .where(KeepInTouch.agency_id == Application.agency_id, KeepInTouch.application_id == Application.id)
        .correlate(Application)
        .scalar_subquery(),
    ]
    return func.greatest(*moments)


def _latest(table: Any, moment: Any) -> Any:
    query = select(func.max(moment)).select_from(Interview).join(table, _of(table)).where(*_theirs())
    return query.correlate(Application).scalar_subquery()


def _latest_addendum() -> Any:
    query = (
        select(func.max(func.greatest(DebriefAddendum.added_at, DebriefAddendum.decided_at)))
        .select_from(Interview)
        .join(Debrief, _of(Debrief))
        .join(
            DebriefAddendum,
            and_(DebriefAddendum.agency_id == Debrief.agency_id, DebriefAddendum.debrief_id == Debrief.id),
        )
        .where(*_theirs())
    )
    return query.correlate(Application).scalar_subquery()


def _theirs() -> tuple[ColumnElement[bool], ...]:
    return (Interview.agency_id == Application.agency_id, Interview.application_id == Application.id)


def _of(table: Any) -> ColumnElement[bool]:
    joined: ColumnElement[bool] = and_(table.agency_id == Interview.agency_id, table.interview_id == Interview.id)
    return joined


def _within(table: Any, column: Any) -> ColumnElement[bool]:
    joined: ColumnElement[bool] = and_(table.agency_id == Interview.agency_id, column == Interview.id)
    return joined
