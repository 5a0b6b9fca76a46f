"""What a link in a mail opens. GET and HEAD use nothing up: mail scanners follow links (rule 9).

The page of a candidate's link has one button. Its form is taken only with the cookie that the page set, so that a
scanner that sends forms, too, opens nothing.
"""

import hmac
import re
import secrets
from typing import Annotated, ClassVar, Final

from fastapi import APIRouter, Request, Response, status

from app.accounts.access import Door, public
from app.accounts.actions import keeping, sessions, users
from app.accounts.pages.signing_in import admitted
from app.accounts.rules.passphrases import SHORTEST
from app.core.errors import Invalid
from app.core.ids import public_id
from app.web.deps import Now
from app.web.fields import Form, Posted, taken
from app.web.page_routes import FormPosted, PageRoute, cookie_name, see
from app.web.session_cookie import cookie_form, let_in
from app.web.templating import page

DOOR: Final = "afterword-door"
OPEN_FOR: Final = 3600
"""Seconds: how long the button of a page that is left open works at the first press."""
_WELL_FORMED: Final = re.compile(r"[A-Za-z0-9_-]{32}")


class DoorRoute(PageRoute):
    """A page before anybody is in: its form is proven by the door's own cookie."""

    carries_token: ClassVar[bool] = False


router = APIRouter(include_in_schema=False, route_class=DoorRoute)
AsAnybody = Annotated[Door, public()]


@router.api_route("/c/{token}", methods=["GET", "HEAD"], operation_id="openCandidateLink")
def open_candidate_link(request: Request, token: str) -> Response:  # noqa: ARG001 - looked at by the POST only
    """Show the one button that lets in; looks at nothing."""
    return _door(request)


@router.post("/c/{token}", operation_id="comeInByLink")
def come_in(door: AsAnybody, request: Request, token: str, posted: FormPosted, now: Now) -> Response:
    """Let in by the button of the page; without its cookie nothing is opened."""
    if not _through_the_door(request, posted):
        return _door(request, without_cookie=True)
    try:
        web_session, link, opened = sessions.open_candidate_session(door.session, token=token, now=now)
    except sessions.LinkNotValid:
        return _with_door(request, "pages/expired.html", status.HTTP_410_GONE, action=f"/c/{token}/new", asked=False)
    answer = see(f"/my/{public_id('int', link.interview_id)}")
    let_in(request, answer, opened.text, expires_at=web_session.expires_at, candidate=True)
    return answer


@router.post("/c/{token}/new", operation_id="askForNewLink")
def ask_for_new_link(door: AsAnybody, request: Request, token: str, posted: FormPosted, now: Now) -> Response:
    """Mail a new link in place of one that expired; of any other link the answer is the same and nothing happens."""
    if not _through_the_door(request, posted):
        return _with_door(request, "pages/expired.html", status.HTTP_403_FORBIDDEN, action="", asked=False)
    keeping.mail_link_for_expired(door.session, token=token, now=now)
    return see(f"/c/{token}/new")


@router.api_route("/c/{token}/new", methods=["GET", "HEAD"], operation_id="seeNewLinkAsked")
def see_new_link_asked(request: Request, token: str) -> Response:  # noqa: ARG001 - says the same for every link
    """Say where a new link goes, and what to do where none comes; looks at nothing."""
    return page("pages/expired.html", asked=True, action="", door="")


@router.api_route("/goodbye", methods=["GET", "HEAD"], operation_id="sayGoodbye")
def say_goodbye() -> Response:
    """Say that the visit has ended on this device."""
    return page("pages/goodbye.html", disowned=False)


@router.api_route("/goodbye/not-me", methods=["GET", "HEAD"], operation_id="sayGoodbyeToAnother")
def say_goodbye_to_another() -> Response:
    """Thank whoever said that a link came to the wrong person."""
    return page("pages/goodbye.html", disowned=True)


@router.api_route("/join/{token}", methods=["GET", "HEAD"], operation_id="openInvitation")
def open_invitation(request: Request, token: str) -> Response:  # noqa: ARG001 - looked at by the POST only
    """Ask for a passphrase, its rules said before; looks at nothing."""
    return _joining(request, status.HTTP_200_OK)


@router.post("/join/{token}", operation_id="joinByInvitation")
def join_by_invitation(door: AsAnybody, request: Request, token: str, posted: FormPosted, now: Now) -> Response:
    """Set the passphrase and lead into the console; without the page's cookie the invitation is not used up."""
    passphrase = taken(posted.values("passphrase"))
    if not _through_the_door(request, posted):
        return _joining(request, status.HTTP_403_FORBIDDEN, without_cookie=True)
    if posted.value("do") == "show":
        return _joining(request, status.HTTP_200_OK, shown=passphrase)
    try:
        user = users.accept_invitation(door.session, token=token, passphrase=passphrase, now=now)
    except sessions.LinkNotValid:
        return page("desk/join_ended.html", status=status.HTTP_410_GONE)
    except Invalid as refused:
        form = Form().with_errors(refused.errors)
        return _joining(request, status.HTTP_422_UNPROCESSABLE_CONTENT, form=form)
    return admitted(request, "", *sessions.open_session(door.session, user, now=now))


def _joining(request: Request, code: int, **context: object) -> Response:
    given = {"form": Form(), "shown": None, "without_cookie": False, "shortest": SHORTEST, **context}
    return _with_door(request, "desk/join.html", code, **given)


def _door(request: Request, *, without_cookie: bool = False) -> Response:
    code = status.HTTP_403_FORBIDDEN if without_cookie else status.HTTP_200_OK
    return _with_door(request, "pages/link.html", code, without_cookie=without_cookie)


def _with_door(request: Request, template: str, code: int, **context: object) -> Response:
    """Answer with a page whose form works with the cookie that is set here; a second window shares the first's."""
    carried = request.cookies.get(cookie_name(request, DOOR), "")
    door = carried if _WELL_FORMED.fullmatch(carried) else secrets.token_urlsafe(24)
    answer = page(template, status=code, door=door, **context)
    answer.set_cookie(cookie_name(request, DOOR), door, max_age=OPEN_FOR, **cookie_form(request, "strict"))
    return answer


def _through_the_door(request: Request, posted: Posted) -> bool:
    carried, given = request.cookies.get(cookie_name(request, DOOR), ""), posted.value("door")
    return bool(_WELL_FORMED.fullmatch(carried)) and hmac.compare_digest(carried.encode(), given.encode())
