"""The client summary of a debrief, and what it may be made of."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.actor import Actor, CandidateActor
from app.core.errors import NotFound
from app.debriefs import queries as debriefs
from app.debriefs.schemas.content import DebriefAnswers
from app.documents.queries import require_shown
from app.interviews.models import Interview
from app.interviews.queries import meeting_for, people_met_in
from app.letters.models import Letter, SummaryStanding, Told
from app.letters.queries import reading


class SummaryNotBegun(NotFound):
    """There is no summary of this debrief yet: mark first what the client may see."""

    code = "summary_not_begun"


def summary_for(session: Session, *, interview_id: UUID, actor: Actor) -> SummaryStanding:
    """What the actor may see of an interview's summary; raises InterviewNotFound, SummaryNeedsOwnLink (403)."""
    require_shown("summary", actor)
    meeting = meeting_for(session, interview_id=interview_id, actor=actor)
    letter = find_summary(session, meeting.interview)
    return SummaryStanding(
        meeting=meeting,
        met=people_met_in(session, meeting.interview),
        told=told(session, meeting.interview),
        summary=reading.standing_for(session, letter_id=letter.id, actor=actor) if letter else None,
    )


def find_summary(session: Session, interview: Interview, *, lock: bool = False) -> Letter | None:
    """The one summary of an interview, if it was begun; the interview's lock is taken before its own."""
    query = select(Letter).where(
        Letter.agency_id == interview.agency_id, Letter.interview_id == interview.id, Letter.kind == "summary"
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session.scalars(query).one_or_none()


def summary_of(session: Session, interview: Interview, *, lock: bool = False) -> Letter:
    """The one summary of an interview; raises SummaryNotBegun."""
    found = find_summary(session, interview, lock=lock)
    if found is None:
        raise SummaryNotBegun
    return found


def told(session: Session, interview: Interview) -> Told | None:
    """The newest submitted debrief, without its agency-only part (rule 4); None before the first."""
    debrief = debriefs.find_debrief(session, interview)
    if debrief is None or debrief.version == 0:
        return None
    version = debriefs.version_of(session, debrief, debrief.version)
    return Told(
        answers=DebriefAnswers.model_validate(version.answers),
        version=version.version,
        taken_down=version.submitted_by != "candidate",
    )


def revision_of(at: SummaryStanding, actor: Actor) -> int:
    """Which revision a reader sees: for its candidate that of what they mark, for the agency that of the letter's row,
    which decisions take; 0 where there is none."""
    if at.summary is None:
        return 0
    if isinstance(actor, CandidateActor):
        return at.summary.draft.revision if at.summary.draft else 0
    return at.summary.letter.audit_seq
