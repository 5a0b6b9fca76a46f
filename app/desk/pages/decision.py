"""When the client decides: the day, the words that ask for another, and what came of asking (P13, P14)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Final, TypeVar

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel

from app.accounts.access import DECIDERS, READERS, Access, allow
from app.core.actor import ConsultantActor
from app.core.errors import Conflict, FieldError, PreconditionFailed
from app.core.ids import InterviewId, public_id
from app.core.local_time import day_month
from app.desk.pages.frame import Desk, at_desk
from app.desk.queries.clients import last_change
from app.desk.rendering.clock import day_time
from app.followup import policy
from app.followup.actions import deciding
from app.followup.models.calls import Grounds
from app.followup.models.decisions import Decision
from app.followup.queries.briefs import grounds_for
from app.followup.queries.decisions import decision_of
from app.followup.rendering.chasing import suggested
from app.followup.rendering.decisions import asked_before, day_words, other_offer, stands
from app.followup.rendering.page import SOMEBODY_ELSE, callees
from app.followup.rendering.views import first_name
from app.followup.schemas.decisions import ChaseIn, DecisionIn, ExtensionIn
from app.web.deps import Now
from app.web.fields import Form, Posted, validated
from app.web.page_routes import FormPosted, desk_pages, see

router = desk_pages("/interviews/{interview_id}/decision")
AsReader = Annotated[Access[ConsultantActor], allow(roles=READERS)]
AsCaller = Annotated[Access[ConsultantActor], allow(roles=DECIDERS)]
Given = TypeVar("Given", bound=BaseModel)
STEPS: Final[Mapping[str, Callable[..., Decision]]] = {
    "named": deciding.name_day,
    "extended": deciding.extend,
    "asked": deciding.note_chase,
}
DONE: Final = {
    "named": "The day is noted. {name} reads it, and that you asked.",
    "extended": "The new day is noted. {name} reads it, and that you asked; never why.",
    "asked": "It is noted that you asked. {name} does not see it.",
}
_DAY: Final = ("on", "precision", "said_by")
_NEEDED: Final = {
    "on": "Name the day",
    "reason": "Say why it takes longer",
    "how": "Say how you asked them",
    "contact_id": "Say whom you asked",
    "spoke_with": "Give their name",
}


@router.get("", operation_id="seeDecision")
def see_decision(
    access: AsReader, interview_id: InterviewId, request: Request, now: Now, done: str = ""
) -> HTMLResponse:
    """Show when the client decides, and how to ask once that day has passed."""
    return _show(access, interview_id, request, now, done=DONE.get(done, ""))


@router.post("", operation_id="nameDecisionDayOnDesk")
def name_day(access: AsCaller, interview_id: InterviewId, request: Request, posted: FormPosted, now: Now) -> Response:
    """Note on which day the client decides."""
    given, wrong = validated(DecisionIn, _typed(posted, _DAY))
    return _done(access, interview_id, request, posted, now, given, wrong, "named")


@router.post("/extend", operation_id="extendDecisionOnDesk")
def extend(access: AsCaller, interview_id: InterviewId, request: Request, posted: FormPosted, now: Now) -> Response:
    """Note another day, and why."""
    given, wrong = validated(ExtensionIn, _typed(posted, (*_DAY, "reason")))
    return _done(access, interview_id, request, posted, now, given, wrong, "extended")


@router.post("/chased", operation_id="noteChaseOnDesk")
def note_chase(access: AsCaller, interview_id: InterviewId, request: Request, posted: FormPosted, now: Now) -> Response:
    """Note that the client was asked, and what they said."""
    typed = _typed(posted, ("how", "contact_id", "spoke_with", "heard"))
    if typed.get("contact_id") == SOMEBODY_ELSE:
        del typed["contact_id"]
    else:
        typed.pop("spoke_with", None)
    given, wrong = validated(ChaseIn, typed)
    return _done(access, interview_id, request, posted, now, given, wrong, "asked")


def _typed(posted: Posted, names: Sequence[str]) -> dict[str, Any]:
    """What was filled in; what was left empty was not said."""
    return {name: posted.value(name) for name in names if posted.value(name)}


def _done(
    access: AsCaller,
    interview_id: InterviewId,
    request: Request,
    posted: Posted,
    now: Now,
    given: Given | None,
    wrong: Mapping[str, str],
    step: str,
) -> Response:
    said = {name: _NEEDED.get(name, words) if words == "Is needed" else words for name, words in wrong.items()}
    form, seen = Form(posted.fields, said), posted.value("seen")
    if given is None:
        return _show(access, interview_id, request, now, form=form, status=422)
    number = int(seen) if seen.isdecimal() else -1
    try:
        STEPS[step](access.session, interview_id=interview_id, given=given, seen=number, actor=access.actor, now=now)
    except deciding.DecisionCannotBe as amiss:
        errors = [FieldError(one.pointer, one.message[:1].upper() + one.message[1:]) for one in amiss.errors]
        return _show(access, interview_id, request, now, form=form.with_errors(errors), status=422)
    except (PreconditionFailed, Conflict):
        return _show(access, interview_id, request, now, form=form, status=409, stale=True)
    return see(f"/desk/interviews/{public_id('int', interview_id)}/decision?done={step}")


def _show(
    access: AsReader,
    interview_id: InterviewId,
    request: Request,
    now: Now,
    *,
    form: Form | None = None,
    status: int = 200,
    stale: bool = False,
    done: str = "",
) -> HTMLResponse:
    desk, actor = at_desk(request, access), access.actor
    grounds = grounds_for(access.session, interview_id=interview_id, actor=actor, now=now)
    row = decision_of(access.session, grounds.meeting.interview)
    whom = grounds.contacts[0].name if grounds.contacts else None
    return desk.show(
        "desk/decision.html",
        status=status,
        form=form or Form({"precision": ["exact"]}),
        meeting=grounds.meeting,
        name=first_name(grounds.meeting.candidate.name),
        home=f"/desk/interviews/{public_id('int', interview_id)}",
        row=row,
        seen=row.audit_seq if row else 0,
        stands=stands(row, zone=desk.agency.time_zone, now=now),
        stale=_who_changed(access, desk, row, now=now) if stale else None,
        done=done.format(name=first_name(grounds.meeting.candidate.name)),
        words=suggested(grounds.meeting, row, whom=whom, by=desk.user.name) if row and _may_be_asked(row) else None,
        may_note=policy.may_note_call(actor) and (row is None or row.state != "decided"),
        else_=SOMEBODY_ELSE,
        **_known(grounds, row, desk, now),
    )


def _known(grounds: Grounds, row: Decision | None, desk: Desk, now: datetime) -> dict[str, Any]:
    zone = desk.agency.time_zone
    return {
        "day": day_words(row),
        "told": day_month(row.told_on) if row and row.told_on else None,
        "asked": asked_before(row, zone=zone, now=now),
        "offer": other_offer(grounds.standing.confidence, row, zone=zone, now=now),
        "callees": callees(grounds),
    }


def _may_be_asked(row: Decision) -> bool:
    return row.expected_on is not None and row.state != "decided"


def _who_changed(access: AsReader, desk: Desk, row: Decision | None, *, now: datetime) -> str:
    if row is None:
        return "Nobody has named a day yet"
    last = last_change(access.session, row)
    who = "You" if last.by == access.actor.consultant_id else last.who
    return f"{who} changed this on {day_time(last.at, desk.agency.time_zone, now=now)} in {desk.frame.place}"
