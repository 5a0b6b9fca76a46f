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
    authors_of,
    contact_guidance,
    draft_mark,
    judged_in,
    letter_policy,
    submission,
    suggestion_view,
)
from app.letters.rules.authorship import CANDIDATE, authorship
from app.letters.rules.coverage import suggested_kind
from app.letters.rules.differences import differences
from app.letters.schemas.content import LetterContent
from app.letters.schemas.summary import content_of
from app.letters.schemas.views import (
    AgencyLetter,
    AuthorView,
    CandidateLetter,
    DocumentMark,
    LettersOfInterview,
    LetterSummary,
    ParagraphDiff,
    SavedDraft,
    SegmentView,
    VersionDiff,
    VersionSummary,
    VersionView,
)
from app.letters.states import WRITABLE


def letter_view(standing: Standing, actor: Actor) -> CandidateLetter | AgencyLetter:
    """For whoever reads it."""
    return candidate_letter(standing) if isinstance(actor, CandidateActor) else agency_letter(standing)


def candidate_letter(standing: Standing, *, just_written: bool = False) -> CandidateLetter:
    """For the candidate: the draft while it can be written on, else what was submitted last.

    By a link that was handed over they see of it what they sent with this request (``just_written``), nothing stored.
    """
    writable = standing.letter.state in WRITABLE
    written = (standing.draft if writable else standing.version) or standing.version or standing.draft
    shown = written if standing.shows_stored or just_written else None
    content = None if shown is None and not standing.shows_stored else _content(shown)
    return CandidateLetter(
        audience="candidate",
        **_core(standing, content),
        authors=_authors(standing, shown, content),
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
        authors=_authors(standing, standing.version, content),
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
        **judged_in(standing, content),
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
    return VersionSummary(**submission(version, document, standing))


def version_view(standing: Standing, version: LetterVersion, document: Document) -> VersionView:
    """One submission with its words."""
    content = _content(version)
    return VersionView(
        **submission(version, document, standing),
        content=content,
        authors=_authors(standing, version, content),
        **judged_in(standing, content),
    )


def diff_view(standing: Standing, version: LetterVersion, against: LetterVersion | None) -> VersionDiff:
    """What changed from one version to another, word by word, and whose words they are."""
    now, before = _content(version), _content(against)
    authors, earlier = _authors(standing, version, now), _authors(standing, against, before)
    changes = differences([one.text for one in before.paragraphs], [one.text for one in now.paragraphs])
    return VersionDiff(
        version=version.version,
        against=against.version if against else None,
        paragraphs=[
            ParagraphDiff(
                paragraph=None if change.after is None else change.after + 1,
                paragraph_before=None if change.before is None else change.before + 1,
                author=None if change.after is None else authors[change.after],
                author_before=None if change.before is None else earlier[change.before],
                segments=[SegmentView.model_validate(one) for one in change.segments],
            )
            for change in changes
        ],
    )


def _core(standing: Standing, content: LetterContent | None) -> dict[str, Any]:
    unread: Judged = {"coverage": [], "checks": []}
    stored = standing.shows_stored
    suggestion = suggestion_view(standing.suggestion, standing.letter, standing.wording, standing.meeting)
    return {
        **_columns(AgencyLetter, standing.letter),
        "return_reason": standing.letter.return_reason if stored else None,
        **(unread if content is None else judged_in(standing, content)),
        "document": DocumentMark.model_validate(standing.document) if standing.document else None,
        "consents": agreements(standing.version, standing.consents, standing.met) if stored else [],
        "suggestion": suggestion if stored else None,
    }


def _authors(
    standing: Standing, shown: LetterDraft | LetterVersion | None, content: LetterContent | None
) -> list[AuthorView]:
    """Whose words each paragraph of a draft or version is; a draft's are its candidate's, but for what it took over."""
    if content is None or shown is None:
        return []
    kept = shown.authors if isinstance(shown, LetterVersion) else None
    names = kept or authorship(content, written=standing.wording.first_by, by=CANDIDATE)
    return authors_of(names, standing.wording, standing.meeting)


def _summary(shelf: Shelf, letter: Letter) -> LetterSummary:
    written = shelf.written.get(letter.id)
    people = addressees(written.addressees if written else (), shelf.met)
    return LetterSummary(**_columns(LetterSummary, letter), addressees=people)


def _content(written: LetterDraft | LetterVersion | None) -> LetterContent:
    return content_of(written.content if written else {})


def _columns(view: type[LetterSummary | AgencyLetter], letter: Letter) -> dict[str, Any]:
    return {name: getattr(letter, name) for name in view.model_fields if hasattr(letter, name)}
