"""What was written about one interview is erased; the rows, their states and their chains stay (ADR 0020).

Used for a person who is erased and for an application whose content has been kept for as long as was agreed.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, func, inspect, select, text, update

from app.audit.catalogue import AuditAction
from app.audit.trail import record
from app.core.actor import Actor, SystemActor
from app.core.db import AgencySession, Audited, Base
from app.core.errors import Conflict
from app.core.timers import Timer
from app.deliveries.actions.changing import stop_all
from app.deliveries.models import Delivery
from app.documents.models import Consent
from app.followup.models.promises import Nudge, Promise
from app.interviews.models import Interview
from app.interviews.queries import interview_for
from app.interviews.states import INTERVIEW
from app.privacy.queries import rows as queries
from app.privacy.rules.held import HELD, content_tables
from app.privacy.rules.holding import Held
from app.reviews.models import ReviewItem

ENTRIES: Final[Mapping[str, AuditAction]] = {
    "debrief": AuditAction.DEBRIEF_ERASED,
    "debrief_addendum": AuditAction.ADDENDUM_ERASED,
    "letter": AuditAction.LETTER_ERASED,
    "comment": AuditAction.COMMENT_ERASED,
    "consent": AuditAction.CONSENT_ERASED,
    "delivery": AuditAction.DELIVERY_ERASED,
    "client_call": AuditAction.CLIENT_CALL_ERASED,
    "client_feedback": AuditAction.FEEDBACK_ERASED,
    "outcome": AuditAction.OUTCOME_ERASED,
    "promise": AuditAction.PROMISE_ERASED,
    "status_update": AuditAction.UPDATE_ERASED,
    "nudge": AuditAction.NUDGE_ERASED,
    "decision": AuditAction.DECISION_ERASED,
}
"""What is recorded for each audited table that hangs on an interview."""
ENDS_AS: Final[Mapping[str, str]] = {"scheduled": "cancelled", "awaiting_debrief": "closed", "debriefed": "closed"}
"""An interview of which nothing is left awaits nothing."""


class DeliveryUnderWay(Conflict):
    """A letter of this person is being handed to a mail server just now: try again in a minute."""

    code = "delivery_under_way"


def erase_content(
    session: AgencySession, *, interview_id: UUID, ground: str, actor: Actor, now: datetime
) -> Mapping[str, Sequence[UUID]]:
    """Erase what was written about an interview; return the identifiers of its rows, by table.

    What waits to be sent is cancelled. Raises DeliveryUnderWay (409).
    """
    system = SystemActor(actor.agency_id)
    interview = interview_for(session, interview_id=interview_id, actor=system, lock=True)
    ids = queries.ids_below(session, agency_id=actor.agency_id, roots={"interview": [interview_id]})
    if _is_erased(session, interview, ids):
        return ids
    _require_at_rest(session, interview)
    stop_all(session, agency_id=actor.agency_id, interview_id=interview_id, cause="its content was erased", now=now)
    for held in (one for one in HELD if one.table in content_tables() - {"interview"}):
        _erase_rows(session, held, ids, ground=ground, actor=actor, now=now)
    if interview.state in ENDS_AS:
        INTERVIEW.require(interview.state, ENDS_AS[interview.state])
        interview.state = ENDS_AS[interview.state]
    _entry(session, AuditAction.INTERVIEW_ERASED, interview, ground=ground, actor=actor, now=now)
    session.execute(text("SELECT afterword_erase_content(:interview)"), {"interview": interview_id})
    _close_reviews(session, interview, now=now)
    everything = [one for found in ids.values() for one in found]
    session.execute(delete(Timer).where(Timer.agency_id == actor.agency_id, Timer.subject_id.in_(everything)))
    session.expire_all()  # the database has written past the session
    return ids


def _close_reviews(session: AgencySession, interview: Interview, *, now: datetime) -> None:
    """Let nobody wait for what is gone."""
    session.execute(
        update(ReviewItem)
        .where(
            ReviewItem.agency_id == interview.agency_id,
            ReviewItem.interview_id == interview.id,
            ReviewItem.waits_for.is_not(None),
        )
        .values(
            decision=func.coalesce(ReviewItem.decision, "erased"),
            decided_at=func.coalesce(ReviewItem.decided_at, now),
            waits_for=None,
            claimed_by=None,
            claimed_until=None,
        )
    )


def _is_erased(session: AgencySession, interview: Interview, ids: Mapping[str, Sequence[UUID]]) -> bool:
    """Whether it was done already, and nothing has happened to the interview's rows since."""
    at = queries.content_erased_at(session, interview)
    if at is None:
        return False
    audited = {kind: found for kind, found in ids.items() if kind in queries.PREFIXES}
    since = queries.last_activity(session, agency_id=interview.agency_id, subjects=audited)
    return since is None or since <= at


