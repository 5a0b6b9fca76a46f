"""What waits for its time, or for a decision, is planned again when what it was planned by changes."""

from collections.abc import Sequence
from uuid import UUID

from app.core.clock import utc_now
from app.core.queue import Work, task
from app.deliveries.actions import changing, rescheduling, reviewing
from app.deliveries.queries import reviews
from app.deliveries.queries import rows as queries


@task("deliveries.stop")
def stop(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Cancel what waits to be sent after an interview that was called off; harmless when run twice."""
    with work.db.transaction(agency_id) as session:
        changing.stop_all(
            session,
            agency_id=agency_id,
            interview_id=subject_id,
            cause="the interview was called off",
            now=utc_now(),
        )


@task("deliveries.look_at_addresses")
def look_at_addresses(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Look again at the addresses and times of an interview's deliveries; harmless when run twice."""
    cause = "what it was planned by changed"
    with work.db.transaction(agency_id) as session:
        changing.look_at_addresses(session, agency_id=agency_id, interview_id=subject_id, now=utc_now())
        rescheduling.plan_anew(session, agency_id=agency_id, interview_id=subject_id, cause=cause, now=utc_now())
    _find_deadlines(work, agency_id, [subject_id])


@task("deliveries.look_at_contact")
def look_at_contact(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Look again at the deliveries of every interview where this contact was met; harmless when run twice."""
    with work.db.transaction(agency_id) as session:
        waiting = queries.interviews_waiting_for(session, agency_id=agency_id, contact_id=subject_id)
        reviewed = reviews.interviews_with(session, agency_id=agency_id, contact_id=subject_id)
        for interview_id in waiting:
            changing.look_at_addresses(session, agency_id=agency_id, interview_id=interview_id, now=utc_now())
    _plan_each_anew(work, agency_id, waiting, cause="the contact’s working time changed")
    _find_deadlines(work, agency_id, reviewed)


@task("deliveries.plan_after_move")
def plan_after_move(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Plan the deliveries of an interview that was moved again; harmless when run twice. Ten attempts."""
    _plan_each_anew(work, agency_id, [subject_id], cause="the interview was moved")
    _find_deadlines(work, agency_id, [subject_id])


@task("deliveries.plan_after_calendar")
def plan_after_calendar(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Plan every delivery that waits for its window again, after a calendar was corrected; harmless when run twice."""
    with work.db.transaction(agency_id) as session:
        waiting = queries.interviews_in_window(session, agency_id=agency_id)
        reviewed = reviews.interviews_under(session, agency_id=agency_id, calendar_day_id=subject_id)
    _plan_each_anew(work, agency_id, waiting, cause="a calendar was corrected")
    _find_deadlines(work, agency_id, reviewed)


@task("deliveries.plan_after_lead")
def plan_after_lead(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Plan again what waits for its window, after the agency (``subject_id``), or one client, changed its lead.

    Harmless when run twice. Ten attempts.
    """
    client_id = None if subject_id == agency_id else subject_id
    with work.db.transaction(agency_id) as session:
        waiting = queries.interviews_in_window(session, agency_id=agency_id, client_id=client_id)
        reviewed = reviews.interviews_for(session, agency_id=agency_id, client_id=client_id)
    _plan_each_anew(work, agency_id, waiting, cause="the time before the working day was changed")
    _find_deadlines(work, agency_id, reviewed)


@task("deliveries.plan_review")
def plan_review(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Find by when everything of an interview is due that waits for a consultant; harmless when run twice (P12)."""
    _find_deadlines(work, agency_id, [subject_id])


def _plan_each_anew(work: Work, agency_id: UUID, interview_ids: Sequence[UUID], *, cause: str) -> None:
    """Plan one interview's deliveries after the other's, so that nobody waits long for a lock."""
    for interview_id in interview_ids:
        with work.db.transaction(agency_id) as session:
            rescheduling.plan_anew(session, agency_id=agency_id, interview_id=interview_id, cause=cause, now=utc_now())


def _find_deadlines(work: Work, agency_id: UUID, interview_ids: Sequence[UUID]) -> None:
    """Find one interview's deadlines after the other's, in transactions of their own: a decision locks these first."""
    for interview_id in interview_ids:
        with work.db.transaction(agency_id) as session:
            reviewing.plan_review(session, agency_id=agency_id, interview_id=interview_id, now=utc_now())
