"""What a client said and decided, as a consultant takes it down, and as the candidate is told of it."""

from typing import Any

import httpx

from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.ids import Prefixed, new_id, public_id
from app.followup.models.heard import ClientFeedback
from tests.office import Office

Json = dict[str, Any]
FIRST = {"If-None-Match": "*"}
SAID = "Tom doubts that Alex has led anybody abroad"
"""Stands in the client's words, and nowhere else."""
REASON = "Their finance director prefers the internal applicant"
"""Stands in the reason of an outcome, and nowhere else."""
WORDS = "They liked the case. They would have liked to hear more about leading people abroad."


def path(interview: Json, rest: str = "") -> str:
    return f"/v1/interviews/{interview['id']}/outcome{rest}"


def feedback(office: Office, interview: Json) -> str:
    """Put what the client said beside an interview; return its identifier."""
    with office.rows() as session:
        row = ClientFeedback(
            agency_id=office.agency_id,
            id=new_id(),
            interview_id=Prefixed("int").parse(interview["id"]),
            consultant_id=Prefixed("con").parse(office.consultant_ids["priya"]),
            spoke_with="Dana Whitfield",
            state="received",
            heard_at=utc_now(),
            noted_at=utc_now(),
            answers={"interest": {"words": SAID}, "recommendation": {"value": "no"}},
            relay_due_at=utc_now(),
        )
        session.add(row)
        actor = SystemActor(office.agency_id)
        record(session, AuditAction.FEEDBACK_RECEIVED, subject=row, actor=actor, now=utc_now())
        return public_id("fbk", row.id)


def decided(who: httpx.Client, interview: Json, kind: str = "client_rejected", **given: Any) -> httpx.Response:
    """Record an outcome over whatever stands now."""
    now = who.get(path(interview))
    headers = {"If-Match": now.headers["ETag"]} if now.is_success else FIRST
    return who.post(path(interview), json={"kind": kind, "reason": REASON, **given}, headers=headers)


def outcome(who: httpx.Client, interview: Json, kind: str = "client_rejected", **given: Any) -> Json:
    """Record an outcome and expect that it is taken."""
    answer = decided(who, interview, kind, **given)
    assert answer.status_code == 201, answer.text
    found: Json = answer.json()
    return found


def on_outcome(who: httpx.Client, interview: Json, step: str, **body: Any) -> httpx.Response:
    """Draft or relay the outcome as it now is."""
    seen = who.get(path(interview)).headers.get("ETag", '"1"')
    return who.post(path(interview, f"/{step}"), json=body, headers={"If-Match": seen})


def on_feedback(who: httpx.Client, interview: Json, feedback_id: str, step: str, seen: int, **body: Any) -> Any:
    """Draft or relay what the client said, as of this change of it."""
    where = f"/v1/interviews/{interview['id']}/client-feedback/{feedback_id}/{step}"
    return who.post(where, json=body, headers={"If-Match": f'"{seen}"'})


def told(who: httpx.Client, interview: Json, kind: str = "client_rejected", words: str = WORDS) -> Json:
    """Record an outcome and tell the candidate on their page."""
    outcome(who, interview, kind)
    answer = on_outcome(who, interview, "relay", how="page", words=words)
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found