def _require_at_rest(session: AgencySession, interview: Interview) -> None:
    """Lock the deliveries, letters first as everybody does, and refuse while one is under way."""
    letters = Base.metadata.tables["letter"]
    of_interview = (letters.c.agency_id == interview.agency_id, letters.c.interview_id == interview.id)
    session.execute(select(letters.c.id).where(*of_interview).order_by(letters.c.id).with_for_update())
    states = session.scalars(
        select(Delivery.state)
        .where(Delivery.agency_id == interview.agency_id, Delivery.interview_id == interview.id)
        .order_by(Delivery.id)
        .with_for_update()
    )
    if {"claimed", "sending"} & set(states):
        raise DeliveryUnderWay


def _erase_rows(
    session: AgencySession,
    held: Held,
    ids: Mapping[str, Sequence[UUID]],
    *,
    ground: str,
    actor: Actor,
    now: datetime,
) -> None:
    table = queries.table_of(held)
    above = [one for parent in held.parents for one in ids.get(parent, ())]
    which = (table.c.agency_id == actor.agency_id, table.c[held.via].in_(above))
    if held.fate == "deleted":
        session.execute(delete(table).where(*which))
    elif held.fate == "changed" and held.table in ENTRIES:
        for row in _locked(session, held, ids.get(held.table, ()), agency_id=actor.agency_id):
            keep_draft_count(session, row)
            if _blank(row, held, now=now) or held.always:
                _entry(session, ENTRIES[held.table], row, ground=ground, actor=actor, now=now)
    elif held.fate == "changed":
        for column, value in held.erased.items():
            session.execute(update(table).where(*which, table.c[column].is_not(None)).values({column: value}))


def keep_draft_count(session: AgencySession, row: Any) -> None:
    """Let the drafts of a row count on from those that go, so that no ETag stands for two texts."""
    drafts = {"debrief": "debrief_draft", "letter": "letter_draft"}
    if (kind := table_name(row)) not in drafts:
        return
    table = Base.metadata.tables[drafts[kind]]
    query = select(table.c.revision).where(table.c.agency_id == row.agency_id, table.c[f"{kind}_id"] == row.id)
    row.draft_revisions = max(row.draft_revisions, session.scalar(query) or 0)


def table_name(row: Any) -> str:
    """The table that a row is of."""
    return str(inspect(row).mapper.local_table)


def _locked(session: AgencySession, held: Held, ids: Sequence[UUID], *, agency_id: UUID) -> Iterator[Any]:
    """The rows, one after the other, each locked; a change of one is recorded before the next is read."""
    mapped: Any = next(one.class_ for one in Base.registry.mappers if str(one.local_table) == held.table)
    for row_id in ids:
        query = select(mapped).where(mapped.agency_id == agency_id, mapped.id == row_id).with_for_update()
        yield session.scalars(query.execution_options(populate_existing=True)).one()


def _blank(row: Audited, held: Held, *, now: datetime) -> bool:
    """Set what is erased, and end what was agreed to, promised or asked; return whether that changes anything."""
    filled = {name: value for name, value in held.erased.items() if getattr(row, name) not in (None, value)}
    if isinstance(row, Consent) and row.state == "given":
        filled |= {"state": "withdrawn", "withdrawn_at": now}
    if isinstance(row, Promise) and row.ended_at is None:
        filled |= {"state": "dropped" if row.state == "open" else row.state, "ended_at": now}
    if isinstance(row, Nudge) and row.state == "waiting":
        filled |= {"state": "dropped"}
    for name, value in filled.items():
        setattr(row, name, value)
    return bool(filled)


def _entry(
    session: AgencySession, action: AuditAction, row: Audited, *, ground: str, actor: Actor, now: datetime
) -> None:
    record(session, action, subject=row, actor=actor, now=now, details={"ground": ground})
