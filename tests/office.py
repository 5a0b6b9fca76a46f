"""An agency at work, driven over HTTP as its people would: the cast, their clients, the clock, the mail."""

import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from functools import cached_property
from typing import Any, Self
from uuid import UUID, uuid4

import httpx
import psycopg
import time_machine
from sqlalchemy import text

from app.accounts.actions import agencies, confirming, keys, sessions, users
from app.accounts.models import Consultant
from app.accounts.queries.rows import consultant, consultant_actor, session_of
from app.accounts.schemas.accounts import ConsultantInvite, KeyRequest
from app.adapters.postgres.cluster import Cluster
from app.core.actor import ConsultantActor, SystemActor
from app.core.clock import utc_now
from app.core.db import AgencySession, Database
from app.core.ids import Prefixed
from app.core.settings import Settings
from app.core.tokens import read_token
from app.interviews.models import Interview
from app.interviews.queries import meeting_for
from tests.adapters.smtp_ledger import SmtpLedger
from tests.announced import interview_today, met_there
from tests.delivered import mails_to, prepares
from tests.worker import AgencyWorker

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""When every office opens: an ordinary Monday in London and New York."""
CAST = {
    "admin": ("Ada Admin", "admin"),
    "priya": ("Priya Nair", "consultant"),
    "colleague": ("Sam Idowu", "consultant"),
    "manager": ("Mira Manager", "manager"),
    "compliance": ("Cleo Compliance", "compliance"),
}
CRM = ["interviews:write", "debriefs:read", "letters:read", "letters:decide", "audit:read"]
"""What the CRM's key may do."""
TLS = ssl.create_default_context()
"""Of no use on plain HTTP; but each client that makes its own takes 30 ms for it."""
Json = dict[str, Any]


@dataclass(frozen=True)
class Premises:
    """The real parts of the run, shared by all offices."""

    url: str
    db: Database
    queue: psycopg.Connection[Any]
    settings: Settings
    smtp: SmtpLedger
    cluster: Cluster


@dataclass
class Office:
    """A fresh agency; `priya` owns the interviews, all clients raise nothing: tests look at the status.

    Its people are there from the start; each signs in, as of the opening, when a test first needs them.
    """

    premises: Premises
    agency_id: UUID
    name: str
    clock: time_machine.Traveller
    crm: httpx.Client
    anybody: httpx.Client
    consultant_ids: dict[str, str]
    opened_at: datetime
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
            now = utc_now()
            with premises.db.transaction() as session:
                agency_id, people = _found(session, name, now)
                request = KeyRequest.model_validate({"name": "CRM", "scopes": CRM})
                _, key = keys.create_key(session, request=request, actor=people["admin"], now=now)
            yield cls(
                premises=premises,
                agency_id=agency_id,
                name=name,
                clock=clock,
                crm=stack.enter_context(_client(premises, key.text)),
                anybody=stack.enter_context(_client(premises, None)),
                consultant_ids={who: Prefixed("con").show(person.id) for who, person in people.items()},
                opened_at=now,
                stack=stack,
            )

    @cached_property
    def admin(self) -> httpx.Client:
        return self._signed_in("admin")

    @cached_property
    def priya(self) -> httpx.Client:
        return self._signed_in("priya")

    @cached_property
    def colleague(self) -> httpx.Client:
        return self._signed_in("colleague")

    @cached_property
    def manager(self) -> httpx.Client:
        return self._signed_in("manager")

    @cached_property
    def compliance(self) -> httpx.Client:
        return self._signed_in("compliance")

    def _signed_in(self, who: str) -> httpx.Client:
        with self.rows() as session:
            actor = SystemActor(self.agency_id)
            user = consultant(session, consultant_id=Prefixed("con").parse(self.consultant_ids[who]), actor=actor)
            _, token = sessions.open_session(session, user, now=self.opened_at)
        return self.stack.enter_context(_client(self.premises, token.text))

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
        return {**interview_today(self.address, consultant=f"priya@{self.name}.example"), **changes}

    def interviewer(self, name: str, **changes: Any) -> Json:
        """Somebody at Meridian Foods in New York, at work from 09:00 to 17:30."""
        return {**met_there(self.address, name), **changes}

    def announce(self, ref: str = "I-1", **changes: Any) -> Json:
        """Announce an interview as the CRM does; return the answer's interview."""
        answer = self.crm.put(f"/v1/external/bullhorn/interviews/{ref}", json=self.announcement(**changes))
        assert answer.status_code == 200, answer.text
        interview: Json = answer.json()["interview"]
        return interview

    def held(self, ref: str = "I-1", **changes: Any) -> Json:
        """Announce an interview and let it end, so that its debrief is asked for; return it as it then is.

        It is announced when the mail before it would come too late: whoever looks at that one announces it earlier.
        """
        self.travel(datetime.fromisoformat(self.announcement(**changes)["starts_at"]) - timedelta(minutes=10))
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

    @property
    def _worker(self) -> AgencyWorker:
        return AgencyWorker(self.premises.db, self.premises.queue, self.premises.settings, self.agency_id, self.clock)

    def confirm(self, *people: str) -> None:
        """Note that these of the cast have just proved again who they are, as keys, roles and exports ask for."""
        with self.rows() as session:
            for who in people or CAST:
                client: httpx.Client = getattr(self, who)
                token = read_token(client.headers["Authorization"].removeprefix("Bearer "), "aws")
                found = session_of(session, token, now=utc_now())
                assert found is not None
                assert isinstance(found[1], ConsultantActor)
                confirming.note_confirmed(session, actor=found[1], now=utc_now())

    def travel(self, to: datetime) -> None:
        """Move the clock, letting everything that falls due on the way happen at its own time."""
        self._worker.travel(to)

    def run_due(self) -> int:
        """Promote what is due by now and run it, without moving the clock."""
        return self._worker.run_due()

    def run_tasks(self) -> int:
        """Run this agency's tasks as the worker would, until none is left; return how many ran."""
        return self._worker.run_tasks()

    def mails(self, to: str) -> list[EmailMessage]:
        """What was delivered to an address, in order, but for the mail before an interview: see `preparations`."""
        return [mail for mail in mails_to(self.premises.smtp, to) if not prepares(mail)]

    def preparations(self, to: str) -> list[EmailMessage]:
        """The mails before an interview, with the entry for a calendar."""
        return [mail for mail in mails_to(self.premises.smtp, to) if prepares(mail)]

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


