"""Did it go ahead? The first page: who reads this, what the client's policies are, and an answer that leads on."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Request
from fastapi.responses import HTMLResponse, Response

from app.accounts.access import Access, allow
from app.accounts.queries import kept as kept_posts
from app.accounts.queries.rows import settings_of
from app.accounts.rules.lifetimes import kept_months
from app.core.actor import CandidateActor
from app.core.errors import Conflict, FieldError
from app.core.ids import InterviewId
from app.interviews import queries
from app.interviews.actions import attendance
from app.interviews.models import AttendanceAnswer
from app.interviews.pages.visit import Visit, visit
from app.interviews.rendering import told
from app.interviews.rendering.preparing import policies, time_lines
from app.interviews.rules import says_again
from app.interviews.schemas import AttendanceIn
from app.interviews.states import OFF
from app.web.deps import Now
from app.web.fields import Form, validated
from app.web.page_routes import FormPosted, pages_for, see

router = pages_for("/interview")
AsCandidate = Annotated[Access[CandidateActor], allow(candidate=True)]
SETTLED = frozenset({"debriefed", "closed"})


@dataclass(frozen=True)
class FirstPage:
    """What the page says around its question."""

    times: tuple[str, ...]
    contact: str
    letters: str
    answers: tuple[tuple[str, str], ...]
    zones: tuple[tuple[str, str], ...]
    months: int
    draft_days: int
    said: str | None
    next: str | None
    to: str | None
    standing: str | None


@router.get("", operation_id="seeAttendance")
def see_attendance(
    access: AsCandidate,
    interview_id: InterviewId,
    request: Request,
    now: Now,
    change: str | None = None,
    kept: str | None = None,
) -> HTMLResponse:
    """Ask whether it went ahead; what was answered stands there, and can be changed."""
    shown = visit(request, access, interview_id, now=now)
    standing = queries.standing_answer(access.session, shown.meeting.interview)
    put_back = kept_posts.form_of(access.session, actor=access.actor, kept=kept)
    if standing is not None and not change and put_back is None:
        return _show(access, shown, standing, now, "pages/attendance_told.html")
    form = put_back or Form(told.fields_of(standing, shown.meeting))
    return _show(access, shown, standing, now, "pages/attendance.html", form=form)


@router.post("", operation_id="tellAttendanceOnPage")
def tell_attendance(
    access: AsCandidate, interview_id: InterviewId, request: Request, posted: FormPosted, now: Now
) -> Response:
    """Note the answer and lead on: to the debrief, or to what happens now."""
    shown = visit(request, access, interview_id, now=now)
    read, wrong = told.given_in({name: posted.value(name) for name in posted.fields}, shown.meeting)
    given, invalid = validated(AttendanceIn, read)
    if given is None or wrong:
        return _again(access, shown, now, Form(posted.fields, wrong or invalid))
    leads_to = see(f"{shown.frame.home}/{'debrief' if given.answer == 'yes' else 'interview'}")
    if says_again(queries.standing_answer(access.session, shown.meeting.interview), given, now):
        return leads_to
    try:
        attendance.tell(access.session, interview_id=interview_id, given=given, actor=access.actor, now=now)
    except attendance.AnswerContradicts as amiss:
        errors = [FieldError(one.pointer, one.message[:1].upper() + one.message[1:]) for one in amiss.errors]
        return _again(access, shown, now, Form(posted.fields).with_errors(errors))
    except Conflict:
        return see(f"{shown.frame.home}/interview")
    return leads_to


def _again(access: Access[CandidateActor], shown: Visit, now: Now, form: Form) -> HTMLResponse:
    standing = queries.standing_answer(access.session, shown.meeting.interview)
    return _show(access, shown, standing, now, "pages/attendance.html", form=form, status=422)


def _show(
    access: Access[CandidateActor],
    shown: Visit,
    standing: AttendanceAnswer | None,
    now: Now,
    template: str,
    *,
    form: Form | None = None,
    status: int = 200,
) -> HTMLResponse:
    meeting = shown.meeting
    settings = settings_of(access.session, access.actor.agency_id)
    contact, letters = policies(meeting)
    said, then = told.told_lines(standing, meeting) if standing else (None, None)
    first = FirstPage(
        times=tuple(time_lines(meeting)),
        contact=contact,
        letters=letters,
        answers=tuple(told.answers_open(meeting.interview, now)),
        zones=tuple(told.zones_of(meeting)),
        months=kept_months(settings.retention_months, meeting.agency.country),
        draft_days=settings.draft_days,
        said=said,
        next=then,
        to=told.moved_to(standing, meeting) if standing else None,
        standing=standing.answer if standing else None,
    )
    state = meeting.interview.state
    return shown.show(
        template,
        status=status,
        form=form or Form(),
        first=first,
        off=state in OFF,
        missed=state == "no_show",
        settled=state in SETTLED,
    )
