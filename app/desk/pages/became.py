"""What became of an interview: recorded for the agency, before anybody tells the candidate (P18)."""

from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

from fastapi import Request
from fastapi.responses import HTMLResponse, Response

from app.accounts.access import DECIDERS, READERS, Access, allow
from app.accounts.queries.rows import consultant
from app.core.actor import ConsultantActor
from app.core.errors import Invalid, PreconditionFailed
from app.core.ids import InterviewId
from app.desk.pages.frame import at_desk
from app.desk.pages.interview_outcome import home_of, interview_to_decide
from app.desk.rendering.telling import kinds_offered, outcome_line
from app.followup import policy
from app.followup.actions import outcomes
from app.followup.models.heard import Outcome
from app.followup.queries.telling import changes_of, standing_outcome
from app.followup.rules.outcomes import SIDES
from app.followup.schemas.outcomes import OutcomeIn
from app.interviews.models import Meeting
from app.interviews.queries import meeting_for
from app.web.deps import Now
from app.web.etag import number_in_form
from app.web.fields import Form, Posted, named_errors, validated
from app.web.page_routes import FormPosted, desk_pages, see

router = desk_pages("/interviews/{interview_id}/outcome")
AsReader = Annotated[Access[ConsultantActor], allow(roles=READERS)]
AsDecider = Annotated[Access[ConsultantActor], allow(roles=DECIDERS)]
FIELDS: Final = ("kind", "side", "decided_on", "reason")
WRONG: Final = {"kind": "Choose what became of it", "side": "Choose who decided"}


@router.get("", operation_id="seeOutcomeOnDesk")
def see_outcome(access: AsReader, interview_id: InterviewId, request: Request, now: Now) -> HTMLResponse:
    """Show what became of the interview, and what can be recorded."""
    return _show(access, interview_id, request, now=now)


@router.post("", operation_id="recordOutcomeOnDesk")
def record_outcome(
    access: AsDecider, interview_id: InterviewId, request: Request, posted: FormPosted, now: Now
) -> Response:
    """Record it, then go on to what the candidate is told; pressed twice it is recorded once."""
    interview_to_decide(access, interview_id)
    given, wrong = _given(posted)
    if given is None:
        return _show(access, interview_id, request, form=Form(posted.fields, wrong), status=422, now=now)
    try:
        with access.session.begin_nested():
            seen = number_in_form(posted.value("seen"))
            outcomes.record_outcome(
                access.session, interview_id=interview_id, given=given, seen=seen, actor=access.actor, now=now
            )
    except Invalid as amiss:
        errors = {name: f"{said[:1].upper()}{said[1:]}" for name, said in named_errors(amiss.errors).items()}
        return _show(access, interview_id, request, form=Form(posted.fields, errors), status=422, now=now)
    except PreconditionFailed as refused:
        form = Form(posted.fields, {"decision": refused.detail})
        return _show(access, interview_id, request, form=form, status=refused.status, now=now)
    return see(f"{home_of(interview_id)}/tell?done=recorded")


def _given(posted: Posted) -> tuple[OutcomeIn | None, dict[str, str]]:
    given, errors = validated(OutcomeIn, {name: posted.value(name) or None for name in FIELDS})
    return given, {name: WRONG.get(name, words) for name, words in errors.items()}


def _show(
    access: AsReader,
    interview_id: UUID,
    request: Request,
    *,
    now: datetime,
    form: Form | None = None,
    status: int = 200,
) -> HTMLResponse:
    desk = at_desk(request, access)
    meeting = meeting_for(access.session, interview_id=interview_id, actor=access.actor)
    standing = standing_outcome(access.session, meeting.interview)
    return desk.show(
        "desk/outcome.html",
        status=status,
        form=form or Form(),
        meeting=meeting,
        home=home_of(interview_id),
        name=meeting.candidate.name.split()[0],
        stands=_stands(access, standing, meeting, now=now) if standing else "",
        reason=standing.reason if standing else None,
        told=standing is not None and standing.relayed_at is not None,
        seen=changes_of(access.session, standing) if standing else 0,
        kinds=kinds_offered(meeting, meeting.consultant.name.split()[0]),
        sides=list(SIDES.items()),
        may=policy.may_tell_candidate(access.actor, meeting.interview),
    )


def _stands(access: AsReader, standing: Outcome, meeting: Meeting, *, now: datetime) -> str:
    by = consultant(access.session, consultant_id=standing.consultant_id, actor=access.actor).name
    return outcome_line(standing, by=by, zone=meeting.agency.time_zone, now=now)
