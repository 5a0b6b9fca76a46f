"""For whom a consultant stands in today, what they were handed, and what their agency lets them see (ADR 0022).

Read with whoever acts, in the same statement. Items of review belong to a higher feature: here they are read by name,
and only whose interviews they are.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Date,
    ScalarSelect,
    Select,
    Uuid,
    and_,
    cast,
    column,
    func,
    or_,
    select,
    table,
)
from sqlalchemy.orm import InstrumentedAttribute

from app.accounts.models import Agency, Consultant, CoverRule
from app.core.actor import ConsultantActor

HANDED_ON_LASTS: Final = timedelta(days=30)
"""How long after the decision whoever an item was assigned to still decides: its deliveries come afterwards."""
_ITEMS: Final = table(
    "review_item",
    *(column(name) for name in ("agency_id", "interview_id", "consultant_id", "assigned_at", "decided_at")),
    *(column(name) for name in ("claimed_by", "claimed_until")),
)


def standing_columns(now: datetime) -> list[ScalarSelect[Any]]:
    """What to select beside a `Consultant` of the same query; `with_standing` reads it."""
    return [_covered(now), _assigned(now), _claimed(now), _seen()]


def with_standing(
    actor: ConsultantActor,
    covers: list[UUID] | None,
    assigned: list[UUID] | None,
    claimed: list[UUID] | None,
    sees: str | None,
) -> ConsultantActor:
    """Let an actor carry what `standing_columns` selected; where the agency decided nothing, they see all of it."""
    return replace(
        actor,
        covers=frozenset(covers or ()),
        entrusted=frozenset((*(assigned or ()), *(claimed or ()))),
        sees="team" if sees == "team" else "agency",
    )


def _covering(now: datetime) -> ColumnElement[bool]:
    """The rules by which the consultant stands in, on the day that it is where the agency is."""
    here = select(Agency.time_zone).where(Agency.agency_id == Consultant.agency_id)
    zone = here.correlate(Consultant).scalar_subquery()
    today = cast(func.timezone(zone, now), Date)
    return and_(
        CoverRule.agency_id == Consultant.agency_id,
        CoverRule.covered_by == Consultant.id,
        CoverRule.ended_at.is_(None),
        CoverRule.from_on <= today,
        CoverRule.until_on >= today,
    )


def _covered(now: datetime) -> ScalarSelect[Any]:
    return _gathered(CoverRule.consultant_id).where(_covering(now)).correlate(Consultant).scalar_subquery()


def _assigned(now: datetime) -> ScalarSelect[Any]:
    theirs, item = func.array_append(_covered(now), Consultant.id), _ITEMS.c
    return (
        _gathered(item.interview_id)
        .where(
            item.agency_id == Consultant.agency_id,
            item.assigned_at.is_not(None),
            item.consultant_id == func.any(theirs),
            or_(item.decided_at.is_(None), item.decided_at > now - HANDED_ON_LASTS),
        )
        .correlate(Consultant)
        .scalar_subquery()
    )


def _claimed(now: datetime) -> ScalarSelect[Any]:
    item = _ITEMS.c
    return (
        _gathered(item.interview_id)
        .where(item.agency_id == Consultant.agency_id, item.claimed_by == Consultant.id, item.claimed_until > now)
        .correlate(Consultant)
        .scalar_subquery()
    )


def _seen() -> ScalarSelect[Any]:
    said = Agency.settings["consultants_see"].astext
    return select(said).where(Agency.agency_id == Consultant.agency_id).correlate(Consultant).scalar_subquery()


def _gathered(what: ColumnElement[Any] | InstrumentedAttribute[UUID]) -> Select[list[UUID] | None]:
    return select(func.array_agg(what.distinct(), type_=ARRAY(Uuid())))
