"""What a candidate wrote and decided themselves, and what they asked about it."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Consultant
from app.audit.catalogue import AuditAction
from app.audit.models import AuditEvent, AuditValue
from app.audit.queries import TrailEntry, entries
from app.core.actor import CandidateActor
from app.directory.models import Candidate
from app.privacy.queries import rows
from app.privacy.rules.held import HELD

REQUEST_MADE = AuditAction.CANDIDATE_REQUEST_MADE.described.name
OWN = frozenset(
    {
        "attendance_answer",
        "debrief_draft",
        "debrief_version",
        "debrief_confidence",
        "debrief_addendum",
        "debrief_addendum_confidence",
        "letter",
        "letter_draft",
        "letter_version",
        "consent",
        "lesson",
    }
)
"""The tables of a candidate's own words and decisions."""


def own_person(session: Session, *, actor: CandidateActor) -> Candidate:
    """The candidate themselves, locked; raises CandidateNotFound."""
    query = select(Candidate).where(Candidate.agency_id == actor.agency_id, Candidate.id == actor.candidate_id)
    found = session.scalars(query.with_for_update()).one_or_none()
    if found is None:
        raise rows.CandidateNotFound
    return found


def requests_of(session: Session, *, agency_id: UUID, candidate_id: UUID) -> list[TrailEntry]:
    """What somebody asked about their own data, newest first."""
    found = entries(session, agency_id=agency_id, subject_id=candidate_id, limit=100)
    return [entry for entry in found if entry.event.action == REQUEST_MADE]


def request_made(session: Session, *, agency_id: UUID, event_id: UUID) -> TrailEntry | None:
    """One such request with its words; None where there is none."""
    event = session.scalars(
        select(AuditEvent).where(
            AuditEvent.agency_id == agency_id, AuditEvent.id == event_id, AuditEvent.action == REQUEST_MADE
        )
    ).one_or_none()
    if event is None:
        return None
    values = select(AuditValue.key, AuditValue.value).where(
        AuditValue.agency_id == agency_id, AuditValue.event_id == event_id
    )
    return TrailEntry(event, {row[0]: row[1] for row in session.execute(values)})


def compliance_of(session: Session, agency_id: UUID) -> list[Consultant]:
    """The active users who answer for what is held about people."""
    query = select(Consultant).where(
        Consultant.agency_id == agency_id, Consultant.active, Consultant.role == "compliance"
    )
    return list(session.scalars(query.order_by(Consultant.id)))


def own_rows(session: Session, *, agency_id: UUID, interview_id: UUID) -> dict[str, list[rows.Row]]:
    """What the candidate wrote and decided after one interview, by what it is, as an export names it."""
    ids = rows.ids_below(session, agency_id=agency_id, roots={"interview": [interview_id]})
    found: dict[str, list[rows.Row]] = {}
    for held in (one for one in HELD if one.table in OWN and one.section is not None):
        found_rows = rows.rows_of(session, held, agency_id=agency_id, ids=ids)
        found[held.section or ""] = [
            {name: value for name, value in row.items() if name not in held.hidden} for row in found_rows
        ]
    return found
