"""Whoever is given work by a colleague hears of it: within minutes, when their desk opens, or in a digest."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from app.accounts.models import Agency, Consultant
from app.accounts.queries import rows as accounts
from app.accounts.tasks import Notice, post_to
from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.db import AgencySession
from app.core.local_time import local
from app.core.queue import Work, task
from app.core.timers import clear_timer, set_timer
from app.followup.models.calls import Given
from app.followup.queries import waiting
from app.followup.queries.given import NOT_TOLD, given_among, given_to
from app.followup.rendering.digest import digest_mail
from app.followup.rendering.given import TITLE, given_lines, given_mail
from app.followup.rules.hours import digest_before, told_at
from app.interviews.queries import meetings_for
from app.web.mails import Mail, MailPart

MERGED_WITHIN: Final = timedelta(minutes=2)
"""What is given one after the other is told in one mail."""
AGAIN: Final = timedelta(days=1)
"""After what was to be told then was not."""
_NEVER: Final = datetime.max.replace(tzinfo=UTC)


@task("followup.note_given")
def note_given(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Plan when somebody is told of the item, interview or cover ``subject_id`` that a colleague gave them.

    At least once, harmless when run twice: it plans the same again. Ten attempts; milliseconds.
    """
    now = utc_now()
    with work.db.transaction(agency_id) as session:
        agency = accounts.agency(session, agency_id)
        for given in given_among(session, agency, [subject_id], now=now):
            if not given.taker.active:
                continue
            kind, due = _when(session, agency, given, now=now)
            if kind != NOT_TOLD:
                set_timer(session, kind, agency_id=agency_id, subject_id=given.taker.id, due_at=due, keep_earlier=True)
                due += AGAIN
            set_timer(session, NOT_TOLD, agency_id=agency_id, subject_id=subject_id, due_at=due)


@task("followup.tell_given")
def tell_given(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Mail the user ``subject_id`` what was given to them, in one list; nothing where it is another's meanwhile.

    At least once: what was told is noted after the mail has gone, so a crash between them mails it again. Ten attempts.
    """
    actor, now = SystemActor(agency_id), utc_now()
    with work.db.transaction(agency_id) as session:
        agency = accounts.agency(session, agency_id)
        user = accounts.consultant(session, consultant_id=subject_id, actor=actor)
        given = given_to(session, user, agency, now=now)
        if not given or not user.active:
            return
        mail = given_mail(agency.name, agency.time_zone, given, desk=f"{work.settings.public_url}/desk", now=now)
    post_to(_notice(agency, user, mail, f"given-{user.id.hex}"), work=work, now=now)
    _note_told(work, agency_id, given)


@task("followup.digest")
def digest(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Mail the consultant ``subject_id`` what waits, in one list; nothing where nothing new waits any more.

    At least once: run again, it mails a second time. Ten attempts; a mail takes seconds.
    """
    actor, now = SystemActor(agency_id), utc_now()
    with work.db.transaction(agency_id) as session:
        agency = accounts.agency(session, agency_id)
        user = accounts.consultant(session, consultant_id=subject_id, actor=actor)
        given = given_to(session, user, agency, now=now)
        mail = _digest(session, user, agency, given, f"{work.settings.public_url}/desk", now=now)
    if mail is not None and user.active:
        post_to(_notice(agency, user, mail, f"digest-{user.id.hex}"), work=work, now=now)
        _note_told(work, agency_id, given)


def _when(session: AgencySession, agency: Agency, given: Given, *, now: datetime) -> tuple[str, datetime]:
    """What is to happen next, and when: it begins, or its taker is told by a mail of its own or by their digest."""
    if given.begins_at > now:
        return NOT_TOLD, given.begins_at
    desk = waiting.desk_of(session, agency, today=local(now, agency.time_zone).date())
    wants_digest = given.taker.notify == "digest"
    cut_off = next((item.due_at for item in given.waiting if item.due_at > now), _NEVER)
    due = told_at(now, desk, digest=wants_digest, cut_off=cut_off)
    if due is None:
        return "followup.tell_given", now + MERGED_WITHIN
    return "followup.digest" if wants_digest else "followup.tell_given", due


def _digest(
    session: AgencySession, user: Consultant, agency: Agency, given: Sequence[Given], desk: str, *, now: datetime
) -> Mail | None:
    actor, zone = SystemActor(agency.agency_id), agency.time_zone
    today = local(now, zone).date()
    since = digest_before(now, waiting.desk_of(session, agency, today=today))
    items = waiting.waiting_for(session, user, today=today)
    if not items and given:
        return given_mail(agency.name, zone, given, desk=desk, now=now)
    if not given and not any(item.created_at > since for item in items):
        return None
    meetings = meetings_for(session, interview_ids=[item.interview_id for item in items], actor=actor)
    rows = [(item, meetings[item.interview_id]) for item in items]
    first = [MailPart(TITLE, given_lines(given, zone, now=now), listed=True)] if given else []
    return digest_mail(agency.name, zone, rows, since=since, queue=f"{desk}/queue", now=now, first=first)


def _notice(agency: Agency, user: Consultant, mail: Mail, thread: str) -> Notice:
    return Notice(
        mail=mail,
        to_name=user.name,
        to_address=user.email,
        from_name=agency.name,
        reply_to=None,
        thread=thread,
        agency=agency,
        recipient=user,
    )


def _note_told(work: Work, agency_id: UUID, given: Sequence[Given]) -> None:
    with work.db.transaction(agency_id) as session:
        for one in given:
            clear_timer(session, NOT_TOLD, agency_id=agency_id, subject_id=one.subject_id)
