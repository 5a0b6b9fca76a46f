"""A Word file is uploaded as a letter, read in the background, and its text taken as the draft (P8).

The text becomes the draft by itself only where the draft is as it was when the file came; nothing that was typed is
lost (rule 8). A draft is no event, and neither is a file.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from pydantic import ValidationError

from app.core.actor import Actor, SystemActor
from app.core.db import AgencySession
from app.core.errors import Conflict, Forbidden
from app.core.ids import new_id
from app.core.queue import enqueue
from app.core.timers import clear_timer, set_timer
from app.interviews.policy import may_see_stored, may_write
from app.letters.actions.writing import keep_draft, require_draft_seen, require_letter, require_writable
from app.letters.models import Letter, LetterDraft, LetterUpload
from app.letters.queries import rows, uploads
from app.letters.queries.rows import LetterNotFound
from app.letters.rules.uploaded import GIVE_UP_AFTER, MOST_ATTEMPTS, MOST_UPLOADS, put_together
from app.letters.schemas.content import LetterContent
from app.letters.states import UPLOAD, WRITABLE


class UploadNotRead(Conflict):
    """This file was not read, or a newer one took its place: there is no text to take from it."""

    code = "upload_not_read"


class TextNotShown(Forbidden):
    """Choosing between two texts takes seeing both: open the letter by the link in the mail to you alone."""

    code = "text_not_shown"


def upload(session: AgencySession, *, letter_id: UUID, file: bytes, actor: Actor, now: datetime) -> LetterUpload:
    """Keep a file until the worker has read it; one that still waits gives way to it."""
    at = rows.letter_for(session, letter_id=letter_id, actor=actor, lock=True)
    letter = at.letter
    if not may_write(actor, at.meeting.interview):
        raise Forbidden
    require_letter(letter)
    require_writable(letter)
    _make_room(session, letter, actor=actor, now=now)
    row = LetterUpload(
        agency_id=letter.agency_id,
        id=new_id(),
        letter_id=letter.id,
        version=letter.version + 1,
        draft_revision=_revision(rows.draft_of(session, letter)),
        state="waiting",
        revision=1,
        attempts=0,
        uploaded_at=now,
        file=file,
        found={},
    )
    session.add(row)
    enqueue(session, "letters.read_upload", agency_id=row.agency_id, subject_id=row.id)
    give_up_at = now + GIVE_UP_AFTER
    set_timer(session, "letters.give_up_upload", agency_id=row.agency_id, subject_id=row.id, due_at=give_up_at)
    return row


def begin_reading(session: AgencySession, *, upload_id: UUID, agency_id: UUID, now: datetime) -> bytes | None:
    """Count one attempt to read a file that waits, and hand out its bytes; None where there is nothing to read.

    A file whose reading was begun too often is refused: it may be what the worker dies of.
    """
    row = uploads.find_upload(session, agency_id=agency_id, upload_id=upload_id)
    if row is None or row.state != "waiting":
        return None
    if row.attempts >= MOST_ATTEMPTS:
        _settle(session, row, "refused", now=now, reason="kills_the_reader")
        return None
    row.attempts += 1
    return row.file


def refuse(
    session: AgencySession, *, upload_id: UUID, agency_id: UUID, reason: str, count: int | None, now: datetime
) -> None:
    """Note why a file that waits is not read; its bytes go."""
    row = uploads.find_upload(session, agency_id=agency_id, upload_id=upload_id)
    if row is not None and row.state == "waiting":
        _settle(session, row, "refused", now=now, reason=reason, count=count)


def keep_text(
    session: AgencySession,
    *,
    upload_id: UUID,
    agency_id: UUID,
    texts: Sequence[str],
    found: Mapping[str, int],
    now: datetime,
) -> None:
    """Keep what was read of a file; its bytes go. It becomes the draft if that was not touched since the file came."""
    letter = _letter_of(session, upload_id=upload_id, agency_id=agency_id)
    row = uploads.find_upload(session, agency_id=agency_id, upload_id=upload_id)
    if letter is None or row is None or row.state != "waiting":
        return
    draft = rows.draft_of(session, letter)
    try:
        content = put_together(_content(draft), texts)
    except ValidationError:
        _settle(session, row, "refused", now=now, reason="not_readable")
        return
    row.paragraphs, row.found = list(texts), dict(found)
    _settle(session, row, "read", now=now)
    if letter.state in WRITABLE and _revision(draft) == row.draft_revision:
        keep_draft(session, letter, rows.addressees_now(session, letter), content, now=now)
        row.taken_at = now


def take(
    session: AgencySession, *, letter_id: UUID, upload_id: UUID, seen: int, actor: Actor, now: datetime
) -> LetterUpload:
    """Put the text of a file in place of the draft that was seen. Raises DraftChanged (412), UploadNotRead (409)."""
    at = rows.letter_for(session, letter_id=letter_id, actor=actor, lock=True)
    if not may_write(actor, at.meeting.interview):
        raise Forbidden
    if not may_see_stored(actor, at.meeting.interview):
        raise TextNotShown
    row = uploads.upload_of(session, at.letter, upload_id, lock=True)
    draft = require_draft_seen(session, at.letter, seen)
    if row.state != "read" or row.paragraphs is None:
        raise UploadNotRead
    content = put_together(_content(draft), row.paragraphs)
    keep_draft(session, at.letter, rows.addressees_now(session, at.letter), content, now=now)
    row.version, row.taken_at, row.revision = at.letter.version + 1, now, row.revision + 1
    return row


def _make_room(session: AgencySession, letter: Letter, *, actor: Actor, now: datetime) -> None:
    """Let what still waits give way, and what is oldest go."""
    earlier = uploads.uploads_for(session, letter, actor=actor)
    for row in earlier:
        if row.state == "waiting":
            _settle(session, row, "superseded", now=now)
    for row in earlier[MOST_UPLOADS - 1 :]:
        session.delete(row)
    session.flush()  # before the newer one waits: of one letter no more than one does


def _settle(
    session: AgencySession,
    row: LetterUpload,
    state: str,
    *,
    now: datetime,
    reason: str | None = None,
    count: int | None = None,
) -> None:
    """Take the step that the table of states allows; from here on the file itself is gone."""
    UPLOAD.require(row.state, state)
    row.state, row.settled_at, row.file = state, now, None
    row.reason, row.reason_count, row.revision = reason, count, row.revision + 1
    clear_timer(session, "letters.give_up_upload", agency_id=row.agency_id, subject_id=row.id)


def _letter_of(session: AgencySession, *, upload_id: UUID, agency_id: UUID) -> Letter | None:
    """The letter, locked before the file is: in the order in which everybody locks."""
    letter_id = uploads.letter_of(session, agency_id=agency_id, upload_id=upload_id)
    if letter_id is None:
        return None
    try:
        return rows.letter_for(session, letter_id=letter_id, actor=SystemActor(agency_id), lock=True).letter
    except LetterNotFound:
        return None


def _content(draft: LetterDraft | None) -> LetterContent:
    return LetterContent.model_validate(draft.content if draft else {})


def _revision(draft: LetterDraft | None) -> int:
    return draft.revision if draft else 0
