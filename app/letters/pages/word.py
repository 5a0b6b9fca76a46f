"""A Word file instead of typing: sent, read while the page waits, shown back as it will be sent, taken (P8)."""

from typing import Annotated

from fastapi import Request, Response

from app.accounts.access import Access, allow
from app.core.actor import CandidateActor
from app.core.errors import TooLarge
from app.core.ids import InterviewId, LetterId, UploadId, public_id
from app.interviews.actions.drafts import DraftChanged
from app.letters.actions import uploading, writing
from app.letters.pages.desk import Desk, desk_of
from app.letters.queries import uploads
from app.letters.rendering import upload_views
from app.letters.rules.uploaded import TAKES_LONG_AFTER
from app.letters.schemas.uploads import UploadView
from app.letters.states import WRITABLE
from app.web.deps import Now
from app.web.etag import number_in_form
from app.web.fields import Form
from app.web.middleware import FILE_TOO_LARGE, MOST_FILE_BYTES
from app.web.page_routes import FormPosted, pages_for, see

router = pages_for("/letters/{letter_id}/word")
AsCandidate = Annotated[Access[CandidateActor], allow(candidate=True)]
NOTHING_CAME = "Choose the Word file first. If you did, it is empty: open it in Word, save it again and choose it anew"


@router.get("", operation_id="chooseWordFile")
def choose_word_file(
    access: AsCandidate, interview_id: InterviewId, letter_id: LetterId, request: Request, now: Now
) -> Response:
    """Ask for a Word file; list those that were sent before."""
    desk = desk_of(request, access, interview_id, letter_id, now=now)
    return _chooser(access, desk, Form())


@router.post("", operation_id="sendWordFile")
def send_word_file(
    access: AsCandidate, interview_id: InterviewId, letter_id: LetterId, request: Request, posted: FormPosted, now: Now
) -> Response:
    """Keep the file to be read, and go to where it is shown; raises TooLarge (413)."""
    desk = desk_of(request, access, interview_id, letter_id, now=now)
    file = posted.files.get("file")
    if not file:
        writing.require_writable(desk.standing.letter)
        return _chooser(access, desk, Form(posted.fields, {"file": NOTHING_CAME}))
    if len(file) > MOST_FILE_BYTES:
        raise TooLarge(FILE_TOO_LARGE)
    made = uploading.upload(access.session, letter_id=letter_id, file=file, actor=access.actor, now=now)
    return see(f"{desk.path}/word/{public_id('upl', made.id)}")


@router.get("/{upload_id}", operation_id="seeWordFile")
def see_word_file(
    access: AsCandidate,
    interview_id: InterviewId,
    letter_id: LetterId,
    upload_id: UploadId,
    request: Request,
    now: Now,
) -> Response:
    """Show what was read of a file, or that it is still read, or why it cannot be."""
    desk = desk_of(request, access, interview_id, letter_id, now=now)
    return _result(access, desk, _upload(access, desk, upload_id, now=now), now=now)


@router.post("/{upload_id}", operation_id="useWordText")
def use_word_text(
    access: AsCandidate,
    interview_id: InterviewId,
    letter_id: LetterId,
    upload_id: UploadId,
    request: Request,
    posted: FormPosted,
    now: Now,
) -> Response:
    """Put the text of a file in place of the draft; raises TextNotShown (403), UploadNotRead (409)."""
    desk = desk_of(request, access, interview_id, letter_id, now=now)
    try:
        uploading.take(
            access.session,
            letter_id=letter_id,
            upload_id=upload_id,
            seen=number_in_form(posted.value("revision") or "0"),
            actor=access.actor,
            now=now,
        )
    except DraftChanged:
        desk = desk_of(request, access, interview_id, letter_id, now=now)
        upload = _upload(access, desk, upload_id, now=now)
        if upload.content is not None and upload.content == desk.letter.content:
            return see(f"{desk.path}/check")
        return _result(access, desk, upload, now=now, changed=True)
    return see(f"{desk.path}/check")


def _upload(access: Access[CandidateActor], desk: Desk, upload_id: UploadId, *, now: Now) -> UploadView:
    row = uploads.upload_of(access.session, desk.standing.letter, upload_id)
    standing = uploads.around(access.session, desk.standing, row, actor=access.actor)
    return upload_views.upload_view(row, standing, shows_stored=desk.standing.shows_stored, now=now)


def _result(
    access: Access[CandidateActor], desk: Desk, upload: UploadView, *, now: Now, changed: bool = False
) -> Response:
    waiting = upload.state == "waiting"
    answer = desk.visit.show(
        "pages/letter/word_read.html",
        status=409 if changed else 200,
        desk=desk,
        upload=upload,
        waits=waiting,
        late=waiting and now - upload.uploaded_at > TAKES_LONG_AFTER,
        changed=changed,
        writable=desk.letter.state in WRITABLE,
        counts=_that_counts(access, desk) if upload.state == "superseded" else None,
    )
    if waiting:
        answer.headers["Refresh"] = "2"
    return answer


def _that_counts(access: Access[CandidateActor], desk: Desk) -> tuple[str, str]:
    """Where the file is that took the place of the others, and when it was sent."""
    newest = uploads.uploads_for(access.session, desk.standing.letter, actor=access.actor)[0]
    return f"{desk.path}/word/{public_id('upl', newest.id)}", desk.clock(newest.uploaded_at)


def _chooser(access: Access[CandidateActor], desk: Desk, form: Form) -> Response:
    stored = desk.standing.shows_stored
    rows = uploads.uploads_for(access.session, desk.standing.letter, actor=access.actor)
    earlier = upload_views.uploads_view(rows, shows_stored=stored).data
    return desk.visit.show(
        "pages/letter/word.html",
        status=422 if form.errors else 200,
        form=form,
        desk=desk,
        earlier=[(f"{desk.path}/word/{public_id('upl', one.id)}", one, desk.clock(one.uploaded_at)) for one in earlier],
        writable=desk.letter.state in WRITABLE,
    )
