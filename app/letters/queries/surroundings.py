"""What the checks of a letter are told of the world around it (P6; 5-experience "Letter")."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from app.accounts.schemas.accounts import AgencySettings
from app.core.actor import Actor, CandidateActor
from app.directory.queries.rows import clients_named_in
from app.interviews.models import Meeting, Met
from app.letters.models import LetterDraft, LetterVersion, Surroundings
from app.letters.rules.contact_details import region_of


def surroundings_of(
    session: Session,
    meeting: Meeting,
    met: Sequence[Met],
    texts: Sequence[LetterDraft | LetterVersion],
    *,
    actor: Actor,
) -> Surroundings:
    """Look for what these texts name; a candidate is told of companies only for which they were put forward too.

    Who else is a client of the agency would else be found out by typing names.
    """
    settings = AgencySettings.model_validate(meeting.agency.settings or {})
    abroad = [who.contact.country for who in met if who.contact]
    named = clients_named_in(
        session,
        "\n".join(_text(one.content) for one in texts),
        besides=meeting.client,
        known_to=meeting.candidate if isinstance(actor, CandidateActor) else None,
    )
    regions = [region_of(meeting.candidate.phone), meeting.agency.country, *abroad]
    return Surroundings(
        other_clients=named,
        regions=[region for region in dict.fromkeys(regions) if region],
        telephone_allowed=settings.candidate_phone_in_letter,
    )


def _text(content: dict[str, Any]) -> str:
    return "\n".join(paragraph["text"] for paragraph in content.get("paragraphs", ()))
