"""What has been kept for as long as was agreed goes: looked for once a day, each thing in a transaction of its own.

Whatever is found again by the next run is harmless: what is gone is not found.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, delete, exists, not_, or_, select, text, update
from sqlalchemy.orm import Session, aliased

from app.accounts.models import ConsultantInvitation, KeptPost, WebSession
from app.accounts.queries import rows as accounts
from app.accounts.rules.lifetimes import kept_months
from app.audit.catalogue import AuditAction
from app.audit.models import AuditEvent
from app.audit.trail import record
from app.core.actor import SystemActor
from app.core.db import AgencySession
from app.debriefs.models import Debrief, DebriefConfidence, DebriefDraft
from app.deliveries.models import Delivery
from app.directory.models import Application, Candidate
from app.interviews.models import Interview
from app.interviews.queries import meeting_for
from app.letters.models import Letter, LetterDraft, LetterUpload
from app.privacy.actions.content import erase_content, keep_draft_count
from app.privacy.models import Erasure, LegalHold, PersonExport
from app.privacy.queries import rows as queries
from app.privacy.rules.periods import CONFIRMATION_TRIED_FOR, KEPT_ANSWERS, SECURITY_LOG_MONTHS, months_later
from app.web.idempotency import KeptAnswer

BATCH: Final = 200
"""How many things of one kind go in one run; the next day takes the rest of what a long pause left."""


def sweep(session: AgencySession, *, agency_id: UUID, now: datetime) -> None:
    """Delete what is no event: kept answers, expired exports and invitations, addresses of confirmations."""
    for table, expired in (
        (KeptAnswer, KeptAnswer.created_at < now - KEPT_ANSWERS),
        (PersonExport, PersonExport.expires_at < now),
        (ConsultantInvitation, ConsultantInvitation.expires_at < now),
    ):
        session.execute(delete(table).where(table.agency_id == agency_id, expired))
    _forget_uploads(session, agency_id, now=now)
    _forget_kept_posts(session, agency_id, now=now)
    session.execute(
        update(Erasure)
        .where(
            Erasure.agency_id == agency_id,
            Erasure.confirmation == "waiting",
            Erasure.erased_at < now - CONFIRMATION_TRIED_FOR,
        )
        .values(confirmation="not_mailed", confirm_to=None)
    )


def unwritten_erasures(session: Session, *, agency_id: UUID) -> Sequence[UUID]:
    """The erasures that no ledger has yet: it was not set, or could not be written."""
    query = select(Erasure.id).where(Erasure.agency_id == agency_id, Erasure.in_ledger_at.is_(None))
    return session.scalars(query.order_by(Erasure.id).limit(BATCH)).all()


def _forget_uploads(session: AgencySession, agency_id: UUID, *, now: datetime) -> None:
    """Delete Word files, and what was read of them, like drafts: what was taken of them stands in the letter."""
    before = now - timedelta(days=accounts.settings_of(session, agency_id).draft_days)
    old = (
        select(LetterUpload.id)
        .join(Letter, and_(Letter.agency_id == LetterUpload.agency_id, Letter.id == LetterUpload.letter_id))
        .join(Interview, and_(Interview.agency_id == Letter.agency_id, Interview.id == Letter.interview_id))
        .where(LetterUpload.agency_id == agency_id, LetterUpload.uploaded_at < before)
        .where(not_(_is_held(Interview)))
    )
    session.execute(delete(LetterUpload).where(LetterUpload.agency_id == agency_id, LetterUpload.id.in_(old)))


def _forget_kept_posts(session: AgencySession, agency_id: UUID, *, now: datetime) -> None:
    """Delete what was sent when a visit had ended, like drafts."""
    before = now - timedelta(days=accounts.settings_of(session, agency_id).draft_days)
    old = (
        select(KeptPost.id)
        .join(Interview, and_(Interview.agency_id == KeptPost.agency_id, Interview.id == KeptPost.interview_id))
        .where(KeptPost.agency_id == agency_id, KeptPost.kept_at < before, not_(_is_held(Interview)))
    )
    session.execute(delete(KeptPost).where(KeptPost.agency_id == agency_id, KeptPost.id.in_(old)))


def old_sessions(session: Session, *, agency_id: UUID, now: datetime) -> Sequence[UUID]:
    """The sessions that have been in the security log for as long as they should."""
    query = select(WebSession.id).where(
        WebSession.agency_id == agency_id,
        WebSession.expires_at < months_later(now, -SECURITY_LOG_MONTHS),
    )
    return session.scalars(query.order_by(WebSession.id).limit(BATCH)).all()


def forget_session(session: AgencySession, *, agency_id: UUID, session_id: UUID, now: datetime) -> None:
    """Note that a session leaves the log; `forget_sessions` then deletes it, in another transaction."""
    row = session.get(WebSession, (agency_id, session_id), with_for_update=True)
    if row is not None and row.digest:
        row.digest = b""
        record(session, AuditAction.SESSION_ERASED, subject=row, actor=SystemActor(agency_id), now=now)


def forget_sessions(session: AgencySession) -> None:
    """Delete the sessions whose entry says that they left; their entries stay and still verify."""
    session.execute(text("SELECT afterword_forget_sessions()"))


def old_drafts(session: Session, *, agency_id: UUID, now: datetime) -> list[tuple[type[Debrief | Letter], UUID]]:
    """What was begun and never sent, and not touched for so long, after interviews that ended that long ago."""
    before = now - timedelta(days=accounts.settings_of(session, agency_id).draft_days)
    found: list[tuple[type[Debrief | Letter], UUID]] = []
    kinds: tuple[tuple[Any, Any, Any], ...] = (
        (Debrief, DebriefDraft, DebriefDraft.debrief_id),
        (Letter, LetterDraft, LetterDraft.letter_id),
    )
    for row, draft, of in kinds:
        query = (
            select(row.id)
            .join(draft, and_(draft.agency_id == row.agency_id, of == row.id))
            .join(Interview, and_(Interview.agency_id == row.agency_id, Interview.id == row.interview_id))
            .where(row.agency_id == agency_id, draft.saved_at < before, Interview.ends_at < before)
            .where(not_(_is_held(Interview)))
        )
        found += [(row, one) for one in session.scalars(query.order_by(row.id).limit(BATCH))]
    return found


def forget_draft(
    session: AgencySession, *, kind: type[Debrief | Letter], agency_id: UUID, row_id: UUID, now: datetime
) -> None:
    """Delete one draft; what was submitted of it stays."""
    days = accounts.settings_of(session, agency_id).draft_days
    row: Any = session.get_one(kind, (agency_id, row_id), with_for_update=True)
    keep_draft_count(session, row)
    is_debrief = isinstance(row, Debrief)
    record(
        session,
        AuditAction.DEBRIEF_DRAFT_ERASED if is_debrief else AuditAction.LETTER_DRAFT_ERASED,
        subject=row,
        actor=SystemActor(agency_id),
        now=now,
        details={"days": days},
    )
    if isinstance(row, Letter):
        session.execute(delete(LetterDraft).where(LetterDraft.agency_id == agency_id, LetterDraft.letter_id == row_id))
        return
    for table in (DebriefDraft, DebriefConfidence):
        only = [table.version == 0] if table is DebriefConfidence else []
        session.execute(delete(table).where(table.agency_id == agency_id, table.debrief_id == row_id, *only))


def old_interviews(session: Session, *, agency_id: UUID, now: datetime) -> Sequence[UUID]:
    """The interviews of applications to which nothing has happened for as long as content is kept.

    Nobody's under a legal hold, and none with a letter that is still to go.
    """
    before = months_later(now, -_content_months(session, agency_id))
    sibling = aliased(Interview)
    query = (
        select(Interview.id)
        .where(Interview.agency_id == agency_id, Interview.ends_at < before, not_(_erased(Interview)))
        .where(
            ~exists().where(
                sibling.agency_id == agency_id,
                sibling.application_id == Interview.application_id,
                or_(sibling.ends_at >= before, _touched_since(sibling, before)),
            )
        )
        .where(not_(_is_held(Interview)))
        .order_by(Interview.ends_at, Interview.id)
    )
    return session.scalars(query.limit(BATCH)).all()


def forget_content(session: AgencySession, *, agency_id: UUID, interview_id: UUID, now: datetime) -> None:
    """Erase what was written about an interview, unless a hold came in between."""
    actor = SystemActor(agency_id)
    person = meeting_for(session, interview_id=interview_id, actor=actor).candidate
    session.refresh(person, with_for_update=True)  # a hold is placed under this lock
    if not queries.is_held(session, person):
        erase_content(session, interview_id=interview_id, ground="retention", actor=actor, now=now)


def old_people(session: Session, *, agency_id: UUID, now: datetime) -> Sequence[UUID]:
    """The people of whom nothing is left but who they are: every interview of theirs has been erased."""
    before = months_later(now, -_content_months(session, agency_id))
    theirs = (
        select(Interview.id)
        .join(Application, and_(Application.agency_id == agency_id, Application.id == Interview.application_id))
        .where(Interview.agency_id == agency_id, Application.candidate_id == Candidate.id)
    )
    query = (
        select(Candidate.id)
        .where(Candidate.agency_id == agency_id, Candidate.erased_at.is_(None))
        .where(theirs.exists(), ~theirs.where(not_(_erased(Interview))).exists())
        .where(not_(_happened_to("candidate", Candidate.id, agency_id, before)))
        .where(
            ~exists().where(
                LegalHold.agency_id == agency_id,
                LegalHold.candidate_id == Candidate.id,
                LegalHold.released_at.is_(None),
            )
        )
    )
    return session.scalars(query.order_by(Candidate.id).limit(BATCH)).all()


def identities_to_forget(session: Session, *, agency_id: UUID, now: datetime) -> Sequence[UUID]:
    """The erasures whose remainder need not be kept any longer."""
    query = select(Erasure.candidate_id).where(Erasure.agency_id == agency_id, Erasure.kept_until <= now)
    return session.scalars(query.where(Erasure.kept_name.is_not(None)).limit(BATCH)).all()


def forget_identity(session: AgencySession, *, agency_id: UUID, candidate_id: UUID, now: datetime) -> None:
    """Delete what the law asked to keep of who somebody was."""
    person = session.get_one(Candidate, (agency_id, candidate_id), with_for_update=True)
    record(session, AuditAction.CANDIDATE_IDENTITY_ERASED, subject=person, actor=SystemActor(agency_id), now=now)
    session.execute(
        update(Erasure)
        .where(Erasure.agency_id == agency_id, Erasure.candidate_id == candidate_id)
        .values(kept_name=None, kept_contact=None)
    )


def _content_months(session: Session, agency_id: UUID) -> int:
    months = accounts.settings_of(session, agency_id).retention_months
    return kept_months(months, accounts.agency(session, agency_id).country)


def _is_held(interview: Any) -> ColumnElement[bool]:
    """Whether the person of an interview is under a legal hold."""
    return (
        exists()
        .where(
            Application.agency_id == interview.agency_id,
            Application.id == interview.application_id,
            LegalHold.agency_id == Application.agency_id,
            LegalHold.candidate_id == Application.candidate_id,
            LegalHold.released_at.is_(None),
        )
        .correlate(interview)
    )


def _erased(interview: Any) -> ColumnElement[bool]:
    """Whether the newest entry of an interview says that its content went."""
    newest: Select[Any] = (
        select(AuditEvent.action)
        .where(
            AuditEvent.agency_id == interview.agency_id,
            AuditEvent.subject_kind == "interview",
            AuditEvent.subject_id == interview.id,
        )
        .order_by(AuditEvent.seq.desc())
        .limit(1)
    )
    return newest.correlate(interview).scalar_subquery() == "interview.erased"


def _touched_since(interview: Any, before: datetime) -> ColumnElement[bool]:
    """Whether something happened to an interview, or to what hangs on it, or is still to happen."""
    agency_id = interview.agency_id
    waiting = exists().where(
        Delivery.agency_id == agency_id,
        Delivery.interview_id == interview.id,
        Delivery.state.in_(("scheduled", "claimed", "sending")),
    )
    below = (
        exists().where(
            table.agency_id == agency_id,
            table.interview_id == interview.id,
            _happened_to(name, table.id, agency_id, before),
        )
        for name, table in (("debrief", Debrief), ("letter", Letter), ("delivery", Delivery))
    )
    return or_(_happened_to("interview", interview.id, agency_id, before), waiting, *below)


def _happened_to(kind: str, row_id: Any, agency_id: Any, before: datetime) -> ColumnElement[bool]:
    return exists().where(
        AuditEvent.agency_id == agency_id,
        AuditEvent.subject_kind == kind,
        AuditEvent.subject_id == row_id,
        AuditEvent.at >= before,
        AuditEvent.action.not_like("%erased"),
    )
