"""An agency's own colour and logo."""

from datetime import datetime

from app.accounts.actions.users import require_admin
from app.accounts.models import Agency, AgencyLogo
from app.accounts.queries import rows as queries
from app.accounts.queries.brand import brand_path, logo_of
from app.accounts.rules.colours import ENOUGH, least_contrast, nearest_readable
from app.adapters.picture import small_png
from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import Actor
from app.core.db import AgencySession
from app.core.errors import FieldError, Invalid


def require_readable(accent: str | None) -> None:
    """Refuse a colour that cannot be read on our pages, naming the nearest one of its hue that can; raises Invalid."""
    if accent is None or least_contrast(accent) >= ENOUGH:
        return
    words = (
        f"white text on {accent}, or {accent} on white, has a contrast of {least_contrast(accent):.1f} to 1 and cannot "
        f"be read by everybody; {ENOUGH} is needed. The nearest of the same hue is {nearest_readable(accent)}."
    )
    raise Invalid(
        "The colour is not readable; nothing was changed.", errors=[FieldError("#/settings/accent_colour", words)]
    )


def set_logo(session: AgencySession, *, content: bytes, actor: Actor, now: datetime) -> Agency:
    """Keep a picture as the agency's logo; the same one again changes nothing. Raises PictureNotUsable."""
    agency = queries.agency(session, actor.agency_id, lock=True)
    require_admin(actor)
    picture = small_png(content)
    path = brand_path(session, agency, picture.content, "png")
    if agency.logo.get("path") == path:
        return agency
    kept = logo_of(session, agency, lock=True)
    if kept is None:
        session.add(AgencyLogo(agency_id=agency.agency_id, content=picture.content))
    else:
        kept.content = picture.content
    agency.logo = {"path": path, "width": picture.width, "height": picture.height, "set_at": now.isoformat()}
    _record(session, agency, actor, now)
    return agency


def remove_logo(session: AgencySession, *, actor: Actor, now: datetime) -> None:
    """Show the agency's name instead of a logo; does nothing where there is none."""
    agency = queries.agency(session, actor.agency_id, lock=True)
    require_admin(actor)
    kept = logo_of(session, agency, lock=True)
    if kept is None:
        return
    session.delete(kept)
    agency.logo = {}
    _record(session, agency, actor, now)


def _record(session: AgencySession, agency: Agency, actor: Actor, now: datetime) -> None:
    details = {"fields": ["logo"]}
    record(session, AuditAction.AGENCY_CHANGED, subject=agency, actor=actor, now=now, details=details)
