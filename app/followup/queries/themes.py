"""What candidates told of their interviews at one client, for counting; and whether some compete there."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, aliased

from app.core.actor import Actor
from app.debriefs.models import Debrief, DebriefVersion
from app.debriefs.schemas.content import DebriefAnswers
from app.directory.models import Application, Candidate, Client, Job
from app.followup.models.heard import Outcome
from app.followup.queries.preparing import ERASED_ANSWERS
from app.followup.rules.outcomes import ENDS
from app.followup.rules.themes import Account, Themes, themes
from app.interviews.models import Interview
from app.interviews.queries import meetings_for
from app.interviews.states import OFF

SINCE: Final = timedelta(days=730)
"""What was asked longer ago says little of what is asked now."""
MOST: Final = 300
COMPETES_FOR: Final = timedelta(days=90)
"""For so long after an interview a candidate of whom no end is known counts as under way."""
Other = aliased(Interview)


def themes_at(session: Session, client: Client, *, actor: Actor, now: datetime) -> Themes | None:
    """Count what they ask and worry about; None while what one candidate told could help another for the same job."""
    if some_compete(session, client, now=now):
        return None
    return themes(accounts_at(session, client, actor=actor, now=now))


def accounts_at(session: Session, client: Client, *, actor: Actor, now: datetime) -> list[Account]:
    """What was submitted last of each interview there that the actor may see; nothing of anybody who was erased."""
    query = (
        select(Interview.id, Application.candidate_id, DebriefVersion.answers)
        .join(
            Application,
            and_(Application.agency_id == Interview.agency_id, Application.id == Interview.application_id),
        )
        .join(Job, and_(Job.agency_id == Application.agency_id, Job.id == Application.job_id))
        .join(Candidate, and_(Candidate.agency_id == Job.agency_id, Candidate.id == Application.candidate_id))
        .join(Debrief, and_(Debrief.agency_id == Interview.agency_id, Debrief.interview_id == Interview.id))
        .join(
            DebriefVersion,
            and_(
                DebriefVersion.agency_id == Debrief.agency_id,
                DebriefVersion.debrief_id == Debrief.id,
                DebriefVersion.version == Debrief.version,
            ),
        )
        .where(
            Job.agency_id == client.agency_id,
            Job.client_id == client.id,
            Candidate.erased_at.is_(None),
            Interview.starts_at >= now - SINCE,
        )
        .order_by(Interview.starts_at.desc(), Interview.id)
        .limit(MOST)
    )
    rows = session.execute(query).all()
    seen = meetings_for(session, interview_ids=[row[0] for row in rows], actor=actor)
    kept = [row for row in rows if row[0] in seen and row[2] != ERASED_ANSWERS]
    return [Account(row[1], DebriefAnswers.model_validate(row[2])) for row in kept]


def some_compete(session: Session, client: Client, *, now: datetime) -> bool:
    """Whether two candidates are under way for the same job there, whoever's they are."""
    ended = (
        select(Outcome.id)
        .join(Other, and_(Other.agency_id == Outcome.agency_id, Other.id == Outcome.interview_id))
        .where(
            Other.agency_id == Application.agency_id,
            Other.application_id == Application.id,
            Outcome.superseded_at.is_(None),
            Outcome.kind.in_(ENDS),
        )
    )
    query = (
        select(Application.job_id)
        .join(Job, and_(Job.agency_id == Application.agency_id, Job.id == Application.job_id))
        .join(Candidate, and_(Candidate.agency_id == Job.agency_id, Candidate.id == Application.candidate_id))
        .join(
            Interview,
            and_(Interview.agency_id == Application.agency_id, Interview.application_id == Application.id),
        )
        .where(
            Job.agency_id == client.agency_id,
            Job.client_id == client.id,
            Candidate.erased_at.is_(None),
            Interview.state.not_in(OFF),
            Interview.starts_at >= now - COMPETES_FOR,
            ~ended.exists(),
        )
        .group_by(Application.job_id)
        .having(func.count(Application.candidate_id.distinct()) > 1)
        .limit(1)
    )
    return session.scalar(query) is not None
