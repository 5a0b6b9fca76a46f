"""Agency, users, keys; signing in and out; a candidate's way in."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request, Response, status

from app.accounts.access import ADMINS, ANY_ROLE, Access, Door, allow, bearer, count_sign_in, public
from app.accounts.actions import agencies, keys, sessions, users
from app.accounts.models import Agency, ApiKey, Consultant, WebSession
from app.accounts.queries import keys as made_keys
from app.accounts.queries import rows as queries
from app.accounts.schemas.accounts import (
    AgencySettings,
    AgencyView,
    ConsultantInvite,
    ConsultantView,
    KeyCreated,
    KeyRequest,
    KeyView,
    LinkToken,
    OwnChange,
    Passphrase,
    SessionView,
    SettingsChange,
    SignIn,
)
from app.core.actor import Actor, ConsultantActor
from app.core.ids import ApiKeyId, ConsultantId, Prefixed
from app.core.secret_box import box_of
from app.core.tokens import Token
from app.web.deps import CurrentSettings, Now, Page
from app.web.etag import SeenIfSaid, set_etag
from app.web.lists import Listing
from app.web.problems import responses
from app.web.routes import router_for, shown_once
from app.web.session_cookie import let_in, let_out

router = router_for("accounts")
AsAnybody = Annotated[Door, public()]
SignInCounted = Annotated[None, Depends(count_sign_in)]
AsAdmin = Annotated[Access[Actor], allow(roles=ADMINS, scope="admin")]
AsConfirmedAdmin = Annotated[Access[Actor], allow(roles=ADMINS, scope="admin", confirmed=True)]
AsUser = Annotated[Access[Actor], allow(roles=ANY_ROLE, scope="admin")]
AsThemselves = Annotated[Access[ConsultantActor], allow(roles=ANY_ROLE)]


@router.post("/sign-in", operation_id="signIn", responses=responses(401))
def sign_in(
    door: AsAnybody,
    _counted: SignInCounted,
    body: SignIn,
    now: Now,
    settings: CurrentSettings,
    request: Request,
    response: Response,
) -> SessionView:
    """Sign in as a consultant; the session lasts 12 hours. Who set up a code app sends a code, too."""
    web_session, token = sessions.sign_in(door.session, given=body, box=box_of(settings), now=now)
    return _let_in(web_session, token, None, request, response)


@router.post("/candidate-sessions", operation_id="openCandidateSession", responses=responses(401))
def open_candidate_session(
    door: AsAnybody, body: LinkToken, now: Now, request: Request, response: Response
) -> SessionView:
    """Come in as a candidate by the token of a link."""
    web_session, link, token = sessions.open_candidate_session(door.session, token=body.token, now=now)
    return _let_in(web_session, token, link.interview_id, request, response)


@router.post("/sign-out", operation_id="signOut", status_code=status.HTTP_204_NO_CONTENT, responses=responses(403))
def sign_out(door: AsAnybody, now: Now, request: Request, response: Response) -> None:
    """End the session that the request carries."""
    sessions.close_session(door.session, token=bearer(request) or "", now=now)
    let_out(request, response)


@router.post("/invitations/accept", operation_id="acceptInvitation", responses=responses(401))
def accept_invitation(door: AsAnybody, body: Passphrase, now: Now) -> ConsultantView:
    """Set the passphrase of an invited user, once."""
    user = users.accept_invitation(door.session, token=body.token, passphrase=body.passphrase, now=now)
    return ConsultantView.model_validate(user)


@router.get("/agency", operation_id="getAgency", responses=responses(401, 403))
def get_agency(access: AsUser, response: Response) -> AgencyView:
    """Read the agency and its settings."""
    return _agency_view(queries.agency(access.session, access.actor.agency_id), response)


@router.patch("/agency", operation_id="changeAgency", responses=responses(401, 403, 412))
def change_agency(access: AsAdmin, body: SettingsChange, now: Now, response: Response, seen: SeenIfSaid) -> AgencyView:
    """Change some of the agency's settings; with If-Match only where nobody changed any since you read them."""
    agency = agencies.change_settings(access.session, changes=body.settings, actor=access.actor, now=now, seen=seen)
    return _agency_view(agency, response)


@router.get("/consultants", operation_id="listConsultants", responses=responses(401, 403))
def list_consultants(access: AsUser, listing: Listing) -> Page[ConsultantView]:
    """List the agency's users, oldest first."""
    after = listing.after("con")
    rows = queries.consultants(access.session, actor=access.actor, after=after, limit=listing.reads)
    return listing.page(rows, show=ConsultantView.model_validate, key=_consultant_key)


