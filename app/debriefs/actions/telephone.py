"""A debrief told by telephone: the consultant enters it, and it stays theirs to have entered (ADR 0015)."""

from datetime import datetime
from uuid import UUID

from app.core.actor import Actor
from app.core.db import AgencySession
from app.core.errors import Forbidden, Invalid
from app.core.queue import enqueue
from app.debriefs import queries
from app.debriefs.actions import versions
from app.debriefs.actions.closing import require_seen
from app.debriefs.actions.versions import Call, confided, keep_confidence, require_possible
from app.debriefs.actions.writing import clear_draft
from app.debriefs.models import Debrief, DebriefDraft
from app.debriefs.rules import telephone_amiss
from app.debriefs.schemas.requests import DebriefByTelephone
from app.debriefs.states import DEBRIEF
from app.interviews.policy import may_decide
from app.interviews.queries import interview_for


class CallCannotBe(Invalid):
    """This call cannot have been: see errors."""

    code = "call_cannot_be"


def take(
    session: AgencySession,
    *,
    interview_id: UUID,
    told: DebriefByTelephone,
    seen: int,
    actor: Actor,
    now: datetime,
) -> Debrief:
    """Enter what the candidate told as the next version; ``seen`` is the ETag of the debrief, 0 where there is none.

    What the candidate has typed themselves stays a draft, untouched: nothing typed is lost (rule 8). Source: P1, P5.
    Raises CallCannotBe and DatesContradict (422).
    """
    interview = interview_for(session, interview_id=interview_id, actor=actor, lock=True)
    if not may_decide(actor, interview):
        raise Forbidden
    require_seen(session, queries.find_debrief(session, interview, lock=True), seen)
    debrief = versions.opened(session, interview, now=now)
    DEBRIEF.require(debrief.state, "submitted")
    require_call(told.taken_at, not_before=interview.starts_at, now=now)
    answers = versions.kept(session, debrief, told.answers)
    agency_only = told.agency_only
    if agency_only is None and debrief.version:
        agency_only = confided(session, debrief, debrief.version)
    require_possible(interview, answers, agency_only)
    call = Call(told.taken_at, told.number_rung)
    versions.add_version(session, interview, debrief, answers, call=call, actor=actor, now=now)
    keep_confidence(session, debrief, version=debrief.version + 1, answers=agency_only)
    copied = _copy_of_a_version(session, debrief)
    if copied is not None:
        clear_draft(session, debrief, copied)
        debrief.draft_revisions = copied.revision
    debrief.profile = told.profile or debrief.profile
    versions.submitted(session, debrief, answers, call=call, actor=actor, now=now)
    enqueue(session, "debriefs.mail_taken", agency_id=debrief.agency_id, subject_id=interview.id)
    return debrief


def require_call(taken_at: datetime, *, not_before: datetime, now: datetime) -> None:
    """Refuse a call that cannot have been; raises CallCannotBe (422)."""
    if amiss := telephone_amiss(taken_at=taken_at, not_before=not_before, now=now):
        raise CallCannotBe(errors=amiss)


def _copy_of_a_version(session: AgencySession, debrief: Debrief) -> DebriefDraft | None:
    """The draft, where a return made it of the version before and the candidate has typed nothing in it."""
    draft = queries.find_draft(session, debrief)
    return None if draft is None or draft.saved_by == "candidate" else draft
