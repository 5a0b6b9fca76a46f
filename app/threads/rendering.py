"""A comment as each audience sees it, and the words of the mails that tell of new ones."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from app.core.actor import Actor, CandidateActor
from app.interviews.models import Meeting
from app.threads.models import Comment
from app.threads.schemas import AgencyComment, CandidateComment, CommentAuthor, Subject
from app.web.mails import Button, Mail

Names = Mapping[tuple[str, UUID], str]
_MOST_TOLD = 10
"""Comments whose words stand in one mail; the rest are counted."""


def comment_view(comment: Comment, names: Names, actor: Actor) -> CandidateComment | AgencyComment:
    """For whoever reads it; that there are private ones a candidate is not told."""
    if isinstance(actor, CandidateActor):
        return CandidateComment(audience="candidate", **_said(comment, names))
    return AgencyComment(audience="agency", visibility=comment.visibility, **_said(comment, names))


def candidate_mail(meeting: Meeting, comments: Sequence[Comment], names: Names, *, link: str) -> Mail:
    """Tell the candidate what was said about their letter or debrief, once for all of it (P7)."""
    consultant = meeting.consultant
    writers = list(dict.fromkeys(names[one.author_kind, one.author_id] for one in comments))
    said = "a comment" if len(comments) == 1 else f"{len(comments)} comments"
    return Mail(
        agency=meeting.agency.name,
        subject=f"{said[0].upper()}{said[1:]} for you: {meeting.job.title} at {meeting.client.name}",
        paragraphs=(
            f"Dear {meeting.candidate.name},",
            f"{_listed(writers)} left {said} for you after the interview for {meeting.job.title}:",
            *_lines(comments),
            f"Answer there, or reply to this mail and it reaches {consultant.name}.",
        ),
        button=Button("Open my interview", link),
        after_button=("The link is meant for you alone.",),
        signed=(consultant.name, meeting.agency.name, *([consultant.phone] if consultant.phone else [])),
    )


def consultant_mail(meeting: Meeting, comments: Sequence[Comment]) -> Mail:
    """Tell the consultant what the candidate said about letter or debrief."""
    candidate = meeting.candidate.name
    said = "a comment" if len(comments) == 1 else f"{len(comments)} comments"
    return Mail(
        agency=meeting.agency.name,
        subject=f"{candidate} at {meeting.client.name}: {said}",
        paragraphs=(
            f"{candidate} left {said} after the interview for {meeting.job.title}:",
            *_lines(comments),
        ),
        signed=(meeting.agency.name,),
    )


def subject_of(comment: Comment) -> Subject:
    """What a comment is about."""
    if comment.letter_id is not None:
        return Subject("letter", comment.letter_id)
    if comment.debrief_id is not None:
        return Subject("debrief", comment.debrief_id)
    raise LookupError("a comment is about a letter or a debrief")


def _said(comment: Comment, names: Names) -> dict[str, Any]:
    resolved = comment.resolved_by_kind, comment.resolved_by_id
    return {
        "id": comment.id,
        "subject": str(subject_of(comment)),
        "in_reply_to": comment.parent_id,
        "version": comment.version,
        "paragraph": comment.paragraph,
        "text": comment.body,
        "author": _author(comment.author_kind, comment.author_id, names),
        "created_at": comment.created_at,
        "state": comment.state,
        "resolved_at": comment.resolved_at,
        "resolved_by": _author(*resolved, names) if resolved[0] and resolved[1] else None,
    }


def _author(kind: Any, who: UUID | None, names: Names) -> CommentAuthor:
    return CommentAuthor(kind=kind, name=names[kind, who] if who else "")


def _lines(comments: Sequence[Comment]) -> Iterator[str]:
    for comment in comments[:_MOST_TOLD]:
        about = f"your {subject_of(comment).kind}" if comment.author_kind == "consultant" else subject_of(comment).kind
        place = f", paragraph {comment.paragraph}" if comment.paragraph else ""
        yield f"On {about}{place}: “{comment.body}”"
    if len(comments) > _MOST_TOLD:
        yield f"And {len(comments) - _MOST_TOLD} more."


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
