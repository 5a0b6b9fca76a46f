"""The summary of the debrief goes with a letter, in one message: under its own consent, never twice (ADR 0016)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from app.core.actor import Actor
from app.core.db import AgencySession
from app.core.errors import Conflict, FieldError, Invalid
from app.core.ids import public_id
from app.deliveries.models import Delivery
from app.deliveries.queries import rows as queries
from app.documents import queries as documents
from app.documents.actions import NotWhatWouldBeSent
from app.documents.models import Document
from app.interviews.models import Interview, Met
from app.letters.actions import deciding as letters
from app.letters.models import Letter
from app.letters.queries.summaries import find_summary


class EnclosureNotAgreed(Conflict):
    """The candidate has not agreed that the summary goes to everybody named; nothing was approved."""

    code = "enclosure_consent_missing"


class EnclosureGoingAlready(Conflict):
    """The summary goes, or went, to these people already: forward the letter without it."""

    code = "enclosure_going_already"


class NothingToEncloseWith(Conflict):
    """The candidate arranged this interview and sends the letter: release the summary by itself."""

    code = "nothing_to_enclose_with"


def summary_to_enclose(session: AgencySession, letter: Letter, interview: Interview, document_id: UUID) -> Document:
    """The document that the consultant saw, with its letter locked; call this with the interview and letter locked.

    Raises Invalid (422) where it is not this interview's summary, NotWhatWouldBeSent (409) where it has a newer
    version, NothingToEncloseWith (409).
    """
    if interview.introduced_by == "direct":
        raise NothingToEncloseWith
    summary = find_summary(session, interview, lock=True)
    known = [] if summary is None or summary.id == letter.id else _versions(session, summary)
    found = next((document for document in known if document.id == document_id), None)
    if summary is None or found is None:
        wrong = FieldError("#/enclosed_document_id", "is not the summary of this interview's debrief")
        raise Invalid("Only the summary of the same interview goes with a letter.", errors=[wrong])
    if found.letter_version != summary.version:
        raise NotWhatWouldBeSent
    return found


def approve_enclosed(
    session: AgencySession,
    interview: Interview,
    document: Document,
    people: Sequence[Met],
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Approve the summary with the letter that it goes with, for these people.

    Raises EnclosureGoingAlready, EnclosureNotAgreed, StateConflict (409).
    """
    if twice := _going_to(session, document, people):
        raise EnclosureGoingAlready(
            f"The summary goes, or went, to {_named(twice)} already: forward the letter without it."
        )
    agreed = {one.person_id for one in documents.standing_consents(session, document=document, lock=True)}
    if lacking := [who.person.id for who in people if who.person.id not in agreed]:
        raise EnclosureNotAgreed(
            f"The candidate has not agreed that version {document.letter_version} of the summary goes to "
            f"{_named(lacking)}. Forward the letter without it, or to the others first."
        )
    summary = find_summary(session, interview, lock=True)
    if summary is not None and summary.state != "approved":
        letters.mark_approved(session, summary, actor=actor, now=now)


def why_not_enclosed(session: AgencySession, delivery: Delivery, summary: Letter | None) -> str | None:
    """Why what is enclosed must not be sent, or None; ``summary`` is its letter, locked."""
    if delivery.enclosed_document_id is None:
        return None
    if summary is None or summary.state != "approved":
        return f"the summary that goes with it is {summary.state if summary else 'gone'}"
    document = documents.document_of_letter(
        session, agency_id=summary.agency_id, letter_id=summary.id, version=summary.version
    )
    if (document.id, document.sha256) != (delivery.enclosed_document_id, delivery.enclosed_sha256):
        return "a newer version of the summary that goes with it exists"
    agreed = {one.person_id for one in documents.standing_consents(session, document=document, lock=True)}
    if delivery.person_id not in agreed:
        return "the candidate's agreement to the summary that goes with it no longer stands"
    return None


def _going_to(session: AgencySession, document: Document, people: Sequence[Met]) -> list[UUID]:
    """To whom of these people the document goes or went, also under another name (rule 2)."""
    where = {"agency_id": document.agency_id, "document_id": document.id}
    persons = queries.people_with_live_delivery(session, **where)
    contacts = queries.contacts_with_live_delivery(session, **where)
    return [who.person.id for who in people if who.person.id in persons or (who.contact and who.contact.id in contacts)]


def _versions(session: AgencySession, summary: Letter) -> list[Document]:
    return documents.documents_of_letter(session, agency_id=summary.agency_id, letter_id=summary.id)


def _named(people: Sequence[UUID]) -> str:
    return ", ".join(public_id("prs", person) for person in people)
