"""What a candidate has at hand while they write: their account, submitted or not, and what they agreed to so far."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from app.debriefs import queries as debriefs
from app.debriefs.rules import keyed
from app.debriefs.schemas.content import DebriefAnswers
from app.documents.models import Consent, Document
from app.interviews.models import Interview
from app.letters.models import Letter
from app.letters.queries import rows


def answers_at_hand(session: Session, interview: Interview) -> DebriefAnswers | None:
    """The newest submitted debrief, or the draft of the first; without its agency-only part (rule 4)."""
    submitted = rows.answers_of(session, interview)
    if submitted is not None:
        return submitted
    debrief = debriefs.find_debrief(session, interview)
    draft = debriefs.find_draft(session, debrief) if debrief else None
    return keyed(DebriefAnswers.model_validate(draft.answers)) if draft else None


def agreed_of(session: Session, letters: Sequence[Letter], *, agency_id: UUID) -> dict[UUID, int]:
    """To how many people the newest version of each of these letters may go by the candidate's word."""
    ids = [letter.id for letter in letters if letter.version]
    if not ids:
        return {}
    query = (
        select(Letter.id, Consent.person_id)
        .join(
            Document,
            and_(
                Document.agency_id == Letter.agency_id,
                Document.letter_id == Letter.id,
                Document.letter_version == Letter.version,
            ),
        )
        .join(Consent, and_(Consent.agency_id == Document.agency_id, Consent.document_id == Document.id))
        .where(Letter.agency_id == agency_id, Letter.id.in_(ids), Consent.state == "given")
    )
    found: dict[UUID, int] = {}
    for letter_id, _ in session.execute(query):
        found[letter_id] = found.get(letter_id, 0) + 1
    return found
