"""A letter goes back to its candidate, with a reason or with wording that a consultant suggests (P7).

Here and not in `letters`, since an approved letter goes back only while nothing of it is on its way.
"""

from datetime import datetime
from uuid import UUID

from app.accounts.queries.rows import require_unchanged
from app.core.actor import Actor
from app.core.db import AgencySession
from app.core.errors import Conflict, Forbidden
from app.core.ids import public_id
from app.deliveries import policy
from app.deliveries.queries import rows as queries
from app.documents.queries import document_of_letter
from app.letters.actions import deciding, suggesting
from app.letters.models import Letter
from app.letters.queries import rows as letters
from app.letters.queries.rows import LetterAt
from app.letters.schemas.requests import SuggestionIn


class LetterIsApproved(Conflict):
    """This letter is approved and goes, or went, to somebody: cancel its deliveries before it goes back."""

    code = "letter_is_approved"


def send_back(
    session: AgencySession, *, letter_id: UUID, reason: str, seen: int, actor: Actor, now: datetime
) -> Letter:
    """Return a letter with the reason; the candidate gets a mail and finds their words as a draft (P7)."""
    at = _decided_on(session, letter_id, seen, actor)
    deciding.mark_returned(session, at.letter, reason=reason, actor=actor, now=now)
    return at.letter


def suggest(
    session: AgencySession, *, letter_id: UUID, suggestion: SuggestionIn, seen: int, actor: Actor, now: datetime
) -> Letter:
    """Suggest wording; the candidate gets a mail, and nothing of it is sent before they agreed to it (ADR 0014)."""
    at = _decided_on(session, letter_id, seen, actor)
    suggesting.mark_suggested(session, at, suggestion=suggestion, actor=actor, now=now)
    return at.letter


def _decided_on(session: AgencySession, letter_id: UUID, seen: int, actor: Actor) -> LetterAt:
    at = letters.letter_to_decide(session, letter_id=letter_id, actor=actor)
    if not policy.may_approve(actor, at.meeting.interview):
        raise Forbidden
    require_unchanged(session, at.letter, seen)
    if at.letter.state == "approved":
        _require_nothing_on_its_way(session, at.letter)
    return at


def _require_nothing_on_its_way(session: AgencySession, letter: Letter) -> None:
    document = document_of_letter(session, agency_id=letter.agency_id, letter_id=letter.id, version=letter.version)
    going = queries.people_with_live_delivery(session, agency_id=letter.agency_id, document_id=document.id)
    if going:
        them = ", ".join(sorted(public_id("prs", person) for person in going))
        raise LetterIsApproved(
            f"This letter is approved and goes, or went, to {them}: cancel each delivery that a worker has not taken "
            "yet, then try again. Where it has gone, only another letter can say more."
        )
