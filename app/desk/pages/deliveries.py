"""Deliveries: what is in doubt or was not taken first, then what waits for its time; the address is the view."""

from typing import Annotated, Final

from fastapi import Query, Request
from fastapi.responses import HTMLResponse

from app.accounts.access import READERS, Access, allow
from app.core.actor import ConsultantActor
from app.core.ids import Prefixed, public_id
from app.deliveries.queries.board import (
    DeliveryCounts,
    DeliveryFilter,
    DeliveryList,
    DeliveryRow,
    counts_for,
    deliveries_at_desk,
    place_of,
)
from app.desk.pages.frame import at_desk
from app.desk.pages.views import Offered, View, said
from app.desk.rendering.evidence import line_of
from app.web.deps import Now, at_once
from app.web.lists import DEFAULT_LIMIT, after_instant, write_cursor
from app.web.page_routes import DESK, desk_pages

router = desk_pages("/deliveries")
AsReader = Annotated[Access[ConsultantActor], allow(roles=READERS)]
HERE: Final = f"{DESK}/deliveries"


def _view(
    show: DeliveryList = "open",
    whose: str = "",
    q: Annotated[str, Query(max_length=200)] = "",
    after: Annotated[str | None, Query(max_length=300)] = None,
) -> View[DeliveryFilter]:
    """Read the view out of the address."""
    mine, words = whose == "me", " ".join(q.split())
    named = {"show": "" if show == "open" else show, "whose": "me" if mine else "", "q": words}
    return View(HERE, DeliveryFilter(show, mine, words), said(named), after)


Viewed = Annotated[View[DeliveryFilter], at_once(_view)]


@router.get("", operation_id="seeDeliveries")
def see_deliveries(access: AsReader, request: Request, view: Viewed, now: Now) -> HTMLResponse:
    """Show where each delivery is, what needs a person first."""
    desk = at_desk(request, access)
    rows = deliveries_at_desk(
        access.session,
        wanted=view.wanted,
        actor=access.actor,
        after=after_instant(view.after, "dlv"),
        limit=DEFAULT_LIMIT + 1,
    )
    shown, here = rows[:DEFAULT_LIMIT], desk.agency.time_zone
    counts = counts_for(access.session, actor=access.actor)
    return desk.show(
        "desk/deliveries.html",
        view=view,
        chips=view.chips(_offered(counts)),
        lines=[line_of(row, public_id=public_id("dlv", row.delivery.id), here=here, now=now) for row in shown],
        more=_more(view, shown[-1]) if len(rows) > DEFAULT_LIMIT else None,
    )


def _more(view: View[DeliveryFilter], last: DeliveryRow) -> str:
    place = place_of(last.delivery, view.wanted.of).isoformat()
    return view.from_here(write_cursor(place, Prefixed("dlv").show(last.delivery.id)))


def _offered(counts: DeliveryCounts) -> list[Offered]:
    return [
        ("Not done", {}, None),
        ("Mine", {"whose": "me"}, None),
        ("In doubt", {"show": "in_doubt"}, counts.in_doubt),
        ("Not taken", {"show": "failed"}, counts.failed),
        ("Waiting", {"show": "waiting"}, counts.waiting),
        ("Sent", {"show": "sent"}, None),
        ("Stopped", {"show": "stopped"}, None),
    ]
