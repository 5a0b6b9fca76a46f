"""Which interviews were followed up by a letter, and why the others were not, in one statement over the rows."""

from uuid import UUID

from sqlalchemy import CTE, ColumnElement, and_, case, func, select, true
from sqlalchemy.orm import Session
from sqlalchemy.sql.selectable import LateralFromClause

from app.core.actor import ConsultantActor
from app.deliveries.models import Delivery
from app.documents.models import Consent, Document
from app.letters.models import Letter
from app.reports.queries.interviews import interviews_in
from app.reports.rules.found import FOLLOWED_UP, Counted
from app.reports.rules.periods import Wanted


def follow_up(
    session: Session, wanted: Wanted, *, actor: ConsultantActor, clients: list[UUID] | None = None
) -> list[Counted]:
    """What became of each interview: followed up, or the first reason in the order of the schema why not."""
    interviews = interviews_in(wanted, actor=actor, clients=clients)
    letters = _letters(interviews)
    fate = _fate(interviews, letters).label("fate")
    each = (
        select(interviews.c.group, fate, interviews.c.consultant_id)
        .join(letters, letters.c.any_letter.is_not(None))
        .cte("each_interview")
    )
    query = select(each, func.count()).group_by(each.c.group, each.c.fate, each.c.consultant_id)
    return [Counted(*row) for row in session.execute(query)]


def _fate(interviews: CTE, letters: LateralFromClause) -> ColumnElement[str]:
    released = and_(letters.c.released, interviews.c.introduced_by == "direct")
    return case(
        (interviews.c.bar.is_not(None), interviews.c.bar),
        (letters.c.sent | released, FOLLOWED_UP),
        (interviews.c.letter_policy == "not_accepted", "client_takes_no_letters"),
        (letters.c.on_its_way, "on_its_way"),
        (letters.c.not_taken, "not_taken"),
        (letters.c.with_agency, "with_agency"),
        (letters.c.not_agreed, "not_agreed"),
        (letters.c.with_candidate, "with_candidate"),
        (letters.c.not_forwarded, "not_forwarded"),
        (letters.c.withdrawn, "withdrawn"),
        (letters.c.any_letter, "stopped"),
        else_="no_letter",
    )


def _letters(interviews: CTE) -> LateralFromClause:
    """What is true of at least one letter of an interview; all false where there is none."""
    agreed = (
        select(Consent.id)
        .join(Document, and_(Document.agency_id == Consent.agency_id, Document.id == Consent.document_id))
        .where(
            Document.agency_id == Letter.agency_id,
            Document.letter_id == Letter.id,
            Document.letter_version == Letter.version,
            Consent.state == "given",
        )
        .correlate(Letter)
        .exists()
    )
    some = {
        "sent": Delivery.state == "sent",
        "released": Letter.state == "released",
        "on_its_way": Delivery.state.in_(("held", "scheduled", "claimed", "sending")),
        "not_taken": Delivery.state.in_(("in_doubt", "failed", "bounced")),
        "with_agency": and_(Letter.state == "submitted", agreed),
        "not_agreed": and_(Letter.state == "submitted", ~agreed),
        "with_candidate": Letter.state.in_(("draft", "changes_requested", "suggested")),
        "not_forwarded": Letter.state == "not_forwarded",
        "withdrawn": Letter.state == "withdrawn",
        "any_letter": true(),
    }
    return (
        select(*(func.coalesce(func.bool_or(one), False).label(name) for name, one in some.items()))
        .select_from(Letter)
        .outerjoin(Delivery, and_(Delivery.agency_id == Letter.agency_id, Delivery.letter_id == Letter.id))
        .where(
            Letter.agency_id == interviews.c.agency_id,
            Letter.interview_id == interviews.c.id,
            Letter.kind != "summary",
        )
        .lateral("letters")
    )
