"""What reports answer: counts and spans of time of the agency, an office, a client or a month; never of a person."""

from datetime import date, datetime, time
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

Grouping = Literal["all", "office", "client", "month"]
Format = Literal["json", "csv"]
Step = Literal[
    "debrief_submitted", "debrief_accepted", "client_told", "letter_submitted", "letter_sent", "letter_forwarded"
]
STEPS: tuple[Step, ...] = get_args(Step)
Excluded = Literal["cancelled", "no_show", "not_over", "said_not_held", "client_takes_no_letters"]
EXCLUDED: tuple[Excluded, ...] = get_args(Excluded)
NotFollowedUp = Literal[
    "on_its_way",
    "not_taken",
    "with_agency",
    "not_agreed",
    "with_candidate",
    "not_forwarded",
    "withdrawn",
    "stopped",
    "no_letter",
]
NOT_FOLLOWED_UP: tuple[NotFollowedUp, ...] = get_args(NotFollowedUp)
PromiseExcluded = Literal["moved", "dropped", "early", "open"]
PROMISE_EXCLUDED: tuple[PromiseExcluded, ...] = get_args(PromiseExcluded)
NotKept = Literal["made_good", "broken"]
NOT_KEPT: tuple[NotKept, ...] = get_args(NotKept)

Group = Annotated[
    str | None,
    Field(
        description="The office, the client or the month that the row is of; null: of all.", examples=["October 2026"]
    ),
]


class Span(BaseModel):
    """How long a step took, in minutes: half took at most the median, nine of ten at most the 90th percentile."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"median_minutes": 95, "p90_minutes": 310}]})

    median_minutes: int
    p90_minutes: int


class PromptnessRow(BaseModel):
    """How long one step took; without spans where fewer than ten were counted."""

    group: Group
    group_id: Annotated[str | None, Field(description="Its identifier, or the month as 2026-10; null: of all.")]
    step: Annotated[
        Step,
        Field(
            description="From the interview's end: `debrief_submitted`, `client_told` by telephone, "
            "`letter_submitted`, `letter_forwarded` (the first). `debrief_accepted`: since that version was "
            "submitted. `letter_sent`: each delivery since its approval, the wait for the client's morning included."
        ),
    ]
    count: int
    elapsed: Span | None
    business: Annotated[Span | None, Field(description="In the agency's own working hours only.")]


class Reported(BaseModel):
    """What a report is about."""

    first_day: Annotated[date, Field(description="The interviews that began on this day or later …")]
    last_day: Annotated[date, Field(description="… and on this day or before, where the agency is.")]
    time_zone: str
    as_of: datetime
    by: Grouping
    next_cursor: Annotated[str | None, Field(description="Where more clients follow.")]


class Promptness(Reported):
    """How long each step takes, in elapsed time and in business hours. Source: P12."""

    opens: Annotated[time, Field(description="When the agency's business hours begin.")]
    closes: Annotated[time, Field(description="When they end.")]
    country: Annotated[str, Field(description="Whose public holidays are no business days.", examples=["GB"])]
    least: Annotated[int, Field(description="From so many values on spans are given.", examples=[10])]
    data: list[PromptnessRow]


class RateView(BaseModel):
    """A rate between 0 and 1, and the interval that holds the true one in 95 of 100 cases (Wilson)."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"rate": 0.6, "low": 0.31, "high": 0.83, "few": True}]})

    rate: float
    low: float
    high: float
    few: Annotated[bool, Field(description="Of fewer than 20: the interval says more than the rate.")]


class FollowUpCounts(BaseModel):
    """What became of the interviews of one row: those excluded and those held add up to all of them."""

    interviews: int
    excluded: Annotated[
        dict[Excluded, int], Field(description="Why an interview is not in the denominator.", examples=[{"no_show": 1}])
    ]
    held: Annotated[int, Field(description="The denominator: all that are not excluded.")]
    followed_up: Annotated[int, Field(description="With a letter sent, or released to who arranged it directly.")]
    not_followed_up: Annotated[
        dict[NotFollowedUp, int], Field(description="Why the others have none.", examples=[{"no_letter": 2}])
    ]
    rate: RateView | None


class FollowUpRow(BaseModel):
    """The follow-up rate; without counts where they would be about one consultant's few interviews."""

    group: Group
    group_id: Annotated[str | None, Field(description="Its identifier, or the month as 2026-10; null: of all.")]
    counts: FollowUpCounts | None


class FollowUp(Reported):
    """How many interviews were followed up by a letter, of how many that could have been. Source: P23."""

    data: list[FollowUpRow]


class PromiseCounts(BaseModel):
    """What became of the promises of one row: those excluded and those that came due add up to all of them."""

    made: int
    excluded: Annotated[
        dict[PromiseExcluded, int],
        Field(
            description="Why a promise is not in the denominator: `moved`: in time, to a later day, for a reason that "
            "the candidate reads, so that another stands in its place; `dropped`: nothing was owed any more; `early`: "
            "kept before its time, which has yet to come, else the newest would look kept best; `open`: its time has "
            "not come, and nobody has written.",
            examples=[{"moved": 1, "open": 2}],
        ),
    ]
    due: Annotated[int, Field(description="The denominator: all that are not excluded.")]
    kept: Annotated[int, Field(description="The candidate heard in time, which has come.")]
    not_kept: Annotated[
        dict[NotKept, int],
        Field(
            description="`made_good`: they heard, but late; `broken`: the time came, and they have heard nothing.",
            examples=[{"made_good": 1}],
        ),
    ]
    rate: RateView | None


class PromisesRow(BaseModel):
    """The promises kept; without counts where they would be about one consultant's few."""

    group: Group
    group_id: Annotated[str | None, Field(description="Its identifier, or the month as 2026-10; null: of all.")]
    counts: PromiseCounts | None


class Promises(Reported):
    """How many of the promises to candidates were kept: by when they hear, even if nothing is new. Source: P16."""

    data: list[PromisesRow]
