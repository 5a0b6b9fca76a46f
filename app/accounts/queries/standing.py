"""For whom a consultant stands in today, what they were handed, and what their agency lets them see (ADR 0022).

Read with whoever acts, in the same statement. Items of review belong to a higher feature: here they are read by name,
and only whose interviews they are.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    TIMESTAMP,
    ColumnElement,
    Date,
    ScalarSelect,
    Select,
    Uuid,
    and_,
    bindparam,
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

NOW: Final = bindparam("now", type_=TIMESTAMP(timezone=True))
"""The instant as of which somebody stands, to be given with the statement."""
HANDED_ON_LASTS: Final = timedelta(days=30)
"""How long after the decision whoever an item was assigned to still decides: its deliveries come afterwards."""
_ITEMS: Final = table(
    "review_item",
    *(column(name) for name in ("agency_id", "interview_id", "consultant_id", "assigned_at", "decided_at")),
    *(column(name) for name in ("claimed_by", "claimed_until")),
)


def with_standing(
    actor: ConsultantActor,
    covers: list[UUID] | None,
    assigned: list[UUID] | None,
    claimed: list[UUID] | None,
    sees: str | None,
) -> ConsultantActor:
    """Let an actor carry what `STANDING_COLUMNS` selected; where the agency decided nothing, they see all of it."""
    return replace(
        actor,
        covers=frozenset(covers or ()),
        entrusted=frozenset((*(assigned or ()), *(claimed or ()))),
        sees="team" if sees == "team" else "agency",
    )


def _covering() -> ColumnElement[bool]:
    """The rules by which the consultant stands in, on the day that it is where the agency is."""
    here = select(Agency.time_zone).where(Agency.agency_id == Consultant.agency_id)
    zone = here.correlate(Consultant).scalar_subquery()
    today = cast(func.timezone(zone, NOW), Date)
    return and_(
        CoverRule.agency_id == Consultant.agency_id,
        CoverRule.covered_by == Consultant.id,
        CoverRule.ended_at.is_(None),
        CoverRule.from_on <= today,
        CoverRule.until_on >= today,
    )


def _covered() -> ScalarSelect[Any]:
    return _gathered(CoverRule.consultant_id).where(_covering()).correlate(Consultant).scalar_subquery()


def _assigned() -> ScalarSelect[Any]:
    theirs, item = func.array_append(_covered(), Consultant.id), _ITEMS.c
    return (
        _gathered(item.interview_id)
        .where(
            item.agency_id == Consultant.agency_id,
            item.assigned_at.is_not(None),
            item.consultant_id == func.any(theirs),
            or_(item.decided_at.is_(None), item.decided_at > NOW - HANDED_ON_LASTS),
        )
        .correlate(Consultant)
        .scalar_subquery()
    )


def _claimed() -> ScalarSelect[Any]:
    item = _ITEMS.c
    return (
        _gathered(item.interview_id)
        .where(item.agency_id == Consultant.agency_id, item.claimed_by == Consultant.id, item.claimed_until > NOW)
        .correlate(Consultant)
        .scalar_subquery()
    )


def _seen() -> ScalarSelect[Any]:
    said = Agency.settings["consultants_see"].astext
    return select(said).where(Agency.agency_id == Consultant.agency_id).correlate(Consultant).scalar_subquery()


def _gathered(what: ColumnElement[Any] | InstrumentedAttribute[UUID]) -> Select[list[UUID] | None]:
    return select(func.array_agg(what.distinct(), type_=ARRAY(Uuid())))


STANDING_COLUMNS: Final = (_covered(), _assigned(), _claimed(), _seen())
"""What to select beside a `Consultant` of the same query, as of `NOW`; `with_standing` reads it.

Made once: each request asks for them, and to put them together takes longer than to ask.
"""
