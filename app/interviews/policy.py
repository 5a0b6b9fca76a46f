"""What may be done with an interview and with what belongs to it."""

from app.core.actor import Actor, CandidateActor, ConsultantActor, IntegrationActor
from app.interviews.models import Interview


def may_announce(actor: Actor) -> bool:
    """Announce, move and cancel interviews: consultants and managers, and keys with the scope for it."""
    if isinstance(actor, ConsultantActor):
        return actor.role in {"consultant", "manager"}
    return isinstance(actor, IntegrationActor) and "interviews:write" in actor.scopes


def may_reassign(actor: Actor) -> bool:
    """Give interviews to another consultant: managers, and keys that announce them."""
    return may_announce(actor) and not (isinstance(actor, ConsultantActor) and actor.role != "manager")


def may_write(actor: Actor, interview: Interview) -> bool:
    """Write the candidate's own words: the candidate of this interview, by either kind of link."""
    return isinstance(actor, CandidateActor) and actor.interview_id == interview.id


def may_tell(actor: Actor, interview: Interview) -> bool:
    """Tell whether it went ahead: its candidate, by either kind of link, and whoever may move or cancel it."""
    return may_write(actor, interview) or may_announce(actor)


def may_consent(actor: Actor, interview: Interview) -> bool:
    """Consent or withdraw: the candidate, and only by a link that the service itself sent (rule 1)."""
    return may_write(actor, interview) and isinstance(actor, CandidateActor) and actor.link == "sent"


def may_see_stored(actor: Actor, interview: Interview) -> bool:
    """See what the candidate wrote earlier: for a candidate, only by a link that the service itself sent.

    Who was handed a link, or made one, could else read letters and drafts with it.
    """
    return may_consent(actor, interview) if isinstance(actor, CandidateActor) else True


def may_decide(actor: Actor, interview: Interview) -> bool:
    """Decide on what waits for review (ADR 0022): the consultant whose interview it is, who covers for them today, who
    claimed or was assigned something of it, and any manager."""
    if not isinstance(actor, ConsultantActor) or actor.role not in {"consultant", "manager"}:
        return False
    return actor.role == "manager" or interview.consultant_id in actor.acts_as or interview.id in actor.entrusted
