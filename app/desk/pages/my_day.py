"""The first page after signing in: what waits, the most urgent first."""

from typing import Annotated

from fastapi import Request
from fastapi.responses import HTMLResponse

from app.accounts.access import Access, allow
from app.core.actor import ConsultantActor
from app.desk.pages.frame import ALL, at_desk
from app.web.page_routes import desk_pages

router = desk_pages()
AsUser = Annotated[Access[ConsultantActor], allow(roles=ALL)]


@router.get("", operation_id="seeMyDay")
def see_my_day(access: AsUser, request: Request) -> HTMLResponse:
    """Show what waits for whoever is here."""
    return at_desk(request, access).show("desk/my_day.html")
