"""What candidate and consultant say to each other about a letter: read beside the paragraph, answered, settled (P7)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from app.accounts.access import Access
from app.core.actor import CandidateActor
from app.core.errors import FieldError, Invalid
from app.core.ids import Prefixed, public_id
from app.letters.actions import commenting
from app.letters.pages.desk import Desk
from app.letters.queries import wording
from app.letters.queries.threads import thread_on
from app.letters.rendering.composing import Remark
from app.letters.rules.differences import aligned
from app.letters.schemas.content import LetterContent
from app.letters.schemas.summary import content_of
from app.threads import actions as threads
from app.threads import policy, queries
from app.threads.models import Comment
from app.threads.rendering import comment_view
from app.threads.schemas import CandidateComment, CommentIn, Subject
from app.threads.states import COMMENT
from app.web.fields import Posted

MOST_SHOWN = 200
_REPLY = "reply."


def remarks_on(access: Access[CandidateActor], desk: Desk) -> list[Remark]:
    """What was said about a letter, each comment with its replies; nothing for who is shown nothing stored."""
    interview = desk.visit.meeting.interview
    if not policy.may_read(access.actor, interview):
        return []
    subject = Subject("letter", desk.letter.id)
    rows = queries.comments_on(access.session, subject, actor=access.actor, after=None, limit=MOST_SHOWN)
    names = queries.names_of(access.session, rows, candidate=desk.visit.meeting.candidate.name)
    shown = ((row.id, comment_view(row, names, access.actor)) for row in rows)
    views = {row_id: view for row_id, view in shown if isinstance(view, CandidateComment)}
    first = (row for row in rows if row.parent_id is None)
    return [_remark(row, rows, views, policy.may_settle(access.actor, interview, row)) for row in first]


def beside(access: Access[CandidateActor], desk: Desk, remarks: Sequence[Remark]) -> dict[int, list[Remark]]:
    """The remarks on each paragraph as it now stands, counted from 0; on what is gone, none."""
    found: dict[int, list[Remark]] = {}
    if any(one.comment.paragraph for one in remarks):
        versions = {one.version: one for one in wording.versions_of(access.session, desk.standing.letter)}
        for one in remarks:
            version = versions.get(one.comment.version or 0)
            if one.comment.paragraph and version is not None:
                place = _now_at(one.comment.paragraph - 1, content_of(version.content), desk.content)
                if place is not None:
                    found.setdefault(place, []).append(one)
    return found


def take_remarks(access: Access[CandidateActor], letter_id: UUID, posted: Posted, *, now: datetime) -> int:
    """Keep what was answered, said and ticked as settled; return how much it was. Raises Invalid by field."""
    said = [(name, None if name == "say" else _comment_id(name)) for name in posted.fields if _speaks(name)]
    taken = 0
    for name, parent in said:
        if posted.value(name):
            _say(access, letter_id, name, posted.value(name), parent, now=now)
            taken += 1
    thread = thread_on(access.session, public_id("ltr", letter_id), actor=access.actor)
    for named in posted.values("settled"):
        taken += 1
        comment_id = _id_of(named, "settled")
        comment = queries.comment_on(access.session, thread.subject, comment_id=comment_id, actor=access.actor)
        if comment.state in COMMENT.table and "resolved" in COMMENT.table[comment.state]:
            threads.resolve(access.session, thread, comment_id=comment_id, actor=access.actor, now=now)
    return taken


def _remark(row: Comment, rows: Sequence[Comment], views: Mapping[UUID, CandidateComment], may_settle: bool) -> Remark:
    place = f"On paragraph {row.paragraph} of version {row.version}" if row.paragraph else "On the whole letter"
    replies = [views[one.id] for one in rows if one.parent_id == row.id]
    return Remark(views[row.id], replies, place, may_settle and row.state == "open")


def _now_at(paragraph: int, then: LetterContent, now: LetterContent) -> int | None:
    """Where a paragraph of an earlier version stands now; None where it is gone."""
    pairs = aligned([one.text for one in then.paragraphs], [one.text for one in now.paragraphs])
    return next((after for before, after in pairs if before == paragraph), None)


def _say(
    access: Access[CandidateActor], letter_id: UUID, name: str, words: str, parent: UUID | None, *, now: datetime
) -> None:
    try:
        said = CommentIn.model_validate({"text": words, "in_reply_to": parent})
    except ValidationError as wrong:
        raise Invalid(errors=[FieldError(f"#/{name.replace('.', '/')}", wrong.errors()[0]["msg"])]) from None
    commenting.comment_once(access.session, public_id("ltr", letter_id), said=said, actor=access.actor, now=now)


def _speaks(name: str) -> bool:
    return name == "say" or name.startswith(_REPLY)


def _comment_id(name: str) -> UUID:
    return _id_of(name.removeprefix(_REPLY), name)


def _id_of(named: str, field: str) -> UUID:
    try:
        return Prefixed("cmt").parse(named)
    except PydanticCustomError as wrong:
        raise Invalid(errors=[FieldError(f"#/{field.replace('.', '/')}", wrong.message())]) from None
