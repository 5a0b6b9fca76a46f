"""Applications that have gone quiet, in the form in which they go out."""

from app.followup.models.warm import Quiet
from app.followup.rules.warm import reason_words
from app.followup.schemas.warm import QuietApplication


def quiet_view(one: Quiet, *, zone: str) -> QuietApplication:
    """Show one with what there is to write about; ``zone`` is the agency's."""
    return QuietApplication.model_validate(
        {
            "application_id": one.application_id,
            "interview_id": one.interview_id,
            "candidate": one.candidate,
            "email": one.email,
            "job": one.job,
            "client": one.client,
            "consultant": one.consultant,
            "reason": one.reason,
            "reason_since": one.since,
            "quiet_since": one.quiet_since,
            "words": reason_words(one, zone),
        }
    )
