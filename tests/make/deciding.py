"""A day on which a client was to decide, and what its consultant does about it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from sqlalchemy import select

from app.accounts.actions import sessions
from app.accounts.queries import rows as accounts
from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.ids import Prefixed
from app.followup.models.decisions import Decision
from tests.make import debriefs
from tests.office import Office

Json = dict[str, Any]
EXPECTED = "2026-12-04"
"""A Friday, in `debriefs.full_answers`."""
OVERDUE = datetime(2026, 12, 7, 14, 0, tzinfo=UTC)
"""When Monday begins for Dana Whitfield in New York."""


def told(office: Office, ref: str = "I-1", *, answers: Json | None = None, **changes: Any) -> Json:
    """An interview whose debrief says that they decide about Friday 4 December."""
    interview = office.held(ref, **changes)
    debriefs.submit(office.candidate(interview["id"]), interview["id"], answers or debriefs.full_answers())
    office.run_tasks()
    return interview


def path(interview: Json, step: str = "") -> str:
    return f"/v1/interviews/{interview['id']}/decision{step}"


def known(who: httpx.Client, interview: Json) -> Json:
    answer = who.get(path(interview))
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


def says(who: httpx.Client, interview: Json, body: Json, step: str = "") -> httpx.Response:
    """Name the day, extend it, or note a chase, of what stands there now."""
    seen = who.get(path(interview)).headers["ETag"]
    return who.post(path(interview, step), json=body, headers={"If-Match": seen})


def make_overdue(office: Office) -> None:
    """Let every day that is waited for have passed, and the client be asked within three hours."""
    actor, now = SystemActor(office.agency_id), utc_now()
    with office.rows() as session:
        for row in session.scalars(select(Decision).where(Decision.state.in_(("awaiting", "due")))):
            row.state, row.ask_by = "overdue", now + timedelta(hours=3)
            record(session, AuditAction.DECISION_OVERDUE, subject=row, actor=actor, now=now)


def signs_in_again(office: Office, *people: str) -> None:
    """Sessions have ended over night."""
    for who in people:
        with office.rows() as session:
            user_id = Prefixed("con").parse(office.consultant_ids[who])
            user = accounts.consultant(session, consultant_id=user_id, actor=SystemActor(office.agency_id))
            _, token = sessions.open_session(session, user, now=utc_now())
        getattr(office, who).headers["Authorization"] = f"Bearer {token.text}"


def passed(office: Office, ref: str = "I-1", **changes: Any) -> Json:
    """The interview on the client's next working day after the day on which it was to decide."""
    interview = told(office, ref, **changes)
    office.travel(OVERDUE)
    signs_in_again(office, "priya", "manager", "colleague", "compliance")
    return interview
