"""An interview ends; a candidate asks, or is sent, a link."""

from datetime import timedelta
from uuid import UUID

from app.accounts import queries as accounts
from app.accounts.actions.sessions import issue_link
from app.accounts.tasks import Notice, post
from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.errors import NotFound
from app.core.queue import Work, task
from app.interviews import queries
from app.interviews.actions.moving import end_interview
from app.interviews.rendering import link_mail


@task("interviews.end")
def end(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Let the interview await its debrief when its end has passed.

    At least once, harmless when run twice, and early: it looks at the instant again. Ten attempts over about an hour.
    """
    with work.db.transaction(agency_id) as session:
        actor = SystemActor(agency_id)
        interview = queries.interview_for(session, interview_id=subject_id, actor=actor, lock=True)
        end_interview(session, interview, now=utc_now())


@task("interviews.mail_link")
def mail_link(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Mail the candidate a link of their own, which may also consent.

    At least once: run again, it mails a second link, and both work. Ten attempts over about an hour.
    """
    now = utc_now()
    actor = SystemActor(agency_id)
    with work.db.transaction(agency_id) as session:
        try:
            meeting = queries.meeting_for(session, interview_id=subject_id, actor=actor)
        except NotFound:
            return
        if meeting.candidate.email is None or meeting.interview.state in {"cancelled", "no_show"}:
            return
        token = issue_link(
            session,
            candidate_id=meeting.candidate.id,
            interview_id=subject_id,
            strength="sent",
            life=timedelta(days=accounts.settings_of(session, agency_id).link_days),
            actor=actor,
            now=now,
        )
    post(
        Notice(
            mail=link_mail(meeting, link=f"{work.settings.public_url}/c/{token.text}"),
            to_name=meeting.candidate.name,
            to_address=meeting.candidate.email,
            from_name=f"{meeting.consultant.name} via {meeting.agency.name}",
            reply_to=meeting.consultant.email,
            thread=f"interview-{subject_id.hex}",
        ),
        settings=work.settings,
        now=now,
    )
