"""The agency that is measured: one debrief to read and one to submit, made by the program, to be copied later."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import httpx
from sqlalchemy import select

from app.accounts.actions import agencies, keys, sessions, users
from app.accounts.models import Consultant
from app.accounts.queries.rows import consultant_actor
from app.accounts.schemas.accounts import ConsultantInvite, KeyRequest
from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.db import AgencySession, Database
from app.core.ids import Prefixed, public_id
from app.core.tokens import Token, read_token
from app.debriefs.actions import asking
from app.interviews.queries import meeting_for
from app.reviews.models import ReviewItem
from tests.announced import interview_today
from tests.bench.rows import Template, as_sql, nth
from tests.make.debriefs import CREATE, full_answers, path

Json = dict[str, Any]
NAME: Final = "bench"
READ, WRITTEN = "a1", "b1"
"""Of which kind the identifiers of what is read and of what is submitted are."""
DEBRIEF, ITEM, LINK, SESSION = "a2", "a3", "b3", "b4"
HERS: Final = 50
"""One item of so many is the consultant's who asks for her queue."""


@dataclass(frozen=True)
class Visit:
    """One interview with its candidate's session."""

    interview_id: UUID
    session: Token


@dataclass(frozen=True)
class Seed:
    """What everything is copied from, and who asks."""

    agency_id: UUID
    priya: str
    to_read: list[Template]
    to_write: list[Template]
    secret: str

    def token_of(self, number: int) -> str:
        """The session of the candidate whose debrief is the n-th that waits to be submitted."""
        return Token("aws", self.agency_id, nth(SESSION, number), self.secret).text


def answers() -> Json:
    """A debrief of two kilobytes."""
    return full_answers(agenda=" ".join(["We began with the recall and went on to the road map."] * 14))


def made(db: Database, web: str) -> Seed:
    """Found the agency and let one candidate submit; raises AssertionError where the service does not take it."""
    now = utc_now()
    with db.transaction() as session:
        agency = agencies.create_agency(
            session,
            name="Harcourt & Lane",
            sign_in_name=NAME,
            time_zone="Europe/London",
            country="GB",
            admin=ConsultantInvite(name="Ada Admin", email=f"ada@{NAME}.example", role="admin"),
            now=now,
        )
        priya, colleague = (_user(session, agency, name, now) for name in ("priya", "colleague"))
        request = KeyRequest.model_validate({"name": "CRM", "scopes": ["interviews:write"]})
        _, key = keys.create_key(session, request=request, actor=consultant_actor(agency.admin), now=now)
        _, token = sessions.open_session(session, priya, now=now)
    agency_id = agency.agency.agency_id
    read, written = (_visit(db, web, agency_id, key.text, ref, now) for ref in ("I-1", "I-2"))
    _submit(web, read)
    return Seed(
        agency_id,
        token.text,
        _to_read(db, agency_id, read, hers=priya.id, theirs=colleague.id),
        _to_write(db, agency_id, written),
        written.session.secret,
    )


def _user(session: AgencySession, made: agencies.NewAgency, who: str, now: datetime) -> Consultant:
    invite = ConsultantInvite(name=who.title(), email=f"{who}@{NAME}.example", role="consultant")
    actor = SystemActor(made.agency.agency_id)
    return users.add_user(session, invite=invite, team_id=made.admin.team_id, actor=actor, now=now)


def _visit(db: Database, web: str, agency_id: UUID, key: str, ref: str, now: datetime) -> Visit:
    """Announce an interview that has just ended, ask for its debrief and let its candidate in."""
    body = interview_today(lambda who, domain: f"{who}@{domain}.{NAME}.example", consultant=f"priya@{NAME}.example")
    body |= {"starts_at": (now - timedelta(hours=2)).isoformat(), "ends_at": (now - timedelta(hours=1)).isoformat()}
    headers = {"Authorization": f"Bearer {key}"}
    answer = httpx.put(f"{web}/v1/external/bullhorn/interviews/{ref}", json=body, headers=headers, timeout=30)
    assert answer.status_code == httpx.codes.OK, answer.text
    interview_id = Prefixed("int").parse(answer.json()["interview"]["id"])
    actor = SystemActor(agency_id)
    with db.transaction(agency_id) as session:
        asking.request(session, interview_id=interview_id, actor=actor, now=now)
        meeting = meeting_for(session, interview_id=interview_id, actor=actor)
        link = sessions.issue_link(
            session,
            candidate_id=meeting.candidate.id,
            interview_id=interview_id,
            strength="sent",
            life=timedelta(days=14),
            actor=actor,
            now=now,
        )
    with db.transaction() as session:
        _, _, token = sessions.open_candidate_session(session, token=link.text, now=now)
    return Visit(interview_id, read_token(token.text, "aws"))


def _submit(web: str, visit: Visit) -> None:
    headers = {"Authorization": f"Bearer {visit.session.text}", **CREATE}
    where = f"{web}{path(public_id('int', visit.interview_id), '/submit')}"
    answer = httpx.post(where, json={"answers": answers()}, headers=headers, timeout=30)
    assert answer.status_code == httpx.codes.OK, answer.text


def _to_read(db: Database, agency_id: UUID, visit: Visit, *, hers: UUID, theirs: UUID) -> list[Template]:
    interview_id = visit.interview_id
    with db.transaction(agency_id) as session:
        item = session.scalars(select(ReviewItem).where(ReviewItem.interview_id == interview_id)).one()
    debrief = as_sql(DEBRIEF)
    whose = f"CASE mod(n, {HERS}) WHEN 0 THEN '{hers}' ELSE '{theirs}' END"
    waits = {
        "id": as_sql(ITEM),
        "interview_id": as_sql(READ),
        "subject_id": debrief,
        "consultant_id": whose,
        "due_at": "one.due_at + n * interval '1 second'",
    }
    return [
        Template("interview", "id", interview_id, {"id": as_sql(READ)}),
        Template("debrief", "id", item.subject_id, {"id": debrief, "interview_id": as_sql(READ)}),
        Template("debrief_version", "debrief_id", item.subject_id, {"debrief_id": debrief}),
        Template("review_item", "id", item.id, waits),
    ]


def _to_write(db: Database, agency_id: UUID, visit: Visit) -> list[Template]:
    from_link = {"id": as_sql(LINK), "interview_id": as_sql(WRITTEN)}
    debrief = {"id": as_sql("b2"), "interview_id": as_sql(WRITTEN)}
    return [
        Template("interview", "id", visit.interview_id, {"id": as_sql(WRITTEN)}),
        Template("debrief", "interview_id", visit.interview_id, debrief),
        Template("candidate_link", "interview_id", visit.interview_id, from_link),
        Template("web_session", "id", visit.session.row_id, {"id": as_sql(SESSION), "link_id": as_sql(LINK)}),
    ]
