"""One call announces or moves an interview, with everything it is about."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.accounts.queries import rows as accounts
from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import Actor, SystemActor
from app.core.db import AgencySession
from app.core.errors import Conflict, FieldError, Forbidden, Invalid
from app.core.ids import new_id
from app.core.queue import enqueue
from app.directory.actions import upserting as directory
from app.directory.actions.upserting import Changes, Writing
from app.directory.models import Application, Client, ExternalRef, Job
from app.directory.queries import rows as directory_queries
from app.interviews import policy, queries
from app.interviews.actions.moving import cancel_row, plan_timers, set_times
from app.interviews.actions.people import name_interviewers
from app.interviews.models import Interview
from app.interviews.schemas import InterviewIn, InterviewMove

KIND = "interview"


class ConsultantUnknown(Invalid):
    """There is no such consultant; invite them first."""

    code = "consultant_unknown"


class CandidateCameIn(Conflict):
    """The candidate of this interview has come in to answer: cancel it, and announce another for somebody else."""

    code = "candidate_came_in"


@dataclass(frozen=True)
class Announcement:
    """What `announce` did."""

    interview: Interview
    changes: Changes


def announce(
    session: AgencySession, *, given: InterviewIn, system: str, ref: str | None, actor: Actor, now: datetime
) -> Announcement:
    """Announce an interview, or bring the one with this foreign name up to date; idempotent.

    Announcements of one agency run one after the other, so that two at once add nothing twice. What is older than
    the ``source_updated_at`` known already changes nothing.
    """
    if not policy.may_announce(actor):
        raise Forbidden
    directory_queries.lock_directory(session, actor.agency_id)
    named = _ref(session, actor.agency_id, system, ref)
    known = None if named is None else _interview(session, named.subject_id, actor)
    changes = Changes()
    if known is not None and directory_queries.is_older(named, given.source_updated_at):
        return Announcement(known, changes)
    writing = Writing(session, system, actor, now, changes)
    consultant_id = _consultant_id(session, given, actor)
    client, job, application = _subjects(writing, given)
    if known is None:
        interview = _add(writing, given, application=application, job=job, consultant_id=consultant_id)
        _keep_ref(session, actor.agency_id, system, ref, interview)
    else:
        interview = known
        _update(writing, interview, given, application=application, consultant_id=consultant_id)
    name_interviewers(writing, interview, client, given.interviewers)
    _note_source(_ref(session, actor.agency_id, system, ref), given.source_updated_at)
    return Announcement(interview, changes)


def cancel_named(session: AgencySession, *, system: str, ref: str, actor: Actor, now: datetime) -> Interview:
    """Cancel the interview with this foreign name; does nothing where it is cancelled. Raises InterviewNotFound."""
    interview = queries.interview_named(session, system=system, ref=ref, actor=actor, lock=True)
    if not policy.may_announce(actor):
        raise Forbidden
    if interview.state == "cancelled":
        return interview
    return cancel_row(session, interview, reason=f"removed in {system}", actor=actor, now=now)


def _subjects(w: Writing, given: InterviewIn) -> tuple[Client, Job, Application]:
    zone = accounts.agency(w.session, w.actor.agency_id).time_zone
    candidate = directory.upsert_candidate(w, given.candidate, default_zone=given.candidate.time_zone or zone)
    client = directory.upsert_client(w, given.client)
    job = directory.upsert_job(w, given.job, client)
    application = directory.upsert_application(
        w, external_id=given.application_external_id, candidate=candidate, job=job
    )
    return client, job, application


def _add(w: Writing, given: InterviewIn, *, application: Application, job: Job, consultant_id: UUID) -> Interview:
    interview = Interview(
        agency_id=w.actor.agency_id,
        id=new_id(),
        application_id=application.id,
        consultant_id=consultant_id,
        debrief_profile=given.debrief_profile or ("short" if job.kind == "contract" else "full"),
        state="scheduled",
        **given.model_dump(include={"round", "starts_at", "ends_at", "time_zone", "introduced_by"}),
    )
    w.session.add(interview)
    record(
        w.session,
        AuditAction.INTERVIEW_ANNOUNCED,
        subject=interview,
        actor=w.actor,
        now=w.now,
        details={
            "starts_at": given.starts_at.isoformat(),
            "ends_at": given.ends_at.isoformat(),
            "application": str(application.id),
            "consultant": str(consultant_id),
            "introduced_by": given.introduced_by,
        },
    )
    w.session.flush()  # people met and foreign names refer to it
    plan_timers(w.session, interview, now=w.now)
    if given.round > 1:
        enqueue(w.session, "followup.go_on_in_next_round", agency_id=interview.agency_id, subject_id=interview.id)
    w.changes.created.append(KIND)
    return interview


def _update(
    w: Writing, interview: Interview, given: InterviewIn, *, application: Application, consultant_id: UUID
) -> None:
    _require_same_candidate(w, interview, application)
    moved = InterviewMove(starts_at=given.starts_at, ends_at=given.ends_at, time_zone=given.time_zone)
    if set_times(w.session, interview, moved, actor=w.actor, now=w.now):
        w.changes.changed.setdefault(KIND, []).append("starts_at")
    fields = {
        "application_id": application.id,
        "consultant_id": consultant_id,
        "round": given.round,
        "introduced_by": given.introduced_by,
        "debrief_profile": given.debrief_profile or interview.debrief_profile,
    }
    follows = (interview.application_id, interview.consultant_id) != (application.id, consultant_id)
    directory.change_row(w, interview, fields, KIND, AuditAction.INTERVIEW_CHANGED)
    if follows:
        enqueue(w.session, "reviews.follow", agency_id=interview.agency_id, subject_id=interview.id)


def _require_same_candidate(w: Writing, interview: Interview, application: Application) -> None:
    """Refuse to give an interview to somebody else whose candidate has come in: what they wrote is not the other's."""
    former = w.session.get_one(Application, (interview.agency_id, interview.application_id))
    if former.candidate_id == application.candidate_id:
        return
    came_in = accounts.link_was_opened(w.session, agency_id=interview.agency_id, interview_id=interview.id)
    if came_in or queries.debrief_begun(w.session, interview):
        raise CandidateCameIn


def _consultant_id(session: AgencySession, given: InterviewIn, actor: Actor) -> UUID:
    user = accounts.active_consultant(session, named=given.consultant, actor=actor)
    if user is None:
        raise ConsultantUnknown(
            errors=[FieldError("#/consultant", "no active user of your agency has this address or identifier")]
        )
    return user.id


def _ref(session: AgencySession, agency_id: UUID, system: str, ref: str | None) -> ExternalRef | None:
    if ref is None:
        return None
    return directory_queries.ref_of(session, agency_id=agency_id, system=system, kind=KIND, ref=ref)


def _interview(session: AgencySession, interview_id: UUID, actor: Actor) -> Interview:
    system = SystemActor(actor.agency_id)
    return queries.interview_for(session, interview_id=interview_id, actor=system, lock=True)


def _keep_ref(session: AgencySession, agency_id: UUID, system: str, ref: str | None, interview: Interview) -> None:
    if ref is not None:
        session.add(ExternalRef(agency_id=agency_id, system=system, kind=KIND, ref=ref, subject_id=interview.id))
        session.flush()  # read back below


def _note_source(named: ExternalRef | None, source_updated_at: datetime | None) -> None:
    if named is not None and source_updated_at is not None:
        named.source_updated_at = source_updated_at
