"""Whoever has to tell a candidate what the client said is reminded, then their manager; the candidate never is (P17).

Nothing is cleared when it was told: both tasks look whether it was.
"""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from app.accounts.models import Consultant
from app.accounts.queries.in_charge import managers_of
from app.accounts.tasks import Notice, post_to
from app.adapters.mail import Refused
from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.db import AgencySession
from app.core.local_time import local
from app.core.queue import Work, task
from app.core.timers import set_timer
from app.directory.rules import WorkingTime
from app.followup.actions.hearing import RELAY_DUE
from app.followup.models.heard import Heard
from app.followup.queries.feedback import feedback_in, feedback_to_tell
from app.followup.queries.waiting import desk_of
from app.followup.rendering.relay_mails import relay_mail, relay_overdue_mail
from app.followup.rules.hours import a_working_day_after, next_opening
from app.interviews.models import Meeting
from app.interviews.queries import meeting_for
from app.interviews.tasks import to_consultant

RELAY_OVERDUE: Final = "followup.relay_overdue"
"""The timer by which a manager hears of it; its subject is the feedback."""


@dataclass(frozen=True)
class Untold:
    """What a candidate was not told yet, and when the agency's people work."""

    heard: Heard
    meeting: Meeting
    desk: WorkingTime


@task("followup.relay_due")
def relay_due(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Mail the consultant, or who covers for them, that the feedback ``subject_id`` was not told; nothing where it was.

    While the desk is closed it waits until it opens. A working day later the managers hear of it; where the consultant
    has left, at once. At least once: run again, it repeats the mail with the identifier that it had. Ten attempts.
    """
    now = utc_now()
    with work.db.transaction(agency_id) as session:
        found = _untold(session, agency_id, subject_id, RELAY_DUE, now=now)
        if found is None:
            return
        here = found.meeting.consultant.active
        later = a_working_day_after(now, found.desk) if here else now
        set_timer(session, RELAY_OVERDUE, agency_id=agency_id, subject_id=subject_id, due_at=later, keep_earlier=True)
        mail = relay_mail(found.heard, found.meeting, public_url=work.settings.public_url)
    if here:
        post_to(_to(found, found.meeting.consultant, to_consultant(found.meeting, mail), work), work=work, now=now)


@task("followup.relay_overdue")
def relay_overdue(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Mail the managers that the feedback ``subject_id`` still was not told; nothing where it was.

    While the desk is closed it waits until it opens. At least once: run again, it repeats mails with the identifiers
    that they had. Ten attempts; a mail takes seconds.
    """
    now, url = utc_now(), work.settings.public_url
    with work.db.transaction(agency_id) as session:
        found = _untold(session, agency_id, subject_id, RELAY_OVERDUE, now=now)
        if found is None:
            return
        managers = managers_of(session, agency_id=agency_id, team_id=found.meeting.consultant.team_id)
    for manager in managers:
        mail = relay_overdue_mail(found.heard, found.meeting, manager, public_url=url)
        with suppress(Refused):  # one address that no longer works does not have the others told again
            post_to(_to(found, manager, to_consultant(found.meeting, mail), work), work=work, now=now)


def _untold(session: AgencySession, agency_id: UUID, feedback_id: UUID, timer: str, *, now: datetime) -> Untold | None:
    """What is still to be told now; None where there is nothing, or not while the desk is closed."""
    feedback = feedback_to_tell(session, agency_id=agency_id, feedback_id=feedback_id)
    if feedback is None:
        return None
    meeting = meeting_for(session, interview_id=feedback.interview_id, actor=SystemActor(agency_id))
    desk = desk_of(session, meeting.agency, today=local(now, meeting.agency.time_zone).date())
    opens = next_opening(now, desk)
    if opens is not None:
        set_timer(session, timer, agency_id=agency_id, subject_id=feedback_id, due_at=opens)
        return None
    return Untold(feedback_in(session, meeting.interview, feedback_id), meeting, desk)


def _to(found: Untold, user: Consultant, notice: Notice, work: Work) -> Notice:
    """Address it to somebody of the agency; an answer to it never goes to the candidate, who knows of nothing."""
    domain = work.settings.mail_from.rpartition("@")[2]
    return replace(
        notice,
        to_name=user.name,
        to_address=user.email,
        recipient=user,
        reply_to=None,
        message_id=f"<{found.heard.feedback.id.hex}.{user.id.hex}.untold@{domain}>",
    )
