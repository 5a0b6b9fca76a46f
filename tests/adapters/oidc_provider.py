"""A real OpenID provider for tests, on a free port of this machine: it signs in whoever it is told is at the browser.

It checks what a provider checks (client, redirect, PKCE, each code once), and can be told to say what does not hold.
"""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

Json = dict[str, Any]
CLIENT, SECRET = "afterword", "a secret/with: what must be quoted"
Forge = Callable[["OidcProvider", Json], str]


@dataclass
class Behaviour:
    """How the provider answers until the test ends; ``person`` is who is at the browser, ``says`` further claims."""

    person: Json = field(default_factory=dict)
    says: Json = field(default_factory=dict)
    algorithm: str = "RS256"
    forge: Forge | None = None
    error: str = ""
    down: frozenset[str] = frozenset()
    address_in_token: bool = True
    signed_in_ago: int = 7200
    """Seconds since they signed in there, unless they are asked to do it anew."""


class OidcProvider:
    """As a context manager; set `now` to another `Behaviour` at any time."""

    def __init__(self) -> None:
        self.now = Behaviour()
        self.keys: dict[str, RSAKey | ECKey] = {
            "RS256": RSAKey.generate_key(2048),
            "ES256": ECKey.generate_key("P-256"),
        }
        for key in self.keys.values():
            key.ensure_kid()
        self.asked: list[str] = []
        self.posted: list[Json] = []
        self._codes: dict[str, Json] = {}
        handler = type("Handler", (_Handler,), {"provider": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.issuer = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), name="oidc", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def published(self) -> Json:
        places = {"authorization_endpoint": "authorise", "token_endpoint": "token", "userinfo_endpoint": "userinfo"}
        return {"issuer": self.issuer, "jwks_uri": f"{self.issuer}/keys"} | {
            name: f"{self.issuer}/{path}" for name, path in places.items()
        }

    def key_set(self) -> Json:
        return dict(KeySet([*self.keys.values()]).as_dict(private=False))

    def authorise(self, asked: Json) -> str:
        """Where the browser is sent back to, signed in or not."""
        wanted = {"client_id": CLIENT, "response_type": "code", "code_challenge_method": "S256"}
        assert wanted.items() <= asked.items(), asked
        assert "openid" in asked["scope"].split()
        back = {"state": asked["state"], "iss": self.issuer}
        if self.now.error:
            return f"{asked['redirect_uri']}?{urlencode({**back, 'error': self.now.error})}"
        code = f"code-{len(self._codes)}"
        self._codes[code] = {**asked, "taken": False}
        return f"{asked['redirect_uri']}?{urlencode({**back, 'code': code})}"

    def token(self, given: Json, proof: str) -> tuple[int, Json]:
        """The answer to a code."""
        self.posted.append(given)
        asked = self._codes.get(given.get("code", ""))
        digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if proof != _basic() or asked is None or asked["taken"] or asked["redirect_uri"] != given["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        if asked["code_challenge"] != challenge:
            return 400, {"error": "invalid_grant"}
        asked["taken"] = True
        return 200, {"access_token": "an-access-token", "token_type": "Bearer", "id_token": self._signed(asked)}

    def userinfo(self) -> Json:
        return self.now.person

    def signed(self, claims: Json, *, algorithm: str | None = None) -> str:
        """A token of these claims by our key."""
        algorithm = algorithm or self.now.algorithm
        key = self.keys[algorithm]
        return jwt.encode({"alg": algorithm, "kid": key.kid}, claims, key, algorithms=[algorithm])

    def _signed(self, asked: Json) -> str:
        instant = int(time.time())
        signed_in_at = instant if asked.get("prompt") == "login" else instant - self.now.signed_in_ago
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": instant, "exp": instant + 300, "nonce": asked["nonce"]}
        claims |= {"sub": self.now.person["sub"], "auth_time": signed_in_at}
        claims |= self.now.person if self.now.address_in_token else {}
        claims |= self.now.says
        claims = {name: value for name, value in claims.items() if value is not None}
        return self.now.forge(self, claims) if self.now.forge else self.signed(claims)


class _Handler(BaseHTTPRequestHandler):
    provider: OidcProvider
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        place = urlsplit(self.path)
        self.provider.asked.append(place.path)
        if place.path.removeprefix("/") in self.provider.now.down:
            self._answer(500, {})
        elif place.path == "/authorise":
            self.send_response(302)
            self.send_header("Location", self.provider.authorise(dict(parse_qsl(place.query))))
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif place.path == "/userinfo" and self.headers["Authorization"] != "Bearer an-access-token":
            self._answer(401, {})
        else:
            pages = {"/keys": self.provider.key_set, "/userinfo": self.provider.userinfo}
            self._answer(200, pages.get(place.path, self.provider.published)())

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if "token" in self.provider.now.down:
            self._answer(503, {})
        else:
            self._answer(*self.provider.token(dict(parse_qsl(body)), self.headers["Authorization"] or ""))

    def log_message(self, *_words: object) -> None:
        pass

    def _answer(self, status: int, said: Json) -> None:
        body = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _basic() -> str:
    """RFC 6749, 2.3.1: each form-encoded before they are joined."""
    pair = "&".join(urlencode({"": part})[1:] for part in (CLIENT, SECRET)).replace("&", ":")
    return f"Basic {base64.b64encode(pair.encode()).decode()}"
