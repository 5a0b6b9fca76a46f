"""An interview is moved, cancelled or missed; its candidate is mailed a link; its debrief is asked for, or is not."""

from typing import Annotated

from fastapi import Request, Response

from app.accounts.access import DECIDERS, Access, allow
from app.core.actor import ConsultantActor
from app.core.ids import InterviewId
from app.debriefs.actions import closing
from app.debriefs.queries import find_debrief
from app.debriefs.schemas.requests import ProfileChange
from app.desk.pages.interview_outcome import (
    Change,
    announces,
    carry_out,
    home_of,
    interview_to,
    interview_to_decide,
    mend,
)
from app.interviews.actions import inviting, moving
from app.interviews.models import Interview
from app.interviews.queries import meeting_for
from app.interviews.rendering.told import given_in
from app.interviews.schemas import Because, InterviewMove
from app.web.deps import Now
from app.web.etag import number_in_form
from app.web.fields import Posted, validated
from app.web.page_routes import FormPosted, desk_pages, see

router = desk_pages("/interviews/{interview_id}")
AsDecider = Annotated[Access[ConsultantActor], allow(roles=DECIDERS)]
CANCELLED = Change("cancelled", lambda one: one.state == "cancelled")
MISSED = Change("no-show", lambda one: one.state == "no_show")
MAILED = Change("mailed")
PROFILE = Change("profile")
WAIVED = Change("waived", lambda one: one.state == "closed")
REOPENED = Change("reopened", lambda one: one.state == "awaiting_debrief")


@router.post("/move", operation_id="moveOnDesk")
def move_on_desk(
    access: AsDecider, interview_id: InterviewId, request: Request, posted: FormPosted, now: Now
) -> Response:
    """Give the interview new times, by the clock of its place or of the candidate."""
    interview_to(announces, access, interview_id)
    moved, errors = _moved(access, interview_id, posted)
    if moved is None:
        return mend(request, access, interview_id, posted, errors, now=now)
    seen, given = _seen(posted), moved

    def act() -> object:
        return moving.move(
            access.session, interview_id=interview_id, moved=given, seen=seen, actor=access.actor, now=now
        )

    def already(one: Interview) -> bool:
        return (one.starts_at, one.ends_at) == (given.starts_at, given.ends_at)

    return carry_out(request, access, interview_id, posted, act, Change("moved", already), now=now)


@router.post("/cancel", operation_id="cancelOnDesk")
def cancel_on_desk(
    access: AsDecider, interview_id: InterviewId, request: Request, posted: FormPosted, now: Now
) -> Response:
    """Cancel the interview, with the reason."""
    interview_to(announces, access, interview_id)
    because, _ = validated(Because, {"reason": posted.value("cancel_reason")})
    if because is None:
        errors = {"cancel_reason": "Write why it is cancelled"}
        return mend(request, access, interview_id, posted, errors, now=now)
    seen, reason = _seen(posted), because.reason

    def act() -> object:
        return moving.cancel(
            access.session, interview_id=interview_id, reason=reason, seen=seen, actor=access.actor, now=now
        )

    return carry_out(request, access, interview_id, posted, act, CANCELLED, now=now)


@router.post("/no-show", operation_id="noShowOnDesk")
def no_show_on_desk(
    access: AsDecider, interview_id: InterviewId, request: Request, posted: FormPosted, now: Now
) -> Response:
    """Record that the candidate did not attend."""
    interview_to(announces, access, interview_id)
    seen = _seen(posted)

    def act() -> object:
        return moving.no_show(access.session, interview_id=interview_id, seen=seen, actor=access.actor, now=now)

    return carry_out(request, access, interview_id, posted, act, MISSED, now=now)


@router.post("/mail-link", operation_id="mailLinkOnDesk")
def mail_link_on_desk(
    access: AsDecider, interview_id: InterviewId, request: Request, posted: FormPosted, now: Now
) -> Response:
    """Mail the candidate a link of their own again."""
    interview_to(announces, access, interview_id)

    def act() -> None:
        inviting.mail_own_link(access.session, interview_id=interview_id, actor=access.actor, now=now)

    return carry_out(request, access, interview_id, posted, act, MAILED, now=now)


@router.post("/profile", operation_id="setProfileOnDesk")
def set_profile_on_desk(
    access: AsDecider, interview_id: InterviewId, request: Request, posted: FormPosted, now: Now
) -> Response:
    """Ask for the full debrief or the short one."""
    interview = interview_to_decide(access, interview_id)
    change, errors = validated(ProfileChange, {"profile": posted.value("profile")})
    if change is None:
        return mend(request, access, interview_id, posted, errors, now=now)
    seen, profile = _seen(posted), change.profile
    debrief = find_debrief(access.session, interview)
    if profile == (debrief.profile if debrief else interview.debrief_profile):
        return see(f"{home_of(interview_id)}?done=profile")

    def act() -> None:
        closing.set_profile(
            access.session, interview_id=interview_id, profile=profile, seen=seen, actor=access.actor, now=now
        )

    return carry_out(request, access, interview_id, posted, act, PROFILE, now=now)


@router.post("/waive", operation_id="waiveOnDesk")
def waive_on_desk(
    access: AsDecider, interview_id: InterviewId, request: Request, posted: FormPosted, now: Now
) -> Response:
    """Do without the debrief, with the reason."""
    interview_to_decide(access, interview_id)
    because, _ = validated(Because, {"reason": posted.value("waive_reason")})
    if because is None:
        errors = {"waive_reason": "Write why no debrief is needed"}
        return mend(request, access, interview_id, posted, errors, now=now)
    seen, reason = _seen(posted), because.reason

    def act() -> object:
        return closing.waive(
            access.session, interview_id=interview_id, reason=reason, seen=seen, actor=access.actor, now=now
        )

    return carry_out(request, access, interview_id, posted, act, WAIVED, now=now)


@router.post("/reopen", operation_id="reopenOnDesk")
def reopen_on_desk(
    access: AsDecider, interview_id: InterviewId, request: Request, posted: FormPosted, now: Now
) -> Response:
    """Open a debrief again that was done without or declined."""
    interview_to_decide(access, interview_id)
    seen = _seen(posted)

    def act() -> object:
        return closing.reopen(access.session, interview_id=interview_id, seen=seen, actor=access.actor, now=now)

    return carry_out(request, access, interview_id, posted, act, REOPENED, now=now)


def _seen(posted: Posted) -> int:
    return number_in_form(posted.value("seen"))


def _moved(access: AsDecider, interview_id: InterviewId, posted: Posted) -> tuple[InterviewMove | None, dict[str, str]]:
    """Read the new times; or what is wrong with them, by field."""
    meeting = meeting_for(access.session, interview_id=interview_id, actor=access.actor)
    typed = {name: posted.value(name) for name in ("day", "starts_at", "ends_at", "zone")}
    given, errors = given_in({"answer": "moved", **typed}, meeting)
    if "day" in errors or not typed["day"]:
        errors = {"day": "Choose the new date", **{name: said for name, said in errors.items() if name != "day"}}
    if errors:
        return None, errors
    times = {name: given[name] for name in ("starts_at", "ends_at")}
    return validated(InterviewMove, times)
