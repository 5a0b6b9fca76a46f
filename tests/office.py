"""An agency at work, driven over HTTP as its people would: the cast, their clients, the clock, the mail."""

import email
import email.policy
import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any, Self
from uuid import UUID, uuid4

import httpx
import time_machine
from sqlalchemy import text

from app.accounts.actions import agencies, sessions, users
from app.accounts.models import Consultant
from app.accounts.schemas.accounts import ConsultantInvite
from app.adapters.postgres.cluster import Cluster
from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.db import AgencySession, Database
from app.core.ids import Prefixed
from app.core.queue import Work, enqueue
from app.core.settings import Settings
from app.interviews.models import Interview
from app.interviews.queries import meeting_for
from app.worker import TASKS
from tests.adapters.smtp_ledger import SmtpLedger

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""When every office opens: an ordinary Monday in London and New York."""
CAST = {
    "admin": ("Ada Admin", "admin"),
    "priya": ("Priya Nair", "consultant"),
    "colleague": ("Sam Idowu", "consultant"),
    "manager": ("Mira Manager", "manager"),
    "compliance": ("Cleo Compliance", "compliance"),
}
TLS = ssl.create_default_context()
"""Of no use on plain HTTP; but each client that makes its own takes 30 ms for it."""
Json = dict[str, Any]


@dataclass(frozen=True)
class Premises:
    """The real parts of the run, shared by all offices."""

    url: str
    db: Database
    settings: Settings
    smtp: SmtpLedger
    cluster: Cluster


@dataclass
class Office:
    """A fresh agency; `priya` owns the interviews, all clients raise nothing: tests look at the status."""

    premises: Premises
    agency_id: UUID
    name: str
    clock: time_machine.Traveller
    admin: httpx.Client
    priya: httpx.Client
    colleague: httpx.Client
    manager: httpx.Client
    compliance: httpx.Client
    crm: httpx.Client
    anybody: httpx.Client
    consultant_ids: dict[str, str]
    stack: ExitStack = field(repr=False)

    @classmethod
    @contextmanager
    def open(cls, premises: Premises, *, at: datetime = MONDAY, name: str | None = None) -> Iterator[Self]:
        """Found the agency at an instant, with a user of every role and a CRM key; close everything afterwards.

        ``name``: for one office only of a run, where it is seen.
        """
        with ExitStack() as stack:
            clock = stack.enter_context(time_machine.travel(at, tick=True))
            name = name or f"h{uuid4().hex[:10]}"
            with premises.db.transaction() as session:
                made = agencies.create_agency(
                    session,
                    name="Harcourt & Lane",
                    sign_in_name=name,
                    time_zone="Europe/London",
                    country="GB",
                    admin=ConsultantInvite(name="Ada Admin", email=f"ada@{name}.example", role="admin"),
                    now=utc_now(),
                )
            agency_id = made.agency.agency_id
            clients: dict[str, httpx.Client] = {}
            ids: dict[str, str] = {}
            for key, (person, role) in CAST.items():
                with premises.db.transaction(agency_id) as session:
                    user = made.admin if role == "admin" else _join(session, made, key, person, role)
                    _, token = sessions.open_session(session, user, now=utc_now())
                ids[key] = Prefixed("con").show(user.id)
                clients[key] = stack.enter_context(_client(premises, token.text))
            admin = clients["admin"]
            scopes = ["interviews:write", "debriefs:read", "letters:read", "letters:decide", "audit:read"]
            key = admin.post("/v1/keys", json={"name": "CRM", "scopes": scopes}).json()["key"]
            yield cls(
                premises=premises,
                agency_id=agency_id,
                name=name,
                clock=clock,
                crm=stack.enter_context(_client(premises, key)),
                anybody=stack.enter_context(_client(premises, None)),
                consultant_ids=ids,
                stack=stack,
                **clients,
            )

    @contextmanager
    def rows(self) -> Iterator[AgencySession]:
        """A session of the agency, to look at rows or to prepare what has no endpoint."""
        with self.premises.db.transaction(self.agency_id) as session:
            yield session

    def address(self, who: str, domain: str = "candidates") -> str:
        """An address that no other office uses."""
        return f"{who}@{domain}.{self.name}.example"

    def announcement(self, **changes: Any) -> Json:
        """The body that announces Alex's interview with Dana and Tom in New York, from 15:00 to 16:00 UTC today."""
        today = utc_now().replace(hour=15, minute=0, second=0, microsecond=0)
        body: Json = {
            "starts_at": today.isoformat(),
            "ends_at": (today + timedelta(hours=1)).isoformat(),
            "time_zone": "America/New_York",
            "consultant": f"priya@{self.name}.example",
            "candidate": {
                "external_id": "CAND-1",
                "name": "Alex Moreau",
                "email": self.address("alex"),
                "phone": "+44 20 7946 0991",
                "time_zone": "Europe/London",
            },
            "client": {"external_id": "CLI-1", "name": "Meridian Foods"},
            "job": {"external_id": "JOB-1", "title": "Product Manager"},
            "interviewers": [self.interviewer("Dana Whitfield"), self.interviewer("Tom Achterberg")],
        }
        return {**body, **changes}

    def interviewer(self, name: str, **changes: Any) -> Json:
        """Somebody at Meridian Foods in New York, at work from 09:00 to 17:30."""
        first = name.split()[0].lower()
        body: Json = {
            "external_id": f"CTC-{first}",
            "name": name,
            "title": "Head of Product",
            "email": self.address(first, "meridian"),
            "time_zone": "America/New_York",
            "country": "US",
        }
        return {**body, **changes}

    def announce(self, ref: str = "I-1", **changes: Any) -> Json:
        """Announce an interview as the CRM does; return the answer's interview."""
        answer = self.crm.put(f"/v1/external/bullhorn/interviews/{ref}", json=self.announcement(**changes))
        assert answer.status_code == 200, answer.text
        interview: Json = answer.json()["interview"]
        return interview

    def held(self, ref: str = "I-1", **changes: Any) -> Json:
        """Announce an interview and let it end, so that its debrief is asked for; return it as it then is."""
        interview = self.announce(ref, **changes)
        self.travel(datetime.fromisoformat(interview["ends_at"]) + timedelta(minutes=20))
        again: Json = self.priya.get(f"/v1/interviews/{interview['id']}").json()
        return again

    def candidate(self, interview_id: str, *, link: str = "sent") -> httpx.Client:
        """Come in as the interview's candidate by a link of this strength."""
        actor = SystemActor(self.agency_id)
        with self.rows() as session:
            meeting = meeting_for(session, interview_id=Prefixed("int").parse(interview_id), actor=actor)
            token = sessions.issue_link(
                session,
                candidate_id=meeting.candidate.id,
                interview_id=meeting.interview.id,
                strength=link,  # type: ignore[arg-type]  # tests name one of the two
                life=timedelta(days=14),
                actor=actor,
                now=utc_now(),
            )
        return self.by_link(token.text)

    def by_link(self, token: str) -> httpx.Client:
        """Come in by the token at the end of a link."""
        answer = self.anybody.post("/v1/candidate-sessions", json={"token": token})
        assert answer.status_code == 200, answer.text
        self.anybody.cookies.clear()
        return self.stack.enter_context(_client(self.premises, answer.json()["token"]))

    def travel(self, to: datetime) -> None:
        """Move the clock, letting everything that falls due on the way happen at its own time."""
        while True:
            self.run_tasks()
            due = self._next_timer()
            if due is None or due > to:
                break
            self.clock.move_to(max(due, utc_now()))
            self._promote()
        self.clock.move_to(max(to, utc_now()))
        self.run_tasks()

    def run_due(self) -> int:
        """Promote what is due by now and run it, without moving the clock."""
        self._promote()
        return self.run_tasks()

    def run_tasks(self) -> int:
        """Run this agency's tasks as the worker would, until none is left; return how many ran."""
        work = Work(self.premises.db, self.premises.settings)
        tasks = {task.name: task for task in TASKS}
        count = 0
        while (job := self._take_task()) is not None:
            name, arguments = job
            tasks[name].run(work, agency_id=UUID(arguments["agency_id"]), subject_id=UUID(arguments["subject_id"]))
            count += 1
        return count

    def mails(self, to: str) -> list[EmailMessage]:
        """What was delivered to an address, in order, but for the mail before an interview: see `preparations`."""
        return [mail for mail in self._delivered(to) if not _prepares(mail)]

    def preparations(self, to: str) -> list[EmailMessage]:
        """The mails before an interview, with the entry for a calendar."""
        return [mail for mail in self._delivered(to) if _prepares(mail)]

    def trail(self, subject_id: str) -> list[str]:
        """The names of the audited actions of one row, oldest first."""
        uuid = Prefixed(subject_id.rpartition("_")[0]).parse(subject_id)
        with self.rows() as session:
            query = text("SELECT action FROM audit_event WHERE subject_id = :id ORDER BY seq")
            return [row[0] for row in session.execute(query, {"id": uuid})]

    def change_row(self, interview_id: str, change: Callable[[AgencySession, Interview], None]) -> None:
        """Do something to an interview's row that has no endpoint."""
        with self.rows() as session:
            found = session.get_one(Interview, (self.agency_id, Prefixed("int").parse(interview_id)))
            change(session, found)

    def _delivered(self, to: str) -> list[EmailMessage]:
        return [
            email.message_from_bytes(accepted.content, policy=email.policy.default)
            for accepted in self.premises.smtp.messages
            if to in accepted.rcpt
        ]

    def _take_task(self) -> tuple[str, Json] | None:
        query = text(
            "DELETE FROM procrastinate_jobs WHERE id = (SELECT id FROM procrastinate_jobs "
            "WHERE args->>'agency_id' = :agency AND status = 'todo' ORDER BY id LIMIT 1) RETURNING task_name, args"
        )
        with self.premises.db.transaction() as session:
            found = session.execute(query, {"agency": str(self.agency_id)}).one_or_none()
            return (found[0], found[1]) if found else None

    def _next_timer(self) -> datetime | None:
        with self.premises.db.transaction() as session:
            query = text("SELECT min(due_at) FROM timer WHERE agency_id = :agency")
            due: datetime | None = session.scalar(query, {"agency": self.agency_id})
            return due

    def _promote(self) -> None:
        """Promote what is due of this agency alone; the loop itself is tested in tests/core."""
        with self.premises.db.transaction() as session:
            query = text("DELETE FROM timer WHERE agency_id = :agency AND due_at <= :now RETURNING kind, subject_id")
            for kind, subject_id in session.execute(query, {"agency": self.agency_id, "now": utc_now()}).all():
                enqueue(session, kind, agency_id=self.agency_id, subject_id=subject_id)


