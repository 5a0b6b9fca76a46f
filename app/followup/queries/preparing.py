"""What the preparation for another round is made of, in a fixed number of statements."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from app.accounts.models import Consultant
from app.core.actor import Actor, CandidateActor
from app.debriefs.models import Debrief, DebriefVersion
from app.followup.models.calls import Sent
from app.followup.models.heard import ClientFeedback
from app.followup.models.preparing import EarlierRound, PackGrounds, Relayed
from app.followup.queries.briefs import GONE
from app.interviews.models import Interview, Meeting
from app.interviews.policy import may_see_stored
from app.interviews.queries import NothingStoredShown, meeting_for, meetings_for, people_met
from app.interviews.states import OFF
from app.letters.models import Letter
from app.letters.queries import rows as letters

MOST_ROUNDS: Final = 5
"""Of those before; who is seen more often looks back at the last ones."""
ERASED_ANSWERS: Final = {"agenda": "(erased)"}
"""What ``afterword_erase_content`` leaves of the answers."""


def pack_grounds(session: Session, *, interview_id: UUID, actor: Actor) -> PackGrounds:
    """What this candidate told of the rounds before; raises InterviewNotFound, NothingStoredShown.

    Nothing of another candidate, nothing that only the agency reads, no word of a client that was not relayed.
    """
    meeting = meeting_for(session, interview_id=interview_id, actor=actor)
    if not may_see_stored(actor, meeting.interview):
        raise NothingStoredShown
    earlier = _earlier(session, meeting, actor)
    ids = [one.id for one in earlier]
    met = people_met(session, agency_id=meeting.interview.agency_id, interview_ids=[*ids, interview_id])
    answers, sent, told = _answers(session, meeting, ids), _sent(session, meeting, ids), _told(session, meeting, ids)
    rounds = [
        EarlierRound(one, answers[one.id], met[one.id], sent.get(one.id, []), told.get(one.id, []))
        for one in earlier
        if one.id in answers
    ]
    return PackGrounds(meeting, met[interview_id], rounds)


def next_round(session: Session, interview: Interview) -> Interview | None:
    """The first interview of a later round of the same application that is not off, or None."""
    query = select(Interview).where(
        Interview.agency_id == interview.agency_id,
        Interview.application_id == interview.application_id,
        Interview.round > interview.round,
        Interview.starts_at > interview.starts_at,
        Interview.state.not_in(OFF),
    )
    return session.scalars(query.order_by(Interview.starts_at, Interview.id).limit(1)).one_or_none()


def rounds_before(session: Session, interview: Interview) -> list[Interview]:
    """The interviews of the same application that began before this one and are not off, locked."""
    query = select(Interview).where(*_before(interview)).order_by(Interview.id).with_for_update()
    return list(session.scalars(query))


def rounds_told(session: Session, meeting: Meeting) -> int:
    """How many rounds of the same application before this one their candidate told something of."""
    now = meeting.interview
    query = (
        select(func.count())
        .select_from(Interview)
        .join(Debrief, and_(Debrief.agency_id == Interview.agency_id, Debrief.interview_id == Interview.id))
        .where(*_before(now), Debrief.version > 0)
    )
    return session.scalar(query) or 0


def _before(now: Interview) -> tuple[ColumnElement[bool], ...]:
    return (
        Interview.agency_id == now.agency_id,
        Interview.application_id == now.application_id,
        Interview.id != now.id,
        Interview.starts_at < now.starts_at,
        Interview.state.not_in(OFF),
    )


def _earlier(session: Session, meeting: Meeting, actor: Actor) -> list[Interview]:
    """The interviews of the same application that began before this one; users see those that they may see at all."""
    now = meeting.interview
    query = (
        select(Interview)
        .where(*_before(now))
        .order_by(Interview.starts_at.desc(), Interview.id.desc())
        .limit(MOST_ROUNDS)
    )
    found = list(session.scalars(query))
    if isinstance(actor, CandidateActor):
        return found
    seen = meetings_for(session, interview_ids=[one.id for one in found], actor=actor)
    return [one for one in found if one.id in seen]


def _answers(session: Session, meeting: Meeting, ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """What was submitted last about each; never a draft. What was erased is nothing."""
    query = (
        select(Debrief.interview_id, DebriefVersion.answers)
        .join(
            DebriefVersion,
            and_(
                DebriefVersion.agency_id == Debrief.agency_id,
                DebriefVersion.debrief_id == Debrief.id,
                DebriefVersion.version == Debrief.version,
            ),
        )
        .where(Debrief.agency_id == meeting.interview.agency_id, Debrief.interview_id.in_(ids))
    )
    return {row[0]: row[1] for row in session.execute(query) if row[1] not in ({}, ERASED_ANSWERS)}


def _sent(session: Session, meeting: Meeting, ids: Sequence[UUID]) -> dict[UUID, list[Sent]]:
    """The letters that count, with their newest words."""
    agency_id = meeting.interview.agency_id
    query = select(Letter).where(
        Letter.agency_id == agency_id,
        Letter.interview_id.in_(ids),
        Letter.version > 0,
        Letter.kind != "summary",
        Letter.state.not_in(GONE),
    )
    rows = list(session.scalars(query.order_by(Letter.id)))
    versions = letters.newest_versions(session, rows, agency_id=agency_id)
    found: dict[UUID, list[Sent]] = {}
    for row in rows:
        found.setdefault(row.interview_id, []).append(Sent(row, versions[row.id]))
    return found


def _told(session: Session, meeting: Meeting, ids: Sequence[UUID]) -> dict[UUID, list[Relayed]]:
    """What of the client's words was relayed, in the words in which it was, oldest first (rule 5)."""
    query = (
        select(ClientFeedback.interview_id, ClientFeedback.words, ClientFeedback.relayed_at, Consultant.name)
        .join(
            Consultant,
            and_(Consultant.agency_id == ClientFeedback.agency_id, Consultant.id == ClientFeedback.relayed_by),
        )
        .where(
            ClientFeedback.agency_id == meeting.interview.agency_id,
            ClientFeedback.interview_id.in_(ids),
            ClientFeedback.relayed_at.is_not(None),
        )
        .order_by(ClientFeedback.relayed_at, ClientFeedback.id)
    )
    found: dict[UUID, list[Relayed]] = {}
    for interview_id, words, at, by in session.execute(query):
        if words is not None and at is not None:
            found.setdefault(interview_id, []).append(Relayed(words, at, by))
    return found
