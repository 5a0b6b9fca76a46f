"""The first page after signing in: what is urgent for whoever is here, and what waits on candidates (P12)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Final

from fastapi import Request
from fastapi.responses import HTMLResponse

from app.accounts.access import Access, allow
from app.core.actor import ConsultantActor
from app.core.local_time import day_month, local
from app.desk.pages.follow_up import mine_first
from app.desk.pages.frame import ALL, READ, Desk, at_desk
from app.desk.pages.queue import lines_of
from app.desk.queries.setting_up import standing_of
from app.desk.rendering.setting_up import Step, steps_of
from app.desk.rendering.waiting import Line
from app.reviews.queries.queue import QueueFilter, counts_for, queue_for
from app.web.deps import Now
from app.web.page_routes import desk_pages, opens

router = desk_pages()
AsUser = Annotated[Access[ConsultantActor], allow(roles=ALL)]
FEW: Final = 5


@router.get("", operation_id="seeMyDay")
def see_my_day(access: AsUser, request: Request, now: Now) -> HTMLResponse:
    """Show what waits for whoever is here, the most urgent first."""
    desk = at_desk(request, access)
    today = day_month(local(now, desk.agency.time_zone).date())
    if access.actor.role not in READ:
        steps = steps_of(standing_of(access.session, actor=access.actor), now=now)
        return desk.show("desk/my_day.html", today=today, reads=False, steps=steps, leads=_known(request, steps))
    urgent = _some(access, desk, QueueFilter(assignee="me"), now=now)
    if not urgent and access.actor.role != "consultant":
        urgent = _some(access, desk, QueueFilter(), now=now)
    with_candidates = _some(access, desk, QueueFilter(state="with_candidate", assignee="me"), now=now)
    matters = mine_first(access, few=FEW, here=desk.agency.time_zone, now=now)
    counts = counts_for(access.session, actor=access.actor, now=now)
    return desk.show(
        "desk/my_day.html",
        today=today,
        reads=True,
        urgent=urgent,
        matters=matters,
        with_candidates=with_candidates,
        counts=counts,
    )


def _known(request: Request, steps: Sequence[Step]) -> set[str]:
    return {step.href for step in steps if step.href and opens(request, step.href)}


def _some(access: Access[ConsultantActor], desk: Desk, wanted: QueueFilter, *, now: datetime) -> list[Line]:
    rows = queue_for(access.session, wanted=wanted, actor=access.actor, after=None, limit=FEW, now=now)
    return lines_of(access, desk, rows, now=now)
