"""A client summary as each audience sees it: what an audience may not see does not exist in its model."""

from typing import Any

from app.core.actor import Actor, CandidateActor
from app.letters.models import Letter, LetterDraft, LetterVersion, SummaryStanding
from app.letters.rendering.parts import (
    NOTHING_AROUND,
    addressees,
    agency_addressees,
    agreements,
    contact_guidance,
    draft_mark,
    judged,
    letter_policy,
)
from app.letters.rendering.summary_page import heading_of, opening_of
from app.letters.rules.summary import marks_in, rebuilt, shareable
from app.letters.schemas.summary import SummaryContent, content_of
from app.letters.schemas.summary_views import (
    AgencySummary,
    CandidateSummary,
    SectionView,
    ShareableAnswer,
    SummaryPage,
)
from app.letters.schemas.views import CheckView, DocumentMark
from app.letters.states import WRITABLE


def summary_view(at: SummaryStanding, actor: Actor) -> CandidateSummary | AgencySummary:
    """For whoever reads it."""
    return candidate_summary(at) if isinstance(actor, CandidateActor) else agency_summary(at)


def candidate_summary(at: SummaryStanding) -> CandidateSummary:
    """For the candidate: what they mark while they can, built from the newest debrief; else what was submitted."""
    letter, draft = (at.summary.letter, at.summary.draft) if at.summary else (None, None)
    marking = draft if letter and letter.state in WRITABLE else None
    content = _of_newest_debrief(at, marking) if marking else _submitted(at)
    shown = marking or (at.summary.version if at.summary else None)
    return CandidateSummary(
        audience="candidate",
        **_core(at, letter, content),
        answers=_answers(at, content),
        addressees=addressees(shown.addressees if shown else (), at.met),
        draft=draft_mark(marking) if marking else None,
        guidance=contact_guidance(at.meeting),
    )


def agency_summary(at: SummaryStanding) -> AgencySummary:
    """For the agency: what was submitted last, nothing that is still being marked."""
    version = at.summary.version if at.summary else None
    return AgencySummary(
        audience="agency",
        **_core(at, at.summary.letter if at.summary else None, _submitted(at)),
        addressees=agency_addressees(version.addressees if version else (), at.met),
        letter_policy=letter_policy(at.meeting),
    )


def _core(at: SummaryStanding, letter: Letter | None, content: SummaryContent | None) -> dict[str, Any]:
    submitted, summary = _submitted(at), at.summary
    of_version = submitted.debrief_version if submitted else None
    return {
        "interview_id": at.meeting.interview.id,
        "letter_id": letter.id if letter else None,
        "state": letter.state if letter else "not_begun",
        "version": letter.version if letter else 0,
        "debrief_version": at.told.version if at.told else 0,
        "of_debrief_version": of_version,
        "newer_debrief": _newer(of_version, at),
        "return_reason": letter.return_reason if letter else None,
        "as_sent": _page(at, content) if content and content.paragraphs else None,
        "checks": _checks(at, letter, content) if letter and content else [],
        "document": DocumentMark.model_validate(summary.document) if summary and summary.document else None,
        "consents": agreements(summary.version, summary.consents, at.met) if summary else [],
    }


def _newer(of_version: int | None, at: SummaryStanding) -> str | None:
    if of_version is None or at.told is None or at.told.version <= of_version:
        return None
    return (
        f"The submitted summary is of version {of_version} of the debrief; version {at.told.version} came later, and "
        "is not in it."
    )


def _page(at: SummaryStanding, content: SummaryContent) -> SummaryPage:
    return SummaryPage(
        heading=heading_of(at.meeting),
        opening=opening_of(at.meeting, content),
        sections=[SectionView.model_validate(one) for one in content.paragraphs],
    )


def _checks(at: SummaryStanding, letter: Letter, content: SummaryContent) -> list[CheckView]:
    around = at.summary.around if at.summary else NOTHING_AROUND
    return judged(letter, content, meeting=at.meeting, met=at.met, answers=None, around=around)["checks"]


def _answers(at: SummaryStanding, content: SummaryContent | None) -> list[ShareableAnswer]:
    if at.told is None:
        return []
    marks = {mark.field: mark for mark in marks_in(content)} if content else {}
    return [
        ShareableAnswer(
            field=one.field,
            title=one.title,
            heading=one.heading,
            text=one.text,
            caution=one.caution,
            marked=one.field in marks,
            words=marks[one.field].words if one.field in marks else None,
        )
        for one in shareable(at.told.answers)
    ]


def _of_newest_debrief(at: SummaryStanding, draft: LetterDraft) -> SummaryContent | None:
    content = _summary_in(draft)
    if content is None or at.told is None:
        return content
    return rebuilt(content, at.told.answers, debrief_version=at.told.version, taken_down=at.told.taken_down)


def _submitted(at: SummaryStanding) -> SummaryContent | None:
    return _summary_in(at.summary.version) if at.summary and at.summary.version else None


def _summary_in(written: LetterDraft | LetterVersion) -> SummaryContent | None:
    content = content_of(written.content)
    return content if isinstance(content, SummaryContent) else None
