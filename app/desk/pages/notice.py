"""What candidates are told about their data: as it reads now, and the words that the agency decides on."""

from typing import Annotated, Final

from fastapi import Request
from fastapi.responses import HTMLResponse, Response

from app.accounts.access import ADMINS, Access, allow
from app.accounts.queries.notices import notices_of
from app.accounts.queries.rows import notice_address, settings_of
from app.core.actor import ConsultantActor
from app.core.local_time import date_time
from app.desk.pages.deciding_settings import keep
from app.desk.pages.frame import at_desk
from app.desk.pages.setting_up import left_to_do
from app.desk.rendering.settings_said import in_fields
from app.desk.rendering.settings_words import NOTICE
from app.web.deps import CurrentSettings, Now
from app.web.fields import Form
from app.web.page_routes import DESK, FormPosted, desk_pages, see

HOME: Final = f"{DESK}/settings/notice"
MOST_SHOWN: Final = 20
router = desk_pages("/settings/notice")
AsAdmin = Annotated[Access[ConsultantActor], allow(roles=ADMINS)]


@router.get("", operation_id="seeNoticeOnDesk")
def see_notice(access: AsAdmin, request: Request, settings: CurrentSettings, now: Now, saved: str = "") -> HTMLResponse:
    """Show the notice as candidates read it, since when it holds, and what came before."""
    kept = saved == "yes"
    return _show(access, request, settings, saved=kept, left=left_to_do(access, now=now) if kept else 0)


@router.post("", operation_id="changeNoticeOnPage")
def change_notice(
    access: AsAdmin, request: Request, posted: FormPosted, settings: CurrentSettings, now: Now
) -> Response:
    """Keep the agency's words; where the notice reads otherwise now, its next version holds from this instant."""
    refused = keep(access, posted, NOTICE.asks, now=now)
    if refused is None:
        return see(f"{HOME}?saved=yes")
    return _show(access, request, settings, form=refused.form, status=refused.status)


def _show(
    access: AsAdmin,
    request: Request,
    settings: CurrentSettings,
    *,
    form: Form | None = None,
    status: int = 200,
    saved: bool = False,
    left: int = 0,
) -> HTMLResponse:
    desk = at_desk(request, access)
    whose, zone = access.actor.agency_id, desk.agency.time_zone
    versions = notices_of(access.session, whose)
    return desk.show(
        "desk/settings/notice.html",
        status=status,
        form=form or Form(in_fields(NOTICE.asks, settings_of(access.session, whose))),
        seen=desk.agency.audit_seq,
        newest=versions[0] if versions else None,
        versions=[(one.version, date_time(one.published_at, zone)) for one in versions[:MOST_SHOWN]],
        address=notice_address(access.session, whose, public_url=settings.public_url),
        saved=saved,
        left=left,
    )
