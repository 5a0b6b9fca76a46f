"""How promptly things were done, and how many interviews were followed up."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, TypeVar
from uuid import UUID

from fastapi import Query, Request, Response

from app.accounts.access import Access, allow
from app.accounts.queries.rows import agency
from app.core.actor import ConsultantActor
from app.core.ids import ClientId, Prefixed, TeamId
from app.reports.policy import REPORTED_TO
from app.reports.queries.reports import follow_up_found, promises_found, promptness_found
from app.reports.rendering.tables import follow_up_table, promises_table, promptness_table
from app.reports.rendering.views import follow_up_view, promises_view, promptness_view
from app.reports.rules.found import Groups
from app.reports.rules.periods import Wanted, period, today_in
from app.reports.schemas import FollowUp, Format, Grouping, Promises, Promptness
from app.web.deps import Now, at_once
from app.web.lists import CursorNotValid, Listing, read_cursor
from app.web.problems import responses
from app.web.routes import router_for

router = router_for("reports", under="/reports")
AsReported = Annotated[Access[ConsultantActor], allow(roles=REPORTED_TO)]
CSV = "text/csv"
ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"content": {CSV: {"schema": {"type": "string"}}}},
    **responses(401, 403, 404),
}
Report = TypeVar("Report", Promptness, FollowUp, Promises)


@dataclass(frozen=True)
class Asked:
    """Which interviews a report is asked of, and how it is shown."""

    shown: Format
    first: date | None
    last: date | None
    by: Grouping
    office: UUID | None
    client: UUID | None


def _format(
    request: Request,
    asked: Annotated[Format | None, Query(alias="format", description="As Accept would ask for it.")] = None,
) -> Format:
    accepted = request.headers.get("accept", "").partition(",")[0].partition(";")[0].strip().lower()
    return asked or ("csv" if accepted == CSV else "json")


def _asked(
    shown: Annotated[Format, at_once(_format)],
    first: Annotated[
        date | None, Query(alias="from", description="The first day, where the agency is; without days: last month.")
    ] = None,
    last: Annotated[date | None, Query(alias="to", description="The last day; at most 400 days in all.")] = None,
    by: Annotated[Grouping, Query(description="What each row is of.")] = "all",
    office: Annotated[TeamId | None, Query(description="Of this office's interviews only.")] = None,
    client: Annotated[ClientId | None, Query(description="Of this client's interviews only.")] = None,
) -> Asked:
    """Read which interviews are meant, and how the report is shown."""
    return Asked(shown, first, last, by, office, client)


AskedFor = Annotated[Asked, at_once(_asked)]


@router.get("/promptness", operation_id="getPromptness", response_model=Promptness, responses=ANSWERS)
def get_promptness(access: AsReported, asked: AskedFor, now: Now, listing: Listing) -> Promptness | Response:
    """Read how long each step takes: median and 90th percentile, in elapsed time and in business hours.

    Of the interviews that were held. A step counts once it was taken. As JSON, or as CSV.
    """
    wanted = _wanted(access, asked, now=now)
    found = promptness_found(
        access.session, wanted, actor=access.actor, after=_after(listing.cursor), limit=listing.limit
    )
    report = promptness_view(found, next_cursor=_next(listing, found.groups))
    return _answered(report, asked.shown, promptness_table, "promptness")


@router.get("/follow-up", operation_id="getFollowUpRate", response_model=FollowUp, responses=ANSWERS)
def get_follow_up_rate(access: AsReported, asked: AskedFor, now: Now, listing: Listing) -> FollowUp | Response:
    """Read how many of the interviews that were held were followed up by a letter, and why the others were not.

    The rate comes with its denominator, what is not in it, and the interval in which it may lie. As JSON, or as CSV.
    """
    wanted = _wanted(access, asked, now=now)
    found = follow_up_found(
        access.session, wanted, actor=access.actor, after=_after(listing.cursor), limit=listing.limit
    )
    report = follow_up_view(found, next_cursor=_next(listing, found.groups))
    return _answered(report, asked.shown, follow_up_table, "follow-up")


@router.get("/promises", operation_id="getPromisesKept", response_model=Promises, responses=ANSWERS)
def get_promises_kept(access: AsReported, asked: AskedFor, now: Now, listing: Listing) -> Promises | Response:
    """Read how many of the promises to candidates were kept: by when they hear, even if nothing is new.

    Of all promises about the interviews, whenever they were made. As JSON, or as CSV.
    """
    wanted = _wanted(access, asked, now=now)
    found = promises_found(
        access.session, wanted, actor=access.actor, after=_after(listing.cursor), limit=listing.limit
    )
    report = promises_view(found, next_cursor=_next(listing, found.groups))
    return _answered(report, asked.shown, promises_table, "promises")


def _wanted(access: Access[ConsultantActor], asked: Asked, *, now: datetime) -> Wanted:
    """What is asked for, by the agency's clock; raises PeriodNotReported."""
    zone = agency(access.session, access.actor.agency_id).time_zone
    days = period(asked.first, asked.last, today=today_in(zone, now))
    return Wanted(*days, zone, now, asked.by, asked.office, asked.client)


def _after(cursor: str | None) -> tuple[str, Any] | None:
    parts = read_cursor(cursor, 2)
    if parts is None:
        return None
    try:
        return parts[0], Prefixed("cli").parse(parts[1])
    except ValueError:
        raise CursorNotValid from None


def _next(listing: Listing, groups: Groups) -> str | None:
    if groups.more is None:
        return None
    name, client_id = groups.more
    return listing.cursor_at(name, Prefixed("cli").show(client_id))


def _answered(report: Report, shown: Format, table: Callable[[Report], str], name: str) -> Report | Response:
    if shown == "json":
        return report
    headers = {
        "Content-Disposition": f'attachment; filename="{name}-{report.first_day}-{report.last_day}.csv"',
        "Vary": "Accept",
    }
    return Response(table(report), media_type=f"{CSV}; charset=utf-8", headers=headers)
