"""Where a consultant writes to a candidate who waits: an update, a later day with its reason, what they asked (P16)."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Request
from fastapi.responses import HTMLResponse, Response

from app.accounts.access import DECIDERS, READERS, Access, allow
from app.core.actor import ConsultantActor
from app.core.errors import Conflict, PreconditionFailed
from app.core.ids import InterviewId, public_id
from app.core.local_time import place_of
from app.desk.pages.frame import at_desk
from app.desk.pages.interview_outcome import interview_to_decide
from app.desk.rendering.promised import asked_lines, hears_line, rule_line, said_lines
from app.followup import policy
from app.followup.actions import moving, promising, updating
from app.followup.queries.promises import MOST, hears, moves_of, nudges_of, promise_number, standing_promise, updates_of
from app.followup.schemas.promises import PromiseMove, UpdateIn
from app.interviews.queries import meeting_for
from app.web.deps import Now
from app.web.fields import Form, Posted, validated
from app.web.page_routes import FormPosted, desk_pages, see

router = desk_pages("/interviews/{interview_id}/promise")
AsReader = Annotated[Access[ConsultantActor], allow(roles=READERS)]
AsDecider = Annotated[Access[ConsultantActor], allow(roles=DECIDERS)]
DONE = {
    "written": "It stands on their page. They get a mail that you wrote, without your words.",
    "moved": "They read the later day and your reason on their page, and get a mail that you wrote.",
}
_FIELDS = {"move.reason": "reason", "move.next_update_on": "next_update_on"}


@router.get("", operation_id="seePromise")
def see_promise(access: AsReader, interview_id: InterviewId, request: Request, now: Now, done: str = "") -> Response:
    """Show by when the candidate hears, what they asked, and what was written to them."""
    return _show(access, interview_id, request, now, done=DONE.get(done, ""))


@router.post("", operation_id="writeUpdateOnPage")
def write_update(
    access: AsDecider, interview_id: InterviewId, request: Request, posted: FormPosted, now: Now
) -> Response:
    """Write to the candidate."""
    interview_to_decide(access, interview_id)
    given, wrong = validated(UpdateIn, _typed(posted, "words", "next_update_on"))
    if given is None:
        return _show(access, interview_id, request, now, form=Form(posted.fields, _said(wrong)), status=422)
    try:
        updating.write(
            access.session, interview_id=interview_id, given=given, actor=access.actor, now=now, seen=_was(posted)
        )
    except (promising.PromiseImpossible, Conflict, PreconditionFailed) as refused:
        return _refused(refused, access, interview_id, request, posted, now)
    return see(f"{_path(interview_id)}?done=written")


@router.post("/move", operation_id="movePromiseOnPage")
def move_promise(
    access: AsDecider, interview_id: InterviewId, request: Request, posted: FormPosted, now: Now
) -> Response:
    """Promise a later day, for a reason that the candidate reads."""
    interview_to_decide(access, interview_id)
    typed = _typed(posted, *_FIELDS)
    given, wrong = validated(PromiseMove, {_FIELDS[name]: value for name, value in typed.items()})
    if given is None:
        named = {f"move.{name}": words for name, words in wrong.items()}
        return _show(access, interview_id, request, now, form=Form(posted.fields, _said(named)), status=422)
    try:
        moving.move(
            access.session, interview_id=interview_id, given=given, actor=access.actor, now=now, seen=_was(posted)
        )
    except (promising.PromiseImpossible, Conflict, PreconditionFailed) as refused:
        return _refused(refused, access, interview_id, request, posted, now, prefix="move.")
    return see(f"{_path(interview_id)}?done=moved")


def _refused(
    refused: promising.PromiseImpossible | Conflict | PreconditionFailed,
    access: AsReader,
    interview_id: UUID,
    request: Request,
    posted: Posted,
    now: Now,
    *,
    prefix: str = "",
) -> HTMLResponse:
    """Show what is wrong, or what happened meanwhile; what was typed stays."""
    wrong = {f"{prefix}{one.pointer.removeprefix('#/')}": f"The day {one.message}" for one in refused.errors}
    return _show(
        access,
        interview_id,
        request,
        now,
        form=Form(posted.fields, wrong),
        status=422 if wrong else 409,
        stale=not wrong,
    )


def _show(
    access: AsReader,
    interview_id: UUID,
    request: Request,
    now: Now,
    *,
    form: Form | None = None,
    status: int = 200,
    done: str = "",
    stale: bool = False,
) -> HTMLResponse:
    desk, session = at_desk(request, access), access.session
    meeting = meeting_for(session, interview_id=interview_id, actor=access.actor)
    interview, zone = meeting.interview, meeting.agency.time_zone
    standing, found = standing_promise(session, interview), hears(session, interview, meeting.agency, now=now)
    over = promising.is_over(session, interview)
    asked = nudges_of(session, interview, before=None, limit=MOST)
    said = said_lines(updates_of(session, interview), moves_of(session, interview), meeting, now=now)
    return desk.show(
        "desk/promise.html",
        status=status,
        form=form or Form(),
        meeting=meeting,
        name=meeting.candidate.name.split()[0],
        path=_path(interview_id),
        home=f"/desk/interviews/{public_id('int', interview_id)}",
        hears=hears_line(standing, meeting, over=over, now=now),
        over=over,
        rule=rule_line(found.due_by(now), zone, now=now),
        movable=standing is not None and standing.state == "open" and now < standing.next_update_by,
        was=promise_number(session, interview) if standing else "",
        waiting=asked_lines([one for one in asked if one.nudge.state == "waiting"], zone, now=now),
        answered=asked_lines([one for one in asked if one.nudge.state != "waiting"], zone, now=now),
        said=said,
        may_write=policy.may_write_to_candidate(access.actor, interview) and meeting.candidate.erased_at is None,
        place=place_of(zone),
        done=done,
        stale=stale,
    )


def _typed(posted: Posted, *names: str) -> dict[str, Any]:
    return {name: posted.value(name) for name in names if posted.value(name)}


def _said(wrong: dict[str, str]) -> dict[str, str]:
    needed = {
        "words": "Write what they are to read",
        "move.reason": "Say why: they read it",
        "move.next_update_on": "Give the day",
    }
    return {name: needed.get(name, words) if words == "Is needed" else words for name, words in wrong.items()}


def _was(posted: Posted) -> int | None:
    """The number of the promise that stood when the form was shown."""
    return int(posted.value("was")) if posted.value("was").isdecimal() else None


def _path(interview_id: UUID) -> str:
    return f"/desk/interviews/{public_id('int', interview_id)}/promise"
