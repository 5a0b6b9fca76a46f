"""How every page is answered: its form read and checked before, what goes wrong shown as a page, nothing typed lost.

A POST of a page answers 303 to the next one (post-redirect-get), or the same page with 422 and what was typed. Where
the session has ended, the application's `signed_out` keeps the post and says so (rule 8).
"""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any, ClassVar

from fastapi import APIRouter, Depends, Request, Response, status
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse
from fastapi.routing import APIRoute
from starlette.requests import ClientDisconnect

from app.core.errors import TooLarge, Unauthenticated
from app.web import csrf
from app.web.fields import FormNotReadable, Posted, read
from app.web.middleware import BodyTooLarge

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class PageRoute(APIRoute):
    """A page, or what its form is sent to; ``carries_token``: its form says by whose session it was shown."""

    carries_token: ClassVar[bool] = True

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
                        _require_our_form(request)
                return await answer(request)
            except Unauthenticated:
                return await run_in_threadpool(request.app.state.signed_out, request)

        return answer_page


def pages_for(under: str = "") -> APIRouter:
    """Make the router of a feature's pages for candidates; each is about one interview, which its path names."""
    return APIRouter(prefix=f"/my/{{interview_id}}{under}", include_in_schema=False, route_class=PageRoute)


def _of_request(request: Request) -> Posted:
    posted: Posted = request.state.posted
    return posted


FormPosted = Annotated[Posted, Depends(_of_request)]
"""What the form of this page sent."""


def see(path: str) -> RedirectResponse:
    """Send the browser on, so that loading again does nothing twice."""
    return RedirectResponse(path, status.HTTP_303_SEE_OTHER)


def cookie_name(request: Request, name: str = "afterword") -> str:
    """``__Host-afterword``, or a plain name on http, where browsers refuse the prefix."""
    secure: bool = request.app.state.settings.public_url.startswith("https://")
    return f"__Host-{name}" if secure else name


def session_cookie(request: Request) -> str | None:
    """The session token that the browser carries, if any."""
    return request.cookies.get(cookie_name(request))


def form_token(request: Request) -> str:
    """What every form of this page carries; empty for who came with a key or token of their own."""
    token = session_cookie(request)
    return csrf.token_for(token) if token else ""


async def _posted(request: Request) -> Posted:
    try:
        body = await request.body()
    except BodyTooLarge:
        raise TooLarge from None
    except ClientDisconnect:
        raise FormNotReadable from None
    return read(body, request.headers.get("content-type", "")) if body else Posted()


def _require_our_form(request: Request) -> None:
    """Ask for the form's token where a cookie says who it is; a bearer token is sent by nobody unawares."""
    token = session_cookie(request)
    if token is not None and "authorization" not in request.headers:
        csrf.require(_of_request(request).value(csrf.FIELD), session_token=token)
