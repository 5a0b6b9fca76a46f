"""What comes in and goes out about who stands in for a consultant."""

from datetime import date, datetime
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from app.accounts.schemas.accounts import Incoming, Outgoing
from app.core.ids import ConsultantId, CoverRuleId

MOST_DAYS = 366


def _in_our_time(day: date) -> date:
    if not 2000 <= day.year < 2200:
        raise ValueError("not a year in which anybody works here; check the date")
    return day


Day = Annotated[date, AfterValidator(_in_our_time)]


class CoverRuleIn(Incoming):
    """Somebody is away from one day to another, both included, and a colleague stands in for them."""

    consultant_id: Annotated[ConsultantId, Field(description="Who is away.")]
    covered_by: Annotated[
        ConsultantId,
        Field(description="Who stands in.", examples=["con_01jwvne7t5fq8rct9sbqr8y2rd"]),
    ]
    from_on: Annotated[Day, Field(description="The first day away.", examples=["2026-11-26"])]
    until_on: Annotated[Day, Field(description="The last day away.", examples=["2026-12-03"])]

    @model_validator(mode="after")
    def _is_a_run_of_days(self) -> Self:
        if not 0 <= (self.until_on - self.from_on).days < MOST_DAYS:
            raise ValueError(f"until_on must be from_on or later, and at most {MOST_DAYS} days are covered at once")
        return self

    @model_validator(mode="after")
    def _is_somebody_else(self) -> Self:
        if self.consultant_id == self.covered_by:
            raise ValueError("nobody covers for themselves; name a colleague in covered_by")
        return self


class CoverRuleView(Outgoing):
    """Who stands in for whom; days are counted where the agency is."""

    id: CoverRuleId
    consultant_id: ConsultantId
    covered_by: ConsultantId
    from_on: date
    until_on: date
    made_at: datetime
    ended_at: datetime | None
