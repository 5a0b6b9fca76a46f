"""Something new after the debrief was accepted (P22): written on a page, with what was added before and its answer."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Request, Response
from fastapi.responses import HTMLResponse

from app.accounts.access import Access, allow
from app.accounts.queries.kept import form_of
from app.core.actor import CandidateActor
from app.core.ids import InterviewId, public_id
from app.core.local_time import date_time
from app.debriefs import queries
from app.debriefs.actions import adding
from app.debriefs.models import Added
from app.debriefs.policy import may_see_stored
from app.debriefs.rendering.addenda import addendum_receipt
from app.debriefs.rules import MOST_ADDENDA
from app.debriefs.schemas.requests import AddendumWritten
from app.interviews.pages.visit import Visit, visit
from app.interviews.states import OFF
from app.web.deps import Now
from app.web.fields import Form, validated
from app.web.page_routes import FormPosted, pages_for, see

router = pages_for()
AsCandidate = Annotated[Access[CandidateActor], allow(candidate=True)]
STATES = {"submitted": "Waits to be read", "accepted": "Read", "returned": "Came back with a question"}


@dataclass(frozen=True)
class Earlier:
    """One thing that was added, as its candidate reads it."""

    at: str
    words: str
    agency_only: bool
    state: str
    reason: str | None
    taken_by: str | None


@router.get("/new", operation_id="seeNewInformation")
def see_new_information(
    access: AsCandidate, interview_id: InterviewId, request: Request, now: Now, kept: str | None = None
) -> HTMLResponse:
    """Offer to add something new; what was added before stands below, with its answer."""
    form = form_of(access.session, actor=access.actor, kept=kept) or Form()
    return _shown(visit(request, access, interview_id, now=now), access, form)


@router.post("/new", operation_id="addNewInformation")
def add_new_information(
    access: AsCandidate, interview_id: InterviewId, posted: FormPosted, request: Request, now: Now
) -> Response:
    """Add it, and tell the consultant at once; the same words pressed twice are added once."""
    visited = visit(request, access, interview_id, now=now)
    form = Form(posted.fields)
    typed = {"text": posted.value("text"), "agency_only": form.holds("agency_only", "yes")}
    written, errors = validated(AddendumWritten, typed)
    if written is None:
        said = "Write what is new" if not typed["text"] else errors.get("text", "Write less: that is more than we take")
        return _shown(visited, access, Form(form.fields, {"text": said}), status=422)
    try:
        adding.add_once(access.session, interview_id=interview_id, written=written, actor=access.actor, now=now)
    except (adding.AddendumTooEarly, adding.TooManyAddenda, queries.DebriefNotFound):
        return _shown(visited, access, form, status=409)
    return see(f"{visited.frame.home}/new/added")


@router.get("/new/added", operation_id="seeAdded")
def see_added(access: AsCandidate, interview_id: InterviewId, request: Request, now: Now) -> Response:
    """Say that it arrived, who reads it, and what comes next."""
    visited = visit(request, access, interview_id, now=now)
    added = _added(visited, access)
    if not added:
        return see(f"{visited.frame.home}/new")
    receipt = addendum_receipt(added[-1].addendum, consultant=visited.frame.consultant.acts)
    return visited.show(
        "pages/addendum_added.html",
        receipt=receipt,
        reference=public_id("adm", receipt.reference),
        due=date_time(receipt.review_due_at, visited.meeting.candidate.time_zone),
    )


def _shown(visited: Visit, access: Access[CandidateActor], form: Form, *, status: int = 200) -> HTMLResponse:
    debrief = queries.find_debrief(access.session, visited.meeting.interview)
    added = _added(visited, access)
    shown = added if may_see_stored(access.actor, visited.meeting.interview) else []
    if debrief is None or debrief.state != "accepted":
        off = visited.meeting.interview.state in OFF
        return visited.show("pages/addendum_early.html", form=form, status=status, debrief=debrief, off=off)
    zone = visited.meeting.candidate.time_zone
    return visited.show(
        "pages/addendum.html",
        form=form,
        status=status,
        earlier=[_earlier(one, zone) for one in reversed(shown)],
        full=len(added) >= MOST_ADDENDA,
        client=visited.meeting.client.name,
        consultant=visited.meeting.consultant.name,
    )


def _added(visited: Visit, access: Access[CandidateActor]) -> list[Added]:
    interview = visited.meeting.interview
    return queries.addenda_of(access.session, interview, actor=access.actor, after=None, limit=MOST_ADDENDA)


def _earlier(one: Added, zone: str) -> Earlier:
    row = one.addendum
    return Earlier(
        at=date_time(row.added_at, zone),
        words=one.words or "",
        agency_only=row.agency_only,
        state=STATES[row.state],
        reason=row.return_reason,
        taken_by=one.taken_by,
    )
