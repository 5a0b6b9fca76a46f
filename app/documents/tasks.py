"""The candidate hears what was agreed for them by telephone."""

from uuid import UUID

from app.accounts.tasks import post
from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.queue import Work, task
from app.documents import queries
from app.documents.rendering import read_back_mail
from app.interviews.actions.inviting import way_in
from app.interviews.queries import meeting_for, people_met_in
from app.interviews.tasks import to_candidate


@task("documents.mail_read_back")
def mail_read_back(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Tell the candidate to what, for whom and by whom their yes was noted, with a link to take it back.

    Nothing where there is no address, or none of it stands any more. At least once: run again, it mails a second
    time, and both links work. Ten attempts; a mail takes seconds.
    """
    now, actor = utc_now(), SystemActor(agency_id)
    with work.db.transaction(agency_id) as session:
        document, interview = queries.document_for(session, document_id=subject_id, actor=actor)
        standing = queries.standing_consents(session, document=document)
        noted = [consent for consent in standing if consent.given_by == "read_back_by_telephone"]
        meeting = meeting_for(session, interview_id=interview.id, actor=actor)
        if not noted or meeting.candidate.email is None:
            return
        way = way_in(session, meeting, public_url=work.settings.public_url, actor=actor, now=now)
        mail = read_back_mail(
            meeting,
            noted,
            names={who.person.id: who.person.name for who in people_met_in(session, interview)},
            callers=queries.callers_of(session, noted),
            text=queries.file_of(session, document, "txt").decode(),
            link=way.link,
        )
    post(to_candidate(meeting, mail), settings=work.settings, now=now)
