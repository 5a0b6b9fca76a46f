"""The agency's own figures at the console: follow-up, promptness, promises kept (P12, P16, P23)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Final
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Query, Request, status
from fastapi.responses import HTMLResponse

from app.accounts.access import Access, allow
from app.core.actor import ConsultantActor
from app.core.ids import Prefixed, public_id
from app.core.local_time import place_of, time_seen_from
from app.desk.pages.frame import Desk, at_desk
from app.directory.queries.rows import client_for
from app.directory.rules import country_name
from app.reports.policy import REPORTED_TO
from app.reports.queries.interviews import offices
from app.reports.queries.reports import follow_up_found, promises_found, promptness_found
from app.reports.rendering.page import promise_lines, rate_lines, step_groups
from app.reports.rendering.views import follow_up_view, promises_view, promptness_view
from app.reports.rendering.words import BY, days_words
from app.reports.rules.figures import FEW, LEAST
from app.reports.rules.periods import PeriodNotReported, Wanted, last_month, period, today_in
from app.reports.schemas import Grouping
from app.web.deps import Now, at_once
from app.web.fields import Form
from app.web.lists import DEFAULT_LIMIT, CursorNotValid, read_cursor, write_cursor
from app.web.page_routes import DESK, desk_pages

router = desk_pages("/reports")
AsReported = Annotated[Access[ConsultantActor], allow(roles=REPORTED_TO)]
HERE: Final = f"{DESK}/reports"
NO_DATE: Final = "Write the date as day, month and year"


@dataclass(frozen=True)
class Asked:
    """What is shown, as it was typed."""

    first: str
    last: str
    by: Grouping
    office: UUID | None
    client: UUID | None
    after: str | None

    @property
    def query(self) -> dict[str, str]:
        """As the address carries it, without the place."""
        named = {
            "from": self.first,
            "to": self.last,
            "by": "" if self.by == "all" else self.by,
            "office": public_id("team", self.office) if self.office else "",
            "client": public_id("cli", self.client) if self.client else "",
        }
        return {name: value for name, value in named.items() if value}


def _asked(
    first: Annotated[str, Query(alias="from", max_length=10)] = "",
    last: Annotated[str, Query(alias="to", max_length=10)] = "",
    by: Annotated[str, Query(max_length=10)] = "",
    office: Annotated[str, Query(max_length=40)] = "",
    client: Annotated[str, Query(max_length=40)] = "",
    after: Annotated[str | None, Query(max_length=600)] = None,
) -> Asked:
    """Read the view out of the address; what is not offered there is not asked for."""
    grouping: Grouping = next((one for one in BY if one == by), "all")
    return Asked(first.strip(), last.strip(), grouping, _id("team", office), _id("cli", client), after)


@router.get("", operation_id="seeReports")
def see_reports(
    access: AsReported, request: Request, asked: Annotated[Asked, at_once(_asked)], now: Now
) -> HTMLResponse:
    """Show the follow-up rate, how promptly each step was taken and promises kept, of a period, an office, a client."""
    desk = at_desk(request, access)
    zone = desk.agency.time_zone
    days, form = _days(asked, zone, now=now)
    wanted = Wanted(*days, zone, now, asked.by, asked.office, asked.client)
    around = _around(desk, asked, wanted)
    if form.errors:
        return desk.show(
            "desk/reports.html", form=form, status=status.HTTP_422_UNPROCESSABLE_CONTENT, found=None, **around
        )
    return desk.show("desk/reports.html", form=form, found=_found(access, asked, wanted), **around)


def _found(access: Access[ConsultantActor], asked: Asked, wanted: Wanted) -> dict[str, Any]:
    """The reports, as the page shows them."""
    session, actor, after = access.session, access.actor, _after(asked.after)
    timed = promptness_found(session, wanted, actor=actor, after=after, limit=DEFAULT_LIMIT)
    counted = follow_up_found(session, wanted, actor=actor, after=after, limit=DEFAULT_LIMIT)
    promised = promises_found(session, wanted, actor=actor, after=after, limit=DEFAULT_LIMIT)
    promptness = promptness_view(timed, next_cursor=None)
    hours = f"{promptness.opens:%H:%M} to {promptness.closes:%H:%M} in {place_of(wanted.zone)}"
    more = timed.groups.more
    place = {"after": write_cursor(more[0], public_id("cli", more[1]))} if more else {}
    return {
        "rates": rate_lines(follow_up_view(counted, next_cursor=None)),
        "steps": step_groups(promptness),
        "promises": promise_lines(promises_view(promised, next_cursor=None)),
        "any": bool(counted.counted),
        "hours": hours,
        "country": country_name(promptness.country) or promptness.country,
        "more": f"{HERE}?{urlencode({**asked.query, **place})}" if more else None,
    }


def _around(desk: Desk, asked: Asked, wanted: Wanted) -> dict[str, Any]:
    """What stands beside the figures: of what they are, and what else may be asked for."""
    session, actor = desk.access.session, desk.access.actor
    named = offices(session, actor=actor)
    asks = {**asked.query, "from": wanted.first.isoformat(), "to": wanted.last.isoformat()}
    rest = {name: value for name, value in asked.query.items() if name != "client"}
    client = client_for(session, client_id=asked.client, actor=actor) if asked.client else None
    return {
        "by": [(one, words) for one, words in BY.items() if one != "all"],
        "offices": [(public_id("team", row_id), name) for row_id, name in named],
        "client": client.name if client else None,
        "client_id": asked.query.get("client"),
        "every_client": f"{HERE}?{urlencode(rest)}" if rest else HERE,
        "this_month": urlencode({"from": today_in(wanted.zone, wanted.now).replace(day=1).isoformat()}),
        "period": days_words(wanted.first, wanted.last),
        "as_of": f"{time_seen_from(wanted.now, wanted.now, wanted.zone)} in {place_of(wanted.zone)}",
        "grouped": asked.by,
        "asks": urlencode(asks),
        "these_days": urlencode({name: asks[name] for name in ("from", "to")}),
        "few": FEW,
        "least": LEAST,
    }


def _days(asked: Asked, zone: str, *, now: datetime) -> tuple[tuple[date, date], Form]:
    """The period as it was typed; with what is wrong with it, the last full month."""
    today = today_in(zone, now)
    typed = {"from": asked.first, "to": asked.last}
    fields = {name: [value] for name, value in {**typed, **asked.query}.items()}
    wrong = {name: NO_DATE for name, text in typed.items() if text and _date(text) is None}
    if wrong:
        return last_month(today), Form(fields, wrong)
    try:
        days = period(_date(asked.first), _date(asked.last), today=today)
    except PeriodNotReported as refused:
        errors = {one.pointer.removeprefix("query:"): f"This day {one.message}" for one in refused.errors}
        return last_month(today), Form(fields, errors)
    shown = {"from": [days[0].isoformat()], "to": [days[1].isoformat()]}
    return days, Form({**fields, **shown})


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _id(prefix: str, text: str) -> UUID | None:
    try:
        return Prefixed(prefix).parse(text)
    except ValueError:
        return None


def _after(cursor: str | None) -> tuple[str, UUID] | None:
    parts = read_cursor(cursor, 2)
    if parts is None:
        return None
    client_id = _id("cli", parts[1])
    if client_id is None:
        raise CursorNotValid
    return parts[0], client_id
