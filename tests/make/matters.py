"""What waits on the desk's one list, as somebody sees it."""

from app.core.actor import ConsultantActor
from app.core.clock import utc_now
from app.core.db import AgencySession
from app.desk.queries.matters import open_matters
from app.desk.queries.menu import waiting_at
from app.followup.models.matters import OpenMatter
from tests.make.plans import statements


def matters_seen_by(session: AgencySession, actor: ConsultantActor) -> list[OpenMatter]:
    """The list, having seen that the menu beside every page counts as many, and asks for that once."""
    now = utc_now()
    found = open_matters(session, actor=actor, now=now)
    with statements() as ran:
        counts = waiting_at(session, actor=actor, now=now)
    assert (counts["Follow-up"], len(ran)) == (len(found), 1)
    return found
