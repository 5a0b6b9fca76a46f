"""One letter before its candidate: what it says, whom it is for, who agreed to what, and what is on its way."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse

from app.accounts.access import Access, allow
from app.core.actor import CandidateActor
from app.core.ids import InterviewId, LetterId, public_id
from app.core.local_time import both_ends
from app.deliveries.policy import may_withdraw
from app.deliveries.queries.candidate import OnItsWay, on_its_way
from app.deliveries.rendering import gone_view
from app.deliveries.rules.agreeing import can_be_stopped
from app.deliveries.rules.telling import when
from app.deliveries.schemas import Gone
from app.deliveries.states import NOT_LIVE
from app.documents import queries as documents
from app.documents.models import Consent, Document
from app.interviews.models import Met
from app.interviews.pages.visit import Visit, visit
from app.letters.models import Standing
from app.letters.queries import reading
from app.letters.rendering.parts import in_order
from app.web.deps import Now
from app.web.page_routes import Instead

AsCandidate = Annotated[Access[CandidateActor], allow(candidate=True)]
STOPPABLE = frozenset({"held", "scheduled"})


@dataclass(frozen=True)
class Asked:
    """Which letter a page is asked about, and when."""

    request: Request
    interview_id: InterviewId
    letter_id: LetterId
    now: Now


AboutLetter = Annotated[Asked, Depends()]


@dataclass(frozen=True)
class Addressed:
    """One person whom the letter is for; ``agreed`` says how and since when, ``on_its_way`` what becomes of it."""

    id: str
    name: str
    title: str | None
    agreed: bool
    by_themselves: bool
    taken_back: bool
    words: str
    too_late: str | None
    goes: str | None


@dataclass(frozen=True)
class LetterDesk:
    """Everything that the pages about agreeing to one letter show."""

    visited: Visit
    standing: Standing
    ways: list[OnItsWay]
    people: list[Addressed]

    @property
    def document(self) -> Document | None:
        """What would be sent."""
        return self.standing.document

    @property
    def path(self) -> str:
        """Where the pages of this letter begin."""
        return f"{self.visited.frame.home}/letters/{public_id('ltr', self.standing.letter.id)}"

    @property
    def written_at(self) -> str:
        """Where its words are written, or answered where they are a consultant's."""
        if self.standing.letter.state == "suggested":
            return f"{self.path}/suggestion"
        return f"{self.visited.frame.home}/summary" if self.standing.letter.kind == "summary" else self.path

    @property
    def what(self) -> str:
        """What it is called."""
        return "summary" if self.standing.letter.kind == "summary" else "letter"

    @property
    def stoppable(self) -> bool:
        """Whether taking it back still stops anything."""
        given = {consent.person_id for consent in self.standing.consents if consent.state == "given"}
        going = [(way.delivery.person_id, way.delivery.state) for way in self.ways]
        return can_be_stopped(self.standing.letter.state, given, going)

    @property
    def agreed(self) -> list[Addressed]:
        """For whom a yes stands."""
        return [one for one in self.people if one.agreed]

    def show(self, template: str, *, status: int = 200, **more: object) -> HTMLResponse:
        """Answer with a page about this letter."""
        return self.visited.show(template, status=status, desk=self, letter=self.standing.letter, **more)


def letter_desk(access: Access[CandidateActor], asked: Asked) -> LetterDesk:
    """Read a letter for the candidate whose link we sent; raises InterviewNotFound, LetterNotFound, and for another
    link Instead, with the page that says which one is needed."""
    now = asked.now
    visited = visit(asked.request, access, asked.interview_id, now=now)
    if not may_withdraw(access.actor, visited.meeting.interview):
        raise Instead(visited.show("pages/agree_own_link.html", status=403))
    standing = reading.standing_to_read(access.session, letter_id=asked.letter_id, actor=access.actor)
    ways = on_its_way(access.session, standing.meeting.interview, letter_id=asked.letter_id)
    callers = documents.callers_of(access.session, standing.consents)
    given = {consent.person_id: consent for consent in standing.consents}
    people = [
        _addressed(who, given.get(who.person.id), ways, standing, callers, now)
        for who in in_order(standing.document.addressees if standing.document else (), standing.met)
    ]
    return LetterDesk(visited, standing, ways, people)


def gone_of(desk: LetterDesk) -> list[Gone]:
    """For whom a withdrawal comes too late, with what is known of it (rule 11)."""
    late = [way for way in desk.ways if way.delivery.state not in STOPPABLE | NOT_LIVE]
    return [gone_view(way.delivery, name=way.name, meeting=desk.standing.meeting) for way in late]


def _addressed(
    who: Met,
    consent: Consent | None,
    ways: list[OnItsWay],
    standing: Standing,
    callers: dict[UUID, str],
    now: datetime,
) -> Addressed:
    person, meeting = who.person, standing.meeting
    theirs = [way for way in ways if way.delivery.person_id == person.id]
    planned = next((way for way in theirs if way.delivery.state in STOPPABLE), None)
    late = next((way for way in theirs if way.delivery.state not in STOPPABLE | NOT_LIVE), None)
    return Addressed(
        id=public_id("prs", person.id),
        name=person.name,
        title=person.title,
        agreed=consent is not None and consent.state == "given",
        by_themselves=consent is not None and consent.state == "given" and consent.given_by == "candidate",
        taken_back=consent is not None and consent.state == "withdrawn",
        words=_agreement(consent, callers, meeting.candidate.time_zone, now),
        too_late=gone_view(late.delivery, name=person.name, meeting=meeting).words if late else None,
        goes=_goes(planned, meeting.candidate.time_zone, now) if planned else None,
    )


def _agreement(consent: Consent | None, callers: dict[UUID, str], zone: str, now: datetime) -> str:
    if consent is None:
        return ""
    if consent.state == "withdrawn" and consent.withdrawn_at is not None:
        return f"You took your agreement back on {when(consent.withdrawn_at, zone, now)}. You can give it again."
    if consent.read_back_by is not None and consent.rung_at is not None:
        caller = callers[consent.read_back_by]
        return f"{caller} noted on {when(consent.rung_at, zone, now)} that you agreed by telephone."
    return f"You agreed on {when(consent.given_at, zone, now)}."


def _goes(way: OnItsWay, zone: str, now: datetime) -> str:
    if way.delivery.scheduled_for is None or way.zone is None:
        return "It waits for their address."
    return f"It goes on {both_ends(way.delivery.scheduled_for, way.zone, zone, now=now)}."
