"""What is said about a letter or a debrief at the desk: shared with the candidate, or a note among consultants."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from app.accounts.access import Access
from app.core.actor import ConsultantActor
from app.core.errors import FieldError, Invalid
from app.core.ids import Prefixed, public_id
from app.core.local_time import local
from app.interviews.models import Meeting
from app.letters.actions.commenting import comment_once
from app.letters.queries.threads import thread_on
from app.threads import actions as threads
from app.threads import policy, queries
from app.threads.models import Comment
from app.threads.schemas import CommentIn, Subject
from app.threads.states import COMMENT
from app.web.fields import Posted, number_in, words_for

MOST_SHOWN: Final = 200
_REPLY: Final = "reply."


@dataclass(frozen=True)
class Line:
    """Who said what, and when by the agency's clock."""

    who: str
    at: str
    text: str | None


@dataclass(frozen=True)
class Said:
    """One comment with its replies; ``private`` ones reach no candidate (rule 4)."""

    id: str
    place: str
    private: bool
    settled: bool
    may_answer: bool
    first: Line
    replies: list[Line]


def said_about(access: Access[ConsultantActor], subject: Subject, meeting: Meeting) -> list[Said]:
    """What was said about this, oldest first."""
    rows = queries.comments_on(access.session, subject, actor=access.actor, after=None, limit=MOST_SHOWN)
    names = queries.names_of(access.session, rows, candidate=meeting.candidate.name)

    def line(row: Comment) -> Line:
        at = local(row.created_at, meeting.agency.time_zone)
        return Line(names[row.author_kind, row.author_id], f"{at.day} {at:%b %H:%M}", row.body)

    return [
        Said(
            id=public_id("cmt", row.id),
            place=f"On paragraph {row.paragraph} of version {row.version}" if row.paragraph else "On the whole",
            private=row.visibility == "private",
            settled=row.state == "resolved",
            may_answer=row.state == "open" and policy.may_comment(access.actor, meeting.interview, row.visibility),
            first=line(row),
            replies=[line(one) for one in rows if one.parent_id == row.id],
        )
        for row in rows
        if row.parent_id is None
    ]


def take_words(
    access: Access[ConsultantActor], subject: Subject, version: int, posted: Posted, *, now: datetime
) -> int:
    """Keep what was said and answered, and what was ticked as settled; return how much. Raises Invalid by field."""
    taken = 0
    if posted.value("say"):
        paragraph = number_in(posted.value("paragraph") or "0")
        place = {"paragraph": paragraph, "version": version} if paragraph > 0 else {}
        _say(access, subject, "say", {"visibility": posted.value("visibility") or None, **place}, posted, now=now)
        taken += 1
    for name in [one for one in posted.fields if one.startswith(_REPLY) and posted.value(one)]:
        parent = _comment_id(name.removeprefix(_REPLY), name)
        _say(access, subject, name, {"in_reply_to": parent}, posted, now=now)
        taken += 1
    return taken + _settle(access, subject, posted.values("settled"), now=now)


def _say(
    access: Access[ConsultantActor],
    subject: Subject,
    name: str,
    about: dict[str, object],
    posted: Posted,
    *,
    now: datetime,
) -> None:
    try:
        said = CommentIn.model_validate({"text": posted.value(name), **about})
    except ValidationError as wrong:
        raise Invalid(errors=[FieldError(f"#/{name.replace('.', '/')}", words_for(wrong.errors()[0]))]) from None
    comment_once(access.session, str(subject), said=said, actor=access.actor, now=now)


def _settle(access: Access[ConsultantActor], subject: Subject, named: Sequence[str], *, now: datetime) -> int:
    thread = thread_on(access.session, str(subject), actor=access.actor)
    for one in named:
        comment_id = _comment_id(one, "settled")
        comment = queries.comment_on(access.session, subject, comment_id=comment_id, actor=access.actor)
        if "resolved" in COMMENT.table.get(comment.state, ()):
            threads.resolve(access.session, thread, comment_id=comment_id, actor=access.actor, now=now)
    return len(named)


def _comment_id(named: str, field: str) -> UUID:
    try:
        return Prefixed("cmt").parse(named)
    except PydanticCustomError as wrong:
        raise Invalid(errors=[FieldError(f"#/{field.replace('.', '/')}", wrong.message())]) from None
