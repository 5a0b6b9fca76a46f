"""What comes in about a debrief."""

from typing import Annotated

from pydantic import Field

from app.accounts.schemas import Incoming
from app.core.text import FilledText
from app.debriefs.schemas.content import AgencyOnlyAnswers, DebriefAnswers


class DebriefWritten(Incoming):
    """What the candidate wrote: the account, and apart from it what only the agency reads."""

    answers: DebriefAnswers
    agency_only: Annotated[
        AgencyOnlyAnswers | None,
        Field(description="Left out or null: what was saved stays. An empty object clears it."),
    ] = None


class DebriefReturn(Incoming):
    """Why a debrief goes back; the candidate reads both."""

    reason: Annotated[FilledText, Field(examples=["What did Dana say about the finance director?"])]
    note: Annotated[FilledText | None, Field(description="More, if that helps; shown below the reason.")] = None
