"""What a provider says is believed where its signature and every bound of it hold, and nowhere else."""

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import time_machine
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from pydantic import SecretStr, ValidationError

from app.accounts.rules.oidc import identity
from app.adapters.oidc import Asked, NotAccepted, Provider, ProviderSilent
from app.cli.provider import provider as looked_at
from app.core.settings import Settings
from tests.adapters.oidc_provider import CLIENT, SECRET, Behaviour, OidcProvider
from tests.office import MONDAY, TLS

Json = dict[str, Any]
NINA = {"sub": "u-1", "email": "nina@harcourt.example", "email_verified": True}
ASKED = Asked("state", "nonce", "a-verifier-of-at-least-forty-three-characters-x", fresh=False)


@pytest.fixture(scope="module")
def provider() -> Iterator[OidcProvider]:
    with OidcProvider() as running:
        yield running


@pytest.fixture(scope="module")
def kept(provider: OidcProvider) -> Provider:
    return Provider(settings(provider))


@pytest.fixture
def client(provider: OidcProvider, kept: Provider) -> Provider:
    """The one of the whole module, which has read discovery and keys."""
    provider.now = Behaviour(person=NINA)
    return kept


def settings(provider: OidcProvider, **changes: Any) -> Settings:
    given = {"oidc_issuer": provider.issuer, "oidc_client_id": CLIENT, "oidc_client_secret": SecretStr(SECRET)}
    return Settings(**{"public_url": "http://afterword.example", **given, **changes})


def said(client: Provider, asked: Asked = ASKED, *, later: int = 0) -> Json:
    """Go there and back; what is said is looked at so many seconds later."""
    there = httpx.get(client.address(asked), verify=TLS)
    code = parse_qs(urlsplit(there.headers["location"]).query)["code"][0]
    return client.claims(code, asked, now=datetime.now(UTC) + timedelta(seconds=later))


def unsigned(_provider: OidcProvider, claims: Json) -> str:
    parts = ({"alg": "none", "typ": "JWT"}, claims)
    return ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts) + "."


def by_public_key(provider: OidcProvider, claims: Json) -> str:
    """HMAC, keyed by what the provider publishes: whoever takes any algorithm takes this, too."""
    public = provider.keys["RS256"]
    key = OctKey.import_key(json.dumps(public.as_dict(private=False)).encode())
    return jwt.encode({"alg": "HS256", "kid": public.kid}, claims, key, algorithms=["HS256"])


def by_another_key(provider: OidcProvider, claims: Json) -> str:
    header = {"alg": "RS256", "kid": provider.keys["RS256"].kid}
    return jwt.encode(header, claims, RSAKey.generate_key(2048), algorithms=["RS256"])


def no_token(_provider: OidcProvider, _claims: Json) -> str:
    return "no token"


def changed_afterwards(provider: OidcProvider, claims: Json) -> str:
    head, _, signature = provider.signed(claims).split(".")
    body = base64.urlsafe_b64encode(json.dumps({**claims, "sub": "u-2"}).encode()).rstrip(b"=").decode()
    return f"{head}.{body}.{signature}"


@pytest.mark.parametrize("algorithm", ["RS256", "ES256"])
def test_a_code_is_exchanged_for_claims_whose_signature_holds(
    provider: OidcProvider, client: Provider, algorithm: str
) -> None:
    provider.now.algorithm = algorithm
    claims = said(client)
    assert (claims["iss"], claims["sub"], claims["email"]) == (provider.issuer, "u-1", NINA["email"])
    provider.asked.clear()
    assert said(client)["sub"] == "u-1"
    assert provider.asked == ["/authorise"], "discovery and keys are kept"


def test_a_token_that_the_provider_did_not_sign_is_refused(provider: OidcProvider, client: Provider) -> None:
    forged = {
        unsigned: "unsupported_algorithm",
        by_public_key: "unsupported_algorithm",
        by_another_key: "bad_signature",
        changed_afterwards: "bad_signature",
        no_token: "decode_error",
    }
    for forge, why in forged.items():
        provider.now.forge = forge
        with pytest.raises(NotAccepted, match=why):
            said(client)


def test_a_claim_that_does_not_fit_is_refused(provider: OidcProvider, client: Provider) -> None:
    wrong: list[tuple[Json, str]] = [
        ({"nonce": "another"}, "invalid_claim nonce"),
        ({"nonce": None}, "missing_claim nonce"),
        ({"aud": "another-client"}, "invalid_claim aud"),
        ({"aud": [CLIENT, "another-client"]}, "missing_claim azp"),
        ({"aud": None}, "missing_claim aud"),
        ({"azp": "another-client"}, "invalid_claim azp"),
        ({"iss": "https://elsewhere.example"}, "invalid_claim iss"),
        ({"exp": None}, "missing_claim exp"),
        ({"exp": 1}, "expired_token"),
        ({"sub": None}, "missing_claim sub"),
        ({"auth_time": "yesterday"}, "invalid_claim auth_time"),
        ({"at_hash": "bm90IGl0"}, "invalid_claim at_hash"),
    ]
    for says, why in wrong:
        provider.now.says = says
        with pytest.raises(NotAccepted, match=why):
            said(client)


def test_several_audiences_fit_where_we_are_the_party_that_asked(provider: OidcProvider, client: Provider) -> None:
    provider.now.says = {"aud": [CLIENT, "another-client"], "azp": CLIENT}
    assert said(client)["sub"] == "u-1"


def test_a_token_ends_a_minute_after_its_time_and_begins_a_minute_before(client: Provider) -> None:
    with time_machine.travel(MONDAY, tick=False):
        for later in (-60, 359):
            assert said(client, later=later)["sub"] == "u-1", later
        for later in (-61, 360):
            with pytest.raises(NotAccepted):
                said(client, later=later)


