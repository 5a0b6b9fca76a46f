"""The agency's own people sign in with the provider of the installation, and prove by it again who they are.

A form leads to the provider by a page of ours: browsers hold a form to this site also where it is sent on (CSP
``form-action``). What comes back fits to what the browser set out with, once, within ten minutes.
"""

from collections.abc import Mapping
from typing import Annotated, Final

import structlog
from fastapi import APIRouter, Request, Response, status

from app.accounts.access import ANY_ROLE, Access, Door, allow, bearer, public, require_same_origin
from app.accounts.actions import oidc
from app.accounts.actions.factors import FactorUnreadable
from app.accounts.actions.oidc_trips import Trip, new_trip, opened, seal
from app.accounts.pages import confirming, signing_in
from app.accounts.pages.signing_in import LASTS, MISSING, SignInRoute, admitted, on_to_code, within_desk
from app.accounts.queries.oidc import agency_at_door
from app.accounts.rules.oidc import Identity, identity
from app.adapters.oidc import Asked, NotAccepted, Provider, ProviderSilent
from app.core.actor import ConsultantActor
from app.core.secret_box import NoSecretKey, box_of
from app.web import limits
from app.web.deps import CurrentSettings, Now, database
from app.web.fields import Form
from app.web.page_routes import DESK, FormPosted, cookie_name, desk_pages, see
from app.web.session_cookie import cookie_form
from app.web.templating import page

TRIP: Final = "afterword-elsewhere"
ONCE: Final = limits.Policy("ways-back", 1, 2 * LASTS)
"""The way back is taken once: its bucket holds one, and is not full again before the way itself has ended."""
LONGEST_ONWARD: Final = 1000
SAID_NO: Final = frozenset({"access_denied", "login_required", "consent_required", "interaction_required"})
NO_AGENCY: Final = "No agency signs in under this name. It stands in your invitation"
WORDS: Final[Mapping[str, str]] = {
    "late": "This took longer than ten minutes, or was opened a second time. Begin again",
    "stranger": "This was not begun in this browser. Begin again",
    "silent": "We cannot reach {name}. Try again in a few minutes, or use your passphrase",
    "refused": "You were not let in with {name}. Try again, or use your passphrase",
    "untrusted": "What came back from {name} could not be checked. Try again; if it stays so, tell whoever runs this",
    "keyless": "This service cannot do this yet: ask its operator to set AFTERWORD_SECRET_KEY. Use your passphrase",
    "unverified": "With {name} comes no e-mail address that is confirmed as yours. Have it confirmed there, or use "
    "your passphrase",
    "unknown": "With {name} comes an address at which nobody of this agency is invited. Ask an administrator of "
    "your agency to invite you there",
    "another": "Here you are known by another account than this one. Sign in with that one, or ask an administrator "
    "of your agency to remove it",
    "ended": "Your session ended meanwhile. Sign in again",
    "not_theirs": "This is not the account by which you sign in here. Use that one, or type your passphrase",
    "not_fresh": "We were not told that you signed in there just now. Type your passphrase, or a code of your app",
}
STATUS: Final[Mapping[str, int]] = {"silent": 503, "keyless": 503}
router = APIRouter(include_in_schema=False, route_class=SignInRoute)
desk = desk_pages("/confirm")
AsAnybody = Annotated[Door, public()]
AsUser = Annotated[Access[ConsultantActor], allow(roles=ANY_ROLE, before_factor=True)]
log = structlog.get_logger("sign_in")


class Stopped(Exception):
    """The way there or back ends here; ``why`` is a word of ours."""

    def __init__(self, why: str) -> None:
        """Keep why."""
        super().__init__(why)
        self.why = why


@router.post("/sign-in/elsewhere", operation_id="goToProvider")
def go_to_provider(
    door: AsAnybody, request: Request, posted: FormPosted, settings: CurrentSettings, now: Now
) -> Response:
    """Lead to the provider whoever names their agency; where there is but one, they need not."""
    require_same_origin(request)
    provider, onward = _provider(request), within_desk(posted.value("next"))
    if provider is None:
        return see("/sign-in")
    try:
        _prepare(provider)
        agency_id = agency_at_door(door.session, posted.value("agency"))
        if agency_id is None:
            words = NO_AGENCY if posted.value("agency") else MISSING["agency"]
            return signing_in.asked(request, onward, _typed(posted.value("agency"), {"agency": words}), 422)
        return _lead(request, provider, new_trip(agency_id, onward=_short(onward), now=now), settings)
    except Stopped as stopped:
        return _stopped(request, provider, stopped, onward)


