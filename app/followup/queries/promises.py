"""By when a candidate hears, what was written to them, and what they asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Row, Select, and_, func, literal, select, union_all
from sqlalchemy.orm import Session, aliased

from app.accounts.models import Agency, Consultant
from app.accounts.queries.rows import settings_of
from app.core.local_time import local
from app.directory.rules import WorkingTime
from app.followup.models.promises import Asked, Moved, Nudge, Promise, StatusUpdate, Wrote
from app.followup.queries.decisions import told_to_candidate
from app.followup.queries.waiting import desk_of
from app.followup.rules.nudges import Asking, asking
from app.followup.rules.promises import due_by
from app.interviews.models import Interview
from app.letters.models import Letter
from app.letters.queries.rows import answers_of
from app.reviews.models import ReviewItem

MOST = 40
"""Of updates, of moves and of questions that one page shows."""


@dataclass(frozen=True)
class Hears:
    """What decides by when a candidate hears: the desk's hours, and the day on which a decision is expected."""

    desk: WorkingTime
    decision_on: date | None
    within_days: int

    def due_by(self, now: datetime) -> datetime:
        """By when, told anything now, they hear next."""
        return due_by(now, self.desk, decision_on=self.decision_on, within_days=self.within_days)


def hears(session: Session, interview: Interview, agency: Agency, *, now: datetime) -> Hears:
    """Read it; of the decision what the candidate knows, so nothing tells of an outcome or of feedback (rule 5)."""
    answers = answers_of(session, interview)
    told = told_to_candidate(session, interview) or (answers.decision_expected if answers else None)
    return Hears(
        desk=desk_of(session, agency, today=local(now, agency.time_zone).date()),
        decision_on=told.on if told else None,
        within_days=settings_of(session, interview.agency_id).update_within_days,
    )


def standing_promise(session: Session, interview: Interview, *, lock: bool = False) -> Promise | None:
    """The promise that is open, or was broken and not made good."""
    query = _promises(interview).where(Promise.ended_at.is_(None))
    return session.scalars(query.with_for_update() if lock else query).one_or_none()


def promise_number(session: Session, interview: Interview) -> int:
    """The ETag of the promise that stands: how often one was made, and ended; that its time passed is no change."""
    made, ended = session.execute(
        select(func.count(), func.count(Promise.ended_at)).where(
            Promise.agency_id == interview.agency_id, Promise.interview_id == interview.id
        )
    ).one()
    return int(made + ended)


def newest_promise(session: Session, interview: Interview) -> Promise | None:
    """The promise that was made last, whatever became of it."""
    return session.scalars(_promises(interview).order_by(Promise.id.desc()).limit(1)).one_or_none()


def newest_news(session: Session, interview: Interview) -> datetime | None:
    """When somebody at the agency last decided on what the candidate sent: what they hear of without being written to.

    What the candidate took back themselves is no news to them.
    """
    item, letter = ReviewItem, Letter
    decided = select(item.decided_at.label("at")).where(
        item.agency_id == interview.agency_id, item.interview_id == interview.id, item.decision != "withdrawn"
    )
    left = select(letter.decided_at.label("at")).where(
        letter.agency_id == interview.agency_id, letter.interview_id == interview.id, letter.state == "not_forwarded"
    )
    newest: datetime | None = session.scalar(select(func.max(union_all(decided, left).subquery().c.at)))
    return newest


def promises_of(session: Session, interview: Interview) -> list[Promise]:
    """The promises of an interview, newest first."""
    return list(session.scalars(_promises(interview).order_by(Promise.id.desc()).limit(MOST)))


def updates_of(session: Session, interview: Interview) -> list[Wrote]:
    """What was written to the candidate, newest first."""
    query = (
        select(StatusUpdate, Consultant.name)
        .join(
            Consultant,
            and_(Consultant.agency_id == StatusUpdate.agency_id, Consultant.id == StatusUpdate.consultant_id),
        )
        .where(StatusUpdate.agency_id == interview.agency_id, StatusUpdate.interview_id == interview.id)
        .order_by(StatusUpdate.id.desc())
        .limit(MOST)
    )
    return [Wrote(*row) for row in session.execute(query)]


