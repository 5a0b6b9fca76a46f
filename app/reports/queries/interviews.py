"""The interviews of a report, each with what it is counted under and what speaks against counting it."""

from uuid import UUID

from sqlalchemy import CTE, ColumnElement, Select, String, and_, case, cast, func, literal, null, select, tuple_
from sqlalchemy.orm import Session

from app.accounts.models import Consultant, Team
from app.core.actor import ConsultantActor
from app.directory.models import Application, Client, Job
from app.interviews.models import AttendanceAnswer, Interview
from app.reports.rules.periods import Wanted


def interviews_in(wanted: Wanted, *, actor: ConsultantActor, clients: list[UUID] | None = None) -> CTE:
    """All interviews of the agency in the period; ``clients``: of these only.

    ``bar`` is why an interview does not count as held; null: it does. Who may read reports reads all of them.
    """
    query = _of_period(wanted, actor=actor).with_only_columns(
        Interview.agency_id,
        Interview.id,
        Interview.consultant_id,
        Interview.introduced_by,
        Interview.ends_at,
        Client.letter_policy,
        _group(wanted).label("group"),
        _bar(wanted).label("bar"),
    )
    return (query if clients is None else query.where(Client.id.in_(clients))).cte("interviews")


def clients_in(
    session: Session, wanted: Wanted, *, actor: ConsultantActor, after: tuple[str, UUID] | None, limit: int
) -> list[tuple[UUID, str]]:
    """The clients who interviewed somebody in the period, by name; ``after`` is the last one seen."""
    query = (
        _of_period(wanted, actor=actor)
        .with_only_columns(Client.id, Client.name)
        .distinct()
        .order_by(Client.name, Client.id)
        .limit(limit)
    )
    if after is not None:
        query = query.where(tuple_(Client.name, Client.id) > after)
    return [(row[0], row[1]) for row in session.execute(query)]


def offices(session: Session, *, actor: ConsultantActor) -> list[tuple[UUID, str]]:
    """The agency's offices by name."""
    query = select(Team.id, Team.name).where(Team.agency_id == actor.agency_id).order_by(Team.name, Team.id)
    return [(row[0], row[1]) for row in session.execute(query)]


def _of_period(wanted: Wanted, *, actor: ConsultantActor) -> Select[UUID]:
    query = (
        select(Interview.id)
        .join(Consultant, and_(Consultant.agency_id == Interview.agency_id, Consultant.id == Interview.consultant_id))
        .join(
            Application, and_(Application.agency_id == Interview.agency_id, Application.id == Interview.application_id)
        )
        .join(Job, and_(Job.agency_id == Application.agency_id, Job.id == Application.job_id))
        .join(Client, and_(Client.agency_id == Job.agency_id, Client.id == Job.client_id))
        .where(
            Interview.agency_id == actor.agency_id,
            Interview.starts_at >= wanted.begins_at,
            Interview.starts_at < wanted.ends_at,
        )
    )
    if wanted.office is not None:
        query = query.where(Consultant.team_id == wanted.office)
    return query if wanted.client is None else query.where(Client.id == wanted.client)


def _group(wanted: Wanted) -> ColumnElement[str]:
    match wanted.by:
        case "all":
            return literal("")
        case "office":
            return cast(Consultant.team_id, String)
        case "client":
            return cast(Client.id, String)
        case "month":
            return func.to_char(func.timezone(wanted.zone, Interview.starts_at), "YYYY-MM")


def _bar(wanted: Wanted) -> ColumnElement[str | None]:
    said = (
        select(
            AttendanceAnswer.answer.in_(("cancelled", "did_not_go"))
            | and_(AttendanceAnswer.answer == "moved", AttendanceAnswer.starts_at.is_(None))
        )
        .where(
            AttendanceAnswer.agency_id == Interview.agency_id,
            AttendanceAnswer.interview_id == Interview.id,
            AttendanceAnswer.about_starts_at == Interview.starts_at,
            AttendanceAnswer.about_ends_at == Interview.ends_at,
        )
        .order_by(AttendanceAnswer.id.desc())
        .limit(1)
        .correlate(Interview)
        .scalar_subquery()
    )
    unsettled = Interview.state.in_(("scheduled", "awaiting_debrief"))
    return case(
        (Interview.state.in_(("cancelled", "no_show")), Interview.state),
        (Interview.ends_at > wanted.now, "not_over"),
        (and_(unsettled, said.is_(True)), "said_not_held"),
        else_=null(),
    )
