"""The versions of a letter: who wrote what in them, which are the candidate's own, what was said to a suggestion."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.accounts.models import Consultant
from app.core.statements import made_once
from app.letters.models import Letter, LetterVersion, SuggestionAnswer, Wording
from app.letters.rules.authorship import first_authors
from app.letters.schemas.summary import content_of


def versions_of(session: Session, letter: Letter) -> list[LetterVersion]:
    """Every version of a letter, oldest first; they are few."""
    return list(session.scalars(*_versions(letter.agency_id, letter.id)))


@made_once
def _versions(agency_id: UUID, letter_id: UUID) -> Select[LetterVersion]:
    query = select(LetterVersion).where(LetterVersion.agency_id == agency_id, LetterVersion.letter_id == letter_id)
    return query.order_by(LetterVersion.version)


def replies_to(session: Session, letter: Letter) -> dict[int, SuggestionAnswer]:
    """What the candidate said to each suggested version, by its number."""
    query = select(SuggestionAnswer).where(
        SuggestionAnswer.agency_id == letter.agency_id, SuggestionAnswer.letter_id == letter.id
    )
    return {row.version: row for row in session.scalars(query)}


def own_version(session: Session, letter: Letter) -> LetterVersion | None:
    """The candidate's own last words: the newest version that they sent, or a suggestion that they accepted."""
    return newest_own(versions_of(session, letter), replies_to(session, letter))


def newest_own(versions: Sequence[LetterVersion], replies: Mapping[int, SuggestionAnswer]) -> LetterVersion | None:
    """The newest of these versions that the candidate sent or accepted."""
    return next((version for version in reversed(versions) if _is_own(version, replies)), None)


def first_authors_of(session: Session, letter: Letter) -> dict[str, str]:
    """Who wrote which words of the letter first, in the versions that there are."""
    return _first_authors(versions_of(session, letter) if letter.version else [])


def wording_of(session: Session, letter: Letter, versions: Sequence[LetterVersion]) -> Wording:
    """What is to know of these versions, all of one letter's, to say whose words are whose."""
    ids = {version.submitted_by_id for version in versions if version.submitted_by_id is not None}
    return Wording(
        names=_names(session, letter.agency_id, ids),
        first_by=_first_authors(versions),
        replies=replies_to(session, letter) if ids else {},
    )


def _is_own(version: LetterVersion, replies: Mapping[int, SuggestionAnswer]) -> bool:
    if version.submitted_by_id is None:
        return True
    reply = replies.get(version.version)
    return reply is not None and reply.answer == "accepted"


def _first_authors(versions: Sequence[LetterVersion]) -> dict[str, str]:
    return first_authors((content_of(one.content), one.authors) for one in versions)


def _names(session: Session, agency_id: UUID, ids: set[UUID]) -> dict[str, str]:
    if not ids:
        return {}
    query = select(Consultant.id, Consultant.name).where(Consultant.agency_id == agency_id, Consultant.id.in_(ids))
    return {str(row[0]): row[1] for row in session.execute(query)}
