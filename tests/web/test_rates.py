"""Whoever asks too much is told so and when to come back; nobody else is held up by it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from app.core.db import Database
from app.main import create_app
from app.web.limits import CallerBuckets, Policy, RateLimited, forget_full_buckets, take
from tests.office import TLS, Office, with_key
from tests.serving import serving
from tests.web.test_problems import problem

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@contextmanager
def strict(office: Office, **limits: int) -> Iterator[httpx.Client]:
    """The same application under limits that a test reaches."""
    premises = office.premises
    settings = premises.settings.model_copy(update=limits)
    app = create_app(settings, database_url=premises.cluster.url_for("afterword_app", "afterword_shared"))
    hooks: Any = {"request": [with_key]}
    with serving(app) as url, httpx.Client(base_url=url, verify=TLS, event_hooks=hooks) as client:
        yield client


def sign_in(client: httpx.Client, office: Office, who: str = "priya") -> httpx.Response:
    body = {"agency": office.name, "email": f"{who}@{office.name}.example", "passphrase": "not the right one"}
    return client.post("/v1/sign-in", json=body)


def test_every_answer_tells_how_much_is_left(office: Office) -> None:
    read = office.priya.get("/v1/clients")
    assert read.headers["ratelimit-policy"] == '"requests";q=1000000;w=60'
    assert read.headers["ratelimit"].startswith('"requests";r=99')
    written = office.admin.post("/v1/keys", json={"name": "x", "scopes": ["audit:read"]})
    policies = [part.partition(";")[0] for part in written.headers["ratelimit-policy"].split(", ")]
    assert policies == ['"writes"', '"agency-writes"', '"requests"']
    for answer in (office.anybody.get("/livez"), office.anybody.get("/nowhere"), office.anybody.get("/v1/clients")):
        assert answer.headers["ratelimit"].startswith('"requests";r=')


def test_an_account_that_is_guessed_at_is_held_and_others_are_not(office: Office) -> None:
    with strict(office, sign_ins_per_ten_minutes=3) as client:
        assert [sign_in(client, office).status_code for _ in range(3)] == [401, 401, 401]
        refused = sign_in(client, office)
        problem(refused, 429, "rate_limited")
        assert 1 <= int(refused.headers["retry-after"]) <= 200
        assert sign_in(client, office, "sam").status_code == 401
        office.clock.move_to(NOW + timedelta(minutes=4))
        assert sign_in(client, office).status_code == 401


def test_an_address_that_tries_many_links_is_held(office: Office) -> None:
    with strict(office, arrivals_per_ten_minutes=1_000_000) as warm:
        before = warm.post("/v1/candidate-sessions", json={"token": "awl_x"})
        assert before.status_code == 401
    policy = Policy("arrivals", 2, 600)
    with office.premises.db.transaction() as session:
        assert take(session, [(policy, "192.0.2.1")], now=NOW)[0].tokens == 1


def test_what_one_account_writes_is_limited_and_reading_goes_on(office: Office) -> None:
    with strict(office, writes_per_minute=2) as client:
        client.headers["Authorization"] = office.admin.headers["Authorization"]
        body = {"name": "x", "scopes": ["audit:read"]}
        spent = [client.post("/v1/keys", json=body).status_code for _ in range(4)]
        assert spent.count(429) >= 2
        refused = client.post("/v1/keys", json=body)
        problem(refused, 429, "rate_limited")
        assert client.get("/v1/keys").status_code == 200
        client.headers["Authorization"] = office.priya.headers["Authorization"]
        assert client.post("/v1/interviews", json=office.announcement()).status_code == 201


def test_an_agency_is_limited_as_a_whole(office: Office) -> None:
    with strict(office, agency_writes_per_minute=1) as client:
        client.headers["Authorization"] = office.priya.headers["Authorization"]
        answers = [client.post("/v1/interviews", json=office.announcement(round=n)).status_code for n in (1, 2)]
        assert 429 in answers


def test_a_caller_of_one_process_is_limited_whatever_they_ask(office: Office) -> None:
    with strict(office, requests_per_minute=3) as client:
        assert [client.get("/livez").status_code for _ in range(4)] == [200, 200, 200, 429]
        refused = client.get("/v1/clients")
        problem(refused, 429, "rate_limited")
        assert refused.headers["ratelimit-policy"].startswith('"requests";q=3')
        client.headers["Authorization"] = office.priya.headers["Authorization"]
        assert client.get("/v1/clients").status_code == 200


def test_a_bucket_refills_evenly_and_never_past_its_quota(database: Database) -> None:
    policy, whose = Policy("test", 4, 40), "somebody"

    def left(seconds: float) -> float | None:
        try:
            with database.transaction() as session:
                return round(take(session, [(policy, whose)], now=NOW + timedelta(seconds=seconds))[0].tokens, 6)
        except RateLimited as refused:
            return -float(refused.retry_after or 0)

    assert [left(0) for _ in range(5)] == [3, 2, 1, 0, -10]
    assert left(5) == -5
    assert left(10) == 0
    assert left(30) == 1
    assert left(3600) == 3
    assert left(3599) == 2  # another process's clock is behind: time does not run backwards
    assert forget_full_buckets(database, now=NOW + timedelta(days=2)) >= 1
    assert left(172_800) == 3


def test_a_process_forgets_callers_who_stay_away(office: Office) -> None:
    buckets = CallerBuckets(Policy("requests", 2, 60))
    assert [round(buckets.take("a").tokens) for _ in range(2)] == [1, 0]
    for number in range(10_000):
        buckets.take(f"caller {number}")
    assert round(buckets.take("a").tokens) == 1
