"""The call brief: what to have at hand while ringing the client, and afterwards "I have rung them" (P5)."""

from typing import Annotated, Literal

from fastapi import Request
from fastapi.responses import HTMLResponse, Response

from app.accounts.access import DECIDERS, READERS, Access, allow
from app.core.actor import ConsultantActor
from app.core.errors import Conflict, FieldError
from app.core.ids import InterviewId, public_id
from app.core.local_time import date_time, place_of
from app.desk.pages.frame import at_desk
from app.desk.rendering.clients import client_path
from app.followup import policy
from app.followup.actions import calling
from app.followup.models.calls import Grounds
from app.followup.queries.briefs import grounds_for
from app.followup.queries.calls import calls_of
from app.followup.queries.waiting import item_that_waits
from app.followup.rendering import page as words
from app.followup.rendering.feedback import heard_line
from app.followup.rendering.views import brief_view, first_name, points_of
from app.followup.schemas.calls import AgencyCallBrief, ClientCallIn
from app.web.deps import Now
from app.web.fields import Form, Posted, validated
from app.web.page_routes import FormPosted, desk_pages, see

router = desk_pages("/interviews/{interview_id}/brief")
AsReader = Annotated[Access[ConsultantActor], allow(roles=READERS)]
AsCaller = Annotated[Access[ConsultantActor], allow(roles=DECIDERS)]
MOST_CALLS = 20
State = Literal["planned", "done", "skipped"]


@router.get("", operation_id="seeCallBrief")
def see_call_brief(
    access: AsReader, interview_id: InterviewId, request: Request, now: Now, confidential: str = ""
) -> HTMLResponse:
    """Show the brief; what only the agency reads is printed where ``confidential`` asks for it."""
    return _show(access, interview_id, request, now, prints=confidential == "print")


@router.post("", operation_id="noteCallOnPage")
def note_call(access: AsCaller, interview_id: InterviewId, request: Request, posted: FormPosted, now: Now) -> Response:
    """Note that they were rung, what was passed on and what was heard."""
    return _note(access, interview_id, request, posted, now, "done")


@router.post("/plan", operation_id="planCallOnPage")
def plan_call(access: AsCaller, interview_id: InterviewId, request: Request, posted: FormPosted, now: Now) -> Response:
    """Note when they are to be rung."""
    return _note(access, interview_id, request, posted, now, "planned")


@router.post("/skip", operation_id="skipCallOnPage")
def skip_call(access: AsCaller, interview_id: InterviewId, request: Request, posted: FormPosted, now: Now) -> Response:
    """Note that the planned call does not happen, and why."""
    return _note(access, interview_id, request, posted, now, "skipped")


def _note(
    access: AsCaller, interview_id: InterviewId, request: Request, posted: Posted, now: Now, state: State
) -> Response:
    zone = at_desk(request, access).agency.time_zone
    read, wrong = words.note_in(posted.fields, state=state, zone=zone)
    given, invalid = validated(ClientCallIn, read)
    form = Form(posted.fields, wrong or invalid)
    if given is None or wrong:
        return _show(access, interview_id, request, now, form=form, status=422)
    try:
        calling.note_call(access.session, interview_id=interview_id, given=given, actor=access.actor, now=now)
    except calling.CallContradicts as amiss:
        errors = [FieldError(one.pointer, one.message[:1].upper() + one.message[1:]) for one in amiss.errors]
        return _show(access, interview_id, request, now, form=form.with_errors(errors), status=422)
    except Conflict:
        pass  # skipped or done in another window: the page shows which
    return see(f"/desk/interviews/{public_id('int', interview_id)}/brief#calls")


def _show(
    access: AsReader,
    interview_id: InterviewId,
    request: Request,
    now: Now,
    *,
    form: Form | None = None,
    status: int = 200,
    prints: bool = False,
) -> HTMLResponse:
    desk, actor = at_desk(request, access), access.actor
    grounds = grounds_for(access.session, interview_id=interview_id, actor=actor, now=now)
    brief = brief_view(grounds, actor)
    zone = desk.agency.time_zone
    calls = calls_of(access.session, grounds.meeting.interview, before=None, limit=MOST_CALLS)
    return desk.show(
        "desk/brief.html",
        status=status,
        form=form or Form({"when": ["now"], "rung_at": [words.wall_clock(now, zone)]}),
        brief=brief,
        name=first_name(brief.candidate),
        about=_about(grounds),
        confidential=words.agency_only_lines(brief.agency_only if isinstance(brief, AgencyCallBrief) else None),
        callees=words.callees(grounds),
        calls=[words.call_line(called, reader=desk.user.name, zone=zone, now=now) for called in calls],
        heard=[heard_line(one, grounds.meeting, reader=desk.user.name, now=now) for one in grounds.heard],
        feedback=f"/desk/interviews/{public_id('int', interview_id)}/feedback",
        planned=any(called.call.state == "planned" for called in calls),
        rung=any(called.call.state == "done" for called in calls),
        points=list(points_of(grounds).items()),
        else_=words.SOMEBODY_ELSE,
        place=place_of(zone),
        path=f"/desk/interviews/{public_id('int', interview_id)}/brief",
        client_path=client_path(grounds.meeting.client.id),
        review=_review(access, grounds),
        may_note=policy.may_note_call(actor),
        prints=prints,
        printed=date_time(now, zone),
    )


def _about(grounds: Grounds) -> str:
    meeting = grounds.meeting
    interview, zone = meeting.interview, meeting.agency.time_zone
    when = f"{date_time(interview.starts_at, zone)} in {place_of(zone)}"
    return f"{meeting.candidate.name} · {meeting.job.title} · {meeting.client.name} · round {interview.round}, {when}"


def _review(access: AsReader, grounds: Grounds) -> str | None:
    """Where the debrief waits to be decided on, if it does."""
    debrief = grounds.standing.debrief
    item = item_that_waits(access.session, subject=debrief) if debrief else None
    return f"/desk/review/{public_id('rvw', item.id)}" if item else None
