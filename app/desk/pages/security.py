"""A user's own security: the code app, its recovery codes, where they are signed in."""

from typing import Annotated, Final

from fastapi import Request, status
from fastapi.responses import Response

from app.accounts.access import ANY_ROLE, Access, allow, count_code
from app.accounts.actions import confirming, factors
from app.accounts.queries import factors as queries
from app.accounts.queries.visits import open_sessions
from app.accounts.rendering import qr_picture
from app.accounts.rules.codes import app_uri
from app.core.actor import ConsultantActor
from app.core.errors import Invalid
from app.core.local_time import date_time
from app.core.secret_box import NoSecretKey, box_of
from app.desk.pages.frame import Desk, at_desk
from app.web.deps import CurrentSettings, Now
from app.web.fields import Form
from app.web.page_routes import DESK, FormPosted, desk_pages, see

HOME: Final = f"{DESK}/security"
router = desk_pages("/security")
AsUser = Annotated[Access[ConsultantActor], allow(roles=ANY_ROLE, before_factor=True)]
AsConfirmed = Annotated[Access[ConsultantActor], allow(roles=ANY_ROLE, confirmed=True, before_factor=True)]


@router.get("", operation_id="seeSecurity")
def see_security(access: AsUser, request: Request, now: Now) -> Response:
    """Show the code app, how many recovery codes are left, and every place where the user is signed in."""
    return _overview(at_desk(request, access), access, now)


@router.get("/app", operation_id="seeCodeApp")
def see_code_app(access: AsConfirmed, request: Request, settings: CurrentSettings) -> Response:
    """Show what the app scans while it is being set up, else how to begin."""
    return _set_up(at_desk(request, access), access, settings)


@router.post("/app", operation_id="beginCodeApp")
def begin_code_app(access: AsConfirmed, request: Request, settings: CurrentSettings, now: Now) -> Response:
    """Make a secret for an app; a former app works until a code of the new one was given."""
    try:
        factors.begin_set_up(access.session, box=box_of(settings), actor=access.actor, now=now)
    except NoSecretKey as refused:
        form = Form({}, {"begin": refused.detail})
        return _set_up(at_desk(request, access), access, settings, form, status.HTTP_409_CONFLICT)
    return see(f"{HOME}/app")


@router.get("/app/picture", operation_id="getCodeAppPicture")
def get_code_app_picture(access: AsConfirmed, request: Request, settings: CurrentSettings) -> Response:
    """Draw what the app scans."""
    desk = at_desk(request, access)
    secret = factors.begun_secret(queries.begun_factor(access.session, access.actor), box_of(settings))
    uri = app_uri(secret, email=desk.user.email, agency=desk.agency.name)
    return Response(qr_picture(uri), media_type="image/svg+xml")


@router.post("/app/code", operation_id="confirmCodeApp")
def confirm_code_app(
    access: AsConfirmed, request: Request, posted: FormPosted, settings: CurrentSettings, now: Now
) -> Response:
    """Take the app into use by a code that it shows, and show the recovery codes, this once."""
    desk = at_desk(request, access)
    count_code(request, str(access.actor.id))
    try:
        codes = factors.finish_set_up(
            access.session, code=posted.value("code"), box=box_of(settings), actor=access.actor, now=now
        )
    except queries.NoSetUpBegun:
        return see(HOME)
    except Invalid as refused:
        form = Form().with_errors(refused.errors)
        return _set_up(desk, access, settings, form, status.HTTP_422_UNPROCESSABLE_CONTENT)
    return desk.show("desk/recovery_codes.html", codes=codes, begun=True)


@router.post("/recovery-codes", operation_id="makeRecoveryCodes")
def make_recovery_codes(access: AsConfirmed, request: Request, now: Now) -> Response:
    """Show ten new recovery codes, this once; the former ones stop working."""
    try:
        codes = factors.renew_recovery_codes(access.session, actor=access.actor, now=now)
    except factors.NoFactor:
        return see(HOME)
    return at_desk(request, access).show("desk/recovery_codes.html", codes=codes, begun=False)


@router.post("/off", operation_id="turnOffCodeApp")
def turn_off_code_app(access: AsConfirmed, request: Request, now: Now) -> Response:
    """Sign in without a code from now on; where the agency asks for one, say so."""
    try:
        factors.turn_off(access.session, actor=access.actor, now=now)
    except factors.FactorNeeded as refused:
        form = Form({}, {"off": refused.detail})
        return _overview(at_desk(request, access), access, now, form, status.HTTP_409_CONFLICT)
    return see(HOME)


@router.post("/sign-out-elsewhere", operation_id="signOutElsewhere")
def sign_out_elsewhere(access: AsUser, now: Now) -> Response:
    """End every session of the user but this one."""
    confirming.sign_out_elsewhere(access.session, actor=access.actor, now=now)
    return see(HOME)


def _overview(
    desk: Desk, access: Access[ConsultantActor], now: Now, form: Form | None = None, code: int = status.HTTP_200_OK
) -> Response:
    session, actor, zone = access.session, access.actor, desk.agency.time_zone
    factor = queries.factor_of(session, agency_id=actor.agency_id, consultant_id=actor.id)
    places = [
        (date_time(one.created_at, zone), date_time(one.expires_at, zone), one.id == actor.session_id)
        for one in open_sessions(session, actor, now=now)
    ]
    set_up_at = factor.set_up_at if factor else None
    return desk.show(
        "desk/security.html",
        status=code,
        form=form or Form(),
        since=date_time(set_up_at, zone) if set_up_at else None,
        codes_left=queries.codes_left(session, actor),
        required=queries.must_have(session, desk.user),
        places=places,
        sign_in_name=queries.sign_in_name_of(session, actor.agency_id),
        email=desk.user.email,
    )


def _set_up(
    desk: Desk,
    access: Access[ConsultantActor],
    settings: CurrentSettings,
    form: Form | None = None,
    code: int = status.HTTP_200_OK,
) -> Response:
    factor = queries.factor_of(access.session, agency_id=access.actor.agency_id, consultant_id=access.actor.id)
    begun = factor is not None and factor.sealed_next is not None
    secret = factors.begun_secret(factor, box_of(settings)) if factor is not None and begun else None
    return desk.show(
        "desk/code_app.html",
        status=code,
        form=form or Form(),
        secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)) if secret else None,
        replaces=factor is not None and factor.set_up_at is not None,
        required=queries.must_have(access.session, desk.user),
    )
