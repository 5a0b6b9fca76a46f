"""By when each waiting item is due: found when it comes in, and again when what it was found by changes (P12)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.core.actor import Actor, SystemActor
from app.core.db import AgencySession
from app.core.timers import set_timer
from app.debriefs import queries as debriefs
from app.debriefs.schemas.content import AgencyOnlyAnswers
from app.deliveries.actions.planning import cases_of
from app.deliveries.rules.cut_off import CutOff, cut_off
from app.directory.models import ClientContact
from app.interviews import queries as interviews
from app.interviews.models import Interview, Meeting, Met
from app.letters.queries import rows as letters
from app.reviews.actions.items import OVERDUE, replan_item
from app.reviews.models import ReviewItem
from app.reviews.queries.rows import items_in


@dataclass(frozen=True)
class _Around:
    """What the deadlines of one interview are found by."""

    meeting: Meeting
    met: Sequence[Met]
    other_offer_by: date | None


def plan_review(session: AgencySession, *, agency_id: UUID, interview_id: UUID, now: datetime) -> None:
    """Find anew by when everything of an interview is due that waits for a consultant.

    Each by what it would have been on arrival, from now on where that has passed. What is overdue stays so, with the
    deadline that was missed.
    """
    waiting = [
        item
        for item in items_in(session, agency_id=agency_id, interview_id=interview_id)
        if item.decision is None and item.waits_for == "us"
    ]
    if not waiting:
        return
    actor = SystemActor(agency_id)
    meeting = interviews.meeting_for(session, interview_id=interview_id, actor=actor)
    met = interviews.people_met_in(session, meeting.interview)
    around = _Around(meeting, met, _other_offer_by(session, meeting.interview))
    for item in waiting:
        _plan(session, item, around, actor=actor, now=now)


def _plan(session: AgencySession, item: ReviewItem, around: _Around, *, actor: Actor, now: datetime) -> None:
    due = _due(session, item, around, as_of=item.created_at, actor=actor)
    if due.at <= now < item.due_at:
        due = _due(session, item, around, as_of=now, actor=actor)
    if due.at > now:
        replan_item(session, item_id=item.id, due_at=due.at, cut_off_zone=due.zone, due_why=due.why, now=now)
    if item.escalated_at is None:
        set_timer(session, OVERDUE, agency_id=item.agency_id, subject_id=item.id, due_at=item.due_at)


def _due(session: AgencySession, item: ReviewItem, around: _Around, *, as_of: datetime, actor: Actor) -> CutOff:
    kind, readers = "strategic", _contacts(around.met)
    is_document = item.kind in {"letter", "summary"}
    if is_document:
        letter = letters.letter_for(session, letter_id=item.subject_id, actor=actor).letter
        addressees = letters.version_of(session, letter, item.version).addressees
        kind = letter.kind
        readers = _contacts([who for who in around.met if who.person.id in addressees]) or readers
    cases = cases_of(session, around.meeting, readers, kind=kind, now=as_of)
    return cut_off(
        "window" if is_document else "call",
        list(cases.values()),
        other_offer_by=around.other_offer_by,
        came_in_at=as_of,
        zone=around.meeting.agency.time_zone,
    )


def _contacts(met: Sequence[Met]) -> list[ClientContact]:
    return [who.contact for who in met if who.contact is not None]


def _other_offer_by(session: AgencySession, interview: Interview) -> date | None:
    """When another offer runs out, as the newest submitted debrief says to the agency only (rule 4)."""
    debrief = debriefs.find_debrief(session, interview)
    if debrief is None or not debrief.version:
        return None
    told = debriefs.confidence_of(session, debrief, debrief.version)
    return AgencyOnlyAnswers.model_validate(told.answers).other_offer_by if told else None
