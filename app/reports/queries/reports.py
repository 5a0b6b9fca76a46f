"""Everything that a report is made of, in a fixed number of statements."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from app.accounts.queries.rows import agency
from app.core.actor import ConsultantActor
from app.core.errors import NotFound
from app.core.ids import public_id
from app.directory.queries.rows import client_for
from app.followup.queries.waiting import desk_of
from app.reports.queries.follow_up import follow_up
from app.reports.queries.interviews import clients_in, offices
from app.reports.queries.promises import promises
from app.reports.queries.promptness import promptness
from app.reports.rules.found import FollowUpFound, Group, Groups, PromisesFound, PromptnessFound
from app.reports.rules.hours import desk_days
from app.reports.rules.periods import Wanted, month_words, months_of, today_in

EARLIER: Final = timedelta(days=400)
"""Of an interview that was moved to a later day something may have been done before the period begins."""


class OfficeNotFound(NotFound):
    """There is no such office in your agency."""

    code = "office_not_found"


def promptness_found(
    session: Session, wanted: Wanted, *, actor: ConsultantActor, after: tuple[str, UUID] | None, limit: int
) -> PromptnessFound:
    """How long each step took; raises ClientNotFound, OfficeNotFound."""
    groups = groups_of(session, wanted, actor=actor, after=after, limit=limit)
    since = wanted.first - EARLIER
    desk = desk_of(session, agency(session, actor.agency_id), today=since)
    days = desk_days(since, today_in(wanted.zone, wanted.now), desk)
    timed = promptness(session, wanted, days=days, actor=actor, clients=groups.clients)
    return PromptnessFound(wanted, groups, desk, timed)


def follow_up_found(
    session: Session, wanted: Wanted, *, actor: ConsultantActor, after: tuple[str, UUID] | None, limit: int
) -> FollowUpFound:
    """What became of each interview; raises ClientNotFound, OfficeNotFound."""
    groups = groups_of(session, wanted, actor=actor, after=after, limit=limit)
    return FollowUpFound(wanted, groups, follow_up(session, wanted, actor=actor, clients=groups.clients))


def promises_found(
    session: Session, wanted: Wanted, *, actor: ConsultantActor, after: tuple[str, UUID] | None, limit: int
) -> PromisesFound:
    """What became of each promise about the interviews; raises ClientNotFound, OfficeNotFound."""
    groups = groups_of(session, wanted, actor=actor, after=after, limit=limit)
    return PromisesFound(wanted, groups, promises(session, wanted, actor=actor, clients=groups.clients))


def groups_of(
    session: Session, wanted: Wanted, *, actor: ConsultantActor, after: tuple[str, UUID] | None, limit: int
) -> Groups:
    """The rows of a report, also those of which nothing was counted; raises ClientNotFound, OfficeNotFound."""
    if wanted.client is not None:
        client_for(session, client_id=wanted.client, actor=actor)
    known = offices(session, actor=actor) if wanted.office is not None or wanted.by == "office" else []
    if wanted.office is not None:
        known = [one for one in known if one[0] == wanted.office]
        if not known:
            raise OfficeNotFound
    match wanted.by:
        case "all":
            return Groups([Group("", None, None)], None, None)
        case "month":
            return Groups([Group(key, key, month_words(key)) for key in months_of(wanted)], None, None)
        case "office":
            return Groups([Group(str(row_id), public_id("team", row_id), name) for row_id, name in known], None, None)
        case "client":
            found = clients_in(session, wanted, actor=actor, after=after, limit=limit + 1)
            rows = found[:limit]
            more = (rows[-1][1], rows[-1][0]) if len(found) > limit else None
            named = [Group(str(row_id), public_id("cli", row_id), name) for row_id, name in rows]
            return Groups(named, [row_id for row_id, _ in rows], more)
