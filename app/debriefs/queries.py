"""Reading debriefs, their drafts and versions."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, func, select, true
from sqlalchemy.orm import Session, aliased

from app.accounts.models import Consultant
from app.accounts.queries import rows as accounts
from app.audit.queries import TrailEntry, entries
from app.core.actor import Actor, CandidateActor, SystemActor
from app.core.db import Audited
from app.core.errors import NotFound
from app.core.local_time import date_time, place_of
from app.core.statements import made_once
from app.debriefs.models import (
    Added,
    Debrief,
    DebriefAddendum,
    DebriefAddendumConfidence,
    DebriefConfidence,
    DebriefDraft,
    DebriefVersion,
    DebriefWanted,
    PlannedCall,
    Standing,
)
from app.debriefs.rules import read_by_a_person
from app.interviews.models import Interview
from app.interviews.queries import interview_for


class DebriefNotFound(NotFound):
    """Nothing was asked or written about this interview yet."""

    code = "debrief_not_found"


class DraftNotFound(NotFound):
    """There is no draft: nothing was saved yet, or it was submitted."""

    code = "draft_not_found"


class VersionNotFound(NotFound):
    """This debrief was not submitted so often."""

    code = "version_not_found"


class AddendumNotFound(NotFound):
    """Nothing like this was added to the debrief, or it is not yours to see."""

    code = "addendum_not_found"


def standing_for(session: Session, *, interview_id: UUID, actor: Actor) -> Standing:
    """Where the debrief of an interview stands, with drafts for its candidate only, confidences for people only."""
    interview = interview_for(session, interview_id=interview_id, actor=actor)
    row = session.execute(*_standing(actor, interview.id)).one_or_none()
    return Standing(interview, *(row or (None, None, None, None, None, None)))


@made_once
def _standing(actor: Actor, interview_id: UUID) -> Select[*tuple[Any, ...]]:
    reads_draft = true() if isinstance(actor, CandidateActor) else false()
    reads_confidence = true() if read_by_a_person(actor) else false()
    kept = aliased(DebriefConfidence)
    return (
        select(Debrief, DebriefDraft, kept, DebriefVersion, DebriefConfidence, Consultant.name)
        .select_from(Debrief)
        .outerjoin(DebriefDraft, and_(_of(DebriefDraft), reads_draft))
        .outerjoin(kept, and_(_of(kept), kept.version == 0, reads_draft))
        .outerjoin(DebriefVersion, and_(_of(DebriefVersion), DebriefVersion.version == Debrief.version))
        .outerjoin(
            DebriefConfidence,
            and_(
                _of(DebriefConfidence),
                DebriefConfidence.version == Debrief.version,
                DebriefConfidence.version > 0,
                reads_confidence,
            ),
        )
        .outerjoin(Consultant, _took(DebriefVersion, DebriefVersion.submitted_by_id))
        .where(Debrief.agency_id == actor.agency_id, Debrief.interview_id == interview_id)
    )


def find_debrief(session: Session, interview: Interview, *, lock: bool = False) -> Debrief | None:
    """The debrief of an interview, if it was asked for or begun."""
    return session.scalars(*_debrief(interview.agency_id, interview.id, lock)).one_or_none()


@made_once
def _debrief(agency_id: UUID, interview_id: UUID, lock: bool) -> Select[Debrief]:
    query = select(Debrief).where(Debrief.agency_id == agency_id, Debrief.interview_id == interview_id)
    return query.with_for_update() if lock else query


def debrief_states(session: Session, *, interviews: Sequence[Interview]) -> dict[UUID, str]:
    """The state of the debrief of each of these interviews that has one."""
    if not interviews:
        return {}
    ids = [one.id for one in interviews]
    query = select(Debrief.interview_id, Debrief.state)
    of_them = Debrief.agency_id == interviews[0].agency_id, Debrief.interview_id.in_(ids)
    return {row.interview_id: row.state for row in session.execute(query.where(*of_them))}


def debrief_of(session: Session, interview: Interview, *, lock: bool = False) -> Debrief:
    """The debrief of an interview; raises DebriefNotFound."""
    found = find_debrief(session, interview, lock=lock)
    if found is None:
        raise DebriefNotFound
    return found


def planned_call(session: Session, interview: Interview) -> PlannedCall | None:
    """The call to the client that this interview's debrief is wanted for, if one is planned."""
    query = (
        select(Consultant.name, DebriefWanted.call_at, DebriefWanted.since)
        .join_from(
            DebriefWanted,
            Consultant,
            and_(Consultant.agency_id == DebriefWanted.agency_id, Consultant.id == DebriefWanted.consultant_id),
        )
        .where(DebriefWanted.agency_id == interview.agency_id, DebriefWanted.interview_id == interview.id)
    )
    found = session.execute(query).one_or_none()
    return None if found is None else PlannedCall(*found)


