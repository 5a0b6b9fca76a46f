"""What a candidate does with a letter that was sent: look at its versions, talk about it, write it anew (P7)."""

from typing import Annotated

from fastapi import Path, Request, Response

from app.accounts.access import Access, allow
from app.core.actor import CandidateActor
from app.core.errors import Invalid
from app.core.ids import InterviewId, LetterId
from app.core.local_time import date_time
from app.letters.actions import writing
from app.letters.pages.composing import said_beside, show_composer, show_letter
from app.letters.pages.desk import Desk, desk_of, desk_to_read
from app.letters.pages.talking import take_remarks
from app.letters.queries import reading
from app.letters.rendering import views
from app.letters.rules.guided import is_guided
from app.letters.states import WRITABLE
from app.web.deps import Now
from app.web.etag import number_in_form
from app.web.fields import Form, named_errors
from app.web.page_routes import FormPosted, pages_for, see

router = pages_for("/letters/{letter_id}")
AsCandidate = Annotated[Access[CandidateActor], allow(candidate=True)]
VersionNumber = Annotated[int, Path(ge=1, le=10_000)]


@router.post("/comments", operation_id="talkAboutLetter")
def talk_about_letter(
    access: AsCandidate, interview_id: InterviewId, letter_id: LetterId, request: Request, posted: FormPosted, now: Now
) -> Response:
    """Keep what was answered, said, and noted as settled."""
    desk = desk_of(request, access, interview_id, letter_id, now=now)
    try:
        with access.session.begin_nested():
            taken = take_remarks(access, letter_id, posted, now=now)
    except Invalid as wrong:
        return _again(access, desk, Form(posted.fields, named_errors(wrong.errors)))
    if not taken:
        return _again(access, desk, Form(posted.fields, {"say": "Write what you want to say"}))
    return see(f"{desk.path}#discussion")


@router.post("/reopen", operation_id="writeLetterAnew")
def write_letter_anew(
    access: AsCandidate, interview_id: InterviewId, letter_id: LetterId, request: Request, posted: FormPosted, now: Now
) -> Response:
    """Make a letter that was withdrawn or not forwarded a draft again; one that is a draft already stays so."""
    desk = desk_of(request, access, interview_id, letter_id, now=now)
    if desk.letter.state not in WRITABLE:
        seen = number_in_form(posted.value("seen"))
        writing.reopen(access.session, letter_id=letter_id, seen=seen, actor=access.actor, now=now)
    return see(desk.path)


@router.get("/versions", operation_id="seeLetterVersions")
def see_letter_versions(
    access: AsCandidate, interview_id: InterviewId, letter_id: LetterId, request: Request, now: Now
) -> Response:
    """List what was sent so far, newest first."""
    desk = desk_to_read(request, access, interview_id, letter_id, now=now)
    zone = desk.visit.meeting.candidate.time_zone
    found = reading.submissions_of(access.session, desk.standing.letter)
    listed = [views.version_summary(desk.standing, *one) for one in found]
    return desk.visit.show(
        "pages/letter/versions.html",
        desk=desk,
        versions=[(one, date_time(one.submitted_at, zone)) for one in listed],
    )


@router.get("/versions/{number}", operation_id="seeLetterChange")
def see_letter_change(
    access: AsCandidate,
    interview_id: InterviewId,
    letter_id: LetterId,
    number: VersionNumber,
    request: Request,
    now: Now,
) -> Response:
    """Show what changed in a version, word by word and by whom."""
    desk = desk_to_read(request, access, interview_id, letter_id, now=now)
    compared = reading.versions_to_compare(access.session, desk.standing.letter, number, None)
    return desk.visit.show(
        "pages/letter/change.html", desk=desk, diff_view=views.diff_view(desk.standing, *compared), number=number
    )


def _again(access: Access[CandidateActor], desk: Desk, form: Form) -> Response:
    """Show what was typed again, on the page that it was typed on."""
    if desk.letter.state not in WRITABLE:
        return show_letter(access, desk, form, status=422)
    return show_composer(access, desk, said_beside(desk, form), whole=not is_guided(desk.content), status=422)
