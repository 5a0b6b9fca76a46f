"""Which comments exist for an actor, who wrote them, and which were not told yet."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import Session

from app.accounts.models import Consultant
from app.core.actor import Actor
from app.core.errors import NotFound
from app.threads.models import Comment, CommentTold
from app.threads.rules import reads_private
from app.threads.schemas import Subject


class CommentNotFound(NotFound):
    """There is no such comment, or it is not yours to see."""

    code = "comment_not_found"


def comments_on(
    session: Session, subject: Subject, *, actor: Actor, after: UUID | None, limit: int, state: str | None = None
) -> list[Comment]:
    """What was said about a subject that the actor may see, oldest first; ``after`` is the last comment seen."""
    query = _visible_to(actor).where(_about(subject)).order_by(Comment.id).limit(limit)
    if after is not None:
        query = query.where(Comment.id > after)
    if state is not None:
        query = query.where(Comment.state == state)
    return list(session.scalars(query))


def comment_on(session: Session, subject: Subject, *, comment_id: UUID, actor: Actor, lock: bool = False) -> Comment:
    """One comment on a subject that the actor may see; raises CommentNotFound."""
    query = _visible_to(actor).where(_about(subject), Comment.id == comment_id)
    found = session.scalars(query.with_for_update() if lock else query).one_or_none()
    if found is None:
        raise CommentNotFound
    return found


def last_said(session: Session, subject: Subject, *, actor: Actor, in_reply_to: UUID | None) -> Comment | None:
    """What the actor said last about a subject, in reply to this comment, or to none."""
    query = _visible_to(actor).where(
        _about(subject),
        Comment.author_kind == actor.kind,
        Comment.author_id == actor.id,
        Comment.parent_id == in_reply_to,
    )
    return session.scalars(query.order_by(Comment.id.desc()).limit(1)).one_or_none()


def not_told(session: Session, *, agency_id: UUID, interview_id: UUID, by: str) -> list[Comment]:
    """The shared comments of an interview by one side that the other was not mailed, oldest first."""
    told = select(CommentTold.comment_id).where(
        CommentTold.agency_id == Comment.agency_id, CommentTold.comment_id == Comment.id
    )
    query = select(Comment).where(
        Comment.agency_id == agency_id,
        Comment.interview_id == interview_id,
        Comment.visibility == "shared",
        Comment.author_kind == by,
        Comment.body.is_not(None),
        ~told.exists(),
    )
    return list(session.scalars(query.order_by(Comment.id)))


def names_of(session: Session, comments: Sequence[Comment], *, candidate: str) -> dict[tuple[str, UUID], str]:
    """The names of everybody who wrote or resolved these comments of one agency; ``candidate`` is the candidate's."""
    people = {(one.author_kind, one.author_id) for one in comments}
    people |= {(one.resolved_by_kind or "", one.resolved_by_id) for one in comments if one.resolved_by_id}
    users = {who for kind, who in people if kind == "consultant"}
    names = {(kind, who): candidate for kind, who in people if kind == "candidate"}
    if users:
        query = select(Consultant.id, Consultant.name).where(
            Consultant.agency_id == comments[0].agency_id, Consultant.id.in_(users)
        )
        names |= {("consultant", row[0]): row[1] for row in session.execute(query)}
    return names


def _visible_to(actor: Actor) -> Select[Comment]:
    """All of the agency's for whoever reads private notes, else what is shared; whose interview it is, the caller
    has looked at."""
    query = select(Comment).where(Comment.agency_id == actor.agency_id)
    return query if reads_private(actor) else query.where(Comment.visibility == "shared")


def _about(subject: Subject) -> ColumnElement[bool]:
    column = Comment.letter_id if subject.kind == "letter" else Comment.debrief_id
    return and_(column == subject.id)
