"""What waits for longer than it may, counted by state; ids, names and words are not read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, select, union_all
from sqlalchemy import column as named
from sqlalchemy import table as of_name
from sqlalchemy.orm import Session

from app.accounts.models import (
    Agency,
    AgencyRelay,
    AgencyRelayStanding,
    Consultant,
    ConsultantInvitation,
    MailDomain,
    MailDomainLook,
)
from app.debriefs.models import Debrief, DebriefAddendum
from app.deliveries.models import Delivery
from app.deliveries.queries.board import still_approved, tried_again
from app.deliveries.states import NOT_LIVE
from app.desk.rules.stuck import LIMITS, State, Stuck, stuck_before
from app.directory.rules import WorkingTime
from app.followup.models.calls import ClientCall
from app.followup.models.decisions import Decision
from app.followup.models.heard import ClientFeedback, Outcome
from app.followup.models.promises import Nudge, Promise
from app.followup.queries.feedback import untold
from app.interviews.models import Interview
from app.letters.models import Letter, LetterUpload
from app.reviews.models import ReviewItem

OFFICE_HOURS: Final = (time(9), time(17))
"""By which the limits in working time count, where the agency is."""

_EXPORT = of_name("person_export", named("agency_id"), named("asked_at"), named("ready_at"))
_ERASURE = of_name("erasure", named("agency_id"), named("erased_at"), named("confirmation"))
"""Tables of `app.privacy`, which lies above the desk."""


@dataclass(frozen=True)
class _Rows:
    """Where the rows of a state are, and since when each waits."""

    agency_id: Any
    since: Any
    where: ColumnElement[bool]


def stuck(session: Session, agency: Agency, *, now: datetime) -> list[Stuck]:
    """What is stuck in one agency, in one statement, oldest first."""
    opens, closes = OFFICE_HOURS
    working = WorkingTime(agency.time_zone, opens, closes, agency.country)
    counts = [
        _count(state, rows, agency, before=stuck_before(LIMITS[state], working, now=now))
        for state, rows in _sources().items()
    ]
    found = [Stuck(*row) for row in session.execute(union_all(*counts)) if row.number]
    return sorted(found, key=lambda one: one.since)


def looked_at() -> frozenset[State]:
    """The states that are looked at, so that a test can compare them with those that have a limit."""
    return frozenset(_sources())


def _count(state: State, rows: _Rows, agency: Agency, *, before: datetime) -> Select[Any]:
    return select(
        literal(state[0]).label("of"),
        literal(state[1]).label("state"),
        func.count().label("number"),
        func.min(rows.since).label("since"),
    ).where(rows.agency_id == agency.agency_id, rows.since < before, rows.where)


def _sources() -> Mapping[State, _Rows]:
    return {**_by_state(), **_facts()}


def _by_state() -> dict[State, _Rows]:
    """The states of the tables of states; the instants are the best that each row knows of its last step."""
    letter = func.coalesce(Letter.decided_at, Letter.submitted_at, Letter.created_at)
    tried = func.coalesce(Delivery.claimed_at, Delivery.created_at)
    since: dict[State, tuple[Any, Any]] = {
        ("interview", "scheduled"): (Interview, Interview.ends_at),
        ("interview", "awaiting_debrief"): (Interview, Interview.ends_at),
        ("debrief", "requested"): (Debrief, Debrief.requested_at),
        ("debrief", "draft"): (Debrief, Debrief.requested_at),
        ("debrief", "submitted"): (Debrief, Debrief.submitted_at),
        ("debrief", "changes_requested"): (Debrief, Debrief.submitted_at),
        ("debrief addendum", "submitted"): (DebriefAddendum, DebriefAddendum.added_at),
        ("letter", "draft"): (Letter, Letter.created_at),
        ("letter", "submitted"): (Letter, Letter.submitted_at),
        ("letter", "suggested"): (Letter, letter),
        ("letter", "changes_requested"): (Letter, letter),
        ("letter upload", "waiting"): (LetterUpload, LetterUpload.uploaded_at),
        ("delivery", "held"): (Delivery, Delivery.created_at),
        ("delivery", "scheduled"): (Delivery, Delivery.scheduled_for),
        ("delivery", "claimed"): (Delivery, tried),
        ("delivery", "sending"): (Delivery, tried),
        ("delivery", "in_doubt"): (Delivery, tried),
        ("client call", "planned"): (ClientCall, ClientCall.planned_for),
        ("decision", "overdue"): (Decision, Decision.ask_by),
        ("outcome", "recorded"): (Outcome, Outcome.recorded_at),
        ("outcome", "drafted"): (Outcome, Outcome.recorded_at),
        ("promise", "open"): (Promise, Promise.next_update_by),
        ("nudge", "waiting"): (Nudge, Nudge.asked_at),
        ("mail_domain", "pending"): (MailDomain, MailDomain.created_at),
        ("mail_domain", "failed"): (MailDomain, MailDomain.state_since),
    }
    return {at: _Rows(row.agency_id, column, row.state == at[1]) for at, (row, column) in since.items()} | {
        **_feedback(),
        ("letter", "approved"): _Rows(
            Letter.agency_id, letter, and_(Letter.state == "approved", ~_goes_or_went(Letter))
        ),
        ("delivery", "failed"): _Rows(
            Delivery.agency_id, tried, and_(Delivery.state == "failed", still_approved(), ~tried_again())
        ),
    }


def _feedback() -> dict[State, _Rows]:
    """What no candidate was told of; what was erased waits for nobody."""
    row = ClientFeedback
    return {
        ("client feedback", state): _Rows(row.agency_id, row.noted_at, and_(row.state == state, *untold()))
        for state in ("received", "drafted")
    }


def _facts() -> dict[State, _Rows]:
    """What waits without a state of its own."""
    look, standing, invited = MailDomainLook, AgencyRelayStanding, ConsultantInvitation
    in_use = exists().where(
        AgencyRelay.agency_id == standing.agency_id,
        AgencyRelay.id == standing.relay_id,
        AgencyRelay.removed_at.is_(None),
    )
    expected = exists().where(
        Consultant.agency_id == invited.agency_id, Consultant.id == invited.consultant_id, Consultant.active
    )
    overdue = ReviewItem.decision.is_(None)
    unended = and_(standing.test_ended_at.is_(None), in_use)
    return {
        ("mail_domain", "asked"): _Rows(look.agency_id, look.asked_at, _still_named(look)),
        ("relay", "failing"): _Rows(standing.agency_id, standing.failing_since, in_use),
        ("relay", "tested"): _Rows(standing.agency_id, standing.test_asked_at, unended),
        ("review item", "waiting"): _Rows(ReviewItem.agency_id, ReviewItem.due_at, overdue),
        ("invitation", "lapsed"): _Rows(invited.agency_id, invited.expires_at, expected),
        ("person export", "waiting"): _Rows(_EXPORT.c.agency_id, _EXPORT.c.asked_at, _EXPORT.c.ready_at.is_(None)),
        ("erasure", "unconfirmed"): _Rows(
            _ERASURE.c.agency_id, _ERASURE.c.erased_at, _ERASURE.c.confirmation == "waiting"
        ),
    }


def _goes_or_went(letter: type[Letter]) -> ColumnElement[bool]:
    """Whether a letter, or a summary by itself or enclosed, has a delivery that somebody looks after."""
    lost = NOT_LIVE - {"failed", "bounced"}  # these have lines of their own
    carried = (Delivery.letter_id == letter.id) | (Delivery.enclosed_letter_id == letter.id)
    return exists().where(Delivery.agency_id == letter.agency_id, carried, Delivery.state.not_in(lost))


def _still_named(look: type[MailDomainLook]) -> ColumnElement[bool]:
    return exists().where(
        MailDomain.agency_id == look.agency_id, MailDomain.id == look.domain_id, MailDomain.state != "removed"
    )
