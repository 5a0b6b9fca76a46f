"""Items follow what they belong to: an interview that gets another consultant or is off, new names, a leaver."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, Text, cast, func, literal_column, or_, select, update

from app.core.actor import SystemActor
from app.core.db import AgencySession
from app.directory.models import Application, Candidate, Client, Job
from app.interviews.models import Interview
from app.interviews.queries import interview_for
from app.interviews.states import OFF
from app.reviews.actions.claiming import give_back
from app.reviews.models import ReviewItem
from app.reviews.queries import rows
from app.reviews.queries.search import named_anew
from app.reviews.queries.surroundings import surroundings_of
from app.reviews.rules.waiting import waits_after


def follow_interview(session: AgencySession, *, interview_id: UUID, actor: SystemActor) -> None:
    """Give what waits, unless assigned, to whose interview it is now; of one that is off nothing is awaited."""
    interview = interview_for(session, interview_id=interview_id, actor=actor, lock=True)
    around = surroundings_of(session, agency_id=actor.agency_id, interview_id=interview_id)
    for item in rows.items_in(session, agency_id=actor.agency_id, interview_id=interview_id):
        before = (item.consultant_id, item.team_id, item.client_id, item.waits_for)
        item.client_id = around.client_id
        if item.assigned_at is None:
            item.consultant_id, item.team_id = around.consultant_id, around.team_id
        if interview.state in OFF and item.waits_for == "candidate":
            item.waits_for = waits_after(item.kind, interview.state)
        if before != (item.consultant_id, item.team_id, item.client_id, item.waits_for):
            item.revision += 1


def name_anew(session: AgencySession, *, subject_id: UUID, actor: SystemActor) -> None:
    """Let items be found by the names that a candidate, client, job or interview has now; what was erased by none."""
    of = actor.agency_id
    names = select(func.concat_ws(literal_column("' '"), Candidate.name, Client.name, Job.title)).where(
        Application.agency_id == of,
        Application.id == Interview.application_id,
        Candidate.agency_id == of,
        Candidate.id == Application.candidate_id,
        Job.agency_id == of,
        Job.id == Application.job_id,
        Client.agency_id == of,
        Client.id == Job.client_id,
    )
    session.execute(
        update(ReviewItem)
        .where(
            ReviewItem.agency_id == of,
            ReviewItem.interview_id.in_(_interviews_of(of, subject_id)),
            cast(ReviewItem.search, Text) != "",
            Interview.agency_id == of,
            Interview.id == ReviewItem.interview_id,
        )
        .values(search=named_anew(names.correlate(Interview).scalar_subquery()))
        .execution_options(synchronize_session=False)
    )


def free_of_leaver(session: AgencySession, *, consultant_id: UUID, actor: SystemActor, now: datetime) -> None:
    """End the claims of somebody who left; what they had to do is nobody's, or again whose interview it is."""
    for item in rows.items_of(session, agency_id=actor.agency_id, consultant_id=consultant_id):
        if item.claimed_by == consultant_id and item.claimed_until is not None and item.claimed_until > now:
            give_back(session, item, actor=actor, now=now)
        if item.consultant_id == consultant_id:
            around = surroundings_of(session, agency_id=actor.agency_id, interview_id=item.interview_id)
            item.consultant_id, item.team_id, item.assigned_at = around.consultant_id, around.team_id, None
            item.revision += 1


def _interviews_of(agency_id: UUID, subject_id: UUID) -> Select[UUID]:
    return (
        select(Interview.id)
        .join(Application, (Application.agency_id == agency_id) & (Application.id == Interview.application_id))
        .join(Job, (Job.agency_id == agency_id) & (Job.id == Application.job_id))
        .where(
            Interview.agency_id == agency_id,
            or_(
                Interview.id == subject_id,
                Application.candidate_id == subject_id,
                Job.id == subject_id,
                Job.client_id == subject_id,
            ),
        )
    )
