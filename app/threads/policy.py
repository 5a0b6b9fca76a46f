"""Who reads and writes comments (rule 4: private ones are the consultants' own)."""

from app.core.actor import Actor, CandidateActor, ConsultantActor
from app.interviews.models import Interview
from app.interviews.policy import may_decide, may_see_stored, may_write
from app.threads.models import Comment


def may_read(actor: Actor, interview: Interview) -> bool:
    """Read what was said: by a link that was handed over, nothing stored is shown."""
    return may_see_stored(actor, interview)


def may_comment(actor: Actor, interview: Interview, visibility: str) -> bool:
    """Comment: the candidate; whoever may decide, to the candidate too; any consultant or manager, a private note."""
    if isinstance(actor, CandidateActor):
        return may_write(actor, interview) and visibility == "shared"
    if visibility == "shared":
        return may_decide(actor, interview)
    return isinstance(actor, ConsultantActor) and actor.role in {"consultant", "manager"}


def may_settle(actor: Actor, interview: Interview, comment: Comment) -> bool:
    """Resolve and reopen: whoever might have said it and may read what was."""
    return may_read(actor, interview) and may_comment(actor, interview, comment.visibility)


def may_delete(actor: Actor, interview: Interview, comment: Comment) -> bool:
    """Take one's own words back."""
    return may_read(actor, interview) and (comment.author_kind, comment.author_id) == (actor.kind, actor.id)
