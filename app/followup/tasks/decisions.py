"""The day of a decision becomes known, comes and passes; whoever is to ask the client is told at their desk (P14)."""

from contextlib import suppress
from datetime import datetime
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
from app.core.settings import Settings
from app.core.timers import set_timer
from app.followup.actions import expecting
from app.followup.models.decisions import Decision
from app.followup.queries.callees import contacts_to_ring
from app.followup.queries.decisions import decision_to_turn
from app.followup.queries.waiting import desk_of
from app.followup.rendering.chasing import chase_mail, escalated_mail, suggested, wanted_mail
from app.followup.rules.hours import next_opening
from app.interviews.models import Meeting
from app.interviews.queries import interview_for, meeting_for, people_met_in
from app.interviews.states import OFF
from app.interviews.tasks import to_consultant
from app.web.mails import Mail


@task("followup.expect_decision")
def expect_decision(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Note when the client of the interview ``subject_id`` decides, as its newest debrief says.

    At least once, harmless when run twice: what is known so already stays. Ten attempts; milliseconds.
    """
    now = utc_now()
    with work.db.transaction(agency_id) as session:
        actor = SystemActor(agency_id)
        interview = interview_for(session, interview_id=subject_id, actor=actor, lock=True)
        expecting.expect_from_debrief(session, interview, now=now)


@task(expecting.TURN)
def turn_decision(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Note that the day of the decision ``subject_id`` has come, or passed, or that the client did not answer.

    At least once, harmless when run twice and when late: it goes by the instants. Ten attempts; milliseconds.
    """
    with work.db.transaction(agency_id) as session:
        expecting.turn(session, agency_id=agency_id, decision_id=subject_id, now=utc_now())


@task(expecting.TELL)
def tell_chase(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Tell the consultant that a client is to be asked; once it did not answer, each manager of the team as well.

    Nothing where that was done meanwhile. While the desk is closed it waits until it opens. At least once: run
    again, it mails a second time. Ten attempts.
    """
    now = utc_now()
    with work.db.transaction(agency_id) as session:
        found = _open(session, agency_id, subject_id, expecting.TELL, now=now)
        if found is None or found[0].ask_by is None:
            return
        row, meeting = found
        contacts = contacts_to_ring(session, meeting, people_met_in(session, meeting.interview))
        words = suggested(meeting, row, whom=contacts[0].name if contacts else None, by=meeting.consultant.name)
        mail = chase_mail(meeting, row, words, public_url=work.settings.public_url, now=now)
        escalates = row.chases == 1
        team = meeting.consultant.team_id
        managers = managers_of(session, agency_id=agency_id, team_id=team) if escalates else []
    if meeting.consultant.active:
        post_to(to_consultant(meeting, mail), work=work, now=now)
    for manager in managers:
        escalated = escalated_mail(meeting, row, manager, public_url=work.settings.public_url, now=now)
        with suppress(Refused):  # one address that no longer works does not have the others told again
            post_to(_to_manager(meeting, row, manager, escalated, work.settings), work=work, now=now)


@task(expecting.TELL_WANTED)
def tell_wanted(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Tell the consultant, on the day of it, that an answer is wanted early. At least once, as `tell_chase`."""
    now = utc_now()
    with work.db.transaction(agency_id) as session:
        found = _open(session, agency_id, subject_id, expecting.TELL_WANTED, now=now)
        if found is None or found[0].wanted_by is None:
            return
        row, meeting = found
        mail = wanted_mail(meeting, row, public_url=work.settings.public_url, now=now)
    if meeting.consultant.active:
        post_to(to_consultant(meeting, mail), work=work, now=now)


def _open(
    session: AgencySession, agency_id: UUID, decision_id: UUID, kind: str, *, now: datetime
) -> tuple[Decision, Meeting] | None:
    """What is to be told now; None where it is over, or the desk is closed: then the timer is set for its opening."""
    row = decision_to_turn(session, agency_id=agency_id, decision_id=decision_id)
    if row is None or row.state == "decided":
        return None
    meeting = meeting_for(session, interview_id=row.interview_id, actor=SystemActor(agency_id))
    if meeting.interview.state in OFF or meeting.candidate.erased_at is not None:
        return None
    today = local(now, meeting.agency.time_zone).date()
    opens = next_opening(now, desk_of(session, meeting.agency, today=today))
    if opens is not None:
        set_timer(session, kind, agency_id=agency_id, subject_id=decision_id, due_at=opens)
        return None
    return row, meeting


def _to_manager(meeting: Meeting, row: Decision, manager: Consultant, mail: Mail, settings: Settings) -> Notice:
    domain = settings.mail_from.rpartition("@")[2]
    return Notice(
        mail=mail,
        to_name=manager.name,
        to_address=manager.email,
        from_name=meeting.agency.name,
        reply_to=None,
        thread=f"interview-{meeting.interview.id.hex}",
        message_id=f"<{row.id.hex}.{manager.id.hex}.{row.audit_seq}.chase@{domain}>",
        agency=meeting.agency,
        recipient=manager,
    )
