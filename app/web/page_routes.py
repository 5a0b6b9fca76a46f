"""How every page is answered: its form read and checked before, what goes wrong shown as a page, nothing typed lost.

A POST of a page answers 303 to the next one (post-redirect-get), or the same page with 422 and what was typed. Where
the session has ended, the application's `signed_out` keeps the post and says so (rule 8).
"""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any, ClassVar, Final

from fastapi import APIRouter, Request, Response, status
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse
from fastapi.routing import APIRoute
from starlette.requests import ClientDisconnect
from starlette.routing import Match

from app.core.errors import Forbidden, TooLarge, Unauthenticated
from app.web import csrf
from app.web.deps import at_once
from app.web.fields import FormNotReadable, Posted, read
from app.web.middleware import BodyTooLarge
from app.web.routes import Part

Handler = Callable[[Request], Coroutine[Any, Any, Response]]
DESK: Final = "/desk"
"""Where the console begins."""
VISIT_COOKIE: Final = "afterword"
DESK_COOKIE: Final = "afterword-desk"
BOTH_COOKIES: Final = (DESK_COOKIE, VISIT_COOKIE)
SAVED: Final = frozenset({status.HTTP_204_NO_CONTENT, status.HTTP_303_SEE_OTHER})


class Instead(Exception):
    """What was asked for is not shown: this page answers in its place."""

    def __init__(self, page: Response) -> None:
        """Keep the page."""
        self.page = page


class PageRoute(APIRoute):
    """A page, or what its form is sent to; ``carries_token``: its form says by whose session it was shown."""

    carries_token: ClassVar[bool] = True

    def signed_out(self, request: Request) -> Callable[[Request], Response]:
        """Say what answers whoever is not signed in; the application keeps it."""
        answer: Callable[[Request], Response] = request.app.state.signed_out
        return answer

    def get_route_handler(self) -> Handler:
        """Read the form, then answer; whoever is not signed in is told so on a page."""
        answer = super().get_route_handler()

        async def answer_page(request: Request) -> Response:
            request.state.page = True
            request.state.posted = Posted()
            try:
                if request.method == "POST":
                    request.state.posted = await _posted(request)
                    if self.carries_token:
                        await _require_our_form(request)
                answered = await answer(request)
            except Instead as other:
                return other.page
            except Unauthenticated:
                return await run_in_threadpool(self.signed_out(request), request)
            except Forbidden as refused:
                way_on = request.app.state.ways_on.get(refused.code)
                if way_on is None or not under_desk(request.url.path):
                    raise
                return await run_in_threadpool(way_on, request)
            if getattr(request.state, "takes_kept", None) and answered.status_code in SAVED:
                await run_in_threadpool(request.app.state.kept_taken, request)
            return answered

        return answer_page


def pages_for(under: str = "") -> APIRouter:
    """Make the router of a feature's pages for candidates; each is about one interview, which its path names."""
    return Part(prefix=f"/my/{{interview_id}}{under}", include_in_schema=False, route_class=PageRoute)


class DeskRoute(PageRoute):
    """A page for the agency's own people: whoever is not signed in is sent to sign in, and back."""

    def signed_out(self, request: Request) -> Callable[[Request], Response]:
        """Say what answers whoever is not signed in; the application keeps it."""
        answer: Callable[[Request], Response] = request.app.state.desk_signed_out
        return answer


def desk_pages(under: str = "") -> APIRouter:
    """Make the router of pages for consultants, managers, compliance and administrators."""
    return Part(prefix=f"{DESK}{under}", include_in_schema=False, route_class=DeskRoute)


def _of_request(request: Request) -> Posted:
    posted: Posted = request.state.posted
    return posted


FormPosted = Annotated[Posted, at_once(_of_request)]
"""What the form of this page sent."""


def see(path: str) -> RedirectResponse:
    """Send the browser on, so that loading again does nothing twice."""
    return RedirectResponse(path, status.HTTP_303_SEE_OTHER)


def cookie_name(request: Request, name: str = VISIT_COOKIE) -> str:
    """``__Host-afterword``, or a plain name on http, where browsers refuse the prefix."""
    secure: bool = request.app.state.settings.public_url.startswith("https://")
    return f"__Host-{name}" if secure else name


def session_cookie(request: Request) -> str | None:
    """The session token that the browser carries, if any."""
    name = session_cookie_name(request)
    return request.cookies.get(name) if name else None


def session_cookie_name(request: Request) -> str | None:
    """The cookie by which this request comes in.

    Consultants and candidates have one each, so that in one browser neither ends the other's visit: the console takes
    the first, candidates' pages the second, and the API whichever there is.
    """
    path = request.scope["path"]
    names: tuple[str, ...] = BOTH_COOKIES
    if under_desk(path) or path.startswith("/my/"):
        names = (DESK_COOKIE,) if under_desk(path) else (VISIT_COOKIE,)
    return next((full for name in names if (full := cookie_name(request, name)) in request.cookies), None)


def under_desk(path: str) -> bool:
    """Whether an address is one of the console's."""
    return path == DESK or path.startswith(f"{DESK}/")


def form_token(request: Request) -> str:
    """What every form of this page carries; empty for who came with a key or token of their own."""
    token = session_cookie(request)
    return csrf.token_for(token) if token else ""


def opens(request: Request, path: str) -> bool:
    """Whether a page is shown at this address."""
    scope: dict[str, Any] = {**request.scope, "method": "GET", "path": path}
    return any(route.matches(scope)[0] is Match.FULL for route in request.app.router.routes)


async def _posted(request: Request) -> Posted:
    try:
        body = await request.body()
    except BodyTooLarge:
        raise TooLarge from None
    except ClientDisconnect:
        raise FormNotReadable from None
    return read(body, request.headers.get("content-type", "")) if body else Posted()


async def _require_our_form(request: Request) -> None:
    """Ask for the form's token where a cookie says who it is; a bearer token is sent by nobody unawares."""
    token = session_cookie(request)
    if token is None or "authorization" in request.headers:
        return
    try:
        csrf.require(_of_request(request).value(csrf.FIELD), session_token=token)
    except csrf.FormNotOurs:
        await run_in_threadpool(request.app.state.form_of_another_visit, request)
        raise
