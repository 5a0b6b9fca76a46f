"""The candidate writes: drafts that save by themselves, and submissions, each a version that never changes."""

from datetime import datetime
from uuid import UUID

from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import Actor
from app.core.db import AgencySession
from app.core.errors import Forbidden, Invalid
from app.core.queue import enqueue
from app.core.states import StateConflict
from app.debriefs import queries
from app.debriefs.actions import versions
from app.debriefs.actions.versions import DRAFT, confided, keep_confidence, note_begun, require_possible
from app.debriefs.models import Debrief, DebriefDraft
from app.debriefs.schemas.content import DebriefAnswers
from app.debriefs.schemas.requests import DebriefWritten
from app.debriefs.states import DEBRIEF, WRITABLE
from app.interviews.actions.drafts import require_revision
from app.interviews.models import Interview
from app.interviews.policy import may_write
from app.interviews.queries import interview_for


class NothingToSubmit(Invalid):
    """There is no draft to submit: send the answers with the request."""

    code = "nothing_to_submit"


def save_draft(
    session: AgencySession, *, interview_id: UUID, written: DebriefWritten, seen: int, actor: Actor, now: datetime
) -> DebriefDraft:
    """Save what there is so far; ``seen`` is the draft's revision that was read, 0 to create it.

    Only the first draft is an event. Raises DraftChanged, and what was saved before stays as it is.
    """
    interview, debrief = _opened(session, interview_id, actor=actor, now=now)
    if debrief.state not in WRITABLE:
        raise StateConflict(f"This debrief is {debrief.state}; it cannot become draft.")
    draft = queries.find_draft(session, debrief)
    require_revision(draft, seen)
    note_begun(session, interview, now=now)
    if debrief.state == "requested":
        DEBRIEF.require(debrief.state, "draft")
        debrief.state = "draft"
        record(session, AuditAction.DEBRIEF_DRAFTED, subject=debrief, actor=actor, now=now)
    answers = versions.kept(session, debrief, written.answers).model_dump(mode="json")
    if draft is None:
        draft = DebriefDraft(agency_id=debrief.agency_id, debrief_id=debrief.id, revision=debrief.draft_revisions)
    draft.answers, draft.revision = answers, draft.revision + 1
    draft.saved_at, draft.saved_by = now, actor.kind
    session.add(draft)
    keep_confidence(session, debrief, version=DRAFT, answers=written.agency_only)
    return draft


def submit(
    session: AgencySession,
    *,
    interview_id: UUID,
    written: DebriefWritten | None,
    seen: int,
    actor: Actor,
    now: datetime,
) -> Debrief:
    """Submit the draft, or what is sent in its place, as the next version; incomplete is welcome (P4).

    ``seen`` is the draft's revision that was read, 0 where there is none. Raises DatesContradict (422), and the
    draft stays as it is.
    """
    interview, debrief = _opened(session, interview_id, actor=actor, now=now)
    DEBRIEF.require(debrief.state, "submitted")
    draft = queries.find_draft(session, debrief)
    require_revision(draft, seen)
    answers = versions.kept(session, debrief, _answers(written, draft))
    given = written.agency_only if written else None
    agency_only = confided(session, debrief, DRAFT) if given is None else given
    require_possible(interview, answers, agency_only)
    versions.add_version(session, interview, debrief, answers, call=None, actor=actor, now=now)
    keep_confidence(session, debrief, version=debrief.version + 1, answers=agency_only)
    clear_draft(session, debrief, draft)
    debrief.draft_revisions = draft.revision if draft else debrief.draft_revisions
    versions.submitted(session, debrief, answers, call=None, actor=actor, now=now)
    enqueue(session, "debriefs.mail_copy", agency_id=debrief.agency_id, subject_id=debrief.interview_id)
    return debrief


def clear_draft(session: AgencySession, debrief: Debrief, draft: DebriefDraft | None) -> None:
    """Clear away a draft that a version holds now, with its confidences; the caller keeps its last revision."""
    kept = queries.confidence_of(session, debrief, DRAFT)
    for row in (kept, draft):
        if row is not None:
            session.delete(row)


def _opened(session: AgencySession, interview_id: UUID, *, actor: Actor, now: datetime) -> tuple[Interview, Debrief]:
    """Lock the interview and its debrief for the candidate."""
    interview = interview_for(session, interview_id=interview_id, actor=actor, lock=True)
    if not may_write(actor, interview):
        raise Forbidden
    return interview, versions.opened(session, interview, now=now)


def _answers(written: DebriefWritten | None, draft: DebriefDraft | None) -> DebriefAnswers:
    if written is not None:
        return written.answers
    if draft is None:
        raise NothingToSubmit
    return DebriefAnswers.model_validate(draft.answers)
