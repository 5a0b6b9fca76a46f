"""Somebody stands in for a consultant who is away (P21)."""

from datetime import datetime
from uuid import UUID

from app.accounts import policy
from app.accounts.models import Consultant, CoverRule
from app.accounts.queries import cover as queries
from app.accounts.queries.rows import ConsultantNotFound, agency
from app.accounts.schemas.cover import CoverRuleIn
from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import Actor
from app.core.db import AgencySession
from app.core.errors import Conflict, FieldError, Forbidden, Invalid
from app.core.ids import new_id
from app.core.local_time import day_month, local
from app.core.timers import set_timer


class CoverOverlaps(Conflict):
    """Somebody covers for them on some of these days already: end that cover first, or choose other days."""

    code = "cover_overlaps"


class CoverAway(Conflict):
    """Whoever is to cover must be there themselves on these days: choose somebody else, or other days."""

    code = "cover_away"


def add_cover(session: AgencySession, *, given: CoverRuleIn, actor: Actor, now: datetime) -> CoverRule:
    """Let a colleague stand in, who is told when it begins unless they arranged it themselves.

    Raises ConsultantNotFound, Invalid, CoverOverlaps, CoverAway.
    """
    people = (given.consultant_id, given.covered_by)
    found = queries.lock_consultants(session, agency_id=actor.agency_id, people=people)
    if len(found) < len(people):
        raise ConsultantNotFound
    if not policy.may_arrange_cover(actor, of=given.consultant_id):
        raise Forbidden
    _require_at_work(found, given)
    if given.until_on < local(now, agency(session, actor.agency_id).time_zone).date():
        raise _wrong("until_on", "lies in the past; nobody would be told")
    _require_free(session, given, actor)
    rule = CoverRule(agency_id=actor.agency_id, id=new_id(), made_at=now, **dict(given))
    session.add(rule)
    details = {"from_on": given.from_on.isoformat(), "until_on": given.until_on.isoformat()}
    record(session, AuditAction.COVER_ARRANGED, subject=rule, actor=actor, now=now, details=details)
    if given.covered_by != actor.id:
        set_timer(session, "followup.note_given", agency_id=rule.agency_id, subject_id=rule.id, due_at=now)
    return rule


def end_cover(session: AgencySession, *, rule_id: UUID, actor: Actor, now: datetime) -> None:
    """End a cover at once; does nothing where that was done already. Raises CoverRuleNotFound."""
    rule = queries.cover_rule(session, rule_id=rule_id, actor=actor)
    if not policy.may_arrange_cover(actor, of=rule.consultant_id):
        raise Forbidden
    if rule.ended_at is not None:
        return
    rule.ended_at = now
    record(session, AuditAction.COVER_ENDED, subject=rule, actor=actor, now=now)


def _require_at_work(found: dict[UUID, Consultant], given: CoverRuleIn) -> None:
    for field, whose in (("consultant_id", given.consultant_id), ("covered_by", given.covered_by)):
        if not found[whose].active:
            raise _wrong(field, "has left the agency; name somebody who works there")


def _require_free(session: AgencySession, given: CoverRuleIn, actor: Actor) -> None:
    people = (given.consultant_id, given.covered_by)
    others = queries.rules_between(
        session, agency_id=actor.agency_id, people=people, from_on=given.from_on, until_on=given.until_on
    )
    for other in others:
        days = f"from {day_month(other.from_on)} to {day_month(other.until_on)}"
        if other.consultant_id == given.consultant_id:
            raise CoverOverlaps(f"Somebody covers for them {days} already: end that cover first, or choose other days.")
        if other.consultant_id == given.covered_by:
            raise CoverAway(f"Whoever is to cover is away {days} themselves: choose somebody else, or other days.")
        if other.covered_by == given.consultant_id:
            raise CoverAway(f"They cover for a colleague {days} themselves: let somebody else do that first.")


def _wrong(field: str, words: str) -> Invalid:
    return Invalid(f"{field}: {words}.", errors=[FieldError(f"#/{field}", words)])
