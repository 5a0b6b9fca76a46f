"""A letter as each audience sees it: what an audience may not see does not exist in its model."""

from typing import Any

from app.core.actor import Actor, CandidateActor
from app.documents.models import Document
from app.letters.models import Letter, LetterDraft, LetterVersion, Shelf, Standing
from app.letters.rendering.parts import (
    Judged,
    addressees,
    agency_addressees,
    agreements,
    contact_guidance,
    draft_mark,
    judged,
    letter_policy,
    submission,
)
from app.letters.rules.coverage import suggested_kind
from app.letters.schemas.content import LetterContent
from app.letters.schemas.views import (
    AgencyLetter,
    CandidateLetter,
    DocumentMark,
    LettersOfInterview,
    LetterSummary,
    SavedDraft,
    VersionSummary,
    VersionView,
)
from app.letters.states import WRITABLE


def letter_view(standing: Standing, actor: Actor) -> CandidateLetter | AgencyLetter:
    """For whoever reads it."""
    return candidate_letter(standing) if isinstance(actor, CandidateActor) else agency_letter(standing)


def candidate_letter(standing: Standing) -> CandidateLetter:
    """For the candidate: the draft while it can be written on, else what was submitted last."""
    writable = standing.letter.state in WRITABLE
    shown = (standing.draft if writable else standing.version) or standing.version or standing.draft
    content = _content(shown)
    return CandidateLetter(
        audience="candidate",
        **_core(standing, content),
        addressees=addressees(shown.addressees if shown else (), standing.met),
        content=content,
        draft=draft_mark(standing.draft) if standing.draft and writable else None,
        guidance=contact_guidance(standing.meeting),
    )


def agency_letter(standing: Standing) -> AgencyLetter:
    """For the agency: what was submitted last, nothing that is still being written."""
    content = _content(standing.version) if standing.version else None
    return AgencyLetter(
        audience="agency",
        **_core(standing, content),
        addressees=agency_addressees(standing.version.addressees if standing.version else (), standing.met),
        content=content,
        letter_policy=letter_policy(standing.meeting),
    )


def saved_draft(standing: Standing, draft: LetterDraft) -> SavedDraft:
    """What was saved just now, and what a reader would notice in it."""
    mark, content = draft_mark(draft), _content(draft)
    return SavedDraft(
        letter_id=standing.letter.id,
        etag=mark.etag,
        saved_at=mark.saved_at,
        addressees=addressees(draft.addressees, standing.met),
        content=content,
        **_judged(standing, content),
    )


def letters_view(shelf: Shelf) -> LettersOfInterview:
    """The letters of an interview, and what to know before writing another."""
    interest = shelf.answers.interest if shelf.answers else None
    return LettersOfInterview(
        data=[_summary(shelf, letter) for letter in shelf.letters],
        next_cursor=None,
        suggested_kind=suggested_kind(interest.after if interest else None),
        letter_policy=letter_policy(shelf.meeting),
        guidance=contact_guidance(shelf.meeting),
    )


def version_summary(standing: Standing, version: LetterVersion, document: Document) -> VersionSummary:
    """One submission without its words."""
    return VersionSummary(**submission(version, document, standing.met))


def version_view(standing: Standing, version: LetterVersion, document: Document) -> VersionView:
    """One submission with its words."""
    content = _content(version)
    return VersionView(**submission(version, document, standing.met), content=content, **_judged(standing, content))


def _core(standing: Standing, content: LetterContent | None) -> dict[str, Any]:
    unread: Judged = {"coverage": [], "checks": []}
    return {
        **_columns(AgencyLetter, standing.letter),
        **(unread if content is None else _judged(standing, content)),
        "document": DocumentMark.model_validate(standing.document) if standing.document else None,
        "consents": agreements(standing.version, standing.consents, standing.met),
    }


def _judged(standing: Standing, content: LetterContent) -> Judged:
    return judged(standing.letter, content, meeting=standing.meeting, met=standing.met, answers=standing.answers)


def _summary(shelf: Shelf, letter: Letter) -> LetterSummary:
    written = shelf.written.get(letter.id)
    people = addressees(written.addressees if written else (), shelf.met)
    return LetterSummary(**_columns(LetterSummary, letter), addressees=people)


def _content(written: LetterDraft | LetterVersion | None) -> LetterContent:
    return LetterContent.model_validate(written.content if written else {})


def _columns(view: type[LetterSummary | AgencyLetter], letter: Letter) -> dict[str, Any]:
    return {name: getattr(letter, name) for name in view.model_fields if hasattr(letter, name)}
