"""Reading debriefs, their drafts and versions."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, select, true
from sqlalchemy.orm import Session, aliased

from app.accounts import queries as accounts
from app.audit.queries import TrailEntry, entries
from app.core.actor import Actor, CandidateActor, SystemActor
from app.core.db import Audited
from app.core.errors import NotFound
from app.core.local_time import date_time, place_of
from app.debriefs.models import Debrief, DebriefConfidence, DebriefDraft, DebriefVersion, Standing
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


def standing_for(session: Session, *, interview_id: UUID, actor: Actor) -> Standing:
    """Where the debrief of an interview stands, with drafts for its candidate only, confidences for people only."""
    interview = interview_for(session, interview_id=interview_id, actor=actor)
    reads_draft = true() if isinstance(actor, CandidateActor) else false()
    reads_confidence = true() if read_by_a_person(actor) else false()
    kept = aliased(DebriefConfidence)
    row = session.execute(
        select(Debrief, DebriefDraft, kept, DebriefVersion, DebriefConfidence)
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
        .where(Debrief.agency_id == interview.agency_id, Debrief.interview_id == interview.id)
    ).one_or_none()
    return Standing(interview, *(row or (None, None, None, None, None)))


def find_debrief(session: Session, interview: Interview, *, lock: bool = False) -> Debrief | None:
    """The debrief of an interview, if it was asked for or begun."""
    query = select(Debrief).where(Debrief.agency_id == interview.agency_id, Debrief.interview_id == interview.id)
    return session.scalars(query.with_for_update() if lock else query).one_or_none()


def debrief_of(session: Session, interview: Interview, *, lock: bool = False) -> Debrief:
    """The debrief of an interview; raises DebriefNotFound."""
    found = find_debrief(session, interview, lock=lock)
    if found is None:
        raise DebriefNotFound
    return found


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


def versions_of(session: Session, debrief: Debrief, *, before: int | None, limit: int) -> list[DebriefVersion]:
    """The submitted versions, newest first; ``before`` is the last one seen."""
    query = select(DebriefVersion).where(
        DebriefVersion.agency_id == debrief.agency_id, DebriefVersion.debrief_id == debrief.id
    )
    if before is not None:
        query = query.where(DebriefVersion.version < before)
    return list(session.scalars(query.order_by(DebriefVersion.version.desc()).limit(limit)))


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


def _of(part: Any) -> ColumnElement[bool]:
    joined: ColumnElement[bool] = and_(part.agency_id == Debrief.agency_id, part.debrief_id == Debrief.id)
    return joined