def link_in(message: EmailMessage) -> str:
    """The token of the link that a mail to a candidate carries."""
    body = message.get_body(("plain",))
    assert body is not None
    found = re.search(r"/c/(awl_\S+)", body.get_content())
    assert found, body.get_content()
    return found[1]


def text_of(message: EmailMessage) -> str:
    """The plain text of a mail."""
    body = message.get_body(("plain",))
    assert body is not None
    content: str = body.get_content()
    return content


def _prepares(message: EmailMessage) -> bool:
    return any(part.get_filename() == "interview.ics" for part in message.iter_attachments())


def _join(session: AgencySession, made: agencies.NewAgency, key: str, name: str, role: str) -> Consultant:
    invite = ConsultantInvite.model_validate(
        {
            "name": name,
            "email": made.admin.email.replace("ada@", f"{key}@"),
            "role": role,
            "phone": "+44 20 7946 0018",
        }
    )
    actor = SystemActor(made.agency.agency_id)
    return users.add_user(session, invite=invite, team_id=made.admin.team_id, actor=actor, now=utc_now())


def _client(premises: Premises, token: str | None) -> httpx.Client:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    hooks = {"request": [with_key]}
    return httpx.Client(base_url=premises.url, headers=headers, timeout=30, verify=TLS, event_hooks=hooks)


def with_key(request: httpx.Request) -> None:
    """Give a POST an Idempotency-Key of its own, as a careful client does; one that was given stays."""
    if request.method == "POST":
        request.headers.setdefault("Idempotency-Key", str(uuid4()))
