"""What every page for a candidate has around it: the agency, the interview, the consultant to turn to (P21)."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from fastapi import Request
from fastapi.responses import HTMLResponse

from app.accounts.access import Access
from app.accounts.queries.brand import brand_of
from app.accounts.queries.cover import cover_words, covering
from app.accounts.queries.kept import waiting_for
from app.accounts.queries.rows import notice_address, session_ends_at
from app.core.actor import CandidateActor
from app.core.db import AgencySession
from app.core.ids import public_id
from app.core.local_time import day_month, local
from app.interviews.models import Meeting
from app.interviews.queries import meeting_for
from app.interviews.rendering.mails import dialled
from app.web.fields import Form, Posted
from app.web.page_routes import form_token
from app.web.templating import page

KEPT: Final = "kept"
"""The query parameter, and the field, that names what was kept."""


@dataclass(frozen=True)
class Card:
    """Whom the candidate turns to; ``covered_by`` acts in their place today."""

    name: str
    initials: str
    email: str
    phone: str | None
    dialled: str
    cover: str | None
    covered_by: str | None

    @property
    def acts(self) -> str:
        """Who reads and decides today."""
        return self.covered_by or self.name

    @property
    def on_behalf(self) -> str:
        """Whom they do it for, said after the verb: " for Priya, who is away"; empty where they are there."""
        return f" for {self.name.split()[0]}, who is away" if self.covered_by else ""


@dataclass(frozen=True)
class Frame:
    """What stands around the content of a candidate's page; ``home`` begins every address of this interview."""

    agency: str
    brand_css: str | None
    logo: str | None
    about: str
    home: str
    candidate: str
    consultant: Card
    privacy_notice: str
    csrf: str
    session_ends: str
    handed_over: bool
    kept: bool
    takes_kept: str


@dataclass(frozen=True)
class TakesKept:
    """Who sends what was kept again, and which it is."""

    actor: CandidateActor
    kept_id: UUID


@dataclass(frozen=True)
class Visit:
    """One candidate looking at their one interview."""

    meeting: Meeting
    frame: Frame

    def show(self, template: str, *, status: int = 200, **context: object) -> HTMLResponse:
        """Answer with one of their pages; ``form`` is an empty one where none is given."""
        return page(template, status=status, frame=self.frame, **{"form": Form(), **context})


def visit(request: Request, access: Access[CandidateActor], interview_id: UUID, *, now: datetime) -> Visit:
    """Make the surroundings of a page; raises InterviewNotFound for an interview of another link."""
    session, actor = access.session, access.actor
    meeting = meeting_for(session, interview_id=interview_id, actor=actor)
    brand = brand_of(session, meeting.agency)
    waiting = {one.id for one in waiting_for(session, actor)}
    taken = _taken(request, actor, waiting)
    frame = Frame(
        agency=meeting.agency.name,
        brand_css=brand.css,
        logo=brand.logo,
        about=about(meeting, now),
        home=f"/my/{public_id('int', interview_id)}",
        candidate=meeting.candidate.name,
        consultant=card_of(session, meeting, now=now),
        privacy_notice=notice_address(session, actor.agency_id, public_url=request.app.state.settings.public_url),
        csrf=form_token(request),
        session_ends=session_ends_at(session, actor).isoformat(),
        handed_over=actor.link == "returned",
        kept=bool(waiting - {taken}),
        takes_kept=public_id("kpt", taken) if taken else "",
    )
    request.state.frame = frame
    return Visit(meeting, frame)


def _taken(request: Request, actor: CandidateActor, waiting: Set[UUID]) -> UUID | None:
    """What was kept and stands in this page's form again; sent and saved, it waits no more."""
    sent: Posted = request.state.posted
    asked = sent.value(KEPT) if request.method == "POST" else request.query_params.get(KEPT, "")
    found = next((one for one in waiting if public_id("kpt", one) == asked), None)
    if found is not None and request.method == "POST":
        request.state.takes_kept = TakesKept(actor, found)
    return found


def about(meeting: Meeting, now: datetime) -> str:
    """Name the interview in a line, its time where the candidate is: "today 15:30"."""
    zone = meeting.candidate.time_zone
    starts, today = local(meeting.interview.starts_at, zone), local(now, zone).date()
    near = {0: "today", -1: "yesterday", 1: "tomorrow"}
    day = near.get((starts.date() - today).days, day_month(starts.date()))
    return f"Your interview · {meeting.job.title} · {meeting.client.name} · {day} {starts:%H:%M}"


def card_of(session: AgencySession, meeting: Meeting, *, now: datetime) -> Card:
    """Name the consultant of an interview, how they are reached, and who stands in for them (P21)."""
    consultant, today = meeting.consultant, local(now, meeting.candidate.time_zone).date()
    cover = covering(session, consultant, today=today)
    first, *rest = consultant.name.split()
    return Card(
        name=consultant.name,
        initials=(first[0] + (rest[-1][0] if rest else "")).upper(),
        email=consultant.email,
        phone=consultant.phone,
        dialled=dialled(consultant.phone or ""),
        cover=cover_words(session, consultant, today=today),
        covered_by=cover.name if cover else None,
    )
