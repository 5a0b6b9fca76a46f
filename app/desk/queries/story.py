"""One interview and all that followed, in a fixed number of statements."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Consultant
from app.accounts.queries.cover import covering
from app.audit.queries import TrailEntry, entries_about
from app.core.actor import ConsultantActor
from app.core.local_time import local
from app.debriefs import queries as debriefs
from app.deliveries.queries.candidate import agreements_in, on_its_way
from app.desk.models import Story
from app.followup.models.decisions import Decision
from app.followup.models.heard import Heard
from app.followup.queries.calls import calls_of
from app.followup.queries.decisions import decision_of
from app.followup.queries.feedback import feedback_of
from app.followup.queries.promises import subjects_of
from app.followup.queries.telling import outcomes_of
from app.interviews.models import Interview
from app.interviews.queries import meeting_for, people_met_in, standing_answer
from app.letters.queries import rows as letters
from app.reviews.queries.rows import items_about

MOST: Final = 40
"""Of calls, and of what was added to a debrief."""
MOST_ENTRIES: Final = 250


def story_of(session: Session, *, interview_id: UUID, actor: ConsultantActor, now: datetime) -> Story:
    """Everything known of one interview, for somebody of the agency; raises InterviewNotFound."""
    meeting = meeting_for(session, interview_id=interview_id, actor=actor)
    interview, agency = meeting.interview, meeting.agency
    told = debriefs.standing_for(session, interview_id=interview_id, actor=actor)
    written = letters.letters_of(session, interview)
    ways, agreed = on_its_way(session, interview), agreements_in(session, interview)
    decision = decision_of(session, interview)
    calls = calls_of(session, interview, before=None, limit=MOST)
    heard = feedback_of(session, interview, before=None, limit=MOST)
    added = debriefs.addenda_of(session, interview, actor=actor, after=None, limit=MOST) if told.debrief else []
    subjects = {
        "interview": [interview.id],
        "debrief": [told.debrief.id] if told.debrief else [],
        "debrief_addendum": [one.addendum.id for one in added],
        "letter": [one.id for one in written],
        "consent": [one.consent.id for one in agreed],
        "delivery": [one.delivery.id for one in ways],
        "client_call": [one.call.id for one in calls],
        **_after_the_letter(session, interview, heard, decision),
    }
    entries = entries_about(session, agency_id=agency.agency_id, subjects=subjects, limit=MOST_ENTRIES)
    return Story(
        meeting=meeting,
        met=people_met_in(session, interview),
        told=told,
        answer=standing_answer(session, interview),
        letters=written,
        written=letters.newest_versions(session, written, agency_id=agency.agency_id),
        agreed=agreed,
        ways=ways,
        added=added,
        calls=calls,
        heard=heard,
        items=items_about(session, interview_id=interview_id, actor=actor),
        entries=entries,
        people=_names(session, agency.agency_id, entries),
        cover=covering(session, meeting.consultant, today=local(now, agency.time_zone).date()),
        decision=decision,
    )


def _after_the_letter(
    session: Session, interview: Interview, heard: Sequence[Heard], decision: Decision | None
) -> dict[str, list[UUID]]:
    return {
        "client_feedback": [one.feedback.id for one in heard],
        "decision": [decision.id] if decision else [],
        "outcome": [one.id for one in outcomes_of(session, interview)],
        **subjects_of(session, interview),
    }


def _names(session: Session, agency_id: UUID, entries: Sequence[TrailEntry]) -> dict[UUID, str]:
    people = {one.event.actor_id for one in entries if one.event.actor_kind == "consultant"}
    query = select(Consultant.id, Consultant.name).where(Consultant.agency_id == agency_id, Consultant.id.in_(people))
    return {row[0]: row[1] for row in session.execute(query)} if people else {}
