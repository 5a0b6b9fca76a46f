"""My data: what is held and how long, a copy of my own words at once, and how to ask for everything or for its end."""

from datetime import date
from typing import Annotated

from fastapi import Request, Response
from fastapi.responses import HTMLResponse

from app.accounts.access import Access, allow
from app.accounts.queries.kept import form_of
from app.accounts.queries.rows import newest_notice, settings_of
from app.core.actor import CandidateActor
from app.core.ids import InterviewId, public_id
from app.core.local_time import date_time, day_month
from app.interviews.pages.visit import Visit, visit
from app.interviews.policy import may_see_stored
from app.interviews.queries import NothingStoredShown
from app.privacy.actions import asking
from app.privacy.queries.own import own_rows, requests_of
from app.privacy.rendering import REQUESTS, own_words
from app.privacy.schemas import OwnRequest
from app.web.deps import Now
from app.web.fields import Form, validated
from app.web.page_routes import FormPosted, pages_for, see

router = pages_for()
AsCandidate = Annotated[Access[CandidateActor], allow(candidate=True)]


@router.get("/data", operation_id="seeOwnData")
def see_own_data(
    access: AsCandidate, interview_id: InterviewId, request: Request, now: Now, kept: str | None = None
) -> HTMLResponse:
    """Say what is held, why and how long, and what may be asked."""
    form = form_of(access.session, actor=access.actor, kept=kept) or Form()
    return _shown(visit(request, access, interview_id, now=now), access, form)


@router.get("/data.json", operation_id="downloadOwnWords", response_class=Response)
def download_own_words(access: AsCandidate, interview_id: InterviewId, request: Request, now: Now) -> Response:
    """Hand out what the candidate wrote and decided after this interview."""
    visited = visit(request, access, interview_id, now=now)
    if not may_see_stored(access.actor, visited.meeting.interview):
        raise NothingStoredShown
    found = own_rows(access.session, agency_id=access.actor.agency_id, interview_id=interview_id)
    headers = {
        "Content-Disposition": f'attachment; filename="{public_id("int", interview_id)}.json"',
        "Cache-Control": "private, no-store",
    }
    content = own_words(found, about=visited.frame.about, made_at=now)
    return Response(content, headers=headers, media_type="application/json")


@router.post("/data/ask", operation_id="askAboutOwnData")
def ask_about_own_data(
    access: AsCandidate, interview_id: InterviewId, posted: FormPosted, request: Request, now: Now
) -> Response:
    """Pass a request on to whoever answers for it; pressed twice it is one."""
    visited = visit(request, access, interview_id, now=now)
    form = Form(posted.fields)
    if not may_see_stored(access.actor, visited.meeting.interview):
        return _shown(visited, access, form, status=403)
    asked, errors = validated(OwnRequest, {"kind": posted.value("kind"), "words": posted.value("words") or None})
    if asked is None:
        said = {"kind": "Choose what you ask for"} if "kind" in errors else {"words": _said(errors)}
        return _shown(visited, access, Form(form.fields, said), status=422)
    asking.ask(access.session, interview_id=interview_id, request=asked, actor=access.actor, now=now)
    return see(f"{visited.frame.home}/data/asked")


@router.get("/data/asked", operation_id="seeAsked")
def see_asked(access: AsCandidate, interview_id: InterviewId, request: Request, now: Now) -> Response:
    """Say that the request arrived, who answers, and by when."""
    visited = visit(request, access, interview_id, now=now)
    found = _requests(visited, access)
    if not found:
        return see(f"{visited.frame.home}/data")
    return visited.show("pages/data_asked.html", newest=found[0])


def _said(errors: dict[str, str]) -> str:
    return errors.get("words") or errors.get("") or "Say what should be put right"


def _shown(visited: Visit, access: Access[CandidateActor], form: Form, *, status: int = 200) -> HTMLResponse:
    settings = settings_of(access.session, access.actor.agency_id)
    notice = newest_notice(access.session, access.actor.agency_id)
    return visited.show(
        "pages/data.html",
        status=status,
        form=form,
        notice=notice.text.split("\n\n") if notice else [],
        settings=settings,
        contact=settings.data_protection_contact or visited.meeting.consultant.name,
        own_link=may_see_stored(access.actor, visited.meeting.interview),
        requests=_requests(visited, access),
    )


def _requests(visited: Visit, access: Access[CandidateActor]) -> list[dict[str, str]]:
    """What was asked before, newest first, each with the day by which it is answered."""
    if not may_see_stored(access.actor, visited.meeting.interview):
        return []
    zone = visited.meeting.candidate.time_zone
    found = requests_of(access.session, agency_id=access.actor.agency_id, candidate_id=access.actor.candidate_id)
    return [
        {
            "at": date_time(one.event.at, zone),
            "what": REQUESTS[str(one.event.details["kind"])],
            "words": one.values.get("words", ""),
            "due": _dated(asking.answer_due(one.event.at, visited.meeting.agency.time_zone)),
        }
        for one in found
    ]


def _dated(day: date) -> str:
    return f"{day_month(day)} {day.year}"
