"""What was added to a debrief, as each audience sees it."""

from typing import Any

from app.core.actor import Actor, CandidateActor
from app.debriefs.models import Added, DebriefAddendum
from app.debriefs.rendering.views import telephone_call, telephone_note
from app.debriefs.rules import read_by_a_person, review_due_at
from app.debriefs.schemas.addenda import AddendumReceipt, AgencyAddendum, CandidateAddendum, IntegrationAddendum

AnyAddendum = CandidateAddendum | AgencyAddendum | IntegrationAddendum


def addendum_view(added: Added, actor: Actor) -> AnyAddendum:
    """For whoever asks; what only the agency's people read is not asked for by systems."""
    row = added.addendum
    outline: dict[str, Any] = {
        name: getattr(row, name)
        for name in ("id", "state", "added_at", "added_by", "channel", "decided_at", "return_reason")
    }
    outline["text"] = added.words
    note = telephone_note(row, added.taken_by)
    if isinstance(actor, CandidateActor):
        return CandidateAddendum(audience="candidate", agency_only=row.agency_only, telephone=note, **outline)
    if read_by_a_person(actor):
        call = telephone_call(row, added.taken_by)
        return AgencyAddendum(audience="agency", agency_only=row.agency_only, telephone=call, **outline)
    return IntegrationAddendum(audience="integration", telephone=note, **outline)


def addendum_receipt(addendum: DebriefAddendum, *, consultant: str) -> AddendumReceipt:
    """What whoever added something is told when it has arrived."""
    written = addendum.channel == "web"
    return AddendumReceipt(
        reference=addendum.id,
        added_at=addendum.added_at,
        read_by=consultant,
        review_due_at=review_due_at(addendum.added_at),
        next=(
            f"{consultant} reads it, and sends it back to you with a question if anything is unclear."
            if written
            else f"It waits on {consultant}'s desk to be accepted."
        ),
    )
