"""How long each state may wait before it is stuck, and by whose clock: every state that is no end has its line here.

A state that waits for nobody says why. What is stuck, and not the candidate's to move on, is told to the administrators
once a working day; `afterword doctor` tells what the program itself should have done.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Final, Literal

from app.core.local_time import day_month, local
from app.directory.rules import WorkingTime, day_begins, day_ends, is_working_day

Clock = Literal["working", "elapsed"]
Holder = Literal["candidate", "consultant", "manager", "administrator", "program"]
State = tuple[str, str]
"""Of what, as its table of states calls it, and which state."""

_DAY: Final = timedelta(hours=8)
"""A working day of an agency, as limits count it."""


@dataclass(frozen=True, slots=True)
class Limit:
    """When a state is stuck: `after` so much of the agency's working time, or of any time (`elapsed`).

    `holder` is who moves it on, `words` names several of them in a sentence, `shown` is where their people see it.
    """

    after: timedelta
    clock: Clock
    holder: Holder
    words: str
    shown: str


def _working(days: float, holder: Holder, words: str, shown: str) -> Limit:
    return Limit(days * _DAY, "working", holder, words, shown)


def _elapsed(after: timedelta, holder: Holder, words: str, shown: str) -> Limit:
    return Limit(after, "elapsed", holder, words, shown)


_QUEUE, _STATUS, _DELIVERIES = "the queue", "the interview", "its deliveries"
_SETTINGS, _WORKER, _PERSON = "the settings", "`afterword doctor`, for a worker that does not work", "the person’s data"
_HALF_AN_HOUR, _HOUR = timedelta(minutes=30), timedelta(hours=1)

LIMITS: Final[Mapping[State, Limit]] = {
    ("interview", "scheduled"): _elapsed(_HOUR, "program", "interviews that are over and not noted as such", _WORKER),
    ("interview", "awaiting_debrief"): _working(5, "consultant", "interviews without a debrief", _STATUS),
    ("debrief", "requested"): _working(3, "candidate", "debriefs that nobody has begun", _STATUS),
    ("debrief", "draft"): _working(3, "candidate", "debriefs that were begun and not sent", _STATUS),
    ("debrief", "submitted"): _working(2, "consultant", "debriefs to be read", _QUEUE),
    ("debrief", "changes_requested"): _working(5, "candidate", "debriefs that went back to the candidate", _QUEUE),
    ("debrief addendum", "submitted"): _working(2, "consultant", "additions to debriefs to be read", _QUEUE),
    ("letter", "draft"): _working(5, "candidate", "letters that were begun and not sent", _STATUS),
    ("letter", "submitted"): _working(2, "consultant", "letters to be decided on", _QUEUE),
    ("letter", "suggested"): _working(5, "candidate", "letters with wording that nobody answered", _QUEUE),
    ("letter", "changes_requested"): _working(5, "candidate", "letters that went back to the candidate", _QUEUE),
    ("letter", "approved"): _working(2, "consultant", "approved letters that go to nobody", _DELIVERIES),
    ("letter upload", "waiting"): _elapsed(_HALF_AN_HOUR, "program", "uploaded files that nobody read", _WORKER),
    ("delivery", "held"): _working(2, "consultant", "letters without an address", _DELIVERIES),
    ("delivery", "scheduled"): _elapsed(_HALF_AN_HOUR, "program", "letters whose time has passed", _WORKER),
    ("delivery", "claimed"): _elapsed(_HALF_AN_HOUR, "program", "letters about to be sent", _WORKER),
    ("delivery", "sending"): _elapsed(_HALF_AN_HOUR, "program", "letters being sent", _WORKER),
    ("delivery", "in_doubt"): _working(0.5, "consultant", "letters that may or may not have arrived", _DELIVERIES),
    ("delivery", "failed"): _working(1, "consultant", "letters that could not be sent", _DELIVERIES),
    ("client call", "planned"): _working(
        0.5, "consultant", "calls to a client that were planned and not noted", _STATUS
    ),
    ("client feedback", "received"): _working(1, "consultant", "feedback that no candidate was told", _STATUS),
    ("client feedback", "drafted"): _working(1, "consultant", "feedback drafted and not told", _STATUS),
    ("decision", "overdue"): _working(2, "consultant", "clients that were to decide and were not asked", _STATUS),
    ("outcome", "recorded"): _working(1, "consultant", "outcomes that no candidate was told", _STATUS),
    ("outcome", "drafted"): _working(1, "consultant", "outcomes drafted and not told", _STATUS),
    ("promise", "open"): _elapsed(_HOUR, "program", "promises whose time has passed", _WORKER),
    ("nudge", "waiting"): _working(2, "consultant", "questions for news that nobody answered", _STATUS),
    ("mail_domain", "pending"): _elapsed(timedelta(days=3), "administrator", "domains not proven yet", _SETTINGS),
    ("mail_domain", "failed"): _elapsed(timedelta(days=7), "administrator", "domains no longer proven", _SETTINGS),
    ("mail_domain", "asked"): _elapsed(_HOUR, "program", "looks at a domain that somebody asked for", _WORKER),
    ("relay", "failing"): _elapsed(timedelta(days=1), "administrator", "mail servers that fail", _SETTINGS),
    ("relay", "tested"): _elapsed(_HOUR, "program", "tests of a mail server without an end", _WORKER),
    ("review item", "waiting"): _working(1, "manager", "decisions that are overdue", _QUEUE),
    ("invitation", "lapsed"): _elapsed(timedelta(), "administrator", "invitations that ran out unused", _SETTINGS),
    ("person export", "waiting"): _elapsed(_HOUR, "program", "archives of a person’s data to be made", _PERSON),
    ("erasure", "unconfirmed"): _elapsed(timedelta(days=1), "program", "erasures to be confirmed", _PERSON),
}

RESTS: Final[Mapping[State, str]] = {
    ("interview", "debriefed"): "its letters and deliveries have limits of their own",
    ("interview", "closed"): "it is over; a late debrief opens it again",
    ("debrief", "waived"): "nobody is asked any more; a consultant may open it again",
    ("debrief", "declined"): "nobody is asked any more; a consultant may open it again",
    ("letter", "withdrawn"): "its candidate took it back, and may begin anew",
    ("letter", "not_forwarded"): "decided on; its candidate may begin anew",
    ("delivery", "sent"): "the mail server took it; it may still come back",
    ("client feedback", "relayed"): "it was told; its candidate may say that they read it",
    ("decision", "awaiting"): "its day is still to come, or nobody named one",
    ("decision", "due"): "it is the day; the client's next working day moves it on",
    ("decision", "extended"): "its day is still to come",
    ("decision", "chased"): "the client was asked; two working days later it stands among what is to be done",
    ("outcome", "relayed"): "it was told; its candidate may say that they read it",
    ("outcome", "acknowledged"): "its candidate read it",
    ("mail_domain", "verified"): "it proves itself; DNS is asked every day",
    ("consent", "given"): "it stands until it is taken back",
    ("consent", "withdrawn"): "it may be given again, and nobody is asked for it",
    ("comment", "open"): "it was mailed when it was written; the item it belongs to has a limit",
    ("comment", "resolved"): "done; it may be opened again",
}
"""States from which something may follow, and that wait for nobody."""


@dataclass(frozen=True, slots=True)
class Stuck:
    """So many rows wait in a state for longer than they may, one of them since an instant."""

    of: str
    state: str
    number: int
    since: datetime

    @property
    def limit(self) -> Limit:
        """When this state is stuck."""
        return LIMITS[self.of, self.state]

    @property
    def is_told(self) -> bool:
        """Whether administrators are mailed about it: a candidate may take their time, and is reminded anyway."""
        return self.limit.holder != "candidate"

    def line(self, zone: str) -> str:
        """Say it without naming anybody."""
        words = self.limit.words
        since = f"since {day_month(local(self.since, zone).date())}"
        number = "1," if self.number == 1 else f"{self.number:,}, the oldest"
        return f"{words[0].upper()}{words[1:]}: {number} {since}"


def stuck_before(limit: Limit, working: WorkingTime, *, now: datetime) -> datetime:
    """Find the instant: what waits since before it is stuck by now. Over a weekend it stays where Friday left it."""
    return now - limit.after if limit.clock == "elapsed" else worked_since(limit.after, working, now=now)


def worked_since(length: timedelta, working: WorkingTime, *, now: datetime) -> datetime:
    """Find the instant since which so much working time has passed."""
    left, today = length, local(now, working.time_zone).date()
    for day in (today - timedelta(days=n) for n in count()):
        begins, ends = day_begins(day, working), min(now, day_ends(day, working))
        if not is_working_day(day, working) or ends <= begins:
            continue
        if ends - begins >= left:
            return ends - left
        left -= ends - begins
    raise AssertionError("working days never end")
