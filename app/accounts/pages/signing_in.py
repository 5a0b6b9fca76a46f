"""The agency's own people come in and leave by their browser."""

from typing import Annotated, ClassVar, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response, status

from app.accounts.access import (
    ANY_ROLE,
    Access,
    Door,
    allow,
    bearer,
    count_code,
    count_sign_in,
    public,
    require_same_origin,
)
from app.accounts.actions import halfway, sessions
from app.accounts.actions.factors import WrongCode
from app.accounts.models import WebSession
from app.accounts.queries.factors import has_factor
from app.accounts.schemas.accounts import SignIn
from app.core.actor import ConsultantActor
from app.core.secret_box import box_of
from app.core.tokens import Token
from app.web.deps import CurrentSettings, Now
from app.web.fields import UNSEEN, Form, taken, typed_words, validated
from app.web.page_routes import DESK, FormPosted, PageRoute, cookie_name, desk_pages, opens, see, under_desk
from app.web.session_cookie import cookie_form, let_in, let_out
from app.web.templating import page

NEVER_SHOWN: Final = frozenset({"passphrase", "code", "recovery"})
FIELDS: Final = ("agency", "email")
MISSING: Final = {
    "agency": "Write the name that your agency signs in with",
    "email": "Write your e-mail address",
    "passphrase": "Write your passphrase",
}
WRONG: Final = {"agency": "Agency, e-mail address or passphrase is not right. Check all three"}
WRONG_CODE: Final = {
    "code": "This code is not right, or was used already. Wait until your app shows the next one, and type that"
}
NO_CODE: Final = {"code": "Type the six digits that your app shows now"}
TOO_LATE: Final = {"agency": "The code did not follow within ten minutes. Begin again"}
HALFWAY: Final = "afterword-halfway"
LASTS: Final = 600


class SignInRoute(PageRoute):
    """A page before anybody is in: where its form comes from is asked, as there is no session whose token it has."""

    carries_token: ClassVar[bool] = False


router = APIRouter(include_in_schema=False, route_class=SignInRoute)
desk = desk_pages()
AsAnybody = Annotated[Door, public()]
AsUser = Annotated[Access[ConsultantActor], allow(roles=ANY_ROLE, before_factor=True)]


@router.get("/sign-in", operation_id="seeSignIn")
def see_sign_in(request: Request) -> Response:
    """Ask for agency, address and passphrase."""
    return asked(request, within_desk(request.query_params.get("next", "")))


@router.post("/sign-in", operation_id="comeInToDesk")
def come_in_to_desk(
    door: AsAnybody, request: Request, posted: FormPosted, settings: CurrentSettings, now: Now
) -> Response:
    """Let in to the page that was asked for, or ask for a code first; each attempt at an account is counted."""
    require_same_origin(request)
    onward = within_desk(posted.value("next"))
    typed = {name: posted.value(name) for name in FIELDS} | {"passphrase": taken(posted.values("passphrase"))}
    given, errors = validated(SignIn, typed)
    errors |= {name: words for name, words in MISSING.items() if not typed[name]}
    form = Form({name: values for name, values in posted.fields.items() if name not in NEVER_SHOWN}, errors)
    if given is None or errors:
        return asked(request, onward, form, status.HTTP_422_UNPROCESSABLE_CONTENT)
    count_sign_in(request, given)
    try:
        user = sessions.known_by_passphrase(
            door.session, agency=given.agency, email=given.email, passphrase=given.passphrase
        )
    except sessions.WrongSignIn:
        return asked(request, onward, Form(form.fields, WRONG), status.HTTP_401_UNAUTHORIZED)
    if not has_factor(door.session, user):
        return admitted(request, onward, *sessions.open_session(door.session, user, now=now))
    carried = halfway.seal(user, account=given.account, box=box_of(settings), now=now)
    return on_to_code(request, onward, carried)


