"""Every interview, found by its people, its client and where it stands; the address is the view."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Depends, Query, Request
from fastapi.responses import HTMLResponse

from app.accounts.access import DECIDERS, READERS, Access, allow
from app.core.actor import ConsultantActor
from app.core.ids import Prefixed
from app.desk.pages.frame import at_desk
from app.desk.pages.queue import Chip
from app.desk.rendering.looking_up import InterviewLine, interview_line
from app.interviews.models import Interview
from app.interviews.queries import InterviewFilter, interviews_for, meetings_for
from app.interviews.schemas import InterviewState
from app.web.deps import Now
from app.web.lists import DEFAULT_LIMIT, after_instant, write_cursor
from app.web.page_routes import DESK, desk_pages

router = desk_pages("/interviews")
AsReader = Annotated[Access[ConsultantActor], allow(roles=READERS)]
HERE: Final = f"{DESK}/interviews"
VIEWS: Final[tuple[tuple[str, dict[str, str]], ...]] = (
    ("All", {}),
    ("Mine", {"whose": "me"}),
    ("To come", {"state": "scheduled"}),
    ("Await the debrief", {"state": "awaiting_debrief"}),
    ("Debriefed", {"state": "debriefed"}),
    ("Closed", {"state": "closed"}),
    ("Cancelled", {"state": "cancelled"}),
    ("Did not attend", {"state": "no_show"}),
)


@dataclass(frozen=True)
class View:
    """Which interviews are shown: the filter, its address without the place, and the place."""

    wanted: InterviewFilter
    query: dict[str, str]
    after: str | None


def _view(
    state: InterviewState | None = None,
    whose: str = "",
    q: Annotated[str, Query(max_length=200)] = "",
    after: Annotated[str | None, Query(max_length=300)] = None,
) -> View:
    words = " ".join(q.split())
    mine = whose == "me"
    query = {"state": state or "", "whose": "me" if mine else "", "q": words}
    wanted = InterviewFilter(state=state, words=words or None, mine=mine)
    return View(wanted, {name: value for name, value in query.items() if value}, after)


Viewed = Annotated[View, Depends(_view)]


@router.get("", operation_id="seeInterviews")
def see_interviews(access: AsReader, request: Request, view: Viewed, now: Now) -> HTMLResponse:
    """Show the interviews of a view, latest first; those to come soonest first."""
    desk = at_desk(request, access)
    lines, more = lines_of(access, view.wanted, view.after, here=desk.agency.time_zone, now=now)
    return desk.show(
        "desk/interviews.html",
        view=view,
        lines=lines,
        chips=_chips(view),
        more=f"{HERE}?{urlencode({**view.query, 'after': more})}" if more else None,
        announces=access.actor.role in DECIDERS,
    )


def lines_of(
    access: Access[ConsultantActor], wanted: InterviewFilter, after: str | None, *, here: str, now: datetime
) -> tuple[list[InterviewLine], str | None]:
    """One page of the wanted interviews as rows, and where the next one begins."""
    rows = interviews_for(
        access.session,
        actor=access.actor,
        after=after_instant(after, "int"),
        limit=DEFAULT_LIMIT + 1,
        wanted=wanted,
    )
    shown = rows[:DEFAULT_LIMIT]
    ids: list[UUID] = [row.id for row in shown]
    meetings: dict[UUID, Any] = meetings_for(access.session, interview_ids=ids, actor=access.actor) if ids else {}
    lines = [interview_line(meetings[row.id], here=here, now=now) for row in shown]
    return lines, _place(shown[-1]) if len(rows) > DEFAULT_LIMIT else None


def _place(row: Interview) -> str:
    return write_cursor(row.starts_at.isoformat(), Prefixed("int").show(row.id))


def _chips(view: View) -> list[Chip]:
    filters = {name: value for name, value in view.query.items() if name != "q"}
    kept = {"q": view.query["q"]} if "q" in view.query else {}
    return [Chip(words, _href({**query, **kept}), query == filters, None) for words, query in VIEWS]


def _href(query: dict[str, str]) -> str:
    return f"{HERE}?{urlencode(query)}" if query else HERE
