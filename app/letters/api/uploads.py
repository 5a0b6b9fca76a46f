"""A letter as a Word file: uploaded, read in the background, shown back, taken as the draft (P8)."""

from typing import Annotated

from fastapi import Depends, Response, status

from app.accounts.access import READERS, Access, allow
from app.core.actor import Actor
from app.core.ids import LetterId, Prefixed, UploadId
from app.interviews.policy import may_see_stored
from app.letters.actions import uploading
from app.letters.models import LetterUpload
from app.letters.queries import reading, uploads
from app.letters.rendering import upload_views
from app.letters.schemas.uploads import Uploads, UploadView
from app.web.deps import Now
from app.web.etag import Seen, set_etag
from app.web.forms import one_file
from app.web.problems import responses
from app.web.routes import router_for

router = router_for("letters")
AsReader = Annotated[Access[Actor], allow(candidate=True, roles=READERS, scope="letters:read")]
AsCandidate = Annotated[Access[Actor], allow(candidate=True)]
WordFile = Annotated[bytes, Depends(one_file)]
SOON = "2"
"""Seconds after which a look is worth it."""


@router.post(
    "/letters/{letter_id}/upload",
    operation_id="uploadLetter",
    status_code=status.HTTP_202_ACCEPTED,
    responses=responses(401, 403, 404, 409, 413),
    openapi_extra={"requestBody": {"required": True}},
)
def upload_letter(access: AsCandidate, letter_id: LetterId, file: WordFile, now: Now, response: Response) -> UploadView:
    """Upload the letter as a Word document (.docx), at most 10 MB. Location names where to look for what was read.

    The text becomes the letter's draft if the draft is not changed meanwhile; the file itself is never sent to anybody
    and is deleted as soon as it was read. A newer file takes the place of one that still waits.
    """
    made = uploading.upload(access.session, letter_id=letter_id, file=file, actor=access.actor, now=now)
    response.headers["Location"] = (
        f"/v1/letters/{Prefixed('ltr').show(letter_id)}/uploads/{Prefixed('upl').show(made.id)}"
    )
    response.headers["Retry-After"] = SOON
    return _shown(access, made, now, response)


@router.get("/letters/{letter_id}/uploads", operation_id="listLetterUploads", responses=responses(401, 403, 404))
def list_letter_uploads(access: AsReader, letter_id: LetterId) -> Uploads:
    """List the files uploaded as a letter, newest first; the agency those behind what was submitted."""
    standing = reading.standing_for(access.session, letter_id=letter_id, actor=access.actor)
    found = uploads.uploads_for(access.session, standing.letter, actor=access.actor)
    return upload_views.uploads_view(found, shows_stored=may_see_stored(access.actor, standing.meeting.interview))


@router.get(
    "/letters/{letter_id}/uploads/{upload_id}", operation_id="getLetterUpload", responses=responses(401, 403, 404)
)
def get_letter_upload(
    access: AsCandidate, letter_id: LetterId, upload_id: UploadId, now: Now, response: Response
) -> UploadView:
    """Read what was read of a file, as it would be sent, with warnings; or why it was refused, and the way out."""
    standing = reading.standing_for(access.session, letter_id=letter_id, actor=access.actor)
    return _shown(access, uploads.upload_of(access.session, standing.letter, upload_id), now, response)


@router.post(
    "/letters/{letter_id}/uploads/{upload_id}/take",
    operation_id="takeLetterUpload",
    responses=responses(401, 403, 404, 409, 412, 428),
)
def take_letter_upload(
    access: AsCandidate, letter_id: LetterId, upload_id: UploadId, now: Now, response: Response, seen: Seen
) -> UploadView:
    """Put the text of a file in place of the letter's draft; If-Match is the draft's own ETag."""
    taken = uploading.take(
        access.session, letter_id=letter_id, upload_id=upload_id, seen=seen, actor=access.actor, now=now
    )
    return _shown(access, taken, now, response)


def _shown(access: Access[Actor], upload: LetterUpload, now: Now, response: Response) -> UploadView:
    """Show a file that was uploaded, with its ETag on the answer."""
    standing = reading.standing_for(access.session, letter_id=upload.letter_id, actor=access.actor)
    standing = uploads.around(access.session, standing, upload, actor=access.actor)
    set_etag(response, upload.revision)
    shows_stored = may_see_stored(access.actor, standing.meeting.interview)
    return upload_views.upload_view(upload, standing, shows_stored=shows_stored, now=now)
