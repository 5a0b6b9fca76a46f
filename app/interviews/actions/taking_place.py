"""Whether an interview takes place, and whether it has begun: what belongs to it depends on both."""

from datetime import datetime

from app.core.errors import Conflict
from app.core.local_time import date_time, place_of
from app.interviews.models import Interview
from app.interviews.rules import may_be_told
from app.interviews.states import OFF


class InterviewIsOff(Conflict):
    """This interview was cancelled or not attended: nobody is asked about it, and nothing is sent after it."""

    code = "interview_is_off"


class InterviewNotBegun(Conflict):
    """The interview has not begun yet; tell us how it went when it is over."""

    code = "interview_not_begun"


def require_on(interview: Interview) -> None:
    """Refuse what only an interview that takes place leads to; raises InterviewIsOff (409)."""
    if interview.state in OFF:
        raise InterviewIsOff


def require_begun(interview: Interview, *, now: datetime) -> None:
    """Refuse an account of what has not begun, naming when it does; raises InterviewNotBegun (409). Source: P1."""
    if not may_be_told(interview.state, interview.starts_at, now):
        begins = f"{date_time(interview.starts_at, interview.time_zone)} in {place_of(interview.time_zone)}"
        raise InterviewNotBegun(f"The interview begins on {begins}. Tell us how it went when it is over.")
