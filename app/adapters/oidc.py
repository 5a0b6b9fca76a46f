"""One OpenID provider: where people are sent to sign in, and what it says of who came back.

Authorization code with PKCE (RFC 6749, RFC 7636); the ID token is checked as OpenID Connect Core 1.0 asks in 3.1.3.7,
by Authlib and joserfc. What the provider publishes is kept for an hour; its keys are fetched again where a token names
one that is not known, once a minute at most.
"""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Final, TypeGuard
from urllib.parse import quote_plus, urlsplit

import httpx
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from app.core.settings import Settings

ALGORITHMS: Final = ("RS256", "PS256", "ES256", "ES384")
"""By a key that only the provider has: neither "none" nor HMAC, whose key would be one that it publishes."""
SKEW_SECONDS: Final = 60
"""How far the provider's clock may be from ours."""
_KEPT_SECONDS: Final = 3600
_ASK_AGAIN_SECONDS: Final = 60
_PATIENCE_SECONDS: Final = 5
_MOST_BYTES: Final = 262_144
_ENDPOINTS: Final = ("authorization_endpoint", "token_endpoint", "jwks_uri")
Json = dict[str, Any]


class ProviderSilent(Exception):
    """The provider does not answer, or with nothing that can be read."""


class NotAccepted(Exception):
    """The provider does not take the code, or says something that does not hold; ``why`` names no person."""

    def __init__(self, why: str) -> None:
        """Keep why, for the log."""
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Asked:
    """What one way to the provider and back is bound to: each word is random and used once."""

    state: str
    nonce: str
    verifier: str
    fresh: bool
    """Whether they must sign in there now, although they may be signed in."""