@router.get("/sign-in/code", operation_id="seeSignInCode")
def see_sign_in_code(request: Request) -> Response:
    """Ask for the code of the app; whether a passphrase was given is looked at when it comes."""
    return _code_asked(within_desk(request.query_params.get("next", "")))


@router.post("/sign-in/code", operation_id="giveSignInCode")
def give_sign_in_code(
    door: AsAnybody, request: Request, posted: FormPosted, settings: CurrentSettings, now: Now
) -> Response:
    """Let in who gave the passphrase and now a code; each code of an account is counted."""
    require_same_origin(request)
    onward, code = within_desk(posted.value("next")), posted.value("recovery") or posted.value("code")
    box = box_of(settings)
    half = halfway.opened(request.cookies.get(cookie_name(request, HALFWAY), ""), box=box, now=now)
    if half is None:
        return asked(request, onward, Form({}, TOO_LATE), status.HTTP_401_UNAUTHORIZED)
    if not code:
        return _code_asked(onward, NO_CODE, status.HTTP_422_UNPROCESSABLE_CONTENT)
    count_code(request, half.account)
    try:
        web_session, token = sessions.sign_in_with_code(door.session, half=half, code=code, box=box, now=now)
    except WrongCode:
        return _code_asked(onward, WRONG_CODE, status.HTTP_401_UNAUTHORIZED)
    except sessions.WrongSignIn:
        return asked(request, onward, Form({}, WRONG), status.HTTP_401_UNAUTHORIZED)
    answer = admitted(request, onward, web_session, token)
    answer.delete_cookie(cookie_name(request, HALFWAY), **cookie_form(request, "strict"))
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


def admitted(request: Request, onward: str, web_session: WebSession, token: Token) -> Response:
    """Lead into the console with the session's cookie."""
    answer = see(onward or DESK)
    let_in(request, answer, token.text, expires_at=web_session.expires_at, candidate=False)
    return answer


def on_to_code(request: Request, onward: str, carried: str) -> Response:
    """Lead to where the code is asked, with the cookie that says who is half in."""
    answer = see(f"/sign-in/code?{urlencode({'next': onward})}" if onward else "/sign-in/code")
    answer.set_cookie(cookie_name(request, HALFWAY), carried, max_age=LASTS, **cookie_form(request, "strict"))
    return answer


def signed_out(request: Request) -> Response:
    """Ask to sign in, and lead back to the page that was asked for; what was typed into it is given back."""
    onward, typed = left_at(request)
    return asked(request, onward, typed=typed, code=status.HTTP_401_UNAUTHORIZED)


def left_at(request: Request) -> tuple[str, list[str]]:
    """Where somebody of the console was when they were stopped, and what they had typed there."""
    path, query = request.url.path, request.url.query
    if request.method != "POST":
        return (f"{path}?{query}" if query else path), []
    back = path if opens(request, path) else path.rpartition("/")[0]
    typed = {name: held for name, held in request.state.posted.fields.items() if name not in UNSEEN | NEVER_SHOWN}
    return (back if opens(request, back) else DESK), typed_words(typed)


def within_desk(onward: str) -> str:
    """Where to go on to: a page of the console and nothing else."""
    path = onward.partition("?")[0]
    return onward if under_desk(path) and "\\" not in onward and ".." not in path else ""


def asked(
    request: Request,
    onward: str,
    form: Form | None = None,
    code: int = status.HTTP_200_OK,
    typed: list[str] | None = None,
) -> Response:
    """Show the page of signing in, with the button of the provider where the operator set one."""
    provider = request.app.state.provider
    name = provider.name if provider else None
    template = "desk/sign_in.html"
    return page(template, status=code, onward=onward, form=form or Form(), typed=typed or [], provider=name)


def _code_asked(onward: str, errors: dict[str, str] | None = None, code: int = status.HTTP_200_OK) -> Response:
    return page("desk/sign_in_code.html", status=code, onward=onward, form=Form({}, errors or {}))
