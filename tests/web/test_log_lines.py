"""Canaries: words of people and secrets, in every field and every failing request; the log tells none of them."""

import io
import json
import logging
import sys
import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import httpx
import pytest
import structlog

from app.core.clock import utc_now
from app.core.logging import configure
from tests.make import debriefs, letters, loop
from tests.make.accounts import PASSPHRASE, invitation, invited
from tests.office import Office, link_in

Json = dict[str, Any]
CANARY = "Zyxquor"
"""Stands in every text that a person could have typed."""


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """The log of this process, as a production process writes it, at its most talkative."""
    before = logging.root.handlers[:], logging.root.level, sys.excepthook, threading.excepthook
    stream = io.StringIO()
    configure("debug", stream)
    yield stream
    logging.root.handlers[:], level, sys.excepthook, threading.excepthook = before
    logging.root.setLevel(level)
    logging.getLogger("procrastinate").setLevel(logging.NOTSET)
    logging.getLogger("uvicorn.access").disabled = False
    structlog.reset_defaults()


def lines(log: io.StringIO) -> list[Json]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def announce(office: Office) -> Json:
    return office.announce(
        f"{CANARY}-ref",
        candidate={"external_id": f"{CANARY}-C", "name": f"{CANARY} Moreau", "email": office.address(CANARY.lower())},
        client={"external_id": f"{CANARY}-L", "name": f"{CANARY} Foods"},
        job={"external_id": f"{CANARY}-J", "title": f"{CANARY} Manager"},
        interviewers=[office.interviewer(f"Dana {CANARY}"), office.interviewer(f"Tom {CANARY}")],
    )


def whole_loop(office: Office) -> list[str]:
    """From the announcement to the mail in the client's inbox; return every secret that was used."""
    interview = announce(office)
    office.travel(utc_now().replace(hour=16, minute=20))
    link = link_in(office.mails(office.address(CANARY.lower()))[0])
    candidate = office.by_link(link)
    answers = debriefs.full_answers(went_well=f"{CANARY} went well", people_met=[{"name": f"Dana {CANARY}"}])
    debriefs.submit(candidate, interview["id"], answers, **debriefs.confidences(notice=f"{CANARY} weeks"))
    debriefs.decide(office.priya, interview["id"], "return", {"reason": f"{CANARY}?", "note": CANARY})
    content = letters.thank_you(paragraphs=[letters.paragraph(f"Dear {CANARY}, thank you.", "thanks")])
    letter = letters.submitted(candidate, interview, content, kind="thank_you")
    letters.consent(candidate, letter)
    done = loop.Loop(interview, candidate, letter)
    sent = loop.approve(office.priya, done, when="now", reason=f"{CANARY} waits", covering_line=f"{CANARY} says hello.")
    assert sent.status_code == 200, sent.text
    office.travel(utc_now().replace(hour=18))
    assert office.mails(office.address("dana", "meridian"))
    return [
        link,
        *(reader.headers["Authorization"].partition(" ")[2] for reader in (candidate, office.priya, office.crm)),
    ]


def joins(office: Office) -> list[str]:
    user = invited(office, CANARY.lower(), name=f"{CANARY} Newcomer")
    office.run_tasks()
    token = invitation(office, user)
    body = {"token": token, "passphrase": f"{CANARY} {PASSPHRASE}"}
    assert office.anybody.post("/v1/invitations/accept", json=body).status_code == 200
    sign_in = {"agency": office.name, "email": user["email"], "passphrase": f"{CANARY} {PASSPHRASE}"}
    opened = office.anybody.post("/v1/sign-in", json=sign_in)
    assert opened.status_code == 200
    office.confirm("admin")
    key = office.admin.post("/v1/keys", json={"name": CANARY, "scopes": ["admin"]}).json()["key"]
    return [token, opened.json()["token"], key]


def failing(office: Office) -> None:
    """Requests that fail in each way, each with canaries where they fail."""
    announced = office.announcement(candidate={"name": CANARY, "email": CANARY}, colour=CANARY, time_zone=CANARY)
    office.crm.put(f"/v1/external/crm/interviews/{CANARY}", json=announced)
    office.crm.put(f"/v1/external/{CANARY}/interviews/1", json=office.announcement())
    office.crm.put(f"/v1/external/crm/interviews/{CANARY}", content=f'{{"{CANARY}": ')
    office.crm.get(f"/v1/external/crm/interviews/{CANARY}")
    office.priya.get(f"/v1/interviews/{CANARY}")
    office.priya.get(f"/v1/{CANARY}/{quote('dana@meridian.example')}")
    office.priya.get("/v1/clients", params={"cursor": CANARY, CANARY: CANARY})
    office.priya.get("/v1/audit", params={"subject": CANARY})
    office.priya.request("PATCH", f"/v1/{CANARY}", headers={"If-Match": CANARY, "X-Request-ID": f"{CANARY}@x.example"})
    office.crm.post("/v1/interviews", json={}, headers={"On-Behalf-Of": f"{CANARY}@x.example"})
    for token in (CANARY, f"aws_{CANARY}", f"awk_live_{CANARY}"):
        office.anybody.get("/v1/clients", headers={"Authorization": f"Bearer {token}"})
        office.anybody.get("/v1/clients", headers={"Cookie": f"afterword={token}"})
    office.anybody.post("/v1/sign-in", json={"agency": CANARY, "email": CANARY, "passphrase": CANARY})
    office.anybody.post("/v1/candidate-sessions", json={"token": CANARY})
    office.anybody.get(f"/c/{CANARY}")
    office.anybody.get(f"/join/{CANARY}")


def test_no_word_of_a_person_and_no_secret_is_in_the_log(office: Office, log: io.StringIO) -> None:
    secrets = whole_loop(office) + joins(office)
    failing(office)

    said = log.getvalue()
    answered = [line for line in lines(log) if line["event"] == "request.answered"]
    assert len(answered) > 30
    assert {line["status"] for line in answered} >= {200, 201, 401, 404, 422}
    assert CANARY.lower() not in said.lower()
    for secret in secrets:
        assert secret not in said
        assert secret[-30:] not in said
    for word in ("moreau", "meridian", "dana", "example", "recall"):
        assert word not in said.lower(), word


def test_a_crash_and_a_refused_commit_tell_places_and_types_only(broken: httpx.Client, log: io.StringIO) -> None:
    broken.get("/crash", headers={"X-Request-ID": "probe-crash"})
    broken.get("/refused-at-commit", headers={"X-Request-ID": "probe-commit"})
    crash, commit = (line for line in lines(log) if line["event"] == "request.crashed")
    assert (crash["error"], crash["request_id"]) == ("RuntimeError", "probe-crash")
    assert all(frame.startswith("app/") for frame in crash["frames"])
    assert (commit["sqlstate"], commit["request_id"]) == ("23000", "probe-commit")
    assert "Dana" not in log.getvalue()
    assert "agency.created" not in log.getvalue()


def test_a_line_tells_the_route_and_not_the_path(office: Office, log: io.StringIO) -> None:
    office.anybody.get("/livez", headers={"X-Request-ID": "probe-route"})
    office.anybody.get(f"/v1/{CANARY}")
    known, unknown = (line for line in lines(log) if line["event"] == "request.answered")
    assert {"timestamp", "seconds"} < known.keys()
    shown = {name: known[name] for name in ("level", "method", "route", "status", "request_id")}
    assert shown == {"level": "info", "method": "GET", "route": "/livez", "status": 200, "request_id": "probe-route"}
    assert unknown["route"] == "none"
    assert "dropped" not in known
