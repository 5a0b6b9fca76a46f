"""An agency's colour and logo, for pages and mails of its candidates: open to anybody, kept for ever by browsers."""

from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import Response

from app.accounts.access import Door, public
from app.accounts.queries.brand import brand_file
from app.web.assets import KEPT_FOR_EVER

router = APIRouter(include_in_schema=False)
AsAnybody = Annotated[Door, public()]
_HEADERS = {"Cache-Control": KEPT_FOR_EVER, "Cross-Origin-Resource-Policy": "cross-origin"}
"""Mail that is read in a browser shows the logo from another origin."""


@router.api_route("/brand/{name}/{file}", methods=["GET", "HEAD"], operation_id="getBrandFile")
def get_brand_file(door: AsAnybody, name: str, file: str) -> Response:
    """Serve one file of an agency; a name with another hash is no file."""
    found = brand_file(door.session, name=name, file=file)
    return Response(found.content, media_type=found.media_type, headers=_HEADERS)
