"""A letter version is frozen; the candidate agrees to exactly that, for exactly these people."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from app.adapters.letter_page import LetterPage
from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import Actor
from app.core.db import AgencySession
from app.core.errors import Conflict, FieldError, Forbidden, Invalid
from app.core.ids import new_id
from app.documents import queries
from app.documents.models import Consent, Document, DocumentFile
from app.documents.rendering import render_letter
from app.documents.schemas import ConsentIn, LetterSource
from app.documents.states import CONSENT
from app.interviews.models import Interview
from app.interviews.policy import may_consent, may_write


class ConsentNeedsOwnLink(Forbidden):
    """Agreeing takes the link in a mail that we sent to you yourself: ask your consultant to have it sent to you."""

    code = "consent_needs_own_link"


class NotWhatWouldBeSent(Conflict):
    """What you saw is not what would be sent now: the letter has a newer version. Look at that one and agree to it."""

    code = "document_superseded"


def freeze(session: AgencySession, page: LetterPage, *, source: LetterSource, actor: Actor, now: datetime) -> Document:
    """Render a letter version and keep its files for good; the submission's audit entry covers it.

    Raises `CannotBeDrawn` (422) for characters that no font of ours has.
    """
    rendering = render_letter(page)
    document = Document(
        agency_id=actor.agency_id,
        id=new_id(),
        interview_id=source.interview_id,
        letter_id=source.letter_id,
        letter_version=source.version,
        addressees=list(source.addressees),
        sha256=rendering.sha256,
        manifest=rendering.manifest,
        created_at=now,
    )
    session.add(document)
    session.flush()  # its files refer to it
    for kind, content in rendering.files.items():
        session.add(DocumentFile(agency_id=actor.agency_id, document_id=document.id, format=kind, content=content))
    return document


def consent(session: AgencySession, *, document_id: UUID, given: ConsentIn, actor: Actor, now: datetime) -> None:
    """Take the candidate's yes to what they saw; given already it stays, withdrawn it is given again (rule 1)."""
    document, interview = queries.document_for(session, document_id=document_id, actor=actor)
    _require_own_link(actor, interview)
    if given.sha256 != document.sha256 or not queries.is_newest(session, document):
        raise NotWhatWouldBeSent
    _require_addressees(document, given.people)
    known = {row.person_id: row for row in queries.consents_of(session, document=document, lock=True)}
    for person_id in dict.fromkeys(given.people):
        _give(session, document, person_id, known.get(person_id), actor=actor, now=now)


def withdraw_consent(session: AgencySession, row: Consent, *, actor: Actor, now: datetime) -> None:
    """Take back a consent that the caller has locked; what relies on it is the caller's to stop."""
    CONSENT.require(row.state, "withdrawn")
    row.state, row.withdrawn_at = "withdrawn", now
    details = {"document": str(row.document_id), "person": str(row.person_id), "sha256": row.sha256}
    record(session, AuditAction.CONSENT_WITHDRAWN, subject=row, actor=actor, now=now, details=details)


def _give(
    session: AgencySession, document: Document, person_id: UUID, row: Consent | None, *, actor: Actor, now: datetime
) -> None:
    if row is not None and row.state == "given":
        return
    if row is None:
        row = Consent(
            agency_id=document.agency_id,
            id=new_id(),
            document_id=document.id,
            sha256=document.sha256,
            person_id=person_id,
            given_by="candidate",
            given_at=now,
        )
        session.add(row)
    else:
        CONSENT.require(row.state, "given")
    row.state, row.given_at, row.withdrawn_at = "given", now, None
    details = {"document": str(document.id), "person": str(person_id), "sha256": document.sha256}
    record(session, AuditAction.CONSENT_GIVEN, subject=row, actor=actor, now=now, details=details)


def _require_own_link(actor: Actor, interview: Interview) -> None:
    if may_consent(actor, interview):
        return
    raise ConsentNeedsOwnLink if may_write(actor, interview) else Forbidden


def _require_addressees(document: Document, people: Sequence[UUID]) -> None:
    strangers = [
        FieldError(f"#/people/{place}", "this letter was not written to them")
        for place, person_id in enumerate(people)
        if person_id not in document.addressees
    ]
    if strangers:
        raise Invalid("You can agree for those people only whom this letter is written to.", errors=strangers)
