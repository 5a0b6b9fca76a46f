"""My lessons: what a candidate wants to remember or do differently, for nobody but themselves (P19)."""

from typing import Annotated

from fastapi import Request
from fastapi.responses import HTMLResponse, Response

from app.accounts.access import Access, allow
from app.accounts.queries.kept import form_of
from app.core.actor import CandidateActor
from app.core.ids import InterviewId, LessonId, public_id
from app.followup.actions import noting
from app.followup.queries import lessons as queries
from app.followup.rendering.lessons import lesson_views
from app.followup.schemas.lessons import LessonWritten
from app.interviews.pages.visit import Visit, visit
from app.interviews.policy import may_see_stored
from app.web.deps import Now
from app.web.fields import Form, Posted, validated
from app.web.page_routes import FormPosted, Instead, pages_for, see

router = pages_for("/lessons")
AsCandidate = Annotated[Access[CandidateActor], allow(candidate=True)]
DONE = {"kept": "Kept. Only you can read it.", "removed": "Removed for good."}


@router.get("", operation_id="seeLessons")
def see_lessons(
    access: AsCandidate,
    interview_id: InterviewId,
    request: Request,
    now: Now,
    kept: str | None = None,
    done: str | None = None,
) -> HTMLResponse:
    """Show every lesson of this candidate, and a place for another one."""
    visited = _own(visit(request, access, interview_id, now=now), access)
    form = form_of(access.session, actor=access.actor, kept=kept) or Form()
    return _list(visited, access, form, done=DONE.get(done or ""))


@router.post("", operation_id="keepLesson")
def keep_lesson(
    access: AsCandidate, interview_id: InterviewId, posted: FormPosted, request: Request, now: Now
) -> Response:
    """Keep one; pressed twice it is kept once."""
    visited = _own(visit(request, access, interview_id, now=now), access)
    written, form = _read(posted)
    if written is None:
        return _list(visited, access, form, status=422)
    try:
        noting.add(access.session, interview_id=interview_id, text=written.text, actor=access.actor, now=now)
    except noting.TooManyLessons:
        full = "As many are kept as can be. Remove one below, then send this again."
        return _list(visited, access, form, wrong=full, status=409)
    return see(f"{visited.frame.home}/lessons?done=kept")


@router.get("/{lesson_id}", operation_id="seeLesson")
def see_lesson(
    access: AsCandidate,
    interview_id: InterviewId,
    lesson_id: LessonId,
    request: Request,
    now: Now,
    kept: str | None = None,
) -> HTMLResponse:
    """Show one to be changed or removed."""
    visited = _own(visit(request, access, interview_id, now=now), access)
    lesson = queries.lesson_for(access.session, lesson_id=lesson_id, actor=access.actor)
    form = form_of(access.session, actor=access.actor, kept=kept)
    return _one(visited, lesson_id, form or Form({"text": [lesson.text]}), seen=lesson.revision)


@router.post("/{lesson_id}", operation_id="changeLesson")
def change_lesson(
    access: AsCandidate,
    interview_id: InterviewId,
    lesson_id: LessonId,
    posted: FormPosted,
    request: Request,
    now: Now,
) -> Response:
    """Put other words in its place; changed in another window meanwhile, both texts are shown."""
    visited = _own(visit(request, access, interview_id, now=now), access)
    written, form = _read(posted)
    seen = int(posted.value("seen")) if posted.value("seen").isdecimal() else 0
    if written is None:
        return _one(visited, lesson_id, form, seen=seen, status=422)
    try:
        noting.change(access.session, lesson_id=lesson_id, text=written.text, seen=seen, actor=access.actor)
    except noting.LessonChanged:
        stands = queries.lesson_for(access.session, lesson_id=lesson_id, actor=access.actor)
        return _one(visited, lesson_id, form, seen=stands.revision, stands=stands.text, status=409)
    except queries.LessonNotFound:
        gone = "You removed this lesson in another window. Your words stand below: keep them as a new one."
        return _list(visited, access, form, wrong=gone, status=409)
    return see(f"{visited.frame.home}/lessons?done=kept")


@router.post("/{lesson_id}/remove", operation_id="removeLesson")
def remove_lesson(
    access: AsCandidate, interview_id: InterviewId, lesson_id: LessonId, request: Request, now: Now
) -> Response:
    """Remove one for good."""
    visited = _own(visit(request, access, interview_id, now=now), access)
    noting.remove(access.session, lesson_id=lesson_id, actor=access.actor)
    return see(f"{visited.frame.home}/lessons?done=removed")


def _own(visited: Visit, access: AsCandidate) -> Visit:
    """Let in whoever came by a link of their own; raises Instead, with the page that says which one is needed."""
    if not may_see_stored(access.actor, visited.meeting.interview):
        raise Instead(visited.show("pages/prepare_own_link.html", status=403))
    return visited


def _read(posted: Posted) -> tuple[LessonWritten | None, Form]:
    typed = posted.value("text")
    written, errors = validated(LessonWritten, {"text": typed})
    said = "Write what you want to remember" if not typed.strip() else errors.get("text", "")
    return written, Form(posted.fields, {} if written else {"text": said})


def _list(
    visited: Visit,
    access: AsCandidate,
    form: Form,
    *,
    done: str | None = None,
    wrong: str | None = None,
    status: int = 200,
) -> HTMLResponse:
    noted = queries.lessons_of(access.session, actor=access.actor)
    shown = Form(form.fields, {"text": wrong}) if wrong else form
    lessons = lesson_views(noted, zone=visited.meeting.candidate.time_zone)
    paths = [f"{visited.frame.home}/lessons/{public_id('lsn', one.id)}" for one in lessons]
    return visited.show(
        "pages/lessons.html", status=status, form=shown, lessons=list(zip(lessons, paths, strict=True)), done=done
    )


def _one(
    visited: Visit, lesson_id: LessonId, form: Form, *, seen: int, stands: str | None = None, status: int = 200
) -> HTMLResponse:
    path = f"{visited.frame.home}/lessons/{public_id('lsn', lesson_id)}"
    return visited.show("pages/lesson.html", status=status, form=form, path=path, seen=seen, stands=stands)
