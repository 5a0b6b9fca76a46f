"""What a candidate may know of the promise to them, and of what they asked."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from app.followup.queries.promises import MOST, asking_now, moves_of, newest_promise, nudges_of, updates_of
from app.followup.rules.facts import Promised, Question, Word
from app.interviews.models import Interview, Meeting


def promised_in(session: Session, meeting: Meeting, *, now: datetime) -> Promised:
    """Read it, in so many statements however much there is."""
    interview = meeting.interview
    last = newest_promise(session, interview)
    standing = last if last and last.ended_at is None else None
    asked = nudges_of(session, interview, before=None, limit=MOST)
    return Promised(
        by=standing.next_update_by if standing else None,
        desk_zone=meeting.agency.time_zone,
        words=tuple(sorted(_words(session, interview), key=lambda one: one.at)),
        questions=tuple(
            Question(one.nudge.asked_at, one.nudge.deadline_on, waits=one.nudge.state == "waiting")
            for one in reversed(asked)
        ),
        asking=asking_now(session, interview, meeting.agency, last=last, now=now),
    )


def _words(session: Session, interview: Interview) -> Iterator[Word]:
    for wrote in updates_of(session, interview):
        yield Word(wrote.update.written_at, wrote.by, wrote.update.words)
    for moved in moves_of(session, interview):
        ended = moved.promise.ended_at or moved.until
        yield Word(ended, moved.by, moved.promise.reason or "", until=moved.until)
