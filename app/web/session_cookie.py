"""The cookie that carries a session in a browser: set when somebody is let in, deleted when they leave."""

from datetime import datetime, timedelta
from typing import Final, Literal, TypedDict

from fastapi import Request, Response

from app.web.page_routes import DESK_COOKIE, VISIT_COOKIE, cookie_name, session_cookie_name

OUTLIVES_A_VISIT: Final = timedelta(days=30)
"""How long a candidate's cookie stays after their session's end: it opens nothing then, but says whose post it is."""


class CookieForm(TypedDict):
    """What setting and deleting must agree in."""

    secure: bool
    httponly: bool
    samesite: Literal["lax", "strict"]


def let_in(request: Request, response: Response, token: str, *, expires_at: datetime, candidate: bool) -> None:
    """Set the cookie; a candidate's outlives the session, so that a form sent too late is known (rule 8)."""
    expires = expires_at + OUTLIVES_A_VISIT if candidate else expires_at
    name = cookie_name(request, VISIT_COOKIE if candidate else DESK_COOKIE)
    response.set_cookie(name, token, expires=expires, **cookie_form(request))


def let_out(request: Request, response: Response) -> None:
    """Delete the cookie by which the request came in."""
    if name := session_cookie_name(request):
        response.delete_cookie(name, **cookie_form(request))


def cookie_form(request: Request, samesite: Literal["lax", "strict"] = "lax") -> CookieForm:
    """How our cookies are: browsers refuse a ``__Host-`` cookie that is not secure."""
    return CookieForm(secure=cookie_name(request).startswith("__Host-"), httponly=True, samesite=samesite)
