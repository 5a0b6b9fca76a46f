"""A user's own second factor and sessions; proving again who one is; an administrator's help when an app is lost."""

from typing import Annotated

from fastapi import Request, status

from app.accounts.access import ADMINS, ANY_ROLE, Access, allow, count_code
from app.accounts.actions import confirming, factors, oidc_linking
from app.accounts.queries import factors as queries
from app.accounts.queries.rows import agency, consultant
from app.accounts.queries.visits import open_sessions
from app.accounts.rules.codes import app_uri
from app.accounts.schemas.accounts import ConsultantView
from app.accounts.schemas.factors import (
    CodeGiven,
    Confirmed,
    OpenSession,
    Proof,
    RecoveryCodesView,
    SecondFactorBegun,
    SecondFactorView,
)
from app.core.actor import ConsultantActor
from app.core.ids import ConsultantId
from app.core.secret_box import box_of
from app.web.deps import CurrentSettings, Now, Page
from app.web.problems import responses
from app.web.routes import router_for, shown_once

router = router_for("accounts")
AsUser = Annotated[Access[ConsultantActor], allow(roles=ANY_ROLE, before_factor=True)]
AsConfirmed = Annotated[Access[ConsultantActor], allow(roles=ANY_ROLE, confirmed=True, before_factor=True)]
AsConfirmedAdmin = Annotated[Access[ConsultantActor], allow(roles=ADMINS, confirmed=True)]


@router.post("/session/confirm", operation_id="confirmSession", responses=responses(401, 403))
def confirm_session(access: AsUser, body: Proof, request: Request, settings: CurrentSettings, now: Now) -> Confirmed:
    """Prove again who you are; for ten minutes keys, roles and exports ask no more. Each attempt is counted."""
    count_code(request, str(access.actor.id))
    until = confirming.confirm(
        access.session, passphrase=body.passphrase, code=body.code, box=box_of(settings), actor=access.actor, now=now
    )
    return Confirmed(confirmed_until=until)


@router.get("/sessions", operation_id="listSessions", responses=responses(401, 403))
def list_sessions(access: AsUser, now: Now) -> Page[OpenSession]:
    """List where you are signed in, newest first."""
    current = access.actor.session_id
    rows = open_sessions(access.session, access.actor, now=now)
    shown = [
        OpenSession(id=one.id, created_at=one.created_at, expires_at=one.expires_at, current=one.id == current)
        for one in rows
    ]
    return Page(data=shown, next_cursor=None)


@router.post(
    "/sessions/close-others",
    operation_id="closeOtherSessions",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=responses(401, 403),
)
def close_other_sessions(access: AsUser, now: Now) -> None:
    """End every session of yours but the one that this request came by."""
    confirming.sign_out_elsewhere(access.session, actor=access.actor, now=now)


@router.get("/second-factor", operation_id="getSecondFactor", responses=responses(401, 403))
def get_second_factor(access: AsUser) -> SecondFactorView:
    """Read whether you sign in with a code, and how many recovery codes are left."""
    session, actor = access.session, access.actor
    found = queries.factor_of(session, agency_id=actor.agency_id, consultant_id=actor.id)
    return SecondFactorView(
        set_up_at=found.set_up_at if found else None,
        recovery_codes_left=queries.codes_left(session, actor),
        required=queries.must_have(session, consultant(session, consultant_id=actor.id, actor=actor)),
    )


@router.post(
    "/second-factor",
    operation_id="beginSecondFactor",
    responses=responses(401, 403, 409),
    openapi_extra=shown_once("secret", "uri"),
)
def begin_second_factor(access: AsConfirmed, settings: CurrentSettings, now: Now) -> SecondFactorBegun:
    """Begin to set up a code app; a former one works until a code of the new one was given."""
    session, actor = access.session, access.actor
    secret = factors.begin_set_up(session, box=box_of(settings), actor=actor, now=now)
    user = consultant(session, consultant_id=actor.id, actor=actor)
    uri = app_uri(secret, email=user.email, agency=agency(session, actor.agency_id).name)
    return SecondFactorBegun(secret=secret, uri=uri)


@router.post(
    "/second-factor/confirm",
    operation_id="confirmSecondFactor",
    responses=responses(401, 403, 404),
    openapi_extra=shown_once("codes"),
)
def confirm_second_factor(
    access: AsConfirmed, body: CodeGiven, request: Request, settings: CurrentSettings, now: Now
) -> RecoveryCodesView:
    """Take the code app into use by a code that it shows; the answer holds the recovery codes, this once."""
    count_code(request, str(access.actor.id))
    codes = factors.finish_set_up(access.session, code=body.code, box=box_of(settings), actor=access.actor, now=now)
    return RecoveryCodesView(codes=codes)


@router.post(
    "/second-factor/recovery-codes",
    operation_id="renewRecoveryCodes",
    responses=responses(401, 403, 409),
    openapi_extra=shown_once("codes"),
)
def renew_recovery_codes(access: AsConfirmed, now: Now) -> RecoveryCodesView:
    """Make ten new recovery codes; the former ones stop working."""
    return RecoveryCodesView(codes=factors.renew_recovery_codes(access.session, actor=access.actor, now=now))


@router.delete(
    "/second-factor",
    operation_id="removeSecondFactor",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=responses(401, 403, 409),
)
def remove_second_factor(access: AsConfirmed, now: Now) -> None:
    """Sign in without a code from now on; where your agency asks for one, 409."""
    factors.turn_off(access.session, actor=access.actor, now=now)


@router.post(
    "/consultants/{consultant_id}/second-factor/reset",
    operation_id="resetSecondFactor",
    responses=responses(401, 403, 404),
)
def reset_second_factor(access: AsConfirmedAdmin, consultant_id: ConsultantId, now: Now) -> ConsultantView:
    """Take a lost code app and its recovery codes from a user, who is told by mail."""
    user = factors.reset(access.session, consultant_id=consultant_id, actor=access.actor, now=now)
    return ConsultantView.model_validate(user)


@router.delete(
    "/consultants/{consultant_id}/provider-account",
    operation_id="removeProviderAccount",
    responses=responses(401, 403, 404),
)
def remove_provider_account(access: AsConfirmedAdmin, consultant_id: ConsultantId, now: Now) -> ConsultantView:
    """Let a user come by another account of your provider next; harmless where none is linked."""
    user = oidc_linking.unlink(access.session, consultant_id=consultant_id, actor=access.actor, now=now)
    return ConsultantView.model_validate(user)