def find_draft(session: Session, debrief: Debrief) -> DebriefDraft | None:
    """The draft, if there is one; the debrief's lock covers it."""
    return session.get(DebriefDraft, (debrief.agency_id, debrief.id))


def draft_of(session: Session, debrief: Debrief) -> DebriefDraft:
    """The draft; raises DraftNotFound."""
    found = find_draft(session, debrief)
    if found is None:
        raise DraftNotFound
    return found


def confidence_of(session: Session, debrief: Debrief, version: int) -> DebriefConfidence | None:
    """The agency-only answers of one version, or of the draft (0)."""
    return session.get(DebriefConfidence, (debrief.agency_id, debrief.id, version))


def version_of(session: Session, debrief: Debrief, version: int) -> DebriefVersion:
    """One submitted version; raises VersionNotFound."""
    found = session.get(DebriefVersion, (debrief.agency_id, debrief.id, version))
    if found is None:
        raise VersionNotFound
    return found


def versions_of(
    session: Session, debrief: Debrief, *, before: int | None, limit: int
) -> list[tuple[DebriefVersion, str | None]]:
    """The submitted versions, newest first, each with who took it by telephone; ``before`` is the last one seen."""
    query = (
        select(DebriefVersion, Consultant.name)
        .outerjoin(Consultant, _took(DebriefVersion, DebriefVersion.submitted_by_id))
        .where(DebriefVersion.agency_id == debrief.agency_id, DebriefVersion.debrief_id == debrief.id)
    )
    if before is not None:
        query = query.where(DebriefVersion.version < before)
    return [(row[0], row[1]) for row in session.execute(query.order_by(DebriefVersion.version.desc()).limit(limit))]


def taken_by(session: Session, version: DebriefVersion) -> str | None:
    """Who took a version by telephone, if it was."""
    if version.channel != "phone":
        return None
    return accounts.name_of_actor(
        session, agency_id=version.agency_id, kind=version.submitted_by, actor_id=version.submitted_by_id
    )


def addenda_of(session: Session, interview: Interview, *, actor: Actor, after: UUID | None, limit: int) -> list[Added]:
    """What was added to the debrief of an interview and the actor may read, oldest first; ``after``: the last seen."""
    query = _addenda(interview, actor).order_by(DebriefAddendum.id).limit(limit)
    if after is not None:
        query = query.where(DebriefAddendum.id > after)
    return [Added(*row) for row in session.execute(query)]


def addendum_in(session: Session, interview: Interview, addendum_id: UUID, *, actor: Actor) -> Added:
    """One addendum that the actor may read; raises AddendumNotFound."""
    row = session.execute(_addenda(interview, actor).where(DebriefAddendum.id == addendum_id)).one_or_none()
    if row is None:
        raise AddendumNotFound
    return Added(*row)


