"""Everything held about a person is put together: asked for here, made by the worker, deleted after seven days."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.queries.notices import notices_of
from app.accounts.queries.rows import agency
from app.audit.catalogue import AuditAction
from app.audit.queries import TrailEntry
from app.audit.trail import record
from app.core.actor import Actor, SystemActor
from app.core.db import AgencySession
from app.core.errors import Conflict
from app.core.ids import new_id
from app.core.queue import enqueue
from app.documents.models import Document, DocumentFile
from app.letters.models import LetterUpload
from app.privacy.models import PersonExport
from app.privacy.queries import rows as queries
from app.privacy.rendering import Archive, Notice, archive
from app.privacy.rules.held import HELD, for_them_alone
from app.privacy.rules.holding import Held
from app.privacy.rules.periods import EXPORT_LIFE
from app.privacy.rules.telling import as_told, is_told

PRIVATE_NOTES: Final = "private"


class ExportNotReady(Conflict):
    """The export is still being made: ask again in a few seconds."""

    code = "export_not_ready"


def ask(
    session: AgencySession, *, candidate_id: UUID, private_notes: bool, actor: Actor, now: datetime
) -> PersonExport:
    """Ask for an export; the worker makes it. ``private_notes``: with the agency's own notes, which were read first."""
    person = queries.person_for(session, candidate_id=candidate_id, actor=actor, lock=True)
    export = PersonExport(
        agency_id=person.agency_id,
        id=new_id(),
        candidate_id=person.id,
        private_notes=private_notes,
        asked_at=now,
        expires_at=now + EXPORT_LIFE,
    )
    session.add(export)
    record(session, AuditAction.CANDIDATE_EXPORTED, subject=person, actor=actor, now=now)
    enqueue(session, "privacy.make_export", agency_id=person.agency_id, subject_id=export.id)
    return export


def make(session: AgencySession, *, agency_id: UUID, export_id: UUID, now: datetime) -> None:
    """Fill an export that was asked for; nothing where it is filled, or the person was erased meanwhile."""
    query = select(PersonExport).where(PersonExport.agency_id == agency_id, PersonExport.id == export_id)
    export = session.scalars(query.with_for_update()).one_or_none()
    if export is None or export.ready_at is not None:
        return
    found = everything(
        session,
        candidate_id=export.candidate_id,
        private_notes=export.private_notes,
        actor=SystemActor(agency_id),
        now=now,
    )
    export.content, export.ready_at = found, now
    export.sha256 = hashlib.sha256(found).hexdigest()


def archive_of(session: Session, *, candidate_id: UUID, export_id: UUID, actor: Actor, now: datetime) -> bytes:
    """The bytes of an export; raises ExportNotReady (409)."""
    person = queries.person_for(session, candidate_id=candidate_id, actor=actor)
    content = queries.export_of(session, person, export_id, now=now, whole=True).content
    if content is None:
        raise ExportNotReady(retry_after=2)
    return content


def hand_over(session: AgencySession, *, candidate_id: UUID, private_notes: bool, actor: Actor, now: datetime) -> bytes:
    """Make an archive at once and keep none, for the command line."""
    person = queries.person_for(session, candidate_id=candidate_id, actor=actor, lock=True)
    record(session, AuditAction.CANDIDATE_EXPORTED, subject=person, actor=actor, now=now)
    return everything(session, candidate_id=person.id, private_notes=private_notes, actor=actor, now=now)


def everything(session: Session, *, candidate_id: UUID, private_notes: bool, actor: Actor, now: datetime) -> bytes:
    """Gather what is held about a person into one archive (GDPR Article 15).

    Left out: secrets, other people's addresses, what the person noted for nobody but themselves, which is in their own
    download, and, unless ``private_notes``, the agency's private notes and what the person was not told of what a
    client said or decided (ADR 0020).
    """
    person = queries.person_for(session, candidate_id=candidate_id, actor=actor)
    agency_id = actor.agency_id
    ids = queries.ids_below(session, agency_id=agency_id, roots={"candidate": [candidate_id]})
    sections: dict[str, list[queries.Row]] = {}
    held_back = 0
    for held in (one for one in HELD if one.section is not None and not one.own):
        found = queries.rows_of(session, held, agency_id=agency_id, ids=ids)
        rows = [row for row in found if not for_them_alone(held, row)]
        shown = rows if private_notes else [row for row in rows if row.get("visibility") != PRIVATE_NOTES]
        held_back += len(rows) - len(shown)
        sections[held.section or ""] = [_without(row, held.hidden) for row in _told(held, shown, private_notes)]
    audited = {kind: found for kind, found in ids.items() if kind in queries.PREFIXES}
    trail = queries.trail_of(session, agency_id=agency_id, subjects=audited)
    return archive(
        Archive(
            agency=agency(session, agency_id).name,
            name=person.name,
            made_at=now,
            sections=sections,
            trail=[(entry.event.at, entry.sentence(who)) for entry, who in trail if private_notes or _is_told(entry)],
            notices=[
                Notice(one.version, one.published_at, one.controller, one.contact, one.text)
                for one in notices_of(session, agency_id)
            ],
            files={
                **_files(session, agency_id, ids.get("document", ())),
                **_uploads(session, agency_id, ids.get("letter_upload", ())),
            },
            notes_held_back=held_back,
        )
    )


def _told(held: Held, rows: Sequence[queries.Row], private_notes: bool) -> Sequence[queries.Row]:
    """As the person knows them, unless what they were not told was read and is handed over, too."""
    if private_notes:
        return rows
    return [told for row in rows if (told := as_told(held.table, row)) is not None]


def _is_told(entry: TrailEntry) -> bool:
    return is_told(entry.event.subject_kind, entry.event.action)


def _without(row: Mapping[str, Any], hidden: frozenset[str]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in hidden}


def _files(session: Session, agency_id: UUID, documents: Sequence[UUID]) -> dict[str, bytes]:
    """The letters and summaries as they were sent or would be, by their names in the archive."""
    query = (
        select(Document, DocumentFile.format, DocumentFile.content)
        .join(DocumentFile, (DocumentFile.agency_id == Document.agency_id) & (DocumentFile.document_id == Document.id))
        .where(Document.agency_id == agency_id, Document.id.in_(documents))
        .order_by(Document.id, DocumentFile.format)
    )
    return {
        f"documents/{found.created_at:%Y-%m-%d}-{found.sha256[:8]}.{kind}": content
        for found, kind, content in session.execute(query)
    }


def _uploads(session: Session, agency_id: UUID, uploads: Sequence[UUID]) -> dict[str, bytes]:
    """The Word files that wait to be read; what was read is among the rows."""
    query = select(LetterUpload.id, LetterUpload.file).where(
        LetterUpload.agency_id == agency_id, LetterUpload.id.in_(uploads), LetterUpload.file.is_not(None)
    )
    return {f"uploads/{upload_id}.docx": file for upload_id, file in session.execute(query) if file is not None}
