"""Applications that have gone quiet, and that their candidate was written to, in and out."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from app.accounts.schemas.accounts import Incoming, Outgoing
from app.core.ids import ApplicationId, InterviewId, KeepInTouchId

Reason = Literal["news", "openings", "on_hold", "year"]


class QuietApplication(Outgoing):
    """A quiet application, with one true reason to write to its candidate."""

    application_id: ApplicationId
    interview_id: Annotated[InterviewId, Field(description="Where the reason comes from.")]
    candidate: Annotated[str, Field(examples=["Alex Moreno"])]
    email: str | None
    job: Annotated[str, Field(examples=["Product Manager"])]
    client: Annotated[str, Field(examples=["Meridian Foods"])]
    consultant: Annotated[str, Field(examples=["Priya Shah"])]
    reason: Reason
    reason_since: datetime
    quiet_since: datetime
    words: Annotated[
        str,
        Field(
            description="What there is to write about; days as where the agency is.",
            examples=["Alex told you something new on Monday 23 November 2026, and nobody has answered it."],
        ),
    ]


class KeptInTouch(Incoming):
    """That you wrote to the candidate, and for which reason of the list."""

    reason: Reason


class KeptInTouchView(Outgoing):
    """That somebody wrote to the candidate of a quiet application."""

    id: KeepInTouchId
    application_id: ApplicationId
    reason: Reason
    at: datetime
