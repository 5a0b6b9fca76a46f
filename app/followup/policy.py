"""Who may note what follows a letter, tell the candidate and write to them, ask for news, and keep lessons."""

from app.core.actor import Actor, CandidateActor, ConsultantActor
from app.interviews.models import Interview
from app.interviews.policy import may_consent, may_decide, may_see_stored


def may_note_call(actor: Actor) -> bool:
    """Whoever rings clients: consultants and managers, for a colleague's interview too. It is a fact, no decision."""
    return isinstance(actor, ConsultantActor) and actor.role in {"consultant", "manager"}


def may_take_feedback(actor: Actor) -> bool:
    """Whoever rings clients, for a colleague's interview too: who happens to be told takes it down."""
    return may_note_call(actor)


def may_keep_lessons(actor: Actor, interview: Interview) -> bool:
    """Keep lessons for oneself: the candidate, and only by a link that the service itself sent."""
    return isinstance(actor, CandidateActor) and may_see_stored(actor, interview)


def may_write_to_candidate(actor: Actor, interview: Interview) -> bool:
    """Write where it stands, and promise by when they hear next: whoever decides on the interview."""
    return may_decide(actor, interview)


def may_ask_for_news(actor: Actor, interview: Interview) -> bool:
    """Ask for news: the candidate, by a link that the service itself sent; by another one the page shows no promise."""
    return may_consent(actor, interview)


def may_tell_candidate(actor: Actor, interview: Interview) -> bool:
    """Record an outcome, write what the candidate hears, and tell them: whoever decides on what waits (ADR 0022)."""
    return may_decide(actor, interview)
