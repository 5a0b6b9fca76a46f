"""The consultant hears of a debrief or a letter: at once, when their desk opens, or in the next digest.

Both tasks keep the names by which the features below cause them.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.accounts.tasks import post_to
from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.db import AgencySession
from app.core.queue import Work, task
from app.core.timers import set_timer
from app.debriefs import queries as debriefs
from app.followup.models.calls import Grounds
from app.followup.queries import waiting
from app.followup.queries.briefs import grounds_for
from app.followup.rendering.mails import Waits, debrief_mail, letter_mail, submitted
from app.followup.rules.hours import told_at
from app.interviews.models import Meeting
from app.interviews.queries import meeting_for
from app.interviews.tasks import to_consultant
from app.letters.models import Standing
from app.letters.queries import reading, uploads
from app.reviews.models import ReviewItem


@task("debriefs.tell_consultant")
def tell_of_debrief(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Tell whose interview ``subject_id`` is that a debrief came in; it reads no agency-only answers (rule 4).

    Not told is who took it by telephone themselves, and nobody once it was decided on. Outside the desk's hours it sets
    its timer and comes again. At least once: run again, it mails a second time. Ten attempts.
    """
    actor, now = SystemActor(agency_id), utc_now()
    with work.db.transaction(agency_id) as session:
        arrival = _debrief_arrived(session, subject_id, actor)
        if arrival is None or not _tells_now(session, arrival, now=now):
            return
        grounds = _grounds(session, arrival.meeting, actor, now)
        mail = debrief_mail(grounds, Waits(arrival.item, work.settings.public_url), now=now)
    post_to(to_consultant(arrival.meeting, mail), work=work, now=now)


@task("letters.tell_consultant")
def tell_of_letter(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Tell whose interview it is that the letter ``subject_id`` came in; nobody once it was decided on.

    Outside the desk's hours it sets its timer and comes again. At least once: run again, it mails a second time. Ten
    attempts; a mail takes seconds.
    """
    actor, now = SystemActor(agency_id), utc_now()
    with work.db.transaction(agency_id) as session:
        at = reading.standing_for(session, letter_id=subject_id, actor=actor)
        arrival = _letter_arrived(session, at)
        if arrival is None or not _tells_now(session, arrival, now=now):
            return
        grounds = _grounds(session, at.meeting, actor, now)
        shown = submitted(at, uploads.upload_behind(session, at.letter))
        mail = letter_mail(grounds, shown, Waits(arrival.item, work.settings.public_url), now=now)
    post_to(to_consultant(at.meeting, mail), work=work, now=now)


@dataclass(frozen=True)
class Arrival:
    """Something that came in and waits; ``by``: who entered it themselves; ``again``: the task that tells of it."""

    meeting: Meeting
    item: ReviewItem
    by: UUID | None
    again: str
    subject_id: UUID


def _tells_now(session: AgencySession, arrival: Arrival, *, now: datetime) -> bool:
    """Whether whoever reads it is told now; else it is planned for when their desk opens, or for their digest."""
    meeting, agency_id = arrival.meeting, arrival.item.agency_id
    reader = waiting.reader_of(session, meeting.consultant, meeting.agency, now=now)
    if not meeting.consultant.active or reader.user.id == arrival.by:
        return False
    wants_digest = reader.user.notify == "digest"
    due = told_at(now, reader.desk, digest=wants_digest, cut_off=arrival.item.due_at)
    if due is not None and wants_digest:
        whose = reader.user.id
        set_timer(session, "followup.digest", agency_id=agency_id, subject_id=whose, due_at=due, keep_earlier=True)
    elif due is not None:
        set_timer(session, arrival.again, agency_id=agency_id, subject_id=arrival.subject_id, due_at=due)
    return due is None


def _debrief_arrived(session: AgencySession, interview_id: UUID, actor: SystemActor) -> Arrival | None:
    meeting = meeting_for(session, interview_id=interview_id, actor=actor)
    debrief = debriefs.find_debrief(session, meeting.interview)
    if debrief is None or debrief.state != "submitted":
        return None
    version = debriefs.version_of(session, debrief, debrief.version)
    item = waiting.item_that_waits(session, subject=debrief)
    again = "debriefs.tell_consultant"
    return Arrival(meeting, item, version.submitted_by_id, again, interview_id) if item else None


def _letter_arrived(session: AgencySession, at: Standing) -> Arrival | None:
    item = waiting.item_that_waits(session, subject=at.letter) if at.letter.state == "submitted" else None
    return Arrival(at.meeting, item, None, "letters.tell_consultant", at.letter.id) if item else None


def _grounds(session: AgencySession, meeting: Meeting, actor: SystemActor, now: datetime) -> Grounds:
    return grounds_for(session, interview_id=meeting.interview.id, actor=actor, now=now)
