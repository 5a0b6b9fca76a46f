"""What is said about a letter or a debrief: here, since letters are the highest feature that is talked about."""

from typing import Annotated, Literal

from fastapi import Query, status

from app.accounts.access import DECIDERS, READERS, Access, allow
from app.core.actor import Actor
from app.core.ids import CommentId, Prefixed
from app.interviews.queries import meeting_for
from app.letters.actions import commenting
from app.letters.queries.threads import thread_on
from app.threads import actions, queries
from app.threads.actions import Thread
from app.threads.models import Comment
from app.threads.rendering import comment_view
from app.threads.schemas import AgencyComment, CandidateComment, CommentIn, SubjectId
from app.web.deps import Now, Page
from app.web.lists import Listing
from app.web.problems import responses
from app.web.routes import router_for

router = router_for("threads", under="/threads/{subject_id}/comments")
AsReader = Annotated[Access[Actor], allow(candidate=True, roles=READERS)]
AsSpeaker = Annotated[Access[Actor], allow(candidate=True, roles=DECIDERS)]
AnyComment = CandidateComment | AgencyComment
State = Annotated[Literal["open", "resolved"] | None, Query(description="Only those in this state.")]
SETTLING = responses(401, 403, 404, 409)


@router.get("", operation_id="listComments", responses=responses(401, 403, 404))
def list_comments(
    access: AsReader,
    subject_id: SubjectId,
    listing: Listing,
    state: State = None,
) -> Page[AnyComment]:
    """List what was said, oldest first; a reply names what it replies to."""
    thread = thread_on(access.session, subject_id, actor=access.actor)
    actions.require_readable(thread, access.actor)
    rows = queries.comments_on(
        access.session, thread.subject, actor=access.actor, after=listing.after("cmt"), limit=listing.reads, state=state
    )
    views = _views(access, thread, rows)
    return listing.page(views, show=lambda view: view, key=lambda view: (Prefixed("cmt").show(view.id),))


@router.post("", operation_id="addComment", status_code=status.HTTP_201_CREATED, responses=responses(401, 403, 404))
def add_comment(access: AsSpeaker, subject_id: SubjectId, body: CommentIn, now: Now) -> AnyComment:
    """Comment on the whole or on a paragraph, or reply; a shared comment is mailed to the other side within minutes."""
    thread, comment = commenting.comment(access.session, subject_id, said=body, actor=access.actor, now=now)
    return _views(access, thread, [comment])[0]


@router.post("/{comment_id}/resolve", operation_id="resolveComment", responses=SETTLING)
def resolve_comment(access: AsSpeaker, subject_id: SubjectId, comment_id: CommentId, now: Now) -> AnyComment:
    """Note that what a comment asks for is settled."""
    thread = thread_on(access.session, subject_id, actor=access.actor)
    comment = actions.resolve(access.session, thread, comment_id=comment_id, actor=access.actor, now=now)
    return _views(access, thread, [comment])[0]


@router.post("/{comment_id}/reopen", operation_id="reopenComment", responses=SETTLING)
def reopen_comment(access: AsSpeaker, subject_id: SubjectId, comment_id: CommentId, now: Now) -> AnyComment:
    """Note that it was not settled after all."""
    thread = thread_on(access.session, subject_id, actor=access.actor)
    comment = actions.reopen(access.session, thread, comment_id=comment_id, actor=access.actor, now=now)
    return _views(access, thread, [comment])[0]


@router.delete("/{comment_id}", operation_id="deleteComment", status_code=204, responses=SETTLING)
def delete_comment(access: AsSpeaker, subject_id: SubjectId, comment_id: CommentId, now: Now) -> None:
    """Erase the words of a comment of yours; its place stays, and so do the replies."""
    thread = thread_on(access.session, subject_id, actor=access.actor)
    actions.delete(access.session, thread, comment_id=comment_id, actor=access.actor, now=now)


def _views(access: Access[Actor], thread: Thread, comments: list[Comment]) -> list[AnyComment]:
    meeting = meeting_for(access.session, interview_id=thread.interview.id, actor=access.actor)
    names = queries.names_of(access.session, comments, candidate=meeting.candidate.name)
    return [comment_view(comment, names, access.actor) for comment in comments]
