"""What a client says of an interview, taken down as a consultant does while ringing them."""

from typing import Any

import httpx

from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.ids import Prefixed
from app.followup.models.heard import ClientFeedback
from tests.office import Office

Json = dict[str, Any]


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


def path(interview_id: str, feedback_id: str = "") -> str:
    return f"/v1/interviews/{interview_id}/client-feedback{f'/{feedback_id}' if feedback_id else ''}"


def taken(consultant: httpx.Client, interview_id: str, **given: Any) -> Json:
    """Take down what Dana Reyes said; without concerns, so that it needs no debrief."""
    body: Json = {"spoke_with": "Dana Reyes", "answers": answers(concerns=None), **given}
    answer = consultant.post(path(interview_id), json=body)
    assert answer.status_code == 201, answer.text
    found: Json = answer.json()
    return found


def relay(office: Office, feedback_id: str) -> None:
    """Note that Priya told the candidate by telephone."""
    with office.rows() as session:
        row = session.get_one(ClientFeedback, (office.agency_id, Prefixed("fbk").parse(feedback_id)))
        row.words, row.drafted_at = "They liked the case on recalls.", utc_now()
        row.state, row.relayed_at, row.relayed_how = "relayed", utc_now(), "telephone"
        row.relayed_by = Prefixed("con").parse(office.consultant_ids["priya"])
        actor = SystemActor(office.agency_id)
        record(
            session, AuditAction.FEEDBACK_RELAYED, subject=row, actor=actor, now=utc_now(), details={"how": "telephone"}
        )
