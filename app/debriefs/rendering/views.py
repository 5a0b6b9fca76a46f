"""A debrief as each audience sees it."""

from datetime import datetime
from typing import Any, Final, Protocol

from app.core.actor import Actor, CandidateActor
from app.debriefs.models import Debrief, DebriefConfidence, DebriefDraft, DebriefVersion, Standing
from app.debriefs.rules import completeness, impossible_dates, read_by_a_person, review_due_at
from app.debriefs.schemas.content import AgencyOnlyAnswers, DebriefAnswers, DebriefProfile
from app.debriefs.schemas.views import (
    AgencyDebrief,
    AnswerWarning,
    CandidateDebrief,
    CompletenessView,
    DraftMark,
    DraftView,
    IntegrationDebrief,
    SharedVersion,
    SubmissionReceipt,
    TelephoneCall,
    TelephoneNote,
    VersionMark,
    WholeVersion,
)
from app.debriefs.states import WRITABLE
from app.web.etag import etag

FORMER: Final = "A former user"
_NEXT: Final = {
    "not_requested": "Tell us how it went when the interview is over.",
    "requested": "Tell us how it went, while it is fresh. Your consultant reads it before they speak to the client.",
    "draft": "Go on where you stopped, and send it when you are ready.",
    "submitted": "Your consultant reads it, and either accepts it or sends it back to you with a question.",
    "changes_requested": "Your consultant has a question: add to what is there and send it again.",
    "accepted": "Your consultant has it. When something new comes to mind, add it.",
    "waived": "Your consultant needs no account of this interview, and you are not asked again. If you would like to "
    "give one, ask your consultant to open it again.",
    "declined": "You chose not to tell how it went, and are not asked again. If you change your mind, ask your "
    "consultant to open it again.",
}


def debrief_view(
    standing: Standing, actor: Actor, *, shows_stored: bool
) -> CandidateDebrief | AgencyDebrief | IntegrationDebrief:
    """For whoever asks; ``shows_stored`` is false for a candidate who came by a link that was handed over."""
    if isinstance(actor, CandidateActor):
        return _candidate_view(standing, shows_stored=shows_stored)
    outline = _outline(standing, _answers(standing.newest))
    newest, taken_by = standing.newest, standing.taken_by
    if not read_by_a_person(actor):
        return IntegrationDebrief(audience="integration", telephone=telephone_note(newest, taken_by), **outline)
    return AgencyDebrief(
        audience="agency",
        agency_only=_confidence(standing.confidence),
        telephone=telephone_call(newest, taken_by),
        close_reason=standing.debrief.close_reason if standing.debrief else None,
        **outline,
    )


class TakenByTelephone(Protocol):
    """A row that may have been told by telephone."""

    @property
    def taken_at(self) -> datetime | None:
        """When, if it was."""

    @property
    def number_rung(self) -> str | None:
        """On which number."""


def telephone_note(row: TakenByTelephone | None, taken_by: str | None) -> TelephoneNote | None:
    """Say who wrote down what was told by telephone; None for what was not."""
    if row is None or row.taken_at is None:
        return None
    return TelephoneNote(taken_at=row.taken_at, taken_by=taken_by or FORMER)


def telephone_call(row: TakenByTelephone | None, taken_by: str | None) -> TelephoneCall | None:
    """Say it with the number that was rung."""
    if row is None or row.taken_at is None or row.number_rung is None:
        return None
    return TelephoneCall(taken_at=row.taken_at, taken_by=taken_by or FORMER, number_rung=row.number_rung)


def completeness_view(answers: DebriefAnswers | None, profile: str) -> CompletenessView:
    """What is there and what is missing."""
    kept: DebriefProfile = "short" if profile == "short" else "full"
    return CompletenessView.model_validate(completeness(answers or DebriefAnswers(), kept))


def draft_view(standing: Standing, draft: DebriefDraft, *, shows_stored: bool) -> DraftView:
    """A draft, for the candidate who writes it."""
    answers = DebriefAnswers.model_validate(draft.answers)
    confidence = _confidence(standing.draft_confidence) if shows_stored else None
    found = impossible_dates(answers, confidence, interview_at=standing.interview.starts_at)
    return DraftView(
        answers=answers,
        agency_only=confidence,
        completeness=completeness_view(answers, _profile(standing)),
        warnings=[AnswerWarning(pointer=error.pointer, message=error.message) for error in found],
        saved_at=draft.saved_at,
    )


