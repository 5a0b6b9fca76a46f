"""Exports are made, erasures confirmed and noted in the ledger; once a day goes what was kept long enough."""

import os
from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

import structlog
from sqlalchemy.exc import IntegrityError

from app.accounts.actions.notices import keep_notice
from app.accounts.queries.rows import agency
from app.accounts.tasks import Notice, post
from app.adapters.mail import Refused
from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.db import AgencySession
from app.core.errors import Conflict
from app.core.local_time import instant, local
from app.core.logging import describe
from app.core.queue import Work, enqueue, task
from app.core.timers import set_timer
from app.privacy.actions import asking, confirming, erasing, exporting, retaining
from app.privacy.actions.erasing import Order
from app.web.limits import forget_full_buckets

log = structlog.get_logger(__name__)
AT_NIGHT = time(3)
IN_THE_MORNING = time(8, 30)
Step = Callable[[AgencySession], object]


@task("privacy.tell_request")
def tell_request(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Mail what a candidate asked about their data to whoever answers: the entry ``subject_id`` of the trail holds it.

    To the agency's contact for data protection where that is an address, to the users of the compliance role and to the
    consultant. At least once: run again, it mails again to all of them. Ten attempts; a mail takes seconds.
    """
    with work.db.transaction(agency_id) as session:
        told = asking.to_be_told(session, agency_id=agency_id, event_id=subject_id)
    if told is None:
        return
    for name, address in told.recipients:
        notice = Notice(
            mail=told.mail,
            to_name=name,
            to_address=address,
            from_name=told.agency,
            reply_to=told.reply_to,
            thread=f"request-{subject_id.hex}",
        )
        post(notice, settings=work.settings, now=utc_now())


@task("privacy.make_export")
def make_export(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Make the archive that was asked for.

    At least once: run again, it finds the archive there and leaves it. Ten attempts; it takes seconds.
    """
    with work.db.transaction(agency_id) as session:
        exporting.make(session, agency_id=agency_id, export_id=subject_id, now=utc_now())


@task("privacy.confirm_erasure")
def confirm_erasure(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Mail the one confirmation to somebody who was erased, and forget the address with it.

    At least once: run again after the mail went out and before it was noted, it mails a second time. Ten attempts
    over about an hour; after two days the daily sweep forgets the address whatever happened.
    """
    with work.db.transaction(agency_id) as session:
        waiting = confirming.waiting_confirmation(session, agency_id=agency_id, erasure_id=subject_id)
    if waiting is None:
        return
    notice = Notice(
        mail=waiting.mail,
        to_name="",
        to_address=waiting.to_address,
        from_name=waiting.agency,
        reply_to=None,
        thread=f"erasure-{subject_id.hex}",
    )
    try:
        post(notice, settings=work.settings, now=utc_now())
    except Refused:
        mailed = False
    else:
        mailed = True
    with work.db.transaction(agency_id) as session:
        confirming.forget_address(session, agency_id=agency_id, erasure_id=subject_id, mailed=mailed)


@task("privacy.write_ledger")
def write_ledger(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:
    """Write an erasure into the ledger that leaves the machine, where one is set.

    At least once: run again after the line was written and before that was noted, it writes it twice, and replaying
    it twice is harmless. Ten attempts; it takes milliseconds, without a transaction.
    """
    ledger = work.settings.erasure_ledger
    if ledger is None:
        return
    with work.db.transaction(agency_id) as session:
        line = confirming.unwritten_line(session, agency_id=agency_id, erasure_id=subject_id)
    if line is None:
        return
    _append(ledger, line.written())
    with work.db.transaction(agency_id) as session:
        confirming.note_written(session, agency_id=agency_id, erasure_id=subject_id, now=utc_now())


@task("privacy.retain")
def retain(work: Work, *, agency_id: UUID, subject_id: UUID) -> None:  # noqa: ARG001 - the agency is the subject
    """Erase what was kept for as long as was agreed, and plan the next night, and the morning's look for what is stuck.

    At least once, harmless when run twice: what is gone is not found. Each thing goes in a transaction of its own, so
    that one that cannot go keeps no other. Ten attempts; minutes at the most.
    """
    now = utc_now()
    with work.db.transaction(agency_id) as session:
        zone = agency(session, agency_id).time_zone
        due_at = _next_night(now, zone)
        set_timer(session, "privacy.retain", agency_id=agency_id, subject_id=agency_id, due_at=due_at)
        looks_at = instant(local(now, zone).date(), IN_THE_MORNING, zone)
        set_timer(session, "desk.look_for_stuck", agency_id=agency_id, subject_id=agency_id, due_at=looks_at)
    _sweep(work, agency_id, now)
    for look_for in (_drafts, _interviews, _people, _identities, _sessions):
        with work.db.transaction(agency_id) as session:
            steps = list(look_for(session, agency_id, now))
        for step in steps:
            _try(work, agency_id, step)
    with work.db.transaction(agency_id) as session:
        retaining.forget_sessions(session)
    forget_full_buckets(work.db, now=now)


def _sweep(work: Work, agency_id: UUID, now: datetime) -> None:
    """What is no event; and what should have been done already: the notice's newest words, lines of the ledger."""
    with work.db.transaction(agency_id) as session:
        retaining.sweep(session, agency_id=agency_id, now=now)
        keep_notice(session, agency(session, agency_id), now=now)
        unwritten = retaining.unwritten_erasures(session, agency_id=agency_id) if work.settings.erasure_ledger else ()
        for erasure_id in unwritten:
            enqueue(session, "privacy.write_ledger", agency_id=agency_id, subject_id=erasure_id)


def _drafts(session: AgencySession, agency_id: UUID, now: datetime) -> Iterator[Step]:
    for kind, row_id in retaining.old_drafts(session, agency_id=agency_id, now=now):
        yield partial(retaining.forget_draft, kind=kind, agency_id=agency_id, row_id=row_id, now=now)


def _interviews(session: AgencySession, agency_id: UUID, now: datetime) -> Iterator[Step]:
    for interview_id in retaining.old_interviews(session, agency_id=agency_id, now=now):
        yield partial(retaining.forget_content, agency_id=agency_id, interview_id=interview_id, now=now)


def _people(session: AgencySession, agency_id: UUID, now: datetime) -> Iterator[Step]:
    order = Order(reason="kept for as long as was agreed", ground="retention")
    for candidate_id in retaining.old_people(session, agency_id=agency_id, now=now):
        yield partial(erasing.erase, candidate_id=candidate_id, order=order, actor=SystemActor(agency_id), now=now)


def _identities(session: AgencySession, agency_id: UUID, now: datetime) -> Iterator[Step]:
    for candidate_id in retaining.identities_to_forget(session, agency_id=agency_id, now=now):
        yield partial(retaining.forget_identity, agency_id=agency_id, candidate_id=candidate_id, now=now)


def _sessions(session: AgencySession, agency_id: UUID, now: datetime) -> Iterator[Step]:
    for session_id in retaining.old_sessions(session, agency_id=agency_id, now=now):
        yield partial(retaining.forget_session, agency_id=agency_id, session_id=session_id, now=now)


def _try(work: Work, agency_id: UUID, step: Step) -> None:
    """Take one step; what cannot go tonight, a hold having come in between, is looked at tomorrow."""
    try:
        with work.db.transaction(agency_id) as session:
            step(session)
    except (Conflict, IntegrityError) as error:
        log.warning("retention.not_erased", agency_id=str(agency_id), **describe(error))


def _next_night(now: datetime, zone: str) -> datetime:
    return instant(local(now, zone).date() + timedelta(days=1), AT_NIGHT, zone)


def _append(ledger: Path, line: str) -> None:
    """Append and make sure that it is on the disk."""
    ledger.parent.mkdir(parents=True, exist_ok=True)
    with ledger.open("a", encoding="utf-8") as file:
        file.write(line)
        file.flush()
        os.fsync(file.fileno())