class Provider:
    """The provider of this installation; safe to use from several threads."""

    def __init__(self, settings: Settings) -> None:
        """Take who it is and as what it knows us; nothing is asked before somebody signs in."""
        self.issuer, self.name = settings.oidc_issuer or "", settings.oidc_name
        self.client_id, secret = settings.oidc_client_id or "", settings.oidc_client_secret
        self._secret = secret.get_secret_value() if secret else ""
        self._back = f"{settings.public_url.rstrip('/')}/sign-in/back"
        self._published: tuple[float, Json] | None = None
        self._keys: tuple[float, KeySet] | None = None

    def prepare(self) -> None:
        """Read what the provider publishes, so that `address` needs no network; raises ProviderSilent."""
        _ = self._discovered

    def address(self, asked: Asked) -> str:
        """Where to send the browser; raises ProviderSilent."""
        again = {"prompt": "login", "max_age": "0"} if asked.fresh else {}
        uri: str = prepare_grant_uri(
            self._discovered["authorization_endpoint"],
            client_id=self.client_id,
            response_type="code",
            redirect_uri=self._back,
            scope="openid email",
            state=asked.state,
            nonce=asked.nonce,
            code_challenge=create_s256_code_challenge(asked.verifier),
            code_challenge_method="S256",
            **again,
        )
        return uri

    def claims(self, code: str, asked: Asked, *, now: datetime) -> Json:
        """Exchange the code for what the provider says of who came; raises ProviderSilent, NotAccepted."""
        sent = {"grant_type": "authorization_code", "code": code, "redirect_uri": self._back}
        answer = self._ask("POST", self._discovered["token_endpoint"], {**sent, "code_verifier": asked.verifier})
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise NotAccepted("no id_token")
        claims = self._checked(token, asked, access_token=answer.get("access_token"), now=now)
        return claims if "email" in claims else self._with_userinfo(claims, answer.get("access_token"))

    def _checked(self, token: str, asked: Asked, *, access_token: object, now: datetime) -> Json:
        try:
            signed = self._decoded(token)
            given = {"nonce": asked.nonce, "client_id": self.client_id, "access_token": access_token}
            wanted = {"iss": self.issuer, "aud": self.client_id, "nonce": asked.nonce}
            options = {name: {"essential": True, "value": value} for name, value in wanted.items()}
            claims = CodeIDToken(signed.claims, signed.header, options, given)
            claims.validate(now=int(now.timestamp()), leeway=SKEW_SECONDS)
        except (JoseError, ValueError, TypeError, KeyError) as refused:
            named = (getattr(refused, "error", type(refused).__name__), getattr(refused, "claim", ""))
            raise NotAccepted(" ".join(named).strip()) from None
        return dict(claims)

    def _decoded(self, token: str) -> jwt.Token:
        try:
            return jwt.decode(token, self._key_set(older_than=_KEPT_SECONDS), algorithms=ALGORITHMS)
        except InvalidKeyIdError:
            return jwt.decode(token, self._key_set(older_than=_ASK_AGAIN_SECONDS), algorithms=ALGORITHMS)

    def _with_userinfo(self, claims: Json, access_token: object) -> Json:
        """Ask for the address where the token does not hold it; what is said of another person is not taken."""
        place = self._discovered.get("userinfo_endpoint")
        if not self._safe(place) or not isinstance(access_token, str):
            return claims
        said = self._ask("GET", place, headers={"Authorization": f"Bearer {access_token}"})
        if said.get("sub") != claims["sub"]:
            raise NotAccepted("userinfo of another subject")
        return {**{name: said[name] for name in ("email", "email_verified") if name in said}, **claims}

    @property
    def _discovered(self) -> Json:
        if self._published is None or time.monotonic() - self._published[0] > _KEPT_SECONDS:
            found = self._ask("GET", f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
            if found.get("issuer") != self.issuer or not all(self._safe(found.get(name)) for name in _ENDPOINTS):
                raise ProviderSilent
            self._published = (time.monotonic(), found)
        return self._published[1]

    def _key_set(self, *, older_than: float) -> KeySet:
        if self._keys is None or time.monotonic() - self._keys[0] > older_than:
            found: Any = self._ask("GET", self._discovered["jwks_uri"])
            self._keys = (time.monotonic(), KeySet.import_key_set(found))
        return self._keys[1]

    def _safe(self, place: object) -> TypeGuard[str]:
        """Whether an endpoint is asked over TLS, or is on this machine as the issuer is."""
        return isinstance(place, str) and urlsplit(place).scheme in {"https", urlsplit(self.issuer).scheme}

    def _ask(
        self, method: str, place: str, form: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> Json:
        auth = self._proof if form else None
        body = {**form, "client_id": self.client_id, **self._secret_in_body} if form and auth is None else form
        try:
            with self._wire.stream(method, place, data=body, headers=headers, auth=auth) as answer:
                read = b"".join(_at_most(answer))
                found = json.loads(read)
        except (httpx.HTTPError, httpx.InvalidURL, ValueError):
            raise ProviderSilent from None
        if not isinstance(found, dict) or answer.status_code >= 500:
            raise ProviderSilent
        if not answer.is_success:
            raise NotAccepted(f"status {answer.status_code}")
        return found

    @property
    def _in_body(self) -> bool:
        """Whether the provider takes the secret in the form only."""
        methods = self._discovered.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        return "client_secret_basic" not in methods and "client_secret_post" in methods

    @property
    def _proof(self) -> httpx.BasicAuth | None:
        if not self._secret or self._in_body:
            return None
        return httpx.BasicAuth(quote_plus(self.client_id), quote_plus(self._secret))

    @property
    def _secret_in_body(self) -> dict[str, str]:
        return {"client_secret": self._secret} if self._secret else {}

    @cached_property
    def _wire(self) -> httpx.Client:
        once = httpx.Limits(max_keepalive_connections=0)
        return httpx.Client(timeout=_PATIENCE_SECONDS, follow_redirects=False, limits=once)


def _at_most(answer: httpx.Response) -> list[bytes]:
    read, size = [], 0
    for part in answer.iter_bytes():
        read.append(part)
        size += len(part)
        if size > _MOST_BYTES:
            raise ValueError("more than is read")
    return read


def provider_of(settings: Settings) -> Provider | None:
    """The provider that the operator set, if any."""
    return Provider(settings) if settings.oidc_issuer else None