def link_in(message: EmailMessage) -> str:
    """The token of the link that a mail to a candidate carries."""
    words = text_of(message)
    found = re.search(r"/c/(awl_\S+)", words)
    assert found, words
    return found[1]


def text_of(message: EmailMessage) -> str:
    """The plain text of a mail."""
    body = message.get_body(("plain",))
    assert body is not None
    content: str = body.get_content()
    return content


def _found(session: AgencySession, name: str, now: datetime) -> tuple[UUID, dict[str, ConsultantActor]]:
    made = agencies.create_agency(
        session,
        name="Harcourt & Lane",
        sign_in_name=name,
        time_zone="Europe/London",
        country="GB",
        admin=ConsultantInvite(name="Ada Admin", email=f"ada@{name}.example", role="admin"),
        now=now,
    )
    others = {who: _join(session, made, who, *CAST[who], now=now) for who in CAST if who != "admin"}
    return made.agency.agency_id, {who: consultant_actor(user) for who, user in {"admin": made.admin, **others}.items()}


def _join(
    session: AgencySession, made: agencies.NewAgency, key: str, name: str, role: str, *, now: datetime
) -> Consultant:
    address = made.admin.email.replace("ada@", f"{key}@")
    given = {"name": name, "email": address, "role": role, "phone": "+44 20 7946 0018"}
    invite = ConsultantInvite.model_validate(given)
    actor = SystemActor(made.agency.agency_id)
    return users.add_user(session, invite=invite, team_id=made.admin.team_id, actor=actor, now=now)


def _client(premises: Premises, token: str | None) -> httpx.Client:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    hooks = {"request": [with_key]}
    return httpx.Client(base_url=premises.url, headers=headers, timeout=30, verify=TLS, event_hooks=hooks)


def with_key(request: httpx.Request) -> None:
    """Give a POST an Idempotency-Key of its own, as a careful client does; one that was given stays."""
    if request.method == "POST":
        request.headers.setdefault("Idempotency-Key", str(uuid4()))
