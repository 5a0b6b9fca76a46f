"""Who stands in for a consultant while they are away (P21)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import and_, or_, select, tuple_
from sqlalchemy.orm import Session, aliased

from app.accounts.models import Consultant, CoverRule
from app.accounts.rules.cover import away_words
from app.core.actor import Actor
from app.core.errors import NotFound


class CoverRuleNotFound(NotFound):
    """There is no such cover in your agency."""

    code = "cover_rule_not_found"


def cover_words(session: Session, consultant: Consultant, *, today: date) -> str | None:
    """Say for a candidate that the consultant is or will soon be away, until when, and who covers; None where not."""
    found = _next_cover(session, consultant, today)
    if found is None:
        return None
    rule, cover = found
    return away_words(today=today, from_on=rule.from_on, until_on=rule.until_on, name=cover.name, phone=cover.phone)


def covering(session: Session, consultant: Consultant, *, today: date) -> Consultant | None:
    """Who stands in for the consultant on this day; None where they are there, or nobody is left who covers."""
    found = _next_cover(session, consultant, today)
    return found[1] if found is not None and found[0].from_on <= today else None


def cover_rules(session: Session, *, actor: Actor, after: UUID | None, limit: int) -> list[CoverRule]:
    """The rules of the actor's agency that were not ended, oldest first; ``after`` is the last one seen."""
    query = select(CoverRule).where(CoverRule.agency_id == actor.agency_id, CoverRule.ended_at.is_(None))
    query = query.order_by(CoverRule.id).limit(limit)
    return list(session.scalars(query if after is None else query.where(CoverRule.id > after)))


@dataclass(frozen=True)
class Arranged:
    """A cover with the two people it is about."""

    rule: CoverRule
    away: Consultant
    cover: Consultant


def cover_from(session: Session, *, actor: Actor, today: date, after: UUID | None, limit: int) -> list[Arranged]:
    """What stands today or is to come, the soonest first; ``after`` is the rule last seen."""
    away, cover = aliased(Consultant), aliased(Consultant)
    query = (
        select(CoverRule, away, cover)
        .join(away, and_(away.agency_id == CoverRule.agency_id, away.id == CoverRule.consultant_id))
        .join(cover, and_(cover.agency_id == CoverRule.agency_id, cover.id == CoverRule.covered_by))
        .where(CoverRule.agency_id == actor.agency_id, CoverRule.ended_at.is_(None), CoverRule.until_on >= today)
        .order_by(CoverRule.from_on, CoverRule.id)
        .limit(limit)
    )
    if after is not None:
        last = aliased(CoverRule)
        place = select(last.from_on, last.id).where(last.agency_id == actor.agency_id, last.id == after)
        query = query.where(tuple_(CoverRule.from_on, CoverRule.id) > place.scalar_subquery())
    return [Arranged(*row) for row in session.execute(query)]


def cover_rule(session: Session, *, rule_id: UUID, actor: Actor) -> CoverRule:
    """A rule of the actor's agency, locked, also one that was ended; raises CoverRuleNotFound."""
    query = select(CoverRule).where(CoverRule.agency_id == actor.agency_id, CoverRule.id == rule_id)
    found = session.scalars(query.with_for_update()).one_or_none()
    if found is None:
        raise CoverRuleNotFound
    return found


def rules_between(
    session: Session, *, agency_id: UUID, people: tuple[UUID, UUID], from_on: date, until_on: date
) -> list[CoverRule]:
    """The rules not ended that meet these days and in which one of these people is away or covers."""
    query = select(CoverRule).where(
        CoverRule.agency_id == agency_id,
        CoverRule.ended_at.is_(None),
        CoverRule.from_on <= until_on,
        CoverRule.until_on >= from_on,
        or_(CoverRule.consultant_id.in_(people), CoverRule.covered_by.in_(people)),
    )
    return list(session.scalars(query.order_by(CoverRule.id)))


def lock_consultants(session: Session, *, agency_id: UUID, people: tuple[UUID, UUID]) -> dict[UUID, Consultant]:
    """These users of the agency, locked in one order, so that two rules about them are made one after the other."""
    query = select(Consultant).where(Consultant.agency_id == agency_id, Consultant.id.in_(people))
    return {one.id: one for one in session.scalars(query.order_by(Consultant.id).with_for_update())}


def _next_cover(session: Session, consultant: Consultant, today: date) -> tuple[CoverRule, Consultant] | None:
    found = session.execute(
        select(CoverRule, Consultant)
        .join(Consultant, and_(Consultant.agency_id == CoverRule.agency_id, Consultant.id == CoverRule.covered_by))
        .where(
            CoverRule.agency_id == consultant.agency_id,
            CoverRule.consultant_id == consultant.id,
            CoverRule.ended_at.is_(None),
            CoverRule.until_on >= today,
            Consultant.active,
        )
        .order_by(CoverRule.from_on)
        .limit(1)
    ).one_or_none()
    return (found[0], found[1]) if found is not None else None
