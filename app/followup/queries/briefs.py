"""What a call brief is made of, in a fixed number of statements."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from app.core.actor import Actor, ConsultantActor
from app.debriefs import queries as debriefs
from app.debriefs.rules import read_by_a_person
from app.directory.queries.calendars import working_times
from app.followup.models.calls import Grounds, Sent
from app.followup.models.heard import Heard
from app.followup.queries.callees import contacts_to_ring
from app.followup.queries.decisions import decision_of
from app.followup.queries.feedback import feedback_of
from app.interviews.models import Interview
from app.interviews.queries import meeting_for, people_met_in
from app.letters.queries import rows as letters

MOST_HEARD = 20

GONE = frozenset({"draft", "withdrawn", "not_forwarded"})
"""Letters that nobody counts on."""


def grounds_for(session: Session, *, interview_id: UUID, actor: Actor, now: datetime) -> Grounds:
    """Everything known of one interview that belongs in its brief; raises InterviewNotFound.

    What only the agency's people read is there for them alone (rule 4).
    """
    meeting = meeting_for(session, interview_id=interview_id, actor=actor)
    standing = debriefs.standing_for(session, interview_id=interview_id, actor=actor)
    met = people_met_in(session, meeting.interview)
    contacts = contacts_to_ring(session, meeting, met)
    working = working_times(session, contacts, since=(now - timedelta(days=1)).date())
    written, heard = _letters(session, meeting.interview), _heard(session, meeting.interview, actor)
    decision = decision_of(session, meeting.interview)
    return Grounds(now, meeting, standing, met, written, contacts, working, heard, decision)


def _heard(session: Session, interview: Interview, actor: Actor) -> list[Heard]:
    """What the client said so far, for people of the agency; a system, and a mail, get none of it."""
    if not (isinstance(actor, ConsultantActor) and read_by_a_person(actor)):
        return []
    return feedback_of(session, interview, before=None, limit=MOST_HEARD)


def _letters(session: Session, interview: Interview) -> list[Sent]:
    found = letters.letters_of(session, interview)
    kept = [one for one in found if one.version and one.kind != "summary" and one.state not in GONE]
    versions = letters.newest_versions(session, kept, agency_id=interview.agency_id)
    return [Sent(one, versions[one.id]) for one in kept]
