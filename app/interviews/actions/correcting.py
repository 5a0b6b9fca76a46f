"""The entry in the candidate's calendar follows the interview: moved, it is replaced, called off, it is withdrawn."""

from datetime import datetime

from app.core.db import AgencySession
from app.core.queue import enqueue
from app.interviews.models import CalendarEntry, Interview
from app.interviews.rules import entry_is_wrong


def correct_entry(session: AgencySession, interview: Interview, *, now: datetime) -> None:
    """Have the candidate mailed what became of the entry that they were mailed before, if there was one."""
    entry = mailed_entry(session, interview)
    if entry is not None and entry_is_wrong(entry, interview, now=now):
        enqueue(session, "interviews.correct_entry", agency_id=interview.agency_id, subject_id=interview.id)


def note_entry(session: AgencySession, mailed: Interview, *, now: datetime) -> None:
    """Note which entry was mailed; where the interview has changed since it was written, it is corrected."""
    values = {
        "starts_at": mailed.starts_at,
        "ends_at": mailed.ends_at,
        "withdrawn": mailed.state == "cancelled",
        "mailed_at": now,
    }
    entry = mailed_entry(session, mailed, lock=True)
    if entry is None:
        session.add(CalendarEntry(agency_id=mailed.agency_id, interview_id=mailed.id, **values))
        session.flush()  # read back below
    else:
        for name, value in values.items():
            setattr(entry, name, value)
    current = session.get_one(Interview, (mailed.agency_id, mailed.id))
    correct_entry(session, current, now=now)


def mailed_entry(session: AgencySession, interview: Interview, *, lock: bool = False) -> CalendarEntry | None:
    """The entry that the candidate was mailed last."""
    return session.get(CalendarEntry, (interview.agency_id, interview.id), with_for_update=lock or None)
