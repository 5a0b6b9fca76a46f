"""The queue: what waits, by the time left until the client's cut-off; the address is the view (P12)."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Final, Literal

from fastapi import Header, Query, Request, Response, status
from fastapi.responses import HTMLResponse

from app.accounts.access import READERS, Access, allow
from app.accounts.schemas.accounts import Instant
from app.core.actor import ConsultantActor
from app.core.ids import ClientId, ConsultantId, Prefixed, TeamId, public_id
from app.desk.pages.frame import Desk, at_desk
from app.desk.pages.views import Offered, View, said
from app.desk.queries.looks import looking_at
from app.desk.rendering.waiting import Line, line_of
from app.reviews.queries.queue import (
    Kind,
    QueueCounts,
    QueueFilter,
    QueueRow,
    QueueState,
    counts_for,
    place_of,
    queue_for,
)
from app.web.deps import Now, at_once
from app.web.lists import DEFAULT_LIMIT, after_instant, write_cursor
from app.web.page_routes import DESK, desk_pages
from app.web.templating import render

router = desk_pages("/queue")
AsReader = Annotated[Access[ConsultantActor], allow(roles=READERS)]
HERE: Final = f"{DESK}/queue"


def _view(
    state: QueueState = "waiting",
    assignee: Literal["me", "nobody"] | ConsultantId | None = None,
    team: TeamId | None = None,
    client: ClientId | None = None,
    kind: Kind | None = None,
    due_before: Instant | None = None,
    q: Annotated[str, Query(max_length=200)] = "",
    after: Annotated[str | None, Query(max_length=300)] = None,
) -> View[QueueFilter]:
    """Read the view out of the address: the parameters are those of the API."""
    words = " ".join(q.split())
    named: dict[str, Any] = {
        "state": None if state == "waiting" else state,
        "assignee": public_id("con", assignee) if assignee and not isinstance(assignee, str) else assignee,
        "team": team and public_id("team", team),
        "client": client and public_id("cli", client),
        "kind": kind,
        "due_before": due_before and due_before.isoformat(),
        "q": words,
    }
    wanted = QueueFilter(state, assignee, team, client, kind, None, due_before, words or None)
    return View(HERE, wanted, said(named), after)


Viewed = Annotated[View[QueueFilter], at_once(_view)]


@router.get("", operation_id="seeQueue")
def see_queue(access: AsReader, request: Request, view: Viewed, now: Now) -> HTMLResponse:
    """Show what waits, the most urgent first, with whom it is."""
    desk = at_desk(request, access)
    return desk.show("desk/queue.html", view=view, me=access.actor.role, **_rows(access, desk, view, now=now))


@router.get("/now", operation_id="seeQueueNow")
def see_queue_now(
    access: AsReader,
    request: Request,
    view: Viewed,
    now: Now,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """Answer a visible window that asks whether the rows still stand so; 304 while they do."""
    desk = at_desk(request, access)
    found = {"frame": desk.frame, "view": view, **_rows(access, desk, view, now=now)}
    return unless_known(render("desk/_queue_rows.html", **found), if_none_match)


def unless_known(page: str, if_none_match: str | None) -> Response:
    """Answer with a part of a page, or with 304 and nothing where the window has just that."""
    headers = {"ETag": f'"{hashlib.sha256(page.encode()).hexdigest()[:20]}"', "Cache-Control": "private, no-cache"}
    if if_none_match == headers["ETag"]:
        return Response(status_code=status.HTTP_304_NOT_MODIFIED, headers=headers)
    return HTMLResponse(page, headers=headers)


def _rows(access: Access[ConsultantActor], desk: Desk, view: View[QueueFilter], *, now: datetime) -> dict[str, Any]:
    rows = queue_for(
        access.session,
        wanted=view.wanted,
        actor=access.actor,
        after=after_instant(view.after, "rvw"),
        limit=DEFAULT_LIMIT + 1,
        now=now,
    )
    counts = counts_for(access.session, actor=access.actor, now=now)
    shown = rows[:DEFAULT_LIMIT]
    return {
        "lines": lines_of(access, desk, shown, now=now),
        "chips": view.chips(_offered(counts, desk)),
        "more": _more(view, shown) if len(rows) > DEFAULT_LIMIT else None,
    }


def lines_of(access: Access[ConsultantActor], desk: Desk, rows: Sequence[QueueRow], *, now: datetime) -> list[Line]:
    """Say each row, with who has it open at this moment."""
    ids = [row.item.id for row in rows]
    looking = looking_at(access.session, items=ids, actor=access.actor, now=now) if ids else {}
    return [
        line_of(
            row.item,
            candidate=row.candidate,
            job=row.job,
            client=row.client,
            holder=row.claimed_by_name,
            looking=looking.get(row.item.id, []),
            me=access.actor.consultant_id,
            here=desk.agency.time_zone,
            decides=access.actor.role in {"consultant", "manager"},
            now=now,
        )
        for row in rows
    ]


def _more(view: View[QueueFilter], shown: Sequence[QueueRow]) -> str:
    last = shown[-1].item
    return view.from_here(write_cursor(place_of(last, view.wanted).isoformat(), Prefixed("rvw").show(last.id)))


def _offered(counts: QueueCounts, desk: Desk) -> list[Offered]:
    """The views of every desk."""
    team = public_id("team", desk.user.team_id)
    return [
        ("Everything", {}, None),
        ("Mine", {"assignee": "me"}, counts.mine),
        ("Nobody’s", {"assignee": "nobody"}, None),
        ("Letters", {"kind": "letter"}, counts.letters),
        ("Debriefs", {"kind": "debrief"}, counts.debriefs),
        ("Overdue", {"state": "overdue"}, counts.overdue),
        ("Waiting on candidates", {"state": "with_candidate"}, counts.with_candidate),
        ("My team", {"team": team}, None),
    ]
