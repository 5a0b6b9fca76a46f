"""The agency's colour and logo: chosen, seen as they will be, refused where somebody could not read them."""

from typing import Annotated, Final

from fastapi import Request
from fastapi.responses import HTMLResponse, Response

from app.accounts.access import ADMINS, Access, allow
from app.accounts.actions.brand import remove_logo, set_logo
from app.accounts.queries.brand import brand_of
from app.accounts.queries.rows import settings_of
from app.accounts.rules.colours import ENOUGH, OURS, least_contrast, nearest_readable
from app.adapters.picture import PictureNotUsable
from app.core.actor import ConsultantActor
from app.desk.pages.deciding_settings import keep
from app.desk.pages.frame import at_desk
from app.desk.pages.setting_up import left_to_do
from app.desk.rendering.settings_said import in_fields
from app.desk.rendering.settings_words import COLOUR
from app.web.deps import Now
from app.web.fields import Form, Posted
from app.web.page_routes import DESK, FormPosted, desk_pages, see

HOME: Final = f"{DESK}/settings/look"
NO_FILE: Final = "Choose a picture first: a PNG, JPEG or WebP of at most 1 MB"
router = desk_pages("/settings/look")
AsAdmin = Annotated[Access[ConsultantActor], allow(roles=ADMINS)]
SAID: Final = {
    "colour": "Kept. New pages and mails have it from now on.",
    "logo": "Kept. The logo is below as candidates see it.",
    "removed": "Removed. Your name stands in its place.",
}


@router.get("", operation_id="seeLook")
def see_look(access: AsAdmin, request: Request, now: Now, saved: str = "") -> HTMLResponse:
    """Show the colour and the logo as candidates see them."""
    said = SAID.get(saved)
    return _show(access, request, saved=said, left=left_to_do(access, now=now) if said else 0)


@router.post("", operation_id="changeColourOnPage")
def change_colour(access: AsAdmin, request: Request, posted: FormPosted, now: Now) -> Response:
    """Keep a colour that everybody can read, or none; for any other the nearest that can is offered."""
    if posted.value("instead"):
        posted = Posted({**posted.fields, "accent_colour": [posted.value("instead")]})
    refused = keep(access, posted, COLOUR.asks, now=now)
    if refused is None:
        return see(f"{HOME}?saved=colour")
    return _show(access, request, form=refused.form, status=refused.status)


@router.post("/logo", operation_id="setLogoOnPage")
def set_logo_on_page(access: AsAdmin, request: Request, posted: FormPosted, now: Now) -> Response:
    """Keep a picture as the logo; the same one again changes nothing."""
    content = posted.files.get("logo", b"")
    if not content:
        return _refuse_logo(access, request, NO_FILE)
    try:
        with access.session.begin_nested():
            set_logo(access.session, content=content, actor=access.actor, now=now)
    except PictureNotUsable as refused:
        return _refuse_logo(access, request, refused.detail)
    return see(f"{HOME}?saved=logo")


@router.post("/logo/remove", operation_id="removeLogoOnPage")
def remove_logo_on_page(access: AsAdmin, now: Now) -> Response:
    """Show the agency's name instead; done twice it changes nothing."""
    remove_logo(access.session, actor=access.actor, now=now)
    return see(f"{HOME}?saved=removed")


def _refuse_logo(access: AsAdmin, request: Request, words: str) -> Response:
    settings = settings_of(access.session, access.actor.agency_id)
    return _show(access, request, form=Form(in_fields(COLOUR.asks, settings), {"logo": words}), status=422)


def _show(
    access: AsAdmin,
    request: Request,
    *,
    form: Form | None = None,
    status: int = 200,
    saved: str | None = None,
    left: int = 0,
) -> HTMLResponse:
    desk = at_desk(request, access)
    settings = settings_of(access.session, access.actor.agency_id)
    typed = form.value("accent_colour").lower() if form and form.error("accent_colour") else None
    shown = settings.accent_colour or OURS
    return desk.show(
        "desk/settings/look.html",
        status=status,
        form=form or Form(in_fields(COLOUR.asks, settings)),
        seen=desk.agency.audit_seq,
        logo=desk.agency.logo,
        brand=brand_of(access.session, desk.agency),
        colour=shown,
        contrast=f"{least_contrast(shown):.1f}",
        nearest=_nearest(typed),
        enough=ENOUGH,
        saved=saved,
        left=left,
    )


def _nearest(typed: str | None) -> tuple[str, str] | None:
    """The colour that was typed and the nearest that everybody can read, where it is a colour at all."""
    if typed is None or len(typed) != 7 or typed[0] != "#" or set(typed[1:]) - set("0123456789abcdef"):
        return None
    return typed, nearest_readable(typed)