@desk.post("/elsewhere", operation_id="proveAtProvider")
def prove_at_provider(
    access: AsUser, request: Request, posted: FormPosted, settings: CurrentSettings, now: Now
) -> Response:
    """Lead to the provider whoever is in and must prove again who they are: there they sign in anew."""
    provider, onward, actor = _provider(request), within_desk(posted.value("next")), access.actor
    if provider is None or actor.session_id is None:
        return see(f"{DESK}/confirm")
    trip = new_trip(actor.agency_id, onward=_short(onward), now=now, session_id=actor.session_id)
    try:
        _prepare(provider)
        return _lead(request, provider, trip, settings)
    except Stopped as stopped:
        return _stopped(request, provider, stopped, onward, again=True)


@router.get("/sign-in/back", operation_id="comeBackFromProvider")
def come_back_from_provider(door: AsAnybody, request: Request, settings: CurrentSettings, now: Now) -> Response:
    """Let in whom the provider names, once for each way there; the network is asked before the database is."""
    provider, box = _provider(request), box_of(settings)
    if provider is None:
        return see("/sign-in")
    trip = opened(request.cookies.get(cookie_name(request, TRIP), ""), box=box, now=now)
    if trip is None:
        return _stopped(request, provider, Stopped("late"), "")
    try:
        found = _found(request, provider, trip, settings, now)
        answer = _arrived(door, request, trip, found, settings, now)
    except (Stopped, oidc.NotLetIn) as stopped:
        answer = _stopped(request, provider, stopped, trip.onward, again=trip.fresh)
    answer.delete_cookie(cookie_name(request, TRIP), **cookie_form(request))
    return answer


def _found(request: Request, provider: Provider, trip: Trip, settings: CurrentSettings, now: Now) -> Identity:
    """Who came back, by what the provider says of the code; raises Stopped."""
    said = request.query_params
    if not trip.is_answered_by(said.get("state", "")) or said.get("iss", provider.issuer) != provider.issuer:
        raise Stopped("stranger")
    _once(request, trip, now)
    if said.get("error") or not said.get("code"):
        log.info("provider.refused", why=said["error"] if said.get("error") in SAID_NO else "other")
        raise Stopped("refused")
    asked = Asked(trip.state, trip.nonce, trip.verifier, trip.fresh)
    try:
        return identity(provider.claims(said["code"], asked, now=now), factor=settings.oidc_second_factor)
    except ProviderSilent:
        log.warning("provider.silent")
        raise Stopped("silent") from None
    except NotAccepted as refused:
        log.warning("provider.not_accepted", why=refused.why)
        raise Stopped("untrusted") from None


def _arrived(
    door: Door, request: Request, trip: Trip, found: Identity, settings: CurrentSettings, now: Now
) -> Response:
    if trip.fresh:
        oidc.prove_again(door.session, token=bearer(request) or "", trip=trip, found=found, now=now)
        return see(trip.onward or DESK)
    try:
        come = oidc.come_in(door.session, trip=trip, found=found, box=box_of(settings), now=now)
    except FactorUnreadable:
        raise Stopped("keyless") from None
    return on_to_code(request, trip.onward, come) if isinstance(come, str) else admitted(request, trip.onward, *come)


def _once(request: Request, trip: Trip, now: Now) -> None:
    try:
        with database(request).transaction() as counting:
            limits.take(counting, [(ONCE, trip.state)], now=now)
    except limits.RateLimited:
        raise Stopped("late") from None


def _prepare(provider: Provider) -> None:
    try:
        provider.prepare()
    except (ProviderSilent, NotAccepted):
        log.warning("provider.silent")
        raise Stopped("silent") from None


def _lead(request: Request, provider: Provider, trip: Trip, settings: CurrentSettings) -> Response:
    try:
        carried = seal(trip, box=box_of(settings))
    except NoSecretKey:
        raise Stopped("keyless") from None
    address = provider.address(Asked(trip.state, trip.nonce, trip.verifier, trip.fresh))
    answer = page("desk/elsewhere.html", address=address, provider=provider.name)
    answer.set_cookie(cookie_name(request, TRIP), carried, max_age=LASTS, **cookie_form(request))
    return answer


def _stopped(
    request: Request, provider: Provider, stopped: Stopped | oidc.NotLetIn, onward: str, *, again: bool = False
) -> Response:
    """Say what to do: on the page of signing in, or where whoever is in was asked again."""
    code = STATUS.get(stopped.why, status.HTTP_401_UNAUTHORIZED)
    errors = {"provider": WORDS[stopped.why].format(name=provider.name)}
    if again and stopped.why != "ended":
        return confirming.asked(request, onward, errors, status.HTTP_403_FORBIDDEN if code == 401 else code)
    return signing_in.asked(request, onward, Form({}, errors), code)


def _typed(agency: str, errors: dict[str, str]) -> Form:
    return Form({"agency": [agency]}, errors)


def _short(onward: str) -> str:
    """Where to go on to, as far as a cookie holds it."""
    return onward if len(onward) <= LONGEST_ONWARD else ""


def _provider(request: Request) -> Provider | None:
    provider: Provider | None = request.app.state.provider
    return provider
