"""The list by which a new agency is set up: each step with how it stands, found from the rows."""

from datetime import datetime
from typing import Annotated, Final

from fastapi import Request
from fastapi.responses import HTMLResponse, Response

from app.accounts.access import ADMINS, Access, allow
from app.core.actor import ConsultantActor
from app.core.local_time import date_time
from app.desk.actions.trying_mail import ask_for_trial
from app.desk.pages.frame import at_desk
from app.desk.queries.setting_up import standing_of
from app.desk.rendering.setting_up import steps_of
from app.web.deps import Now
from app.web.page_routes import DESK, desk_pages, opens, see

HOME: Final = f"{DESK}/settings/set-up"
router = desk_pages("/settings/set-up")
AsAdmin = Annotated[Access[ConsultantActor], allow(roles=ADMINS)]


@router.get("", operation_id="seeSetUp")
def see_set_up(access: AsAdmin, request: Request, now: Now) -> HTMLResponse:
    """Show what is done of setting up, and what is left."""
    desk = at_desk(request, access)
    standing = standing_of(access.session, actor=access.actor)
    steps = steps_of(standing, now=now)
    return desk.show(
        "desk/settings/set_up.html",
        steps=steps,
        done=sum(step.done for step in steps),
        tried=date_time(standing.trial.at, desk.agency.time_zone) if standing.trial else None,
        email=desk.user.email,
        tried_to=standing.trial.to if standing.trial else None,
        waits=standing.trial is not None and standing.trial.waits(now),
        leads={step.href for step in steps if step.href and opens(request, step.href)},
    )


def left_to_do(access: Access[ConsultantActor], *, now: datetime) -> int:
    """How many steps are left, for the page that comes after one of them."""
    return sum(not step.done for step in steps_of(standing_of(access.session, actor=access.actor), now=now))


@router.post("/mail", operation_id="tryMail")
def try_mail(access: AsAdmin, now: Now) -> Response:
    """Have a mail sent to whoever asks; a second press while it is on its way changes nothing."""
    ask_for_trial(access.session, actor=access.actor, now=now)
    return see(f"{HOME}#mail")
