"""What was approved must stand when a delivery is claimed or sent again: the guard of rule 1."""

from dataclasses import dataclass
from uuid import UUID

from app.core.actor import Actor
from app.core.db import AgencySession
from app.deliveries.actions.enclosing import why_not_enclosed
from app.deliveries.models import Delivery
from app.deliveries.queries import rows as queries
from app.documents import queries as documents
from app.interviews import queries as interviews
from app.interviews.models import Interview
from app.letters.models import Letter
from app.letters.queries import rows as letters


@dataclass(frozen=True)
class Locked:
    """A delivery with what it hangs on, all locked."""

    interview: Interview
    letter: Letter
    enclosed: Letter | None
    delivery: Delivery


def lock(session: AgencySession, *, delivery_id: UUID, actor: Actor) -> Locked:
    """Lock a delivery; everybody locks in this order: interview, letter, summary, delivery, contact, consent."""
    interview_id, letter_id, enclosed_id = queries.belongs_to(session, delivery_id=delivery_id, actor=actor)
    interview = interviews.interview_for(session, interview_id=interview_id, actor=actor, lock=True)
    letter = letters.letter_for(session, letter_id=letter_id, actor=actor, lock=True).letter
    enclosed = enclosed_id and letters.letter_for(session, letter_id=enclosed_id, actor=actor, lock=True).letter
    delivery = queries.delivery_for(session, delivery_id=delivery_id, actor=actor, lock=True)
    return Locked(interview, letter, enclosed or None, delivery)


def why_not(session: AgencySession, at: Locked) -> str | None:
    """Why this must not be sent, or None; whatever is looked at stays as it is until the transaction ends."""
    delivery, interview, letter = at.delivery, at.interview, at.letter
    document = documents.document_of_letter(
        session, agency_id=letter.agency_id, letter_id=letter.id, version=letter.version
    )
    contact = queries.contact_of(session, delivery)
    agreed = {one.person_id for one in documents.standing_consents(session, document=document, lock=True)}
    met = {who.person.id: who.contact for who in interviews.people_met_in(session, interview)}
    what = "summary" if letter.kind == "summary" else "letter"
    if interview.state in {"cancelled", "no_show"}:
        return f"the interview is {interview.state}"
    if letter.state != "approved":
        return f"the {what} is {letter.state}"
    if (document.id, document.sha256) != (delivery.document_id, delivery.sha256):
        return f"a newer version of the {what} exists"
    if delivery.person_id not in agreed:
        return "the candidate's agreement no longer stands"
    if met.get(delivery.person_id) != contact:
        return "the person is another contact"
    if contact.email != delivery.address:
        return "the contact's address changed"
    return why_not_enclosed(session, delivery, at.enclosed)
