"""Who may enter a route: one dependency that yields actor and session together.

A route declares its audience as ``access: Annotated[Access[…], allow(…)]``; a route without one fails the build, and
the access matrix reads the same declaration. The session commits when the endpoint has returned and *before* the
answer leaves (scope "function"): a failed commit is never reported as success.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from urllib.parse import urlsplit
from uuid import UUID

from fastapi import Depends, Request

from app.accounts.actions import confirming
from app.accounts.queries import keys
from app.accounts.queries import rows as queries
from app.accounts.schemas.accounts import SignIn
from app.core.actor import Actor, CandidateActor, ConsultantActor, ConsultantRole, IntegrationActor, Scope
from app.core.clock import utc_now
from app.core.db import AgencySession
from app.core.errors import FieldError, Forbidden, Invalid, Unauthenticated
from app.core.ids import Prefixed, public_id
from app.core.settings import Settings
from app.core.tokens import TokenKind, read_token
from app.web import idempotency, limits
from app.web.deps import database
from app.web.fields import Posted, typed_words
from app.web.page_routes import Instead, session_cookie
from app.web.templating import page

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
ANY_ROLE: frozenset[ConsultantRole] = frozenset({"consultant", "manager", "compliance", "admin"})
READERS: frozenset[ConsultantRole] = frozenset({"consultant", "manager", "compliance"})
"""Roles that read content; an admin reads none."""
DECIDERS: frozenset[ConsultantRole] = frozenset({"consultant", "manager"})
ADMINS: frozenset[ConsultantRole] = frozenset({"admin"})

Who = TypeVar("Who", bound=Actor)


class ScopeMissing(Forbidden):
    """This key does not have the scope that is needed here."""

    code = "scope_missing"


class OnBehalfOfMissing(Invalid):
    """A decision is a person's: send On-Behalf-Of with the consultant's identifier or e-mail address."""

    code = "on_behalf_of_required"


class CrossSite(Forbidden):
    """This request comes from another site, or does not say where it comes from."""

    code = "cross_site"


@dataclass(frozen=True)
class Access(Generic[Who]):
    """Who acts, and the session in which they do."""

    actor: Who
    session: AgencySession


@dataclass(frozen=True)
class Audience:
    """Whom a route lets in. ``scope``: keys with it, as the integration; ``for_consultant``: as the consultant that
    On-Behalf-Of names; ``confirmed``: users who proved within ten minutes who they are; ``before_factor``: also those
    who must set up a second factor first."""

    public: bool = False
    candidate: bool = False
    roles: frozenset[ConsultantRole] = frozenset()
    scope: Scope | None = None
    for_consultant: bool = False
    confirmed: bool = False
    before_factor: bool = False


class Enter:
    """The dependency; it keeps its audience where guards and the access matrix can read it."""

    def __init__(self, audience: Audience) -> None:
        """Keep whom to let in."""
        self.audience = audience

    def __call__(self, request: Request) -> Iterator[Access[Any]]:
        """Let in, yield, commit; raises Unauthenticated (401), Forbidden (403) or TooMany (429)."""
        db, now = database(request), utc_now()
        if request.method in SAFE_METHODS:
            with db.request_session() as session:
                yield Access(_admit(session, request, self.audience, now), session)
            return
        with db.transaction() as counting:
            actor = _admit(counting, request, self.audience, now)
            _count_write(counting, request, actor, now)
        with db.request_session() as session:
            session.use_agency(actor.agency_id)
            idempotency.begin(request, session, actor, now)
            yield Access(actor, session)


def allow(
    *,
    candidate: bool = False,
    roles: frozenset[ConsultantRole] = frozenset(),
    scope: Scope | None = None,
    for_consultant: bool = False,
    confirmed: bool = False,
    before_factor: bool = False,
) -> Any:
    """Declare who may enter a route."""
    audience = Audience(False, candidate, roles, scope, for_consultant, confirmed, before_factor)
    return Depends(Enter(audience), scope="function")


@dataclass(frozen=True)
class Door:
    """A session for somebody who is not in yet."""

    session: AgencySession


class EnterPublic:
    """The dependency of the few routes that let somebody in; no agency is set until a token or name is known."""

    audience = Audience(public=True)

    def __call__(self, request: Request) -> Iterator[Door]:
        """Yield a session, commit before the answer leaves; raises TooMany (429) unless it only reads."""
        db, now = database(request), utc_now()
        if request.method not in SAFE_METHODS:
            with db.transaction() as counting:
                policy = limits.of_arrivals(request.app.state.settings)
                limits.spend(request, counting, [(policy, limits.address_of(request.scope))], now=now)
        with db.request_session() as session:
            yield Door(session)


def public() -> Any:
    """Declare a route as open to anybody."""
    return Depends(EnterPublic(), scope="function")


def count_sign_in(request: Request, body: SignIn) -> None:
    """Count an attempt at this account, whether it is right or wrong; raises TooMany (429)."""
    policies = [limits.of_sign_ins(request.app.state.settings), *([limits.CODES] if body.code else [])]
    with database(request).transaction() as counting:
        limits.spend(request, counting, [(policy, body.account) for policy in policies], now=utc_now())


def count_code(request: Request, account: str) -> None:
    """Count a code, or a passphrase given again, for this account; raises TooMany (429)."""
    with database(request).transaction() as counting:
        limits.spend(request, counting, [(limits.CODES, account)], now=utc_now())


def bearer(request: Request) -> str | None:
    """The token of the Authorization header, or of the session cookie when the request is from our own pages."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        return token.strip()
    cookie = session_cookie(request)
    if cookie and request.method not in SAFE_METHODS:
        require_same_origin(request)
    return cookie


