"""A promise is made and kept by what happens below, its consultant is warned, and it is noted that it was broken."""

from datetime import datetime
from uuid import UUID

from app.accounts.tasks import post_from, post_to
from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.db import AgencySession
from app.core.queue import Work, task
from app.core.timers import set_timer
from app.followup.actions import promising, updating
from app.followup.queries.preparing import rounds_before
from app.followup.queries.promises import last_words, standing_promise, waiting_nudges
from app.followup.queries.waiting import reader_of
from app.followup.rendering.promise_mails import update_mail, warning_mail
from app.followup.rules.hours import next_opening
from app.interviews.actions.inviting import way_in
from app.interviews.models import Meeting
from app.interviews.queries import interview_for, meeting_for
from app.interviews.states import OFF
from app.interviews.tasks import to_candidate, to_consultant
from app.web.mails import Mail


@task("followup.begin_promise")
def begin_promise(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Promise the candidate of the interview ``subject_id`` that they hear, as their debrief came in.

    At least once, harmless when run twice: one promise stands. Ten attempts; milliseconds.
    """
    actor = SystemActor(agency_id)
    with work.db.transaction(agency_id) as session:
        meeting = _locked(session, subject_id, actor)
        if meeting.candidate.erased_at is None:
            promising.begin(session, meeting.interview, actor=actor, now=utc_now())


@task("followup.keep_promise")
def keep_promise(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Note that the candidate of the interview ``subject_id`` heard something, and promise by when they hear next.

    At least once, harmless when run twice: the same within minutes is the same news. Ten attempts; milliseconds.
    """
    actor = SystemActor(agency_id)
    with work.db.transaction(agency_id) as session:
        meeting = _locked(session, subject_id, actor)
        if meeting.candidate.erased_at is None:
            promising.renew(session, meeting.interview, kept_by="news", actor=actor, now=utc_now())


@task("followup.go_on_in_next_round")
def go_on(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Note that nothing more is owed about the rounds before the interview ``subject_id``: they hear of this one.

    At least once, harmless when run twice, and where it is off by now. Ten attempts; milliseconds.
    """
    actor, now = SystemActor(agency_id), utc_now()
    with work.db.transaction(agency_id) as session:
        interview = interview_for(session, interview_id=subject_id, actor=actor)
        for before in rounds_before(session, interview):
            promising.drop(session, before, actor=actor, now=now)


@task("followup.note_broken")
def note_broken(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Note that the time has come and the candidate of the interview ``subject_id`` has heard nothing.

    At least once, harmless when run twice, and early: it looks at the instant again. Ten attempts; milliseconds.
    """
    actor = SystemActor(agency_id)
    with work.db.transaction(agency_id) as session:
        interview = interview_for(session, interview_id=subject_id, actor=actor, lock=True)
        promising.lapse(session, interview, actor=actor, now=utc_now())


@task("followup.warn_of_promise")
def warn(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Mail the consultant of the interview ``subject_id``, or who covers, that the candidate is to hear soon.

    Nothing where they heard meanwhile; outside the desk's hours it waits until the desk opens, and then says whether
    the time has passed. At least once: run again, it mails a second time. Ten attempts; a mail takes seconds.
    """
    actor, now = SystemActor(agency_id), utc_now()
    with work.db.transaction(agency_id) as session:
        meeting = meeting_for(session, interview_id=subject_id, actor=actor)
        mail = _warning(session, meeting, desk=f"{work.settings.public_url}/desk", now=now)
    if mail is not None:
        post_to(to_consultant(meeting, mail), work=work, now=now)


@task("followup.mail_update")
def mail_update(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Mail the candidate of the interview ``subject_id`` that somebody wrote to them, with a link of their own.

    In their quiet hours, as after the worker was down, it is planned again. At least once: run again, it mails a second
    time, and both links work. Ten attempts; a mail takes seconds.
    """
    actor, now = SystemActor(agency_id), utc_now()
    with work.db.transaction(agency_id) as session:
        meeting = meeting_for(session, interview_id=subject_id, actor=actor)
        by = last_words(session, meeting.interview)
        if by is None or meeting.candidate.email is None:
            return
        if updating.waits_for_morning(session, meeting, now=now):
            return
        way = way_in(session, meeting, public_url=work.settings.public_url, actor=actor, now=now)
        mail = update_mail(meeting, by=by, link=way.link)
    post_from(to_candidate(meeting, mail), work=work, now=now)


def _locked(session: AgencySession, interview_id: UUID, actor: SystemActor) -> Meeting:
    interview_for(session, interview_id=interview_id, actor=actor, lock=True)
    return meeting_for(session, interview_id=interview_id, actor=actor)


def _warning(session: AgencySession, meeting: Meeting, *, desk: str, now: datetime) -> Mail | None:
    """What the mail says; None where there is nothing to say, or not now."""
    interview = meeting.interview
    promise = standing_promise(session, interview)
    if promise is None or now < promise.warn_at or interview.state in OFF or not meeting.consultant.active:
        return None
    opens = next_opening(now, reader_of(session, meeting.consultant, meeting.agency, now=now).desk)
    if opens is not None:
        set_timer(session, promising.WARN, agency_id=interview.agency_id, subject_id=interview.id, due_at=opens)
        return None
    return warning_mail(meeting, promise, asked=len(waiting_nudges(session, interview)), desk=desk, now=now)
