"""Whoever runs the service sees whether it lives, whether it can work, which release it is, and what it did."""

import re

import httpx
import psycopg

from app.adapters.postgres.cluster import OWNER
from app.core.settings import Settings
from app.main import create_app
from tests.office import TLS, Office
from tests.serving import serving
from tests.web.test_problems import problem

NOWHERE = "postgresql://afterword_app@/nowhere?host=/nonexistent"


def test_the_process_lives_and_is_ready_with_its_database(office: Office) -> None:
    assert office.anybody.get("/livez").json() == {"status": "alive"}
    ready = office.anybody.get("/readyz").json()
    with psycopg.connect(office.premises.cluster.url_for(OWNER, "afterword_shared")) as owner:
        head = owner.execute("SELECT version_num FROM alembic_version").fetchone()
    assert (ready["status"], ready["migration"]) == ("ready", (head or ("",))[0])
    assert ready["worker_heartbeat_seconds"] is None
    assert ready["queue_lag_seconds"] >= 0
    assert re.fullmatch(r"\d+\.\d+\.\d+", office.anybody.get("/version").json()["version"])


def test_without_its_database_the_process_lives_says_so_and_asks_to_come_back() -> None:
    app = create_app(Settings(public_url="http://afterword.example"), database_url=NOWHERE)
    with serving(app) as url, httpx.Client(base_url=url, verify=TLS) as client:
        assert client.get("/livez").status_code == 200
        not_ready = client.get("/readyz")
        problem(not_ready, 503, "not_ready")
        assert not_ready.headers["retry-after"] == "2"
        away = client.post("/v1/sign-in", json={"agency": "a", "email": "b@c.example", "passphrase": "wrong"})
        problem(away, 503, "unavailable")
        assert away.headers["retry-after"] == "2"
        problem(client.get("/v1/clients", headers={"Authorization": "Bearer aws_x"}), 401, "unauthenticated")


def test_requests_are_counted_by_route_and_never_by_path(office: Office) -> None:
    interview = office.announce()
    office.priya.get(f"/v1/interviews/{interview['id']}")
    office.anybody.get("/v1/Dana-Whitfield")
    counted = office.anybody.get("/metrics")
    assert counted.headers["content-type"].startswith("text/plain")
    routes = set(re.findall(r'^afterword_requests_total\{method="GET",route="([^"]+)"', counted.text, re.MULTILINE))
    assert "/v1/interviews/{interview_id}" in routes
    assert "none" in routes
    assert "Dana" not in counted.text
    assert interview["id"] not in counted.text


def test_an_invented_method_makes_no_new_series(office: Office) -> None:
    answer = office.anybody.request("PROPFIND", "/livez")
    problem(answer, 405, "method_not_allowed")
    counted = office.anybody.get("/metrics").text
    assert 'method="other"' in counted
    assert "PROPFIND" not in counted
