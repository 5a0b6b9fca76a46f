"""A candidate's own lessons, for nobody but themselves (P19)."""

from typing import Annotated
from uuid import UUID

from fastapi import Response, status

from app.accounts.access import Access, allow
from app.core.actor import CandidateActor
from app.core.ids import InterviewId, LessonId, Prefixed
from app.followup import policy
from app.followup.actions import noting
from app.followup.queries import lessons as queries
from app.followup.rendering.lessons import lesson_view
from app.followup.schemas.lessons import LessonView, LessonWritten
from app.interviews.models import Meeting
from app.interviews.queries import NothingStoredShown, meeting_for
from app.web.deps import Now, Page
from app.web.etag import Seen, set_etag
from app.web.lists import Listing
from app.web.problems import responses
from app.web.routes import router_for, shown_once

router = router_for("status", under="/interviews/{interview_id}/lessons")
AsCandidate = Annotated[Access[CandidateActor], allow(candidate=True)]


@router.get("", operation_id="listLessons", responses=responses(401, 403, 404))
def list_lessons(access: AsCandidate, interview_id: InterviewId, listing: Listing) -> Page[LessonView]:
    """List every lesson of yours at this agency, whichever interview it is about, the newest first.

    Nobody of the agency can read them.
    """
    zone = _own(access, interview_id).candidate.time_zone
    rows = queries.lessons_of(access.session, actor=access.actor, before=listing.after("lsn"), limit=listing.reads)
    return listing.page(
        rows,
        show=lambda one: lesson_view(one, zone=zone),
        key=lambda one: (Prefixed("lsn").show(one.lesson.id),),
    )


@router.post(
    "",
    operation_id="addLesson",
    status_code=status.HTTP_201_CREATED,
    responses=responses(401, 403, 404, 409),
    openapi_extra=shown_once("text"),
)
def add_lesson(
    access: AsCandidate, interview_id: InterviewId, body: LessonWritten, now: Now, response: Response
) -> LessonView:
    """Keep what you want to remember of this interview; the very words of a few minutes ago are kept once."""
    meeting = _own(access, interview_id)
    lesson = noting.add(access.session, interview_id=interview_id, text=body.text, actor=access.actor, now=now)
    return _shown(access, meeting, lesson.id, response)


@router.get("/{lesson_id}", operation_id="getLesson", responses=responses(401, 403, 404))
def get_lesson(access: AsCandidate, interview_id: InterviewId, lesson_id: LessonId, response: Response) -> LessonView:
    """Read one lesson of yours."""
    return _shown(access, _own(access, interview_id), lesson_id, response)


@router.put("/{lesson_id}", operation_id="putLesson", responses=responses(401, 403, 404, 412, 428))
def put_lesson(
    access: AsCandidate,
    interview_id: InterviewId,
    lesson_id: LessonId,
    body: LessonWritten,
    response: Response,
    seen: Seen,
) -> LessonView:
    """Put other words in its place."""
    meeting = _own(access, interview_id)
    noting.change(access.session, lesson_id=lesson_id, text=body.text, seen=seen, actor=access.actor)
    return _shown(access, meeting, lesson_id, response)


@router.delete(
    "/{lesson_id}",
    operation_id="deleteLesson",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=responses(401, 403, 404),
)
def delete_lesson(access: AsCandidate, interview_id: InterviewId, lesson_id: LessonId) -> None:
    """Remove one for good; done twice it changes nothing."""
    _own(access, interview_id)
    noting.remove(access.session, lesson_id=lesson_id, actor=access.actor)


def _own(access: AsCandidate, interview_id: UUID) -> Meeting:
    """The interview of whoever came by a link of their own; raises NothingStoredShown."""
    meeting = meeting_for(access.session, interview_id=interview_id, actor=access.actor)
    if not policy.may_keep_lessons(access.actor, meeting.interview):
        raise NothingStoredShown
    return meeting


def _shown(access: AsCandidate, meeting: Meeting, lesson_id: UUID, response: Response) -> LessonView:
    noted = queries.noted_for(access.session, lesson_id=lesson_id, actor=access.actor)
    set_etag(response, noted.lesson.revision)
    return lesson_view(noted, zone=meeting.candidate.time_zone)
