"""The privacy notice as the page that mails to candidates link to."""

from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from app.accounts.access import Door, public
from app.privacy.queries import rows as queries
from app.web.templating import render

router = APIRouter(include_in_schema=False)
AsAnybody = Annotated[Door, public()]


@router.api_route("/privacy/{name}", methods=["GET", "HEAD"], operation_id="openPrivacyNotice")
def open_privacy_notice(door: AsAnybody, name: str) -> HTMLResponse:
    """Show what the agency of this name tells candidates about their data."""
    return HTMLResponse(render("pages/notice.html", notice=queries.notice_of_agency_named(door.session, name)))
