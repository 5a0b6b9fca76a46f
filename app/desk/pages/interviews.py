"""Every interview, found by its people, its client and where it stands; the address is the view."""

from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import Query, Request
from fastapi.responses import HTMLResponse

from app.accounts.access import DECIDERS, READERS, Access, allow
from app.core.actor import ConsultantActor
from app.core.ids import Prefixed
from app.debriefs.queries import debrief_states
from app.desk.pages.frame import at_desk
from app.desk.pages.views import Offered, View, said
from app.desk.rendering.looking_up import InterviewLine, interview_line
from app.interviews.models import Interview
from app.interviews.queries import interviews_for, meetings_for
from app.interviews.schemas import InterviewFilter, InterviewState
from app.web.deps import Now, at_once
from app.web.lists import DEFAULT_LIMIT, after_instant, write_cursor
from app.web.page_routes import DESK, desk_pages

router = desk_pages("/interviews")
AsReader = Annotated[Access[ConsultantActor], allow(roles=READERS)]
HERE: Final = f"{DESK}/interviews"
VIEWS: Final[tuple[Offered, ...]] = (
    ("All", {}, None),
    ("Mine", {"whose": "me"}, None),
    ("To come", {"state": "scheduled"}, None),
    ("Await the debrief", {"state": "awaiting_debrief"}, None),
    ("Debriefed", {"state": "debriefed"}, None),
    ("Closed", {"state": "closed"}, None),
    ("Cancelled", {"state": "cancelled"}, None),
    ("Did not attend", {"state": "no_show"}, None),
)


def _view(
    state: InterviewState | None = None,
    whose: str = "",
    q: Annotated[str, Query(max_length=200)] = "",
    after: Annotated[str | None, Query(max_length=300)] = None,
) -> View[InterviewFilter]:
    words = " ".join(q.split())
    mine = whose == "me"
    query = {"state": state or "", "whose": "me" if mine else "", "q": words}
    wanted = InterviewFilter(state=state, words=words or None, mine=mine)
    return View(HERE, wanted, said(query), after)


Viewed = Annotated[View[InterviewFilter], at_once(_view)]


@router.get("", operation_id="seeInterviews")
def see_interviews(access: AsReader, request: Request, view: Viewed, now: Now) -> HTMLResponse:
    """Show the interviews of a view, latest first; those to come soonest first."""
    desk = at_desk(request, access)
    lines, more = lines_of(access, view.wanted, view.after, here=desk.agency.time_zone, now=now)
    return desk.show(
        "desk/interviews.html",
        view=view,
        lines=lines,
        chips=view.chips(VIEWS),
        more=view.from_here(more) if more else None,
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
    debriefs = debrief_states(access.session, interviews=shown)
    lines = [interview_line(meetings[row.id], debriefs.get(row.id), here=here, now=now) for row in shown]
    return lines, _place(shown[-1]) if len(rows) > DEFAULT_LIMIT else None


def _place(row: Interview) -> str:
    return write_cursor(row.starts_at.isoformat(), Prefixed("int").show(row.id))
