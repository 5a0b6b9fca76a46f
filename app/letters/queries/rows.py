"""Which letters exist for an actor, their drafts and versions."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session

from app.core.actor import Actor, CandidateActor
from app.core.errors import NotFound
from app.core.statements import made_once
from app.debriefs import queries as debriefs
from app.debriefs.schemas.content import DebriefAnswers
from app.interviews.models import Interview, Meeting
from app.interviews.queries import InterviewNotFound, interview_for, meeting_for
from app.letters.models import Letter, LetterDraft, LetterVersion


class LetterNotFound(NotFound):
    """There is no such letter, or it is not yours to see."""

    code = "letter_not_found"


class VersionNotFound(NotFound):
    """This letter has no such version."""

    code = "letter_version_not_found"


@dataclass(frozen=True)
class LetterAt:
    """A letter and the meeting that it follows."""

    letter: Letter
    meeting: Meeting


def letter_for(session: Session, *, letter_id: UUID, actor: Actor, lock: bool = False) -> LetterAt:
    """One letter that the actor may see, with its meeting; raises LetterNotFound."""
    letter = session.scalars(*_letter(actor.agency_id, letter_id, lock)).one_or_none()
    if letter is None:
        raise LetterNotFound
    try:
        return LetterAt(letter, meeting_for(session, interview_id=letter.interview_id, actor=actor))
    except InterviewNotFound:
        raise LetterNotFound from None


@made_once
def _letter(agency_id: UUID, letter_id: UUID, lock: bool) -> Select[Letter]:
    query = select(Letter).where(Letter.agency_id == agency_id, Letter.id == letter_id)
    return query.with_for_update().execution_options(populate_existing=True) if lock else query


def letter_to_decide(session: Session, *, letter_id: UUID, actor: Actor) -> LetterAt:
    """One letter, its interview and itself locked; everybody locks in this order: interview, letter, delivery,
    consent."""
    seen = letter_for(session, letter_id=letter_id, actor=actor)
    interview_for(session, interview_id=seen.letter.interview_id, actor=actor, lock=True)
    return letter_for(session, letter_id=letter_id, actor=actor, lock=True)


def letters_of(session: Session, interview: Interview) -> list[Letter]:
    """The letters of one interview, oldest first; they are few (`MOST_LETTERS`)."""
    return list(session.scalars(*_letters(interview.agency_id, interview.id)))


@made_once
def _letters(agency_id: UUID, interview_id: UUID) -> Select[Letter]:
    return select(Letter).where(Letter.agency_id == agency_id, Letter.interview_id == interview_id).order_by(Letter.id)


def count_letters(session: Session, interview: Interview) -> int:
    """How many letters the interview has; its summary is none of them."""
    query = select(func.count()).where(
        Letter.agency_id == interview.agency_id, Letter.interview_id == interview.id, Letter.kind != "summary"
    )
    return session.scalar(query) or 0


def draft_of(session: Session, letter: Letter) -> LetterDraft | None:
    """What is, or was last, being written."""
    return session.get(LetterDraft, (letter.agency_id, letter.id))


def draft_to_change(session: Session, letter: Letter) -> LetterDraft | None:
    """What is being written as it stands behind the letter's lock, whatever this session read before."""
    query = select(LetterDraft).where(LetterDraft.agency_id == letter.agency_id, LetterDraft.letter_id == letter.id)
    return session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def drafts_of(session: Session, letters: Sequence[Letter], *, agency_id: UUID) -> dict[UUID, LetterDraft]:
    """The drafts of these letters, in one statement."""
    ids = [letter.id for letter in letters]
    rows = session.scalars(
        select(LetterDraft).where(LetterDraft.agency_id == agency_id, LetterDraft.letter_id.in_(ids))
    )
    return {row.letter_id: row for row in rows}


def version_of(session: Session, letter: Letter, number: int) -> LetterVersion:
    """One submission; raises VersionNotFound."""
    found = session.get(LetterVersion, (letter.agency_id, letter.id, number))
    if found is None:
        raise VersionNotFound
    return found


def addressees_now(session: Session, letter: Letter) -> list[UUID]:
    """Whom the letter is written to: by its draft where there is one, else by its newest version."""
    draft = draft_of(session, letter)
    return _addressees_sent(session, letter) if draft is None else draft.addressees


def addressees_for(session: Session, letter: Letter, *, actor: Actor) -> list[UUID]:
    """Whom the letter is written to as far as the actor may know: a draft is its candidate's alone."""
    reads_draft = isinstance(actor, CandidateActor)
    return addressees_now(session, letter) if reads_draft else _addressees_sent(session, letter)


def _addressees_sent(session: Session, letter: Letter) -> list[UUID]:
    newest = newest_version(session, letter)
    return newest.addressees if newest else []


def newest_version(session: Session, letter: Letter) -> LetterVersion | None:
    """What was submitted last; None before the first submission."""
    return session.get(LetterVersion, (letter.agency_id, letter.id, letter.version)) if letter.version else None


def newest_versions(session: Session, letters: Sequence[Letter], *, agency_id: UUID) -> dict[UUID, LetterVersion]:
    """What was submitted last of each of these letters, in one statement."""
    ids = [letter.id for letter in letters]
    rows = session.scalars(
        select(LetterVersion)
        .join(
            Letter,
            and_(
                Letter.agency_id == LetterVersion.agency_id,
                Letter.id == LetterVersion.letter_id,
                Letter.version == LetterVersion.version,
            ),
        )
        .where(LetterVersion.agency_id == agency_id, LetterVersion.letter_id.in_(ids))
    )
    return {row.letter_id: row for row in rows}


def answers_of(session: Session, interview: Interview) -> DebriefAnswers | None:
    """The newest submitted debrief of the interview, without its agency-only part (rule 4)."""
    debrief = debriefs.find_debrief(session, interview)
    if debrief is None or debrief.version == 0:
        return None
    version = debriefs.version_of(session, debrief, debrief.version)
    return DebriefAnswers.model_validate(version.answers)
