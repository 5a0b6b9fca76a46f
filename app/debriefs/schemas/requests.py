"""What comes in about a debrief."""

from typing import Annotated

from pydantic import Field

from app.accounts.schemas.accounts import Incoming, Instant, Phone
from app.core.text import FilledText
from app.debriefs.schemas.content import AgencyOnlyAnswers, DebriefAnswers, DebriefProfile

TakenAt = Annotated[Instant, Field(description="When you spoke to the candidate.", examples=["2026-11-23T17:05:00Z"])]
NumberRung = Annotated[Phone, Field(description="On which number.", examples=["+44 20 7946 0991"])]


class DebriefWritten(Incoming):
    """What the candidate wrote: the account, and apart from it what only the agency reads."""

    answers: DebriefAnswers
    agency_only: Annotated[
        AgencyOnlyAnswers | None,
        Field(description="Left out or null: what was saved stays. An empty object clears it."),
    ] = None


class DebriefByTelephone(Incoming):
    """What the candidate told you on the telephone, written down for them; kept as yours to have entered."""

    answers: DebriefAnswers
    agency_only: Annotated[
        AgencyOnlyAnswers | None,
        Field(description="Left out or null: what the version before held stays. An empty object clears it."),
    ] = None
    profile: Annotated[DebriefProfile | None, Field(description="Left out: the one that was asked for.")] = None
    taken_at: TakenAt
    number_rung: NumberRung


class ProfileChange(Incoming):
    """How much of a debrief is asked for: `short` is one page, a minute."""

    profile: DebriefProfile


class DebriefReturn(Incoming):
    """Why a debrief goes back; the candidate reads both."""

    reason: Annotated[FilledText, Field(examples=["What did Dana say about the finance director?"])]
    note: Annotated[FilledText | None, Field(description="More, if that helps; shown below the reason.")] = None


class DebriefDeclined(Incoming):
    """Why the candidate does not tell how it went, if they like to say; your people read it."""

    reason: Annotated[FilledText | None, Field(examples=["I have taken another offer."])] = None


class AddendumWritten(Incoming):
    """Something new, after the debrief was accepted."""

    text: Annotated[FilledText, Field(examples=["My notice period is one month, not three."])]
    agency_only: Annotated[bool, Field(description="Only the agency's people read it; it never leaves.")] = False


class AddendumByTelephone(AddendumWritten):
    """Something new that the candidate told you on the telephone."""

    taken_at: TakenAt
    number_rung: NumberRung
