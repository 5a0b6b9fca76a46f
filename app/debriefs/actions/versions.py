"""What every version of a debrief has in common, whether the candidate wrote it or told it by telephone."""

from dataclasses import dataclass
from datetime import datetime

from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import Actor
from app.core.db import AgencySession
from app.core.errors import Conflict, Invalid
from app.core.queue import enqueue
from app.core.states import StateConflict
from app.core.timers import clear_timer
from app.debriefs import queries
from app.debriefs.actions.asking import add_debrief
from app.debriefs.models import Debrief, DebriefConfidence, DebriefVersion
from app.debriefs.rules import completeness, impossible_dates, keyed, review_due_at, same_name
from app.debriefs.schemas.content import AgencyOnlyAnswers, DebriefAnswers, DebriefProfile
from app.interviews.actions.moving import end_interview
from app.interviews.actions.people import name_person
from app.interviews.actions.taking_place import require_begun
from app.interviews.models import DebriefBegun, Interview
from app.interviews.queries import debrief_begun, people_met_in
from app.reviews.actions.items import open_item
from app.reviews.rules.words import words_in

DRAFT = 0
"""The version under which the confidences of the draft lie."""


class DebriefClosed(Conflict):
    """The debrief of this interview was waived or declined: the consultant can open it again."""

    code = "debrief_closed"


class DatesContradict(Invalid):
    """A date cannot be right; nothing is lost, correct it and send it again: see errors."""

    code = "dates_contradict"


@dataclass(frozen=True)
class Call:
    """A telephone call in which a debrief was told."""

    taken_at: datetime
    number_rung: str


def opened(session: AgencySession, interview: Interview, *, now: datetime) -> Debrief:
    """Lock the debrief of a locked interview; one that is over awaits it from here on. Raises Conflict (409)."""
    if interview.state == "closed":
        raise DebriefClosed
    if interview.state not in {"scheduled", "awaiting_debrief", "debriefed"}:
        raise StateConflict(f"This interview is {interview.state}; there is no debrief to write.")
    require_begun(interview, now=now)
    end_interview(session, interview, now=now)
    return queries.find_debrief(session, interview, lock=True) or add_debrief(session, interview, now=now)


def kept(session: AgencySession, debrief: Debrief, answers: DebriefAnswers) -> DebriefAnswers:
    """Give every concern its key, none that an earlier version used for another."""
    return keyed(answers, used=queries.used_keys(session, debrief))


def note_begun(session: AgencySession, interview: Interview, *, now: datetime) -> None:
    """Note that there is an account of this interview: moved, it then stays what it is."""
    if not debrief_begun(session, interview):
        session.add(DebriefBegun(agency_id=interview.agency_id, interview_id=interview.id, at=now))


def require_possible(interview: Interview, answers: DebriefAnswers, agency_only: AgencyOnlyAnswers | None) -> None:
    """Refuse dates that cannot be right; raises DatesContradict (422)."""
    if amiss := impossible_dates(answers, agency_only, interview_at=interview.starts_at):
        raise DatesContradict(errors=amiss)


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


def confided(session: AgencySession, debrief: Debrief, version: int) -> AgencyOnlyAnswers | None:
    """Read the agency-only answers of one version, or of the draft (0)."""
    stored = queries.confidence_of(session, debrief, version)
    return AgencyOnlyAnswers.model_validate(stored.answers) if stored else None


def add_version(
    session: AgencySession,
    interview: Interview,
    debrief: Debrief,
    answers: DebriefAnswers,
    *,
    call: Call | None,
    actor: Actor,
    now: datetime,
) -> None:
    """Add the next version, and whom it names; `submitted` then makes it the newest."""
    session.add(
        DebriefVersion(
            agency_id=debrief.agency_id,
            debrief_id=debrief.id,
            version=debrief.version + 1,
            answers=answers.model_dump(mode="json"),
            submitted_at=now,
            submitted_by=actor.kind,
            submitted_by_id=actor.id,
            channel="phone" if call else "web",
            taken_at=call.taken_at if call else None,
            number_rung=call.number_rung if call else None,
        )
    )
    note_begun(session, interview, now=now)
    _name_people(session, interview, answers)


def submitted(
    session: AgencySession,
    debrief: Debrief,
    answers: DebriefAnswers,
    *,
    call: Call | None,
    actor: Actor,
    now: datetime,
) -> None:
    """Make the version that was added the newest and put it on the desk; reminders stop."""
    debrief.state, debrief.version = "submitted", debrief.version + 1
    debrief.submitted_at, debrief.return_reason = now, None
    details = {"version": debrief.version, "channel": "phone" if call else "web"}
    personal = {"number": call.number_rung} if call else {}
    action = AuditAction.DEBRIEF_SUBMITTED
    record(session, action, subject=debrief, actor=actor, now=now, details=details, personal=personal)
    _put_on_desk(session, debrief, answers, actor=actor, now=now)


def _name_people(session: AgencySession, interview: Interview, answers: DebriefAnswers) -> None:
    """Add whom the candidate met and nobody announced; the same name, whatever its case, is the same person."""
    known = {same_name(met.person.name) for met in people_met_in(session, interview)}
    for person in answers.people_met:
        if person.name and same_name(person.name) not in known:
            known.add(same_name(person.name))
            name_person(
                session, interview, name=person.name, title=person.title, role_in_decision=person.role_in_decision
            )


def _put_on_desk(
    session: AgencySession, debrief: Debrief, answers: DebriefAnswers, *, actor: Actor, now: datetime
) -> None:
    profile: DebriefProfile = "short" if debrief.profile == "short" else "full"
    found = completeness(answers, profile)
    open_item(
        session,
        kind="debrief",
        subject_id=debrief.id,
        version=debrief.version,
        interview_id=debrief.interview_id,
        due_at=review_due_at(now),
        actor=actor,
        now=now,
        words=words_in(answers.model_dump(mode="json")),
        facts={"missing": found.required - found.answered, "of": found.required},
    )
    about = {"agency_id": debrief.agency_id, "subject_id": debrief.interview_id}
    clear_timer(session, "debriefs.remind", **about)
    enqueue(session, "debriefs.tell_consultant", **about)
    enqueue(session, "followup.begin_promise", **about)
    enqueue(session, "followup.expect_decision", **about)