def lock_addendum(session: Session, interview: Interview, addendum_id: UUID, *, actor: Actor) -> DebriefAddendum:
    """One addendum that the actor may read, locked; raises AddendumNotFound."""
    found = session.scalars(
        _addenda(interview, actor)
        .where(DebriefAddendum.id == addendum_id)
        .with_only_columns(DebriefAddendum)
        .with_for_update(of=DebriefAddendum)
    ).one_or_none()
    if found is None:
        raise AddendumNotFound
    return found


def addendum_and_interview(session: Session, *, agency_id: UUID, addendum_id: UUID) -> tuple[DebriefAddendum, UUID]:
    """One addendum, without what only the agency reads, and the identifier of its interview."""
    query = (
        select(DebriefAddendum, Debrief.interview_id)
        .join(Debrief, _of(DebriefAddendum))
        .where(DebriefAddendum.agency_id == agency_id, DebriefAddendum.id == addendum_id)
    )
    addendum, interview_id = session.execute(query).one()
    return addendum, interview_id


def count_addenda(session: Session, debrief: Debrief) -> int:
    """How often something was added to a debrief."""
    query = select(func.count()).where(
        DebriefAddendum.agency_id == debrief.agency_id, DebriefAddendum.debrief_id == debrief.id
    )
    return session.scalar(query) or 0


def used_keys(session: Session, debrief: Debrief) -> set[str]:
    """The keys of every concern that was ever submitted."""
    lists = session.scalars(
        select(DebriefVersion.answers["concerns"]).where(
            DebriefVersion.agency_id == debrief.agency_id, DebriefVersion.debrief_id == debrief.id
        )
    )
    return {concern["key"] for concerns in lists if isinstance(concerns, list) for concern in concerns}


def last_change(session: Session, row: Audited) -> str:
    """Say who changed a row last, what and when, for somebody whose copy of it is stale."""
    newest = entries(session, agency_id=row.agency_id, subject_id=row.id, limit=1)[0]
    zone = accounts.agency(session, row.agency_id).time_zone
    said = newest.sentence(_who(session, newest))
    return f"{said} ({date_time(newest.event.at, zone)} in {place_of(zone)})."


def _who(session: Session, entry: TrailEntry) -> str:
    kind, who = entry.event.actor_kind, entry.event.actor_id
    if kind == "consultant" and who is not None:
        system = SystemActor(entry.event.agency_id)
        return accounts.consultant(session, consultant_id=who, actor=system).name
    return {"candidate": "The candidate", "integration": "An integration"}.get(kind, "Afterword")


def _addenda(interview: Interview, actor: Actor) -> Select[DebriefAddendum, str | None, str | None]:
    """Systems get none that only the agency's people read, nor its words (rule 4)."""
    words = func.coalesce(DebriefAddendum.text, DebriefAddendumConfidence.text)
    query = (
        select(DebriefAddendum, words, Consultant.name)
        .join(Debrief, _of(DebriefAddendum))
        .outerjoin(
            DebriefAddendumConfidence,
            and_(
                DebriefAddendumConfidence.agency_id == DebriefAddendum.agency_id,
                DebriefAddendumConfidence.addendum_id == DebriefAddendum.id,
                true() if read_by_a_person(actor) else false(),
            ),
        )
        .outerjoin(Consultant, _took(DebriefAddendum, DebriefAddendum.added_by_id))
        .where(DebriefAddendum.agency_id == interview.agency_id, Debrief.interview_id == interview.id)
    )
    return query if read_by_a_person(actor) else query.where(DebriefAddendum.agency_only.is_(False))


def _took(table: Any, by: Any) -> ColumnElement[bool]:
    joined: ColumnElement[bool] = and_(
        Consultant.agency_id == table.agency_id, Consultant.id == by, table.channel == "phone"
    )
    return joined


def _of(part: Any) -> ColumnElement[bool]:
    joined: ColumnElement[bool] = and_(part.agency_id == Debrief.agency_id, part.debrief_id == Debrief.id)
    return joined
