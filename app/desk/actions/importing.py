"""Lines of a table become interviews, each for itself: one that cannot be leaves the others alone."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from pydantic import ValidationError

from app.core.actor import Actor
from app.core.db import AgencySession
from app.core.errors import Forbidden, Problem
from app.desk.queries.known import completed
from app.desk.queries.planned import SYSTEM
from app.desk.rules.entries import Wrong
from app.desk.rules.found import Planned
from app.directory.queries.candidates import candidate_like
from app.interviews import policy
from app.interviews.actions import announcing, moving
from app.interviews.schemas import InterviewIn, InterviewMove

DOES: Final = frozenset({"new", "moves"})


def bring(session: AgencySession, plans: Sequence[Planned], *, actor: Actor, now: datetime) -> dict[int, Wrong]:
    """Announce what is new and move what has another time; return why lines were refused, by their number.

    What is known is left as it is: a table that is pasted again does nothing twice.
    """
    if not policy.may_announce(actor):
        raise Forbidden
    refused = {}
    for plan in plans:
        if plan.outcome not in DOES:
            continue
        try:
            with session.begin_nested():
                _bring(session, plan, actor=actor, now=now)
        except Forbidden:
            raise
        except Problem as found:
            refused[plan.entry.number] = Wrong("", found.detail)
        except ValidationError:
            refused[plan.entry.number] = Wrong("", "cannot be read; look at each cell")
    return refused


def _bring(session: AgencySession, plan: Planned, *, actor: Actor, now: datetime) -> None:
    given, interview = plan.entry.given, plan.interview
    if interview is not None:
        times = {name: given[name] for name in ("starts_at", "ends_at", "time_zone")}
        moving.move(
            session,
            interview_id=interview.id,
            moved=InterviewMove.model_validate(times),
            seen=interview.audit_seq,
            actor=actor,
            now=now,
        )
        return
    whole = InterviewIn.model_validate(completed(session, given, actor=actor))
    candidate = candidate_like(session, agency_id=actor.agency_id, given=whole.candidate)
    if candidate is not None:
        whole.candidate.name = candidate.name
    announcing.announce(session, given=whole, system=SYSTEM, ref=plan.entry.key, actor=actor, now=now)