def moves_of(session: Session, interview: Interview) -> list[Moved]:
    """The promises of an interview that were moved, newest first, with who moved each and to when."""
    later = aliased(Promise)
    until = (
        select(later.next_update_by)
        .where(later.agency_id == Promise.agency_id, later.interview_id == Promise.interview_id, later.id > Promise.id)
        .order_by(later.id)
        .limit(1)
        .scalar_subquery()
    )
    query = (
        select(Promise, Consultant.name, until)
        .join(Consultant, and_(Consultant.agency_id == Promise.agency_id, Consultant.id == Promise.moved_by))
        .where(Promise.agency_id == interview.agency_id, Promise.interview_id == interview.id)
        .order_by(Promise.id.desc())
        .limit(MOST)
    )
    return [Moved(*row) for row in session.execute(query)]


def last_words(session: Session, interview: Interview) -> str | None:
    """Who wrote to the candidate last, in an update or as a reason for needing longer; None where nobody did."""
    said = [(one.update.written_at, one.by) for one in updates_of(session, interview)]
    said += [(one.promise.ended_at, one.by) for one in moves_of(session, interview) if one.promise.ended_at]
    return max(said)[1] if said else None


def waiting_nudges(session: Session, interview: Interview, *, lock: bool = False) -> list[Nudge]:
    """What the candidate asked and nobody answered, oldest first."""
    query = _nudges(interview).where(Nudge.state == "waiting").order_by(Nudge.id)
    return list(session.scalars(query.with_for_update() if lock else query))


def nudges_of(session: Session, interview: Interview, *, before: UUID | None, limit: int) -> list[Asked]:
    """What the candidate asked, newest first, with what answered it; ``before`` is the last one seen."""
    query = (
        select(Nudge, Consultant.name, StatusUpdate.words)
        .outerjoin(Consultant, and_(Consultant.agency_id == Nudge.agency_id, Consultant.id == Nudge.answered_by))
        .outerjoin(StatusUpdate, and_(StatusUpdate.agency_id == Nudge.agency_id, StatusUpdate.id == Nudge.update_id))
        .where(Nudge.agency_id == interview.agency_id, Nudge.interview_id == interview.id)
        .order_by(Nudge.id.desc())
        .limit(limit)
    )
    rows: Sequence[Row[Nudge, str | None, str | None]] = session.execute(
        query if before is None else query.where(Nudge.id < before)
    ).all()
    return [Asked(*row) for row in rows]


def subjects_of(session: Session, interview: Interview) -> dict[str, list[UUID]]:
    """What the trail tells of an interview's promises, updates and questions: their identifiers, by table."""
    tables = (Promise, StatusUpdate, Nudge)
    each = [
        select(literal(table.__tablename__), table.id).where(
            table.agency_id == interview.agency_id, table.interview_id == interview.id
        )
        for table in tables
    ]
    found: dict[str, list[UUID]] = {table.__tablename__: [] for table in tables}
    for name, row_id in session.execute(union_all(*each)):
        found[name].append(row_id)
    return found


def asking_now(
    session: Session, interview: Interview, agency: Agency, *, last: Promise | None, now: datetime
) -> Asking:
    """From when on the candidate may remind; ``last`` is the promise made last.

    Where nothing is promised it counts as if it had been when the interview, or the last promise, ended.
    """
    desk = desk_of(session, agency, today=local(now, agency.time_zone).date())
    if last is not None and last.ended_at is None:
        owed_by = last.next_update_by
    else:
        since = max(interview.ends_at, last.ended_at) if last and last.ended_at else interview.ends_at
        within_days = settings_of(session, interview.agency_id).update_within_days
        owed_by = due_by(since, desk, decision_on=None, within_days=within_days)
    reminders = session.scalars(
        select(Nudge.asked_at)
        .where(Nudge.agency_id == interview.agency_id, Nudge.interview_id == interview.id, Nudge.kind == "reminder")
        .order_by(Nudge.asked_at.desc())
        .limit(2)
    )
    return asking(owed_by, list(reminders), desk)


def _promises(interview: Interview) -> Select[Promise]:
    return select(Promise).where(Promise.agency_id == interview.agency_id, Promise.interview_id == interview.id)


def _nudges(interview: Interview) -> Select[Nudge]:
    return select(Nudge).where(Nudge.agency_id == interview.agency_id, Nudge.interview_id == interview.id)
