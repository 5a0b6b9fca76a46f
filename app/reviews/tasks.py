"""The queue follows what others changed: interviews, names, and who works here."""

from uuid import UUID

from app.accounts.queries.rows import consultant
from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.queue import Work, task
from app.reviews.actions import following


@task("reviews.follow")
def follow(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Give what waits of an interview to its consultant and client of now, and stop waiting where it is off.

    At least once, harmless when run twice: it looks at the interview again. Ten attempts; milliseconds.
    """
    with work.db.transaction(agency_id) as session:
        actor = SystemActor(agency_id)
        following.follow_interview(session, interview_id=subject_id, actor=actor)
        following.name_anew(session, subject_id=subject_id, actor=actor)


@task("reviews.name_anew")
def name_anew(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Let items be found by the new name of a candidate, client or job.

    At least once, harmless when run twice: it reads the names again. Ten attempts; seconds for many thousand items.
    """
    with work.db.transaction(agency_id) as session:
        following.name_anew(session, subject_id=subject_id, actor=SystemActor(agency_id))


@task("reviews.free_of_leaver")
def free_of_leaver(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Take what waits off somebody whose access ended; it stands in their team's queue as nobody's.

    At least once, harmless when run twice: nothing is theirs any more then. Ten attempts; milliseconds for each item.
    """
    with work.db.transaction(agency_id) as session:
        actor = SystemActor(agency_id)
        if not consultant(session, consultant_id=subject_id, actor=actor).active:
            following.free_of_leaver(session, consultant_id=subject_id, actor=actor, now=utc_now())