@router.post(
    "/consultants",
    operation_id="inviteConsultant",
    status_code=status.HTTP_201_CREATED,
    responses=responses(401, 403, 409),
)
def invite_consultant(access: AsAdmin, body: ConsultantInvite, now: Now) -> ConsultantView:
    """Invite a user, who gets a mail with a one-time link.

    For an admin the user who invites has proved within ten minutes who they are; else 403.
    """
    user = users.invite_consultant(access.session, invite=body, actor=access.actor, now=now)
    return ConsultantView.model_validate(user)


@router.get("/consultants/me", operation_id="getOwnUser", responses=responses(401, 403))
def get_own_user(access: AsThemselves, response: Response) -> ConsultantView:
    """Read who you are here, and how you hear of what comes in."""
    user = queries.consultant(access.session, consultant_id=access.actor.id, actor=access.actor)
    set_etag(response, user.audit_seq)
    return ConsultantView.model_validate(user)


@router.patch("/consultants/me", operation_id="changeOwnUser", responses=responses(401, 403))
def change_own_user(access: AsThemselves, body: OwnChange, now: Now, response: Response) -> ConsultantView:
    """Decide how you hear of what comes in: a mail at once, or at most three a day."""
    user = users.change_own(access.session, change=body, actor=access.actor, now=now)
    set_etag(response, user.audit_seq)
    return ConsultantView.model_validate(user)


@router.post(
    "/consultants/{consultant_id}/invite",
    operation_id="inviteAgain",
    responses=responses(401, 403, 404, 409),
)
def invite_again(access: AsAdmin, consultant_id: ConsultantId, now: Now) -> ConsultantView:
    """Mail a user who has not joined another one-time link; the one before stops working.

    For an admin the user who invites has proved within ten minutes who they are; else 403.
    """
    user = users.invite_again(access.session, consultant_id=consultant_id, actor=access.actor, now=now)
    return ConsultantView.model_validate(user)


@router.post(
    "/consultants/{consultant_id}/deactivate",
    operation_id="deactivateConsultant",
    responses=responses(401, 403, 404, 409),
)
def deactivate_consultant(access: AsAdmin, consultant_id: ConsultantId, now: Now) -> ConsultantView:
    """End a user's access at once."""
    user = users.deactivate(access.session, consultant_id=consultant_id, actor=access.actor, now=now)
    return ConsultantView.model_validate(user)


@router.get("/keys", operation_id="listKeys", responses=responses(401, 403))
def list_keys(access: AsAdmin, listing: Listing) -> Page[KeyView]:
    """List the agency's API keys, without their secrets."""
    rows = made_keys.keys(access.session, actor=access.actor, after=listing.after("key"), limit=listing.reads)
    return listing.page(rows, show=KeyView.model_validate, key=_key_key)


@router.post(
    "/keys",
    operation_id="createKey",
    status_code=status.HTTP_201_CREATED,
    responses=responses(401, 403),
    openapi_extra=shown_once("key"),
)
def create_key(access: AsConfirmedAdmin, body: KeyRequest, now: Now) -> KeyCreated:
    """Create an API key; the answer is the only place where its secret is shown.

    A user has proved within ten minutes who they are (`POST /v1/session/confirm`); else 403.
    """
    key, token = keys.create_key(access.session, request=body, actor=access.actor, now=now)
    return KeyCreated(**KeyView.model_validate(key).model_dump(), key=token.text)


@router.post("/keys/{key_id}/revoke", operation_id="revokeKey", responses=responses(401, 403, 404))
def revoke_key(access: AsAdmin, key_id: ApiKeyId, now: Now) -> KeyView:
    """Revoke a key at once."""
    return KeyView.model_validate(keys.revoke_key(access.session, key_id=key_id, actor=access.actor, now=now))


def _let_in(
    web_session: WebSession, token: Token, interview_id: UUID | None, request: Request, response: Response
) -> SessionView:
    """Answer with the session, and set it as a cookie for browsers."""
    candidate = interview_id is not None
    let_in(request, response, token.text, expires_at=web_session.expires_at, candidate=candidate)
    return SessionView(
        token=token.text,
        expires_at=web_session.expires_at,
        kind="candidate" if candidate else "consultant",
        interview_id=interview_id,
    )


def _agency_view(agency: Agency, response: Response) -> AgencyView:
    set_etag(response, agency.audit_seq)
    return AgencyView(
        id=agency.id,
        name=agency.name,
        time_zone=agency.time_zone,
        country=agency.country,
        settings=AgencySettings.model_validate(agency.settings),
    )


def _consultant_key(user: Consultant) -> tuple[str, ...]:
    return (Prefixed("con").show(user.id),)


def _key_key(key: ApiKey) -> tuple[str, ...]:
    return (Prefixed("key").show(key.id),)
