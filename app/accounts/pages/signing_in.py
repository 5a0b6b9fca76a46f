"""The agency's own people come in and leave by their browser."""

from typing import Annotated, ClassVar, Final

from fastapi import APIRouter, Request, Response, status

from app.accounts.access import ANY_ROLE, Access, Door, allow, bearer, count_sign_in, public, require_same_origin
from app.accounts.actions import sessions
from app.accounts.schemas.accounts import SignIn
from app.core.actor import ConsultantActor
from app.web.deps import Now
from app.web.fields import UNSEEN, Form, typed_words, validated
from app.web.page_routes import DESK, FormPosted, PageRoute, desk_pages, opens, see, under_desk
from app.web.session_cookie import let_in, let_out
from app.web.templating import page

NEVER_SHOWN: Final = frozenset({"passphrase"})
FIELDS: Final = ("agency", "email", "passphrase")
WRONG: Final = {"agency": "Agency, e-mail address or passphrase is not right. Check all three"}


class SignInRoute(PageRoute):
    """A page before anybody is in: where its form comes from is asked, as there is no session whose token it has."""

    carries_token: ClassVar[bool] = False


router = APIRouter(include_in_schema=False, route_class=SignInRoute)
desk = desk_pages()
AsAnybody = Annotated[Door, public()]
AsUser = Annotated[Access[ConsultantActor], allow(roles=ANY_ROLE)]


@router.get("/sign-in", operation_id="seeSignIn")
def see_sign_in(request: Request) -> Response:
    """Ask for agency, address and passphrase."""
    return _asked(_safe(request.query_params.get("next", "")))


@router.post("/sign-in", operation_id="comeInToDesk")
def come_in_to_desk(door: AsAnybody, request: Request, posted: FormPosted, now: Now) -> Response:
    """Let in to the page that was asked for; each attempt at an account is counted."""
    require_same_origin(request)
    onward = _safe(posted.value("next"))
    given, errors = validated(SignIn, {name: posted.value(name) for name in FIELDS})
    form = Form({name: values for name, values in posted.fields.items() if name not in NEVER_SHOWN}, errors)
    if given is None:
        return _asked(onward, form, status.HTTP_422_UNPROCESSABLE_CONTENT)
    count_sign_in(request, given)
    try:
        web_session, token = sessions.sign_in(door.session, now=now, **dict(given))
    except sessions.WrongSignIn:
        return _asked(onward, Form(form.fields, WRONG), status.HTTP_401_UNAUTHORIZED)
    answer = see(onward or DESK)
    let_in(request, answer, token.text, expires_at=web_session.expires_at, candidate=False)
    return answer


@desk.post("/sign-out", operation_id="leaveDesk")
def leave_desk(access: AsUser, request: Request, posted: FormPosted, now: Now) -> Response:
    """End the session on this device."""
    if posted.value("leave") != "yes":
        return see(DESK)
    sessions.close_session(access.session, token=bearer(request) or "", now=now)
    answer = see("/sign-in")
    let_out(request, answer)
    return answer


def signed_out(request: Request) -> Response:
    """Ask to sign in, and lead back to the page that was asked for; what was typed into it is given back."""
    path, query = request.url.path, request.url.query
    if request.method != "POST":
        return _asked(f"{path}?{query}" if query else path, code=status.HTTP_401_UNAUTHORIZED)
    back = path if opens(request, path) else path.rpartition("/")[0]
    typed = {name: held for name, held in request.state.posted.fields.items() if name not in UNSEEN | NEVER_SHOWN}
    return _asked(back if opens(request, back) else DESK, typed=typed_words(typed), code=status.HTTP_401_UNAUTHORIZED)


def _asked(onward: str, form: Form | None = None, code: int = status.HTTP_200_OK, **context: object) -> Response:
    return page("desk/sign_in.html", status=code, onward=onward, form=form or Form(), **{"typed": [], **context})


def _safe(onward: str) -> str:
    """Where to go on to: a page of the console and nothing else."""
    path = onward.partition("?")[0]
    return onward if under_desk(path) and "\\" not in onward and ".." not in path else ""
