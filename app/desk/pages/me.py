"""How somebody of the agency hears of what comes in: at once, or in three mails a day."""

from typing import Annotated

from fastapi import Request
from fastapi.responses import HTMLResponse, Response

from app.accounts.access import ANY_ROLE, Access, allow
from app.accounts.actions.users import change_own
from app.accounts.queries.rows import settings_of
from app.accounts.schemas.accounts import OwnChange
from app.core.actor import ConsultantActor
from app.core.local_time import place_of
from app.desk.pages.frame import at_desk
from app.followup.rules.hours import DIGEST_AT
from app.web.deps import Now
from app.web.fields import Form, validated
from app.web.page_routes import FormPosted, desk_pages, see

router = desk_pages("/me")
AsUser = Annotated[Access[ConsultantActor], allow(roles=ANY_ROLE)]


@router.get("", operation_id="seeOwnUser")
def see_own_user(access: AsUser, request: Request, saved: str = "") -> HTMLResponse:
    """Show how they hear of what comes in."""
    return _show(access, request, saved=saved == "yes")


@router.post("", operation_id="changeOwnUserOnPage")
def change_own_user(access: AsUser, request: Request, posted: FormPosted, now: Now) -> Response:
    """Keep how they want to hear of it."""
    change, wrong = validated(OwnChange, {"notify": posted.value("notify")})
    if change is None:
        return _show(access, request, form=Form(posted.fields, wrong), status=422)
    change_own(access.session, change=change, actor=access.actor, now=now)
    return see("/desk/me?saved=yes")


def _show(
    access: AsUser, request: Request, *, form: Form | None = None, status: int = 200, saved: bool = False
) -> HTMLResponse:
    desk = at_desk(request, access)
    settings = settings_of(access.session, access.actor.agency_id)
    return desk.show(
        "desk/me.html",
        status=status,
        form=form or Form({"notify": [desk.user.notify]}),
        times=[f"{at:%H:%M}" for at in DIGEST_AT],
        place=place_of(desk.agency.time_zone),
        opens=f"{settings.desk_opens:%H:%M}",
        closes=f"{settings.desk_closes:%H:%M}",
        saved=saved,
    )