def _admit(session: AgencySession, request: Request, audience: Audience, now: datetime) -> Actor:
    token = bearer(request)
    if token is None:
        raise Unauthenticated
    if token.startswith("awk_"):
        return _admit_key(session, request, token, audience, now)
    opened = _opened(session, token, "aws")
    found = queries.session_of(session, opened, now=now) if opened else None
    if found is None:
        raise Unauthenticated
    web_session, actor = found
    if isinstance(actor, CandidateActor) and audience.candidate:
        _require_their_interview(request, actor)
        return actor
    if isinstance(actor, ConsultantActor) and actor.role in audience.roles:
        confirming.require_whole(web_session, before_factor=audience.before_factor)
        if audience.confirmed:
            confirming.require_confirmed(actor, now=now)
        return actor
    raise Forbidden


def form_of_another_visit(request: Request) -> None:
    """Answer a form whose visit another interview has taken over in this browser; any other is left alone.

    A page that saves by itself keeps what was typed, and is left alone too.
    """
    if "application/json" in request.headers.get("accept", ""):
        return
    with database(request).request_session() as session, suppress(Unauthenticated, Forbidden):
        _admit(session, request, Audience(candidate=True), utc_now())


def _require_their_interview(request: Request, actor: CandidateActor) -> None:
    """Say on a page that their visit is to another interview, the same whether this one exists or not."""
    asked = request.path_params.get("interview_id", "")
    if not request.scope["path"].startswith("/my/"):
        return
    try:
        theirs = Prefixed("int").parse(asked) == actor.interview_id
    except ValueError:
        return
    home = f"/my/{public_id('int', actor.interview_id)}"
    if theirs:
        request.state.home = home
        return
    posted: Posted = request.state.posted
    typed = typed_words(posted.fields)
    found = page("pages/another_interview.html", status=404, home=home, typed=typed, with_files=bool(posted.files))
    raise Instead(found)


def _count_write(session: AgencySession, request: Request, actor: Actor, now: datetime) -> None:
    settings: Settings = request.app.state.settings
    asked = [
        (limits.of_writes(settings), f"{actor.kind} {actor.id}"),
        (limits.of_agency_writes(settings), str(actor.agency_id)),
    ]
    limits.spend(request, session, asked, now=now)


def _admit_key(
    session: AgencySession, request: Request, token: str, audience: Audience, now: datetime
) -> IntegrationActor | ConsultantActor:
    opened = _opened(session, token, "awk_live")
    integration = keys.key_of(session, opened, now=now) if opened else None
    if integration is None:
        raise Unauthenticated
    if audience.scope is None or audience.scope not in integration.scopes:
        raise ScopeMissing
    named = request.headers.get("on-behalf-of")
    if not audience.for_consultant:
        return integration
    if named is None:
        raise OnBehalfOfMissing(errors=[FieldError("header:On-Behalf-Of", "is required")])
    return _consultant_named(session, named, integration, audience, now)


def _consultant_named(
    session: AgencySession, named: str, integration: IntegrationActor, audience: Audience, now: datetime
) -> ConsultantActor:
    whom = named if "@" in named else _consultant_id(named)
    actor = queries.consultant_acting(session, named=whom, actor=integration, now=now)
    if actor is None:
        raise queries.ConsultantNotFound
    if actor.role not in audience.roles:
        raise Forbidden
    return actor


def _consultant_id(named: str) -> UUID:
    try:
        return Prefixed("con").parse(named)
    except ValueError:
        raise queries.ConsultantNotFound from None


def _opened(session: AgencySession, text: str, kind: TokenKind) -> Any:
    try:
        token = read_token(text, kind)
    except ValueError:
        return None
    session.use_agency(token.agency_id)
    return token


def require_same_origin(request: Request) -> None:
    """Refuse a cookie-carried write from elsewhere (Fetch Metadata, else Origin); both missing is refused too.

    Our pages send no referrer, so browsers send their forms with the Origin null: then Fetch Metadata alone decides.
    """
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if site is not None and site not in {"same-origin", "none"}:
        raise CrossSite
    if origin == "null" and site == "same-origin":
        return
    if origin is not None and urlsplit(origin)[:2] != urlsplit(request.app.state.settings.public_url)[:2]:
        raise CrossSite
    if site is None and origin is None:
        raise CrossSite


def audience_of(call: Any) -> Audience | None:
    """The audience that a dependency declares, for guards and the access matrix."""
    return call.audience if isinstance(call, Enter | EnterPublic) else None
