"""What became of an interview, what the client said of it, and how far its candidate was told.

What a candidate may know of is read by `told_in` alone; everything else here is for the agency (rule 5).
"""

from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from app.accounts.models import Consultant
from app.core.errors import NotFound
from app.followup.models.heard import ClientFeedback, Outcome, Relayed
from app.followup.queries.feedback import FeedbackNotFound
from app.followup.rules.outcomes import ENDS
from app.interviews.models import Interview

Row = TypeVar("Row", ClientFeedback, Outcome)


class OutcomeNotFound(NotFound):
    """There is no outcome of this interview, or it is not yours to see."""

    code = "outcome_not_found"


def standing_outcome(session: Session, interview: Interview, *, lock: bool = False) -> Outcome | None:
    """The outcome that counts, if one was recorded."""
    query = select(Outcome).where(*_of(Outcome, interview), Outcome.superseded_at.is_(None))
    return session.scalars(query.with_for_update() if lock else query).one_or_none()


def outcome_to_tell(session: Session, interview: Interview) -> Outcome:
    """The outcome that counts, locked; raises OutcomeNotFound."""
    found = standing_outcome(session, interview, lock=True)
    if found is None:
        raise OutcomeNotFound
    return found


def feedback_to_relay(session: Session, interview: Interview, feedback_id: UUID) -> ClientFeedback:
    """What the client said, locked; raises FeedbackNotFound."""
    query = select(ClientFeedback).where(*_of(ClientFeedback, interview), ClientFeedback.id == feedback_id)
    found = session.scalars(query.with_for_update()).one_or_none()
    if found is None:
        raise FeedbackNotFound
    return found


def outcomes_of(session: Session, interview: Interview) -> list[Outcome]:
    """Every outcome that was recorded, oldest first; those that were superseded, too."""
    return list(session.scalars(select(Outcome).where(*_of(Outcome, interview)).order_by(Outcome.id)))


def changes_of(session: Session, row: ClientFeedback | Outcome) -> int:
    """How often it changed, which is its ETag: for an outcome with all those that it superseded, so that none of theirs
    is taken for it."""
    if isinstance(row, ClientFeedback):
        return row.audit_seq
    query = select(func.sum(Outcome.audit_seq)).where(
        Outcome.agency_id == row.agency_id, Outcome.interview_id == row.interview_id
    )
    return session.scalar(query) or 0


def said_by_client(session: Session, interview: Interview) -> list[ClientFeedback]:
    """Everything that the client said of the interview, oldest first; not where they said nothing."""
    query = select(ClientFeedback).where(*_of(ClientFeedback, interview), ClientFeedback.state != "none_given")
    return list(session.scalars(query.order_by(ClientFeedback.id)))


def told_in(session: Session, interview: Interview) -> list[Relayed]:
    """What the candidate was told, oldest first: all that a candidate may know of feedback and outcomes.

    What was told stays told: also of an outcome in whose place another was recorded, which they were not told of.
    """
    found = [*_relayed(session, ClientFeedback, interview), *_relayed(session, Outcome, interview)]
    return sorted(found, key=lambda one: (one.row.relayed_at or interview.starts_at, one.row.id))


def told_outcome(session: Session, interview: Interview) -> Relayed:
    """The outcome of which the candidate was told last; raises OutcomeNotFound."""
    found = [one for one in told_in(session, interview) if isinstance(one.row, Outcome)]
    if not found:
        raise OutcomeNotFound
    return found[-1]


def told_the_end(session: Session, interview: Interview) -> bool:
    """Whether the candidate was told that it has ended, by the outcome that they were told of last; what they were not
    told of counts nowhere (rule 5)."""
    told = select(Outcome.kind).where(*_of(Outcome, interview), Outcome.relayed_at.is_not(None))
    return session.scalar(told.order_by(Outcome.relayed_at.desc(), Outcome.id.desc()).limit(1)) in ENDS


def _relayed(session: Session, table: type[Row], interview: Interview) -> list[Relayed]:
    by = and_(Consultant.agency_id == table.agency_id, Consultant.id == table.relayed_by)
    query = select(table, Consultant.name).join(Consultant, by).where(*_of(table, interview))
    return [Relayed(row, name) for row, name in session.execute(query.where(table.relayed_at.is_not(None)))]


def _of(table: type[Row], interview: Interview) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return table.agency_id == interview.agency_id, table.interview_id == interview.id
