"""What every page for a candidate has around it: the agency, the interview, the consultant to turn to (P21)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fastapi import Request
from fastapi.responses import HTMLResponse

from app.accounts.access import Access
from app.accounts.models import Consultant
from app.accounts.queries.brand import brand_of
from app.accounts.queries.cover import cover_words
from app.accounts.queries.kept import waiting_for
from app.accounts.queries.rows import notice_address, session_ends_at
from app.core.actor import CandidateActor
from app.core.ids import public_id
from app.core.local_time import day_month, local
from app.interviews.models import Meeting
from app.interviews.queries import meeting_for
from app.interviews.rendering.mails import dialled
from app.web.fields import Form
from app.web.page_routes import form_token
from app.web.templating import page


@dataclass(frozen=True)
class Card:
    """Whom the candidate turns to."""

    name: str
    initials: str
    email: str
    phone: str | None
    dialled: str
    cover: str | None


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
    today = local(now, meeting.candidate.time_zone).date()
    frame = Frame(
        agency=meeting.agency.name,
        brand_css=brand.css,
        logo=brand.logo,
        about=about(meeting, now),
        home=f"/my/{public_id('int', interview_id)}",
        candidate=meeting.candidate.name,
        consultant=_card(meeting.consultant, cover_words(session, meeting.consultant, today=today)),
        privacy_notice=notice_address(session, actor.agency_id, public_url=request.app.state.settings.public_url),
        csrf=form_token(request),
        session_ends=session_ends_at(session, actor).isoformat(),
        handed_over=actor.link == "returned",
        kept=bool(waiting_for(session, actor)),
    )
    return Visit(meeting, frame)


def about(meeting: Meeting, now: datetime) -> str:
    """Name the interview in a line, its time where the candidate is: "today 15:30"."""
    zone = meeting.candidate.time_zone
    starts, today = local(meeting.interview.starts_at, zone), local(now, zone).date()
    near = {0: "today", -1: "yesterday", 1: "tomorrow"}
    day = near.get((starts.date() - today).days, day_month(starts.date()))
    return f"Your interview · {meeting.job.title} · {meeting.client.name} · {day} {starts:%H:%M}"


def _card(consultant: Consultant, cover: str | None) -> Card:
    first, *rest = consultant.name.split()
    return Card(
        name=consultant.name,
        initials=(first[0] + (rest[-1][0] if rest else "")).upper(),
        email=consultant.email,
        phone=consultant.phone,
        dialled=dialled(consultant.phone or ""),
        cover=cover,
    )
