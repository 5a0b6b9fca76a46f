"""What became of each promise that a candidate hears, in one statement over the rows."""

from uuid import UUID

from sqlalchemy import CTE, ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session

from app.core.actor import ConsultantActor
from app.followup.models.promises import Promise
from app.interviews.states import OFF
from app.reports.queries.interviews import interviews_in
from app.reports.rules.found import KEPT, Counted
from app.reports.rules.periods import Wanted


def promises(
    session: Session, wanted: Wanted, *, actor: ConsultantActor, clients: list[UUID] | None = None
) -> list[Counted]:
    """What became of each promise about the interviews, whenever it was made."""
    interviews = interviews_in(wanted, actor=actor, clients=clients)
    each = (
        select(interviews.c.group, _fate(interviews, wanted).label("fate"), interviews.c.consultant_id)
        .join(Promise, and_(Promise.agency_id == interviews.c.agency_id, Promise.interview_id == interviews.c.id))
        .cte("each_promise")
    )
    query = select(each, func.count()).group_by(each.c.group, each.c.fate, each.c.consultant_id)
    return [Counted(*row) for row in session.execute(query)]


def _fate(interviews: CTE, wanted: Wanted) -> ColumnElement[str]:
    """Of one whose time has passed without a timer having noted it, what will be noted.

    What was kept early counts when its time comes: else the newest, of which only those are known, would look best.
    """
    return case(
        (and_(Promise.state == "broken", Promise.kept_by.is_not(None)), "made_good"),
        (and_(Promise.state == "open", interviews.c.bar.in_(OFF)), "dropped"),
        (and_(Promise.state == "open", Promise.next_update_by <= wanted.now), "broken"),
        (and_(Promise.state == "kept", Promise.next_update_by > wanted.now), "early"),
        (Promise.state == "kept", KEPT),
        else_=Promise.state,
    )