def test_the_provider_binds_the_code_to_whoever_asked_for_it(provider: OidcProvider, client: Provider) -> None:
    there = httpx.get(client.address(ASKED), verify=TLS)
    code = parse_qs(urlsplit(there.headers["location"]).query)["code"][0]
    with pytest.raises(NotAccepted):
        client.claims(
            code, replace(ASKED, verifier="another-verifier-of-forty-three-characters-xx"), now=datetime.now(UTC)
        )
    assert client.claims(code, ASKED, now=datetime.now(UTC))["sub"] == "u-1"
    with pytest.raises(NotAccepted):
        client.claims(code, ASKED, now=datetime.now(UTC))


def test_the_address_is_asked_for_where_the_token_has_none_and_only_of_the_same_person(
    provider: OidcProvider, client: Provider
) -> None:
    provider.now.address_in_token = False
    assert said(client)["email"] == NINA["email"]
    provider.now.says = {"sub": "u-2"}
    with pytest.raises(NotAccepted):
        said(client)


def test_a_key_that_is_new_is_fetched_and_an_unknown_one_not_more_often_than_once_a_minute(
    provider: OidcProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider.now, client = Behaviour(person=NINA), Provider(settings(provider))
    assert said(client)["sub"] == "u-1"
    monkeypatch.setitem(provider.keys, "RS256", RSAKey.generate_key(2048, auto_kid=True))
    provider.asked.clear()
    with pytest.raises(NotAccepted):
        said(client)
    assert "/keys" not in provider.asked
    assert client._keys is not None
    client._keys = (client._keys[0] - 61, client._keys[1])
    assert said(client)["sub"] == "u-1"
    assert provider.asked.count("/keys") == 1


@pytest.mark.parametrize("down", [".well-known/openid-configuration", "keys", "token"])
def test_a_provider_that_does_not_answer_is_told_apart_from_one_that_refuses(provider: OidcProvider, down: str) -> None:
    provider.now, client = Behaviour(person=NINA), Provider(settings(provider))
    provider.now.down = frozenset({down})
    with pytest.raises(ProviderSilent):
        said(client)
    provider.now.down = frozenset()
    assert said(client)["sub"] == "u-1"


def test_a_document_of_another_issuer_or_with_places_without_tls_is_not_used(
    provider: OidcProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    slash = Provider(settings(provider, oidc_issuer=f"{provider.issuer}/"))
    nobody = Provider(settings(provider, oidc_issuer="http://127.0.0.1:9"))
    for one in (slash, nobody):
        with pytest.raises(ProviderSilent):
            one.prepare()
    published = {**provider.published(), "token_endpoint": "ftp://elsewhere.example/token"}
    monkeypatch.setattr(provider, "published", lambda: published)
    with pytest.raises(ProviderSilent):
        Provider(settings(provider)).prepare()


def test_the_doctor_says_whether_the_provider_answers_by_the_name_that_was_set(
    provider: OidcProvider, client: Provider
) -> None:
    assert looked_at(Settings()) == looked_at(Settings(oidc_issuer="", oidc_client_id="")) == []
    assert [found.mend for found in looked_at(settings(provider))] == [None]
    slash, keyless = looked_at(
        settings(provider, oidc_issuer=f"{provider.issuer}/", database_url=SecretStr("postgresql://elsewhere"))
    )
    assert "to the last slash" in (slash.mend or "")
    assert "nobody can sign in with" in keyless.what


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"oidc_issuer": "http://id.harcourt.example"}, "https://"),
        ({"oidc_client_id": None}, "needs AFTERWORD_OIDC_CLIENT_ID"),
        ({"oidc_second_factor": "mfa"}, "amr= or acr="),
    ],
)
def test_settings_that_cannot_work_are_refused_at_the_start(provider: OidcProvider, changes: Json, words: str) -> None:
    with pytest.raises(ValidationError, match=re.escape(words)):
        settings(provider, **changes)


@pytest.mark.parametrize(
    ("says", "email", "second_factor", "proved"),
    [
        ({}, "nina@harcourt.example", False, False),
        ({"email": " Nina@Harcourt.example"}, "nina@harcourt.example", False, False),
        ({"email_verified": False}, None, False, False),
        ({"email_verified": None}, None, False, False),
        ({"email_verified": "true"}, "nina@harcourt.example", False, False),
        ({"email_verified": 1.5}, None, False, False),
        ({"amr": ["pwd", "mfa"]}, "nina@harcourt.example", True, False),
        ({"amr": "mfa"}, "nina@harcourt.example", False, False),
        ({"amr": ["pwd"], "acr": "phr"}, "nina@harcourt.example", True, False),
        ({"acr": "mfa", "amr": ["phr"]}, "nina@harcourt.example", False, False),
        ({"auth_time": 1_764_000_000}, "nina@harcourt.example", False, True),
        ({"auth_time": True}, "nina@harcourt.example", False, False),
        ({"auth_time": 1e300}, "nina@harcourt.example", False, False),
    ],
)
def test_claims_mean_an_address_that_is_confirmed_a_factor_that_was_asked_for_and_a_time(
    says: Json, email: str | None, second_factor: bool, proved: bool
) -> None:
    found = identity({"iss": "https://id.example", **NINA, **says}, factor="amr=mfa, acr=phr")
    assert (found.email, found.second_factor, found.proved_at is not None) == (email, second_factor, proved)
    assert not identity({"iss": "https://id.example", **NINA, **says}, factor=None).second_factor
