"""What a client said and decided, as a consultant takes it down, and as the candidate is told of it."""

from typing import Any

import httpx

from tests.office import Office

Json = dict[str, Any]
FIRST = {"If-None-Match": "*"}
SAID = "Tom doubts that Alex has led anybody abroad"
"""Stands in the client's words, and nowhere else."""
REASON = "Their finance director prefers the internal applicant"
"""Stands in the reason of an outcome, and nowhere else."""
WORDS = "They liked the case. They would have liked to hear more about leading people abroad."


def answers(**changes: Any) -> Json:
    """What Dana says of Alex, who named one concern (c1): half of it may be quoted; ``changes`` replace items."""
    said: Json = {
        "recommendation": "yes",
        "interest": {"words": "The case on recalls was the best they heard.", "quotable": True},
        "qualifications": {"words": "More than they asked for; they wonder what he costs.", "quotable": False},
        "concerns": [{"key": "c1", "was_one": "no", "words": "Porto and Dublin answered it", "quotable": True}],
        "further_concerns": [{"words": "The pace may be slow for him.", "kind": "fit", "quotable": False}],
        "decision": {"on": "2026-12-04", "precision": "about", "by": "Dana Whitfield", "quotable": True},
        "next_step": {"words": "A second meeting with the finance director", "quotable": True},
    }
    return {name: value for name, value in {**said, **changes}.items() if value is not None}


def feedback_path(interview_id: str, feedback_id: str = "") -> str:
    return f"/v1/interviews/{interview_id}/client-feedback{f'/{feedback_id}' if feedback_id else ''}"


def taken(consultant: httpx.Client, interview_id: str, **given: Any) -> Json:
    """Take down what Dana Reyes said; without concerns, so that it needs no debrief."""
    body: Json = {"spoke_with": "Dana Reyes", "answers": answers(concerns=None), **given}
    answer = consultant.post(feedback_path(interview_id), json=body)
    assert answer.status_code == 201, answer.text
    found: Json = answer.json()
    return found


def path(interview: Json, rest: str = "") -> str:
    return f"/v1/interviews/{interview['id']}/outcome{rest}"


def told_feedback(who: httpx.Client, interview: Json, feedback_id: str) -> None:
    """Note that the candidate was told by telephone what the client said."""
    now = who.get(feedback_path(interview["id"], feedback_id)).headers["ETag"].strip('"')
    answer = on_feedback(who, interview, feedback_id, "relay", int(now), how="telephone", words=WORDS)
    assert answer.status_code == 200, answer.text


def feedback(office: Office, interview: Json, **said_too: Any) -> str:
    """Take down what the client said; return its identifier."""
    said = {"recommendation": "no", "interest": {"words": SAID, "quotable": False}, **said_too}
    return str(taken(office.priya, interview["id"], answers=said)["id"])


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
