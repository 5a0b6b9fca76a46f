"""An uploaded file as its reader sees it; by a link that was handed over nothing of what it held is shown."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from app.letters.models import LetterUpload, Standing
from app.letters.rendering.parts import draft_mark, judged_in
from app.letters.rendering.upload_words import refusal, warnings
from app.letters.rules.uploaded import TAKES_LONG_AFTER, put_together
from app.letters.schemas.content import LetterContent, plain_text
from app.letters.schemas.uploads import Uploads, UploadSummary, UploadView, UploadWarning
from app.letters.states import WRITABLE

_WORDS = {
    "waiting": "We are reading your file. This takes a few seconds.",
    "late": "Reading your file takes longer than it should. It is still on the list; you need not send it again. If "
    "you are in a hurry, paste the text into the letter.",
    "taken": "This is your letter as it will be sent. Read it through, then submit it.",
    "read": "You changed the draft after you sent the file, so the draft stands as you wrote it. Take the file's text "
    "instead, or leave it.",
    "read_too_late": "The letter was sent on before the file was read, so nothing of the file is in it.",
    "superseded": "You sent a newer file after this one; that one counts.",
    "unseen": "The file was read. What it says is shown by the link in the mail to you alone.",
}


def upload_view(upload: LetterUpload, standing: Standing, *, shows_stored: bool, now: datetime) -> UploadView:
    """For its candidate; ``shows_stored`` is false for one who came by a link that was handed over."""
    content = _content(upload, standing) if shows_stored else None
    found: Any = {"coverage": [], "checks": []} if content is None else judged_in(standing, content)
    draft = standing.draft if standing.letter.state in WRITABLE else None
    return UploadView(
        **_core(upload, shows_stored=shows_stored),
        words=_words(upload, standing, shows_stored=shows_stored, now=now),
        content=content,
        word_count=None if content is None else len(plain_text(content).split()),
        draft=draft_mark(draft) if draft else None,
        **found,
    )


def uploads_view(uploads: Sequence[LetterUpload], *, shows_stored: bool) -> Uploads:
    """The files that were uploaded as a letter."""
    data = [UploadSummary(**_core(upload, shows_stored=shows_stored)) for upload in uploads]
    return Uploads(data=data, next_cursor=None)


def told_of(upload: LetterUpload) -> list[UploadWarning]:
    """What of a file that was read is not sent as it stood."""
    return warnings(upload.found, "\n\n".join(upload.paragraphs or ()))


def file_lines(upload: LetterUpload) -> list[str]:
    """Tell the consultant that a letter came as a file, and what of that is not sent as it stood."""
    return ["It came as a Word document; only its text is sent.", *(f"– {one.words}" for one in told_of(upload))]


def _core(upload: LetterUpload, *, shows_stored: bool) -> dict[str, Any]:
    return {
        "id": upload.id,
        "letter_id": upload.letter_id,
        "state": upload.state,
        "uploaded_at": upload.uploaded_at,
        "settled_at": upload.settled_at,
        "taken": upload.taken_at is not None,
        "version": upload.version,
        "refusal": refusal(upload.reason, upload.reason_count) if upload.reason else None,
        "warnings": told_of(upload) if shows_stored and upload.state == "read" else [],
    }


def _content(upload: LetterUpload, standing: Standing) -> LetterContent | None:
    if upload.paragraphs is None:
        return None
    draft = LetterContent.model_validate(standing.draft.content) if standing.draft else LetterContent()
    return put_together(draft, upload.paragraphs)


def _words(upload: LetterUpload, standing: Standing, *, shows_stored: bool, now: datetime) -> str:
    match upload.state:
        case "refused":
            return refusal(upload.reason or "", upload.reason_count).words
        case "waiting" if now - upload.uploaded_at > TAKES_LONG_AFTER:
            return _WORDS["late"]
        case "read" if not shows_stored:
            return _WORDS["unseen"]
        case "read" if upload.taken_at is not None:
            return _WORDS["taken"]
        case "read" if standing.letter.state not in WRITABLE:
            return _WORDS["read_too_late"]
        case state:
            return _WORDS[state]
