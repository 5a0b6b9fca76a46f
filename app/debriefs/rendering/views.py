"""A debrief as each audience sees it."""

from typing import Any

from app.core.actor import Actor, CandidateActor
from app.debriefs.models import Debrief, DebriefConfidence, DebriefDraft, DebriefVersion, Standing
from app.debriefs.rules import completeness, read_by_a_person, review_due_at
from app.debriefs.schemas.content import AgencyOnlyAnswers, DebriefAnswers, DebriefProfile
from app.debriefs.schemas.views import (
    AgencyDebrief,
    CandidateDebrief,
    CompletenessView,
    DraftMark,
    DraftView,
    IntegrationDebrief,
    SharedVersion,
    SubmissionReceipt,
    WholeVersion,
)
from app.web.etag import etag


def debrief_view(
    standing: Standing, actor: Actor, *, shows_stored: bool
) -> CandidateDebrief | AgencyDebrief | IntegrationDebrief:
    """For whoever asks; ``shows_stored`` is false for a candidate who came by a link that was handed over."""
    if isinstance(actor, CandidateActor):
        return _candidate_view(standing, shows_stored=shows_stored)
    outline = _outline(standing, _answers(standing.newest))
    if read_by_a_person(actor):
        return AgencyDebrief(audience="agency", agency_only=_confidence(standing.confidence), **outline)
    return IntegrationDebrief(audience="integration", **outline)


def completeness_view(answers: DebriefAnswers | None, profile: str) -> CompletenessView:
    """What is there and what is missing."""
    kept: DebriefProfile = "short" if profile == "short" else "full"
    return CompletenessView.model_validate(completeness(answers or DebriefAnswers(), kept))


def draft_view(standing: Standing, draft: DebriefDraft, *, shows_stored: bool) -> DraftView:
    """A draft, for the candidate who writes it."""
    answers = DebriefAnswers.model_validate(draft.answers)
    return DraftView(
        answers=answers,
        agency_only=_confidence(standing.draft_confidence) if shows_stored else None,
        completeness=completeness_view(answers, _profile(standing)),
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


def version_view(
    version: DebriefVersion, confidence: DebriefConfidence | None, profile: str, actor: Actor
) -> SharedVersion | WholeVersion:
    """One submission; the agency's systems get no agency-only answers."""
    answers = DebriefAnswers.model_validate(version.answers)
    common: dict[str, Any] = {
        "version": version.version,
        "submitted_at": version.submitted_at,
        "submitted_by": version.submitted_by,
        "answers": answers,
        "completeness": completeness_view(answers, profile),
    }
    if not read_by_a_person(actor):
        return SharedVersion(audience="integration", **common)
    return WholeVersion(audience="people", agency_only=_confidence(confidence), **common)


def _candidate_view(standing: Standing, *, shows_stored: bool) -> CandidateDebrief:
    draft = standing.draft
    answers = _answers(draft or standing.newest)
    confidence = standing.draft_confidence if draft else standing.confidence
    outline = _outline(standing, answers)
    if not shows_stored:
        outline, confidence = {**outline, "answers": None}, None
    return CandidateDebrief(
        audience="candidate",
        agency_only=_confidence(confidence),
        draft=DraftMark(etag=etag(draft.revision), saved_at=draft.saved_at) if draft else None,
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
    }


def _profile(standing: Standing) -> str:
    return standing.debrief.profile if standing.debrief else standing.interview.debrief_profile


def _answers(row: DebriefDraft | DebriefVersion | None) -> DebriefAnswers | None:
    return None if row is None else DebriefAnswers.model_validate(row.answers)


def _confidence(row: DebriefConfidence | None) -> AgencyOnlyAnswers | None:
    return None if row is None else AgencyOnlyAnswers.model_validate(row.answers)