def receipt(debrief: Debrief, version: DebriefVersion, *, consultant: str) -> SubmissionReceipt:
    """What a candidate is told when the debrief has arrived."""
    return SubmissionReceipt(
        reference=debrief.id,
        version=version.version,
        submitted_at=version.submitted_at,
        completeness=completeness_view(DebriefAnswers.model_validate(version.answers), debrief.profile),
        read_by=consultant,
        review_due_at=review_due_at(version.submitted_at),
        next=(
            f"{consultant} reads it, and either accepts it or sends it back to you with a question. Until it is "
            f"accepted, {consultant} can send it back whenever you want to change something."
        ),
    )


def version_mark(version: DebriefVersion, taken_by: str | None) -> VersionMark:
    """That there was a submission, when, and who entered it."""
    return VersionMark(**_mark(version, taken_by))


def version_view(
    version: DebriefVersion, confidence: DebriefConfidence | None, debrief: Debrief, taken_by: str | None, actor: Actor
) -> SharedVersion | WholeVersion:
    """One submission; the agency's systems get no agency-only answers."""
    answers = DebriefAnswers.model_validate(version.answers)
    common: dict[str, Any] = {
        **_mark(version, taken_by),
        "answers": answers,
        "completeness": completeness_view(answers, debrief.profile),
    }
    if not read_by_a_person(actor):
        return SharedVersion(audience="integration", **common)
    call = telephone_call(version, taken_by)
    return WholeVersion(audience="people", agency_only=_confidence(confidence), telephone=call, **common)


def _mark(version: DebriefVersion, taken_by: str | None) -> dict[str, Any]:
    return {
        "version": version.version,
        "submitted_at": version.submitted_at,
        "submitted_by": version.submitted_by,
        "channel": version.channel,
        "taken_by": taken_by,
    }


def _candidate_view(standing: Standing, *, shows_stored: bool) -> CandidateDebrief:
    draft, debrief = standing.draft, standing.debrief
    writes = draft if debrief and (debrief.state in WRITABLE or standing.newest is None) else None
    answers = _answers(writes or standing.newest)
    confidence = standing.draft_confidence if writes else standing.confidence
    outline = _outline(standing, answers)
    if not shows_stored:
        outline, confidence = {**outline, "answers": None, "return_reason": None}, None
    return CandidateDebrief(
        audience="candidate",
        agency_only=_confidence(confidence),
        draft=DraftMark(etag=etag(draft.revision), saved_at=draft.saved_at) if draft else None,
        telephone=telephone_note(standing.newest, standing.taken_by),
        next=_NEXT[outline["state"]],
        **outline,
    )


def _outline(standing: Standing, answers: DebriefAnswers | None) -> dict[str, Any]:
    debrief = standing.debrief
    return {
        "id": debrief.id if debrief else None,
        "interview_id": standing.interview.id,
        "profile": _profile(standing),
        "state": debrief.state if debrief else "not_requested",
        "version": debrief.version if debrief else 0,
        "completeness": completeness_view(answers, _profile(standing)),
        "requested_at": debrief.requested_at if debrief else None,
        "submitted_at": debrief.submitted_at if debrief else None,
        "accepted_at": debrief.accepted_at if debrief else None,
        "return_reason": debrief.return_reason if debrief else None,
        "answers": answers,
        "channel": standing.newest.channel if standing.newest else None,
    }


def _profile(standing: Standing) -> str:
    return standing.debrief.profile if standing.debrief else standing.interview.debrief_profile


def _answers(row: DebriefDraft | DebriefVersion | None) -> DebriefAnswers | None:
    return None if row is None else DebriefAnswers.model_validate(row.answers)


def _confidence(row: DebriefConfidence | None) -> AgencyOnlyAnswers | None:
    return None if row is None else AgencyOnlyAnswers.model_validate(row.answers)
