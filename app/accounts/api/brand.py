"""The agency's logo; its colour is one of its settings."""

from typing import Annotated

from fastapi import Depends, Request, status

from app.accounts.access import ADMINS, ANY_ROLE, Access, allow
from app.accounts.actions import brand
from app.accounts.models import Agency
from app.accounts.queries import rows as queries
from app.accounts.schemas.brand import LogoView
from app.core.actor import Actor
from app.core.errors import NotFound
from app.web.deps import Now
from app.web.forms import one_picture
from app.web.problems import responses
from app.web.routes import router_for

router = router_for("accounts", under="/agency/logo")
AsAdmin = Annotated[Access[Actor], allow(roles=ADMINS, scope="admin")]
AsUser = Annotated[Access[Actor], allow(roles=ANY_ROLE, scope="admin")]
OnePicture = Annotated[bytes, Depends(one_picture)]


class LogoNotFound(NotFound):
    """Your agency has no logo; its name is shown instead."""

    code = "logo_not_found"


@router.put("", operation_id="setLogo", responses=responses(401, 403, 413))
def set_logo(access: AsAdmin, content: OnePicture, now: Now, request: Request) -> LogoView:
    """Set the logo: a PNG, JPEG or WebP of at most 1 MB, drawn anew at 600 by 200 pixels or less."""
    return _view(brand.set_logo(access.session, content=content, actor=access.actor, now=now), request)


@router.get("", operation_id="getLogo", responses=responses(401, 403, 404))
def get_logo(access: AsUser, request: Request) -> LogoView:
    """Read where the logo is and how large."""
    return _view(queries.agency(access.session, access.actor.agency_id), request)


@router.delete("", operation_id="removeLogo", status_code=status.HTTP_204_NO_CONTENT, responses=responses(401, 403))
def remove_logo(access: AsAdmin, now: Now) -> None:
    """Show the agency's name instead of a logo."""
    brand.remove_logo(access.session, actor=access.actor, now=now)


def _view(agency: Agency, request: Request) -> LogoView:
    if not agency.logo:
        raise LogoNotFound
    public_url: str = request.app.state.settings.public_url
    return LogoView.model_validate({**agency.logo, "address": public_url + agency.logo["path"]})
