"""Outcomes and feedback in the form in which they go out, a model per audience; and the mail that says: read it."""

import hashlib
from typing import Any

from app.core.actor import Actor
from app.debriefs.rendering.mails import signed
from app.debriefs.rules import read_by_a_person
from app.deliveries.rules.telling import first_name
from app.followup.models.heard import ClientFeedback, Outcome, Relayed
from app.followup.rules.outcomes import KINDS, suggested
from app.followup.schemas.outcomes import (
    AgencyOutcome,
    FeedbackTelling,
    IntegrationOutcome,
    ToldFeedback,
    ToldOutcome,
)
from app.interviews.models import Meeting
from app.web.mails import Button, Mail


def outcome_view(outcome: Outcome, meeting: Meeting, actor: Actor) -> AgencyOutcome | IntegrationOutcome:
    """For whoever asks: people get the reason and words to begin with, systems neither."""
    fields = {name: getattr(outcome, name) for name in AgencyOutcome.model_fields if hasattr(outcome, name)}
    fields |= {"recorded_by": outcome.consultant_id}
    if not read_by_a_person(actor):
        return IntegrationOutcome.model_validate({**fields, "audience": "integration"})
    words = suggested_for(outcome, meeting)
    return AgencyOutcome.model_validate({**fields, "audience": "agency", "suggested_words": words})


def suggested_for(outcome: Outcome, meeting: Meeting) -> str:
    """Words with which the consultant may begin."""
    return suggested(
        outcome.kind,
        side=outcome.side,
        decided_on=outcome.decided_on,
        client=meeting.client.name,
        job=meeting.job.title,
    )


def feedback_telling(feedback: ClientFeedback | Outcome) -> FeedbackTelling:
    """How far what the client said is told."""
    return FeedbackTelling.model_validate(feedback)


def told_outcome_view(told: Relayed, meeting: Meeting, *, acts: str) -> ToldOutcome:
    """For its candidate: what they were told, and what it means; ``acts`` is who acts for them now."""
    kind = told.row.kind if isinstance(told.row, Outcome) else ""
    names = {"client": meeting.client.name, "consultant": first_name(acts)}
    return ToldOutcome.model_validate(
        {
            **_told(told),
            "kind": kind,
            "means": KINDS[kind].means.format(**names),
            "comes_next": KINDS[kind].comes_next.format(**names),
        }
    )


def told_feedback_view(told: Relayed) -> ToldFeedback:
    """For its candidate: what they were told that the client said."""
    return ToldFeedback.model_validate(_told(told))


def told_digest(view: ToldOutcome | ToldFeedback) -> int:
    """The ETag of what was told: it changes with what the candidate can see, and with nothing else (rule 5)."""
    return int.from_bytes(hashlib.sha256(view.model_dump_json().encode()).digest()[:6])


def relayed_mail(meeting: Meeting, *, by: str, link: str) -> Mail:
    """Say that somebody wrote, and nothing of what: it is read on the page, in their words (P17, P18)."""
    return Mail(
        agency=meeting.agency.name,
        subject=f"{by} wrote to you",
        paragraphs=(
            f"Dear {meeting.candidate.name},",
            f"{by} wrote to you about your interview for {meeting.job.title} at {meeting.client.name}. It stands on "
            "your page, with what comes next.",
        ),
        button=Button("Read it", link),
        after_button=(f"To talk about it, answer this mail: it goes to {first_name(meeting.consultant.name)}.",),
        signed=signed(meeting),
    )


def _told(told: Relayed) -> dict[str, Any]:
    row = told.row
    return {
        "audience": "candidate",
        "id": row.id,
        "words": row.words,
        "told_by": told.by,
        "told_at": row.relayed_at,
        "how": row.relayed_how,
        "read_at": row.acknowledged_at,
    }
