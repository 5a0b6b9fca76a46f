"""Debriefs as a candidate would write them, and the calls that bring one to a desk."""

from datetime import datetime
from typing import Any

import httpx
from sqlalchemy import select

from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.ids import Prefixed, new_id
from app.debriefs.models import Debrief, DebriefAddendum, DebriefAddendumConfidence
from tests.office import Office

Json = dict[str, Any]
CREATE = {"If-None-Match": "*"}


def full_answers(**changes: Any) -> Json:
    """A complete account of a first interview; ``changes`` replace items, None leaves one out."""
    answers: Json = {
        "people_met": [
            {"name": "Dana Whitfield", "title": "Head of Product", "role_in_decision": "Decides"},
            {"name": "Tom Achterberg", "title": "Engineering Manager", "role_in_decision": "Advises"},
        ],
        "role_as_described": "Product manager for meal planning; half discovery, half delivery.",
        "organisation_facts": "The product team moves to Leeds in March: eleven people, three vacancies.",
        "went_well": "The case about supplier recalls. I have run one end to end.",
        "difficult": "They asked twice about managing people in another country. My answer was thin.",
        "concerns": [
            {
                "text": "Managing people in another country",
                "kind": "experience",
                "stated_or_sensed": "stated",
                "raised_by": "Dana Whitfield",
                "answered_in_room": "partly",
            }
        ],
        "appealed": "A product that people eat every day, and a team that ships every week.",
        "fit": "Nine people across Porto and Dublin for three years; the recall at Corvid.",
        "interest": {"before": 3, "after": 5, "why": "The roadmap is theirs to decide."},
        "next_step": "A second meeting with the finance director.",
        "decision_expected": {"on": "2026-12-04", "precision": "about", "source": "Dana Whitfield"},
        "unsaid": "That I speak Portuguese with the Porto team every day.",
    }
    return {item: value for item, value in {**answers, **changes}.items() if value is not None}


def short_answers(**changes: Any) -> Json:
    """A complete account of a contract interview, written in a minute."""
    answers: Json = {
        "interest": {"after": 4},
        "concerns": "none_noticed",
        "next_step": "They ring the agency tomorrow.",
        "decision_expected": {"precision": "unknown"},
        "availability": "From Monday, four days a week.",
    }
    return {item: value for item, value in {**answers, **changes}.items() if value is not None}


def confidences(**changes: Any) -> Json:
    """What only the agency reads; each word is found nowhere else."""
    answers: Json = {
        "other_processes": "A final round at Zephyrine Robotics",
        "other_offer_by": "2026-12-11",
        "salary_or_rate": "GBP 91,234",
        "notice": "Thirteen weeks",
        "counter_offer": "Perhaps, for a corner office",
        "inappropriate_question": "Tom asked whether I plan children",
    }
    return {**answers, **changes}


def path(interview_id: str, rest: str = "") -> str:
    return f"/v1/interviews/{interview_id}/debrief{rest}"


def submit(
    candidate: httpx.Client, interview_id: str, answers: Json | None = None, **agency_only: Any
) -> httpx.Response:
    """Submit answers at once, without a draft, and expect that they are taken."""
    body = {"answers": full_answers() if answers is None else answers, "agency_only": agency_only or None}
    answer = candidate.post(path(interview_id, "/submit"), json=body, headers=CREATE)
    assert answer.status_code == 200, answer.text
    return answer


def decide(consultant: httpx.Client, interview_id: str, decision: str, body: Json | None = None) -> httpx.Response:
    """Decide on what is there now: ``accept``, or ``return`` with a reason."""
    seen = consultant.get(path(interview_id)).headers["ETag"]
    return consultant.post(path(interview_id, f"/{decision}"), json=body, headers={"If-Match": seen})


def told(**changes: Any) -> Json:
    """A debrief as a consultant enters it after ringing the candidate; ``changes`` replace parts, None leaves out."""
    body: Json = {"answers": short_answers(), "taken_at": utc_now().isoformat(), "number_rung": "+44 20 7946 0991"}
    return {part: value for part, value in {**body, **changes}.items() if value is not None}


def take(consultant: httpx.Client, interview_id: str, **changes: Any) -> httpx.Response:
    """Enter a debrief told by telephone, on what is there now."""
    seen = consultant.get(path(interview_id)).headers["ETag"]
    return consultant.post(path(interview_id, "/by-telephone"), json=told(**changes), headers={"If-Match": seen})


def accepted(office: Office, interview_id: str, **agency_only: Any) -> httpx.Client:
    """Let the candidate submit and Priya accept; return the candidate's client."""
    candidate = office.candidate(interview_id)
    submit(candidate, interview_id, **agency_only)
    assert decide(office.priya, interview_id, "accept").status_code == 200
    return candidate


def add(candidate: httpx.Client, interview_id: str, text: str = "My notice is a month.", **more: Any) -> httpx.Response:
    """Add something new to an accepted debrief."""
    return candidate.post(path(interview_id, "/addenda"), json={"text": text, **more})


def addendum_row(office: Office, interview_id: str, *, at: datetime | None = None) -> str:
    """Put something added beside a debrief whatever its state; return its identifier."""
    with office.rows() as session:
        meeting = Prefixed("int").parse(interview_id)
        debrief = session.scalars(select(Debrief).where(Debrief.interview_id == meeting)).one()
        addendum = DebriefAddendum(
            agency_id=office.agency_id,
            id=new_id(),
            debrief_id=debrief.id,
            state="submitted",
            agency_only=False,
            text="My notice is a month.",
            channel="web",
            added_at=at or utc_now(),
            added_by="candidate",
        )
        session.add(addendum)
        details = {"channel": "web"}
        actor = SystemActor(office.agency_id)
        record(session, AuditAction.ADDENDUM_ADDED, subject=addendum, actor=actor, now=utc_now(), details=details)
        session.add(
            DebriefAddendumConfidence(agency_id=office.agency_id, addendum_id=addendum.id, text="For you alone.")
        )
        return Prefixed("adm").show(addendum.id)
