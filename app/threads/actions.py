"""Comments are added, resolved, opened again and deleted; what was said is never edited, since it is evidence."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import Actor, CandidateActor
from app.core.db import AgencySession
from app.core.errors import Conflict, FieldError, Forbidden, Invalid
from app.core.ids import new_id
from app.core.timers import set_timer
from app.interviews.models import Interview
from app.threads import policy, queries
from app.threads.models import Comment, CommentTold
from app.threads.schemas import CommentIn, Subject
from app.threads.states import COMMENT

BATCH: Final = timedelta(minutes=5)
"""How long a comment waits for others, so that whoever writes five is announced once."""


class CommentsNeedOwnLink(Forbidden):
    """What was said is shown by the link in a mail that we sent to you yourself: come by that one."""

    code = "comments_need_own_link"


class VisibilityMissing(Invalid):
    """Say who reads it: shared with the candidate, or private among consultants."""

    code = "visibility_required"


class ReplyElsewhere(Invalid):
    """A reply stands where the comment stands that it answers, and to whoever reads that."""

    code = "reply_elsewhere"


class NotTheFirstComment(Conflict):
    """This is a reply: resolve or open again the comment that it answers."""

    code = "comment_is_reply"


@dataclass(frozen=True)
class Thread:
    """What is talked about, and the interview by which it is seen; whoever makes one has found both for the actor."""

    subject: Subject
    interview: Interview


def require_readable(thread: Thread, actor: Actor) -> None:
    """Keep what was said from whoever was handed a candidate's link; raises CommentsNeedOwnLink (403)."""
    if not policy.may_read(actor, thread.interview):
        raise CommentsNeedOwnLink


def add(session: AgencySession, thread: Thread, *, said: CommentIn, actor: Actor, now: datetime) -> Comment:
    """Add a comment, or a reply one level deep; a shared one is mailed to the other side within minutes.

    Raises VisibilityMissing, ReplyElsewhere (422), CommentNotFound for what is replied to.
    """
    parent = _parent(session, thread, said, actor)
    visibility = _visibility(said, parent, actor)
    if actor.id is None or not policy.may_comment(actor, thread.interview, visibility):
        raise Forbidden
    comment = Comment(
        agency_id=actor.agency_id,
        id=new_id(),
        interview_id=thread.interview.id,
        letter_id=thread.subject.id if thread.subject.kind == "letter" else None,
        debrief_id=thread.subject.id if thread.subject.kind == "debrief" else None,
        parent_id=parent.id if parent else None,
        visibility=visibility,
        version=parent.version if parent else said.version,
        paragraph=parent.paragraph if parent else said.paragraph,
        body=said.text,
        author_kind=actor.kind,
        author_id=actor.id,
        created_at=now,
        state="open",
    )
    session.add(comment)
    details = {"visibility": visibility, "subject": thread.subject.kind}
    record(session, AuditAction.COMMENT_ADDED, subject=comment, actor=actor, now=now, details=details)
    if visibility == "shared":
        _tell_soon(session, comment, now=now)
    return comment


def resolve(session: AgencySession, thread: Thread, *, comment_id: UUID, actor: Actor, now: datetime) -> Comment:
    """Note that what a comment asks for is settled."""
    comment = _to_settle(session, thread, comment_id, actor)
    COMMENT.require(comment.state, "resolved")
    comment.state, comment.resolved_at = "resolved", now
    comment.resolved_by_kind, comment.resolved_by_id = actor.kind, actor.id
    record(session, AuditAction.COMMENT_RESOLVED, subject=comment, actor=actor, now=now)
    return comment


def reopen(session: AgencySession, thread: Thread, *, comment_id: UUID, actor: Actor, now: datetime) -> Comment:
    """Note that it was not settled after all."""
    comment = _to_settle(session, thread, comment_id, actor)
    COMMENT.require(comment.state, "open")
    comment.state, comment.resolved_at = "open", None
    comment.resolved_by_kind = comment.resolved_by_id = None
    record(session, AuditAction.COMMENT_REOPENED, subject=comment, actor=actor, now=now)
    return comment


def delete(session: AgencySession, thread: Thread, *, comment_id: UUID, actor: Actor, now: datetime) -> None:
    """Take one's own words back: the text is erased for good; its place, and the replies, stay."""
    require_readable(thread, actor)
    comment = queries.comment_on(session, thread.subject, comment_id=comment_id, actor=actor, lock=True)
    if not policy.may_delete(actor, thread.interview, comment):
        raise Forbidden
    COMMENT.require(comment.state, "deleted")
    comment.state, comment.body = "deleted", None
    record(session, AuditAction.COMMENT_DELETED, subject=comment, actor=actor, now=now)


def mark_told(session: AgencySession, *, agency_id: UUID, comment_ids: list[UUID], now: datetime) -> None:
    """Note which comments a mail has told; told already, they stay so."""
    for comment_id in comment_ids:
        session.merge(CommentTold(agency_id=agency_id, comment_id=comment_id, told_at=now))


def _parent(session: AgencySession, thread: Thread, said: CommentIn, actor: Actor) -> Comment | None:
    if said.in_reply_to is None:
        return None
    parent = queries.comment_on(session, thread.subject, comment_id=said.in_reply_to, actor=actor)
    if parent.parent_id is not None:
        error = FieldError("#/in_reply_to", "is a reply itself: answer the comment that it answers")
        raise ReplyElsewhere(errors=[error])
    moved = [name for name in ("version", "paragraph") if getattr(said, name) not in {None, getattr(parent, name)}]
    if moved:
        raise ReplyElsewhere(errors=[FieldError(f"#/{name}", "is not that of the comment") for name in moved])
    return parent


def _visibility(said: CommentIn, parent: Comment | None, actor: Actor) -> str:
    """A reply is by itself what it replies to; nothing shared hangs on something private."""
    if parent is not None and parent.visibility == "private" and said.visibility == "shared":
        error = FieldError("#/visibility", "the candidate does not see what this replies to")
        raise ReplyElsewhere(errors=[error])
    if said.visibility is not None:
        return said.visibility
    if isinstance(actor, CandidateActor):
        return "shared"
    if parent is None:
        raise VisibilityMissing(errors=[FieldError("#/visibility", "must be shared or private")])
    return parent.visibility


def _to_settle(session: AgencySession, thread: Thread, comment_id: UUID, actor: Actor) -> Comment:
    require_readable(thread, actor)
    comment = queries.comment_on(session, thread.subject, comment_id=comment_id, actor=actor, lock=True)
    if not policy.may_settle(actor, thread.interview, comment):
        raise Forbidden
    if comment.parent_id is not None:
        raise NotTheFirstComment
    return comment


def _tell_soon(session: AgencySession, comment: Comment, *, now: datetime) -> None:
    """Plan the mail to the other side; one that is planned already stays when it is, and takes this one along."""
    kind = "threads.tell_consultant" if comment.author_kind == "candidate" else "threads.tell_candidate"
    set_timer(
        session,
        kind,
        agency_id=comment.agency_id,
        subject_id=comment.interview_id,
        due_at=now + BATCH,
        keep_earlier=True,
    )
