"""The candidate writes: drafts that save by themselves, and submissions, each a version that never changes."""

from datetime import datetime
from uuid import UUID

from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import Actor
from app.core.db import AgencySession
from app.core.errors import Conflict, Forbidden, Invalid, PreconditionFailed
from app.core.local_time import date_time, place_of
from app.core.queue import enqueue
from app.core.states import StateConflict
from app.core.timers import clear_timer
from app.debriefs import queries
from app.debriefs.actions.asking import add_debrief
from app.debriefs.models import Debrief, DebriefConfidence, DebriefDraft, DebriefVersion
from app.debriefs.rules import keyed, may_be_told, review_due_at, same_name
from app.debriefs.schemas.content import AgencyOnlyAnswers, DebriefAnswers
from app.debriefs.schemas.requests import DebriefWritten
from app.debriefs.states import DEBRIEF, WRITABLE
from app.interviews.actions.moving import end_interview
from app.interviews.actions.people import name_person
from app.interviews.models import DebriefBegun, Interview
from app.interviews.policy import may_write
from app.interviews.queries import debrief_begun, interview_for, people_met_in
from app.reviews.actions import open_item

DRAFT = 0
"""The version under which the confidences of the draft lie."""


class InterviewNotBegun(Conflict):
    """The interview has not begun yet; tell us how it went when it is over."""

    code = "interview_not_begun"


