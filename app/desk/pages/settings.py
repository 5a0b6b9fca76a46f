"""What the agency decides for itself: all of it on one page, each group on a page where it is changed."""

from datetime import datetime
from typing import Annotated, Final

from fastapi import Request
from fastapi.responses import HTMLResponse, Response

from app.accounts.access import ADMINS, Access, allow
from app.accounts.queries.rows import settings_of
from app.core.actor import ConsultantActor
from app.core.errors import NotFound
from app.core.local_time import place_of
from app.desk.pages.deciding_settings import keep
from app.desk.pages.frame import Desk, at_desk
from app.desk.pages.setting_up import left_to_do
from app.desk.rendering.settings_said import hint_of, in_fields, in_words
from app.desk.rendering.settings_words import ACCESS, COLOUR, GROUPS, NOTICE, Group
from app.directory.rules import country_name
from app.web.deps import Now
from app.web.fields import Form
from app.web.page_routes import DESK, FormPosted, desk_pages, see

HOME: Final = f"{DESK}/settings"
router = desk_pages("/settings")
AsAdmin = Annotated[Access[ConsultantActor], allow(roles=ADMINS)]
AsConfirmedAdmin = Annotated[Access[ConsultantActor], allow(roles=ADMINS, confirmed=True)]


@router.get("", operation_id="seeSettings")
def see_settings(access: AsAdmin, request: Request, now: Now, saved: str = "") -> HTMLResponse:
    """Show how everything stands, in words, each with the way to change it."""
    desk = at_desk(request, access)
    settings = settings_of(access.session, access.actor.agency_id)
    country = desk.agency.country
    groups = [
        (group, [(asked.label, in_words(asked, settings, country=country)) for asked in group.asks])
        for group in (COLOUR, *GROUPS.values(), ACCESS, NOTICE)
    ]
    return desk.show(
        "desk/settings/all.html",
        groups=groups,
        has_logo=bool(desk.agency.logo),
        place=place_of(desk.agency.time_zone),
        country=country_name(country),
        left=left_to_do(access, now=now),
        saved=next((group.title for group, _ in groups if group.key == saved), None),
    )


@router.get("/access", operation_id="seeAccessSettings")
def see_access_settings(access: AsConfirmedAdmin, request: Request) -> HTMLResponse:
    """Show who sees what and who needs a code app, to whoever has just proved who they are."""
    return show_group(access, at_desk(request, access), ACCESS)


@router.post("/access", operation_id="changeAccessSettings")
def change_access_settings(access: AsConfirmedAdmin, request: Request, posted: FormPosted, now: Now) -> Response:
    """Decide who sees what and who needs a code app."""
    return _changed(access, request, posted, ACCESS, now=now)


@router.get("/{group}", operation_id="seeSettingsGroup")
def see_settings_group(access: AsAdmin, group: str, request: Request) -> HTMLResponse:
    """Show the settings that are decided together."""
    return show_group(access, at_desk(request, access), _group(group))


@router.post("/{group}", operation_id="changeSettingsGroup")
def change_settings_group(access: AsAdmin, group: str, request: Request, posted: FormPosted, now: Now) -> Response:
    """Keep these settings; nothing of them where one is not right."""
    return _changed(access, request, posted, _group(group), now=now)


def show_group(
    access: Access[ConsultantActor], desk: Desk, group: Group, *, form: Form | None = None, status: int = 200
) -> HTMLResponse:
    """Show a group with its form."""
    settings = settings_of(access.session, access.actor.agency_id)
    hints = {asked.name: hint_of(asked, country=desk.agency.country) for asked in group.asks}
    return desk.show(
        "desk/settings/group.html",
        status=status,
        group=group,
        hints=hints,
        form=form or Form(in_fields(group.asks, settings)),
        seen=desk.agency.audit_seq,
        place=place_of(desk.agency.time_zone),
    )


def _changed(
    access: Access[ConsultantActor], request: Request, posted: FormPosted, group: Group, *, now: datetime
) -> Response:
    refused = keep(access, posted, group.asks, now=now)
    if refused is None:
        return see(f"{HOME}?saved={group.key}")
    return show_group(access, at_desk(request, access), group, form=refused.form, status=refused.status)


def _group(key: str) -> Group:
    if key not in GROUPS:
        raise NotFound
    return GROUPS[key]
