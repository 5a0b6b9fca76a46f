"""Several rounds of one application, and a client's words about one of them."""

import re
from datetime import datetime, timedelta
from typing import Any

import httpx

from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.ids import Prefixed, new_id
from app.followup.models.heard import ClientFeedback, Outcome
from app.interviews.models import Interview
from tests.make import debriefs, letters
from tests.office import Office

Json = dict[str, Any]
TWO_DOUBTS = [
    {
        "text": "Managing people in another country",
        "kind": "experience",
        "stated_or_sensed": "stated",
        "raised_by": "Dana Whitfield",
        "answered_in_room": "partly",
    },
    {"text": "Whether I stay in Leeds.", "kind": "logistics", "stated_or_sensed": "sensed"},
]
ASKED = [{"question": "How would you run a team abroad?", "how_answered": "Too shortly.", "by_whom": "Tom Achterberg"}]


def told(office: Office, **changes: Any) -> Json:
    """A first round whose candidate told of two doubts, and answered the first in a letter."""
    first = office.held()
    alex = office.candidate(first["id"])
    given = {"concerns": TWO_DOUBTS, "questions_asked": ASKED, "how_it_was_left": "They send a case.", **changes}
    debriefs.submit(alex, first["id"], debriefs.full_answers(**given), **debriefs.confidences())
    office.run_tasks()
    again: Json = office.priya.get(f"/v1/interviews/{first['id']}").json()
    letters.submitted(alex, again, letters.strategic("c1"))
    office.run_tasks()
    return again


def next_round(office: Office, *, ref: str = "I-2", days: int = 7, **changes: Any) -> Json:
    """Announce the second round of the same application, with Dana and somebody new."""
    starts = utc_now().replace(hour=15, minute=0, second=0, microsecond=0) + timedelta(days=days)
    people = [office.interviewer("Dana Whitfield"), office.interviewer("Ines Duarte")]
    times = {"starts_at": starts.isoformat(), "ends_at": (starts + timedelta(hours=1)).isoformat()}
    return office.announce(ref, **{"round": 2, "interviewers": people, **times, **changes})


def noted(candidate: httpx.Client, interview_id: str, text: str = "") -> str:
    """Let a candidate note something for themselves; return the lesson's identifier."""
    words = text or f"Say the number first ({new_id().hex})."
    answer = candidate.post(f"/my/{interview_id}/lessons", data={"text": words}, follow_redirects=True)
    assert answer.status_code == 200, answer.text
    found = re.search(r"/lessons/(lsn_[0-9a-z]+)", answer.text)
    assert found, answer.text
    return found[1]


def application_of(office: Office, interview: Json) -> str:
    """The application that an interview is of."""
    with office.rows() as session:
        found = session.get_one(Interview, (office.agency_id, Prefixed("int").parse(interview["id"])))
        return Prefixed("app").show(found.application_id)


def long_ago(office: Office, ref: str, days: int, **changes: Any) -> Json:
    """Announce an interview that was held so many days ago, of a candidate and for a job of its own."""
    starts = utc_now().replace(hour=15, minute=0, second=0, microsecond=0) - timedelta(days=days)
    who = {"external_id": f"CAND-{ref}", "name": f"Kim {ref}", "email": office.address(f"kim.{ref.lower()}")}
    job = {"external_id": f"JOB-{ref}", "title": "Product Manager"}
    times = {"starts_at": starts.isoformat(), "ends_at": (starts + timedelta(hours=1)).isoformat()}
    return office.announce(ref, **{"candidate": who, "job": job, **times, **changes})


def ended_as(office: Office, interview: Json, kind: str, *, days: int, relayed: bool = True) -> None:
    """Put an outcome beside an interview as it was recorded, and told, so many days ago."""
    priya, then = Prefixed("con").parse(office.consultant_ids["priya"]), utc_now() - timedelta(days=days)
    with office.rows() as session:
        outcome = Outcome(
            agency_id=office.agency_id,
            id=new_id(),
            interview_id=Prefixed("int").parse(interview["id"]),
            consultant_id=priya,
            state="relayed" if relayed else "recorded",
            kind=kind,
            side="candidate" if kind == "candidate_withdrew" else "client",
            recorded_at=then,
            words="They wait." if relayed else None,
            drafted_at=then if relayed else None,
            relayed_at=then if relayed else None,
            relayed_by=priya if relayed else None,
            relayed_how="page" if relayed else None,
        )
        session.add(outcome)
        actor, details = SystemActor(office.agency_id), {"kind": kind}
        record(session, AuditAction.OUTCOME_RECORDED, subject=outcome, actor=actor, now=then, details=details)


def client_said(
    office: Office,
    interview: Json,
    *,
    words: str | None = None,
    relayed: datetime | None = None,
    at: datetime | None = None,
    **answers: Any,
) -> None:
    """Put a client's words beside an interview; ``relayed``: when Priya told them in these words."""
    at = at or utc_now()
    state = "relayed" if relayed else "drafted" if words else "received"
    priya = Prefixed("con").parse(office.consultant_ids["priya"])
    with office.rows() as session:
        feedback = ClientFeedback(
            agency_id=office.agency_id,
            id=new_id(),
            interview_id=Prefixed("int").parse(interview["id"]),
            consultant_id=priya,
            state=state,
            heard_at=at,
            noted_at=at,
            answers={"qualifications": {"words": "A hidden word: Zanzibar."}, **answers},
            relay_due_at=at + timedelta(hours=4),
            words=words,
            drafted_at=at if words else None,
            relayed_at=relayed,
            relayed_by=priya if relayed else None,
            relayed_how="page" if relayed else None,
        )
        session.add(feedback)
        actor = SystemActor(office.agency_id)
        record(session, AuditAction.FEEDBACK_RECEIVED, subject=feedback, actor=actor, now=at)