class DraftChanged(PreconditionFailed):
    """The draft was saved elsewhere meanwhile; both texts are kept."""

    code = "draft_changed"


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
    _require_revision(draft, seen)
    _note_begun(session, interview, now=now)
    if debrief.state == "requested":
        DEBRIEF.require(debrief.state, "draft")
        debrief.state = "draft"
        record(session, AuditAction.DEBRIEF_DRAFTED, subject=debrief, actor=actor, now=now)
    answers = _kept(session, debrief, written.answers).model_dump(mode="json")
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

    ``seen`` is the draft's revision that was read, 0 where there is none.
    """
    interview, debrief = _opened(session, interview_id, actor=actor, now=now)
    DEBRIEF.require(debrief.state, "submitted")
    draft = queries.find_draft(session, debrief)
    _require_revision(draft, seen)
    answers = _kept(session, debrief, _answers(written, draft))
    version = debrief.version + 1
    _add_version(session, debrief, version, answers, actor=actor, now=now)
    _hand_over(session, debrief, version, draft, written)
    _note_begun(session, interview, now=now)
    _name_people(session, interview, answers)
    debrief.state, debrief.version = "submitted", version
    debrief.submitted_at, debrief.return_reason = now, None
    debrief.draft_revisions = draft.revision if draft else debrief.draft_revisions
    details = {"version": version}
    record(session, AuditAction.DEBRIEF_SUBMITTED, subject=debrief, actor=actor, now=now, details=details)
    _put_on_desk(session, debrief, actor=actor, now=now)
    return debrief


def keep_confidence(
    session: AgencySession, debrief: Debrief, *, version: int, answers: AgencyOnlyAnswers | None
) -> None:
    """Keep the agency-only answers of one version; None leaves what is there, answers without words remove it."""
    if answers is None:
        return
    stored = queries.confidence_of(session, debrief, version)
    given = answers.model_dump(mode="json", exclude_none=True)
    if stored is not None and given:
        stored.answers = given
    elif stored is not None:
        session.delete(stored)
    elif given:
        session.add(
            DebriefConfidence(agency_id=debrief.agency_id, debrief_id=debrief.id, version=version, answers=given)
        )


def _opened(session: AgencySession, interview_id: UUID, *, actor: Actor, now: datetime) -> tuple[Interview, Debrief]:
    """Lock the interview and its debrief for the candidate; an interview that is over awaits it from here on."""
    interview = interview_for(session, interview_id=interview_id, actor=actor, lock=True)
    if not may_write(actor, interview):
        raise Forbidden
    if interview.state not in {"scheduled", "awaiting_debrief", "debriefed"}:
        raise StateConflict(f"This interview is {interview.state}; there is no debrief to write.")
    if not may_be_told(interview.state, interview.starts_at, now):
        begins = f"{date_time(interview.starts_at, interview.time_zone)} in {place_of(interview.time_zone)}"
        raise InterviewNotBegun(f"The interview begins on {begins}. Tell us how it went when it is over.")
    end_interview(session, interview, now=now)
    debrief = queries.find_debrief(session, interview, lock=True)
    return interview, debrief or add_debrief(session, interview, now=now)


def _require_revision(draft: DebriefDraft | None, seen: int) -> None:
    if draft is None and seen != 0:
        raise DraftChanged("There is no draft any more: it was submitted. Send If-None-Match: * to begin a new one.")
    if draft is not None and draft.revision != seen:
        raise DraftChanged(
            f"The draft was saved at {draft.saved_at:%H:%M:%S} UTC from another window or device. Nothing is lost: "
            "what you sent is still with you, and what was saved stands. GET the draft to show both texts, then "
            "save with its ETag."
        )


def _kept(session: AgencySession, debrief: Debrief, answers: DebriefAnswers) -> DebriefAnswers:
    return keyed(answers, used=queries.used_keys(session, debrief))


def _note_begun(session: AgencySession, interview: Interview, *, now: datetime) -> None:
    if not debrief_begun(session, interview):
        session.add(DebriefBegun(agency_id=interview.agency_id, interview_id=interview.id, at=now))


def _answers(written: DebriefWritten | None, draft: DebriefDraft | None) -> DebriefAnswers:
    if written is not None:
        return written.answers
    if draft is None:
        raise NothingToSubmit
    return DebriefAnswers.model_validate(draft.answers)


def _add_version(
    session: AgencySession, debrief: Debrief, version: int, answers: DebriefAnswers, *, actor: Actor, now: datetime
) -> None:
    session.add(
        DebriefVersion(
            agency_id=debrief.agency_id,
            debrief_id=debrief.id,
            version=version,
            answers=answers.model_dump(mode="json"),
            submitted_at=now,
            submitted_by=actor.kind,
            submitted_by_id=actor.id,
        )
    )


def _hand_over(
    session: AgencySession,
    debrief: Debrief,
    version: int,
    draft: DebriefDraft | None,
    written: DebriefWritten | None,
) -> None:
    """Turn the draft's confidences, or those sent in their place, into the version's, and clear the draft away."""
    kept = queries.confidence_of(session, debrief, DRAFT)
    saved = AgencyOnlyAnswers.model_validate(kept.answers) if kept else None
    given = written.agency_only if written else None
    keep_confidence(session, debrief, version=version, answers=saved if given is None else given)
    if kept is not None:
        session.delete(kept)
    if draft is not None:
        session.delete(draft)


def _name_people(session: AgencySession, interview: Interview, answers: DebriefAnswers) -> None:
    """Add whom the candidate met and nobody announced; the same name, whatever its case, is the same person."""
    known = {same_name(met.person.name) for met in people_met_in(session, interview)}
    for person in answers.people_met:
        if person.name and same_name(person.name) not in known:
            known.add(same_name(person.name))
            name_person(
                session, interview, name=person.name, title=person.title, role_in_decision=person.role_in_decision
            )


def _put_on_desk(session: AgencySession, debrief: Debrief, *, actor: Actor, now: datetime) -> None:
    open_item(
        session,
        kind="debrief",
        subject_id=debrief.id,
        version=debrief.version,
        interview_id=debrief.interview_id,
        due_at=review_due_at(now),
        actor=actor,
        now=now,
    )
    about = {"agency_id": debrief.agency_id, "subject_id": debrief.interview_id}
    clear_timer(session, "debriefs.remind", **about)
    enqueue(session, "debriefs.tell_consultant", **about)
