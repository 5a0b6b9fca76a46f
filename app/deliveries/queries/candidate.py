"""What is on its way of one interview, as its candidate may know it: no address, no server's words (rules 5, 6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from app.accounts.models import Consultant
from app.deliveries.models import Delivery
from app.directory.models import ClientContact
from app.documents.models import Consent, Document
from app.interviews.models import Interview, PersonMet
from app.letters.models import Letter, LetterVersion, SuggestionAnswer


@dataclass(frozen=True)
class OnItsWay:
    """One delivery, whom it is for, and where they work; ``zone`` is None while nobody knows who they are."""

    delivery: Delivery
    name: str
    zone: str | None


@dataclass(frozen=True)
class Agreement:
    """One yes of the candidate, or that they took it back, with what of and for whom; ``noted_by`` heard it by
    telephone."""

    consent: Consent
    letter_id: UUID
    name: str
    noted_by: str | None


@dataclass(frozen=True)
class Wrote:
    """A version of a letter; ``by`` names who suggested it, ``reply`` is what the candidate said to that."""

    version: LetterVersion
    reply: SuggestionAnswer | None
    by: str | None


def on_its_way(session: Session, interview: Interview, *, letter_id: UUID | None = None) -> list[OnItsWay]:
    """The deliveries of an interview, or those that carry one of its letters; oldest first."""
    query = (
        select(Delivery, PersonMet.name, ClientContact.time_zone)
        .join(PersonMet, and_(PersonMet.agency_id == Delivery.agency_id, PersonMet.id == Delivery.person_id))
        .outerjoin(
            ClientContact,
            and_(ClientContact.agency_id == Delivery.agency_id, ClientContact.id == Delivery.contact_id),
        )
        .where(Delivery.agency_id == interview.agency_id, Delivery.interview_id == interview.id)
        .order_by(Delivery.id)
    )
    if letter_id is not None:
        query = query.where(or_(Delivery.letter_id == letter_id, Delivery.enclosed_letter_id == letter_id))
    return [OnItsWay(*row) for row in session.execute(query)]


def agreements_in(session: Session, interview: Interview) -> list[Agreement]:
    """What the candidate agreed to after an interview, and took back; oldest first."""
    query = (
        select(Consent, Document.letter_id, PersonMet.name, Consultant.name)
        .join(Document, and_(Document.agency_id == Consent.agency_id, Document.id == Consent.document_id))
        .join(PersonMet, and_(PersonMet.agency_id == Consent.agency_id, PersonMet.id == Consent.person_id))
        .outerjoin(Consultant, and_(Consultant.agency_id == Consent.agency_id, Consultant.id == Consent.read_back_by))
        .where(Document.agency_id == interview.agency_id, Document.interview_id == interview.id)
        .order_by(Consent.id)
    )
    return [Agreement(*row) for row in session.execute(query)]


def written_in(session: Session, interview: Interview, letters: Sequence[Letter]) -> list[Wrote]:
    """Every version of these letters, oldest first."""
    query = (
        select(LetterVersion, SuggestionAnswer, Consultant.name)
        .outerjoin(
            SuggestionAnswer,
            and_(
                SuggestionAnswer.agency_id == LetterVersion.agency_id,
                SuggestionAnswer.letter_id == LetterVersion.letter_id,
                SuggestionAnswer.version == LetterVersion.version,
            ),
        )
        .outerjoin(
            Consultant,
            and_(Consultant.agency_id == LetterVersion.agency_id, Consultant.id == LetterVersion.submitted_by_id),
        )
        .where(
            LetterVersion.agency_id == interview.agency_id,
            LetterVersion.letter_id.in_([letter.id for letter in letters]),
        )
        .order_by(LetterVersion.submitted_at, LetterVersion.version)
    )
    return [Wrote(*row) for row in session.execute(query)]
