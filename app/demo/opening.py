"""The agency begins: its first administrator, a consultant, the CRM's key, an interview."""

import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.demo import content
from app.demo.stage import Caller, Json, Stage, StepFailed, token_in

ADMIN_ADDRESS = "ada.admin@harcourt.example"
SCOPES = ["interviews:write", "debriefs:read", "letters:read", "letters:decide", "audit:read"]
INTERVIEW_PATH = "/v1/external/bullhorn/interviews/INT-2001"


@dataclass(frozen=True)
class Agency:
    """Who works there."""

    sign_in_name: str
    admin: Caller
    priya: Caller
    crm: Caller


def open_agency(stage: Stage, *, sign_in_name: str = "harcourt") -> Agency:
    """Bootstrap the agency on the command line, and let everybody in over HTTP."""
    stage.chapter("An agency begins")
    anybody = stage.client()
    link = _bootstrap(stage, sign_in_name)
    token = link.rstrip().rpartition("/")[2]
    anybody.send("POST", "/v1/invitations/accept", {"token": token, "passphrase": content.PASSPHRASE})
    admin = signed_in(stage, sign_in_name, ADMIN_ADDRESS)
    stage.done(f"{content.AGENCY} opened; its first administrator set a passphrase by a one-time link")
    admin.send("PATCH", "/v1/agency", {"settings": {"debrief_request_minutes": 0}})
    admin.send("POST", "/v1/consultants", {**content.CONSULTANT, "role": "consultant"})
    mail = stage.mail_to(content.CONSULTANT["email"])
    body = {"token": token_in(mail), "passphrase": content.PASSPHRASE}
    anybody.send("POST", "/v1/invitations/accept", body)
    stage.done("Priya Nair joined by the link in her mail")
    key = admin.send("POST", "/v1/keys", {"name": "CRM", "scopes": SCOPES})["key"]
    stage.done("the CRM got its key")
    priya = signed_in(stage, sign_in_name, content.CONSULTANT["email"])
    return Agency(sign_in_name, admin, priya, stage.client(key))


def signed_in(stage: Stage, sign_in_name: str, address: str) -> Caller:
    """Sign a user in."""
    body = {"agency": sign_in_name, "email": address, "passphrase": content.PASSPHRASE}
    return stage.client(stage.client().send("POST", "/v1/sign-in", body)["token"])


def announce(stage: Stage, agency: Agency, *, ends_in: timedelta) -> Json:
    """Announce the interview by one call, twice, to show that the second changes nothing."""
    stage.chapter("The CRM announces an interview in New York")
    body = _announcement(datetime.now(UTC), ends_in)
    first = agency.crm.send("PUT", INTERVIEW_PATH, body)
    stage.done(f"one call created: {', '.join(dict.fromkeys(first['created']))}")
    again = agency.crm.send("PUT", INTERVIEW_PATH, body)
    stage.require(not again["created"] and not again["changed"], "the same call again changed nothing")
    interview: Json = first["interview"]
    return interview


def _announcement(now: datetime, ends_in: timedelta) -> Json:
    ends_at = now + ends_in
    return {
        "starts_at": (ends_at - timedelta(minutes=55)).isoformat(),
        "ends_at": ends_at.isoformat(),
        "time_zone": "America/New_York",
        "consultant": content.CONSULTANT["email"],
        "candidate": content.CANDIDATE,
        "client": content.CLIENT,
        "job": content.JOB,
        "interviewers": [content.DANA, content.TOM],
    }


def _bootstrap(stage: Stage, sign_in_name: str) -> str:
    words = ["user", "bootstrap", "--agency", content.AGENCY, "--sign-in-name", sign_in_name]
    command = [*words, "--name", "Ada Admin", "--email", ADMIN_ADDRESS]
    done = subprocess.run(
        [sys.executable, "-m", "app.cli", *command],
        env=dict(stage.parts.environment),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise StepFailed(f"afterword user bootstrap: {done.stderr.strip()[-500:]}")
    return done.stdout
