"""Who may note what follows a letter, and who keeps lessons."""

from app.core.actor import Actor, CandidateActor, ConsultantActor
from app.interviews.models import Interview
from app.interviews.policy import may_see_stored


def may_note_call(actor: Actor) -> bool:
    """Whoever rings clients: consultants and managers, for a colleague's interview too. It is a fact, no decision."""
    return isinstance(actor, ConsultantActor) and actor.role in {"consultant", "manager"}


def may_take_feedback(actor: Actor) -> bool:
    """Whoever rings clients, for a colleague's interview too: who happens to be told takes it down."""
    return may_note_call(actor)


def may_keep_lessons(actor: Actor, interview: Interview) -> bool:
    """Keep lessons for oneself: the candidate, and only by a link that the service itself sent."""
    return isinstance(actor, CandidateActor) and may_see_stored(actor, interview)
