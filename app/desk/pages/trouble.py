"""A page of the console that is refused: said within the console to whoever is signed in, with the way back."""

from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse

from app.accounts.access import ANY_ROLE, Audience, Enter
from app.core.errors import Forbidden, Unauthenticated
from app.desk.pages.frame import Desk, Way, at_desk
from app.web.page_routes import DESK, opens

_signed_in = contextmanager(Enter(Audience(roles=ANY_ROLE)).__call__)
_OF_WHAT_STANDS = frozenset({HTTPStatus.CONFLICT, HTTPStatus.PRECONDITION_FAILED})
"""Refusals of something that is there, and that may be looked at."""


def within_the_console(request: Request, status: int, words: dict[str, Any]) -> HTMLResponse | None:
    """Say it in the console's frame; None where nobody is signed in, or they must set up a second factor first."""
    asked = Request({**request.scope, "method": "GET"})  # who it is, and nothing counted or kept twice
    try:
        with _signed_in(asked) as access:
            desk = at_desk(request, access)
            return desk.show("desk/trouble.html", status=status, **{**words, "back": _back(request, desk, status)})
    except (Unauthenticated, Forbidden):
        return None


def _back(request: Request, desk: Desk, status: int) -> Way:
    """The page that a form was sent from, as far as its address says; else the place in the menu, or My day.

    After 403 and 404 the address says nothing: a strange row must answer as one that does not exist (rule 7).
    """
    path: str = request.scope["path"]
    if status in _OF_WHAT_STANDS:
        above = [path.rsplit("/", steps)[0] for steps in range(path.count("/") - 1)]
        found = next((one for one in above if opens(request, one) and (one != path or request.method == "POST")), None)
        if found is not None:
            return Way("the page", found, here=False)
    ways = [way for way in (*desk.frame.ways, *desk.frame.agency_ways) if way.here and way.href not in {path, DESK}]
    return ways[0] if ways else Way("My day", DESK, here=False)
