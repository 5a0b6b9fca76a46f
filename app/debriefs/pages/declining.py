"""The candidate would rather not say how it went."""

from typing import Annotated

from fastapi import Request, Response, status

from app.accounts.access import Access, allow
from app.accounts.queries.kept import form_of
from app.core.actor import CandidateActor
from app.core.errors import PreconditionFailed
from app.core.ids import InterviewId
from app.debriefs.actions import closing
from app.debriefs.pages.closed import show_closed
from app.debriefs.pages.sheet import Sheet, sheet_of
from app.debriefs.schemas.requests import DebriefDeclined
from app.interviews.pages.visit import Visit, visit
from app.web.deps import Now
from app.web.fields import Form, number_in, validated
from app.web.page_routes import FormPosted, pages_for, see

router = pages_for("/debrief")
AsCandidate = Annotated[Access[CandidateActor], allow(candidate=True)]


@router.get("/decline", operation_id="askDebriefDecline")
def ask(
    access: AsCandidate, interview_id: InterviewId, request: Request, now: Now, kept: str | None = None
) -> Response:
    """Ask once more, and say what it leads to."""
    around = visit(request, access, interview_id, now=now)
    sheet = sheet_of(access, interview_id, now=now)
    if not sheet.writable:
        return show_closed(around, sheet)
    return _show(around, sheet, form=form_of(access.session, actor=access.actor, kept=kept))


@router.post("/decline", operation_id="sendDebriefDecline")
def decline(access: AsCandidate, interview_id: InterviewId, request: Request, posted: FormPosted, now: Now) -> Response:
    """Choose not to say how it went; pressed again, it changes nothing."""
    sheet = sheet_of(access, interview_id, now=now, lock=True)
    around = visit(request, access, interview_id, now=now)
    debrief = f"{around.frame.home}/debrief"
    if not sheet.writable:
        return see(debrief)
    because, wrong = validated(DebriefDeclined, {"reason": posted.value("reason") or None})
    form = Form(posted.under("reason"), wrong)
    if because is None:
        return _show(around, sheet, form=form, status_code=422)
    try:
        closing.decline(
            access.session,
            interview_id=interview_id,
            reason=because.reason,
            seen=number_in(posted.value("seen")),
            actor=access.actor,
            now=now,
        )
    except PreconditionFailed:
        return _show(around, sheet, form=form, changed=True, status_code=status.HTTP_409_CONFLICT)
    return see(debrief)


def _show(
    around: Visit, sheet: Sheet, *, form: Form | None = None, changed: bool = False, status_code: int = 200
) -> Response:
    debrief = f"{around.frame.home}/debrief"
    return around.show(
        "pages/debrief/decline.html",
        status=status_code,
        form=form or Form(),
        debrief=debrief,
        here=f"{debrief}/decline",
        changed=changed,
        seen=sheet.standing.debrief.audit_seq if sheet.standing.debrief else 0,
    )
