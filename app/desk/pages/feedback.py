"""What the client said: written down while they are on the telephone, and read until it is told (P13, P17)."""

from datetime import datetime, timedelta
from typing import Annotated, Final

from fastapi import Request, status
from fastapi.responses import HTMLResponse, Response

from app.accounts.access import DECIDERS, READERS, Access, allow
from app.core.actor import ConsultantActor
from app.core.errors import Conflict
from app.core.ids import FeedbackId, InterviewId, public_id
from app.core.local_time import place_of
from app.desk.pages import feedback_form as form_of
from app.desk.pages.frame import at_desk
from app.desk.pages.interview_outcome import home_of
from app.desk.queries.story import story_of
from app.desk.rendering.timeline import Reader, newest_change
from app.followup import policy
from app.followup.actions import hearing
from app.followup.models.calls import Called, Grounds
from app.followup.queries.briefs import grounds_for
from app.followup.queries.calls import calls_of
from app.followup.queries.feedback import feedback_in
from app.followup.rendering import page as words
from app.followup.rendering.feedback import heard_line, sheet_of
from app.followup.rendering.views import first_name, outline_of
from app.interviews.queries import meeting_for
from app.web.deps import Now
from app.web.fields import Form, named_errors
from app.web.page_routes import FormPosted, desk_pages, opens, see

router = desk_pages("/interviews/{interview_id}/feedback")
AsReader = Annotated[Access[ConsultantActor], allow(roles=READERS)]
AsHearer = Annotated[Access[ConsultantActor], allow(roles=DECIDERS)]
MOST_CALLS: Final = 5
JUST_RUNG: Final = timedelta(hours=12)
"""So long after a call the form takes it for the one in which this was said."""


@router.get("", operation_id="seeFeedbackForm")
def see_feedback_form(access: AsReader, interview_id: InterviewId, request: Request, now: Now) -> HTMLResponse:
    """Show what to ask and write down while they are on the telephone, and what they said before."""
    return _show(access, interview_id, request, now)


@router.post("", operation_id="takeFeedbackOnPage")
def take_feedback_on_page(
    access: AsHearer, interview_id: InterviewId, request: Request, posted: FormPosted, now: Now
) -> Response:
    """Keep what they said, and start the clock by which the candidate hears."""
    zone = at_desk(request, access).agency.time_zone
    grounds = grounds_for(access.session, interview_id=interview_id, actor=access.actor, now=now)
    typed = form_of.typed_in(posted, outline_of(grounds).concerns, zone=zone)
    if posted.value("do") == "more":
        return _show(access, interview_id, request, now, typed=typed, more=True)
    if typed.given is None or typed.errors:
        return _show(access, interview_id, request, now, typed=typed, errors=typed.errors)
    try:
        row = hearing.take_feedback(
            access.session, interview_id=interview_id, given=typed.given, actor=access.actor, now=now
        )
    except hearing.FeedbackContradicts as wrong:
        errors = form_of.amiss(named_errors(wrong.errors))
        if "concerns" in errors:
            errors["concerns"] = f"{_meanwhile(access, interview_id, zone, now=now)} {errors['concerns']}".strip()
        return _show(access, interview_id, request, now, typed=typed, errors=errors)
    except Conflict as refused:
        return _show(access, interview_id, request, now, typed=typed, errors={"decision": refused.detail})
    return see(f"{home_of(interview_id)}/feedback/{public_id('fbk', row.id)}")


@router.get("/{feedback_id}", operation_id="seeFeedback")
def see_feedback(
    access: AsReader, interview_id: InterviewId, feedback_id: FeedbackId, request: Request, now: Now
) -> HTMLResponse:
    """Show what they said, what of it may be quoted, and a draft for the candidate of nothing else."""
    desk = at_desk(request, access)
    meeting = meeting_for(access.session, interview_id=interview_id, actor=access.actor)
    heard = feedback_in(access.session, meeting.interview, feedback_id)
    home = home_of(interview_id)
    return desk.show(
        "desk/feedback.html",
        sheet=sheet_of(heard, meeting, reader=desk.user.name, now=now),
        meeting=meeting,
        name=first_name(meeting.candidate.name),
        home=home,
        tell=f"{home}/tell" if opens(request, f"{home}/tell") else None,
        may_note=policy.may_take_feedback(access.actor),
        none_given=heard.feedback.state == "none_given",
    )


def _show(
    access: AsReader,
    interview_id: InterviewId,
    request: Request,
    now: datetime,
    *,
    typed: form_of.Typed | None = None,
    errors: dict[str, str] | None = None,
    more: bool = False,
) -> HTMLResponse:
    desk, actor = at_desk(request, access), access.actor
    grounds = grounds_for(access.session, interview_id=interview_id, actor=actor, now=now)
    zone, reader = desk.agency.time_zone, desk.user.name
    calls = calls_of(access.session, grounds.meeting.interview, before=None, limit=MOST_CALLS)
    made = [called for called in calls if called.call.state == "done"]
    brief, begun = outline_of(grounds), _begun(grounds, now)
    fields = typed.fields if typed else form_of.fields_for(brief.concerns, _just_made(made, now), zone=zone, now=now)
    return desk.show(
        "desk/feedback_form.html",
        status=status.HTTP_422_UNPROCESSABLE_CONTENT if errors else status.HTTP_200_OK,
        form=Form(fields, errors or {}),
        brief=brief,
        meeting=grounds.meeting,
        name=first_name(brief.candidate),
        home=home_of(interview_id),
        callees=words.callees(grounds),
        else_=words.SOMEBODY_ELSE,
        calls=[words.call_line(called, reader=reader, zone=zone, now=now) for called in made],
        passed_on=_passed_on(made),
        heard=[heard_line(one, grounds.meeting, reader=reader, now=now) for one in grounds.heard],
        further=form_of.further_rows(fields, more=more),
        gone=typed.gone if typed else [],
        place=place_of(zone),
        may_note=policy.may_take_feedback(actor) and begun,
        begun=begun,
        **form_of.CHOICES,
    )


def _just_made(made: list[Called], now: datetime) -> Called | None:
    newest = made[0] if made else None
    rung = newest.call.rung_at if newest else None
    return newest if rung is not None and now - rung <= JUST_RUNG else None


def _passed_on(made: list[Called]) -> set[str]:
    """The concerns of the brief that were passed on in a call, by their keys."""
    keys = (str(point["key"]) for called in made for point in called.call.passed_on)
    return {key.removeprefix("concern.") for key in keys if key.startswith("concern.")}


def _begun(grounds: Grounds, now: datetime) -> bool:
    return now >= grounds.meeting.interview.starts_at and grounds.meeting.candidate.erased_at is None


def _meanwhile(access: AsHearer, interview_id: InterviewId, zone: str, *, now: datetime) -> str:
    """Say who changed the debrief while this was written."""
    story = story_of(access.session, interview_id=interview_id, actor=access.actor, now=now)
    return newest_change(story, Reader(access.actor.consultant_id, zone, now))
