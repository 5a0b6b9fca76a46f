"""What an item takes from the interview it belongs to: whose it is, and the names by which people look for it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from app.accounts.models import Agency, Consultant
from app.core.statements import made_once
from app.directory.models import Application, Candidate, Client, Job
from app.interviews.models import Interview


@dataclass(frozen=True)
class Surroundings:
    """Whose item it is at first (nobody's, where they left), of which team, for which client, under which names;
    ``time_zone`` is the agency's."""

    consultant_id: UUID | None
    team_id: UUID
    client_id: UUID
    names: str
    time_zone: str


def surroundings_of(session: Session, *, agency_id: UUID, interview_id: UUID) -> Surroundings:
    """Read what belongs to an interview, in one statement."""
    whose, zone, client_id, *names = session.execute(*_surroundings(agency_id, interview_id)).one()
    return Surroundings(whose.id if whose.active else None, whose.team_id, client_id, " ".join(names), zone)


@made_once
def _surroundings(agency_id: UUID, interview_id: UUID) -> Select[Consultant, str, UUID, str, str, str]:
    return (
        select(Consultant, Agency.time_zone, Job.client_id, Candidate.name, Client.name, Job.title)
        .join(Interview, and_(Interview.agency_id == Consultant.agency_id, Interview.consultant_id == Consultant.id))
        .join(Application, and_(Application.agency_id == agency_id, Application.id == Interview.application_id))
        .join(Candidate, and_(Candidate.agency_id == agency_id, Candidate.id == Application.candidate_id))
        .join(Job, and_(Job.agency_id == agency_id, Job.id == Application.job_id))
        .join(Client, and_(Client.agency_id == agency_id, Client.id == Job.client_id))
        .join(Agency, Agency.agency_id == agency_id)
        .where(Interview.agency_id == agency_id, Interview.id == interview_id)
    )
