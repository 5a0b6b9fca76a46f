"""The table of the simulated month: which mail goes to whom and when, by 2-domain and arithmetic of its own.

It knows what people do, when the worker is down and what a day of work is; nothing of the program.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from tests.campaigns.month_calendar import DAY, DESK, at, awake, half_past_five, is_night, seen
from tests.campaigns.month_script import LENGTH
from tests.campaigns.month_turns import Turning

QUARTER: Final = timedelta(minutes=15)
NEWS: Final = timedelta(minutes=10)
ENDS: Final = {"client_rejected", "job_closed"}
SKIPPED: Final = 0


@dataclass
class Feedback:
    on: date | None
    quotable: bool
    told: bool = False


@dataclass
class Promise:
    made: datetime
    by: datetime


@dataclass
class Case(Turning):
    """One application, from when it is announced."""

    ends: datetime | None = None
    over: bool = False
    requested: datetime | None = None
    reminded: int = 0
    promise: Promise | None = None
    promise_ended: datetime | None = None
    feedbacks: list[Feedback] = field(default_factory=list)
    waiting: list[datetime] = field(default_factory=list)
    reminders: list[datetime] = field(default_factory=list)
    outcome_told: bool = False

    def do_announce(self, now: datetime, told: dict[str, Any]) -> int:
        self.ends = told["starts_at"] + LENGTH
        self.timer("request", self.ends + QUARTER, now)
        return 200

    def do_move_interview(self, now: datetime, told: dict[str, Any]) -> int:
        self.requested, self.reminded = None, 0
        self.clear("remind", "none_yet")
        return self.do_announce(now, told)

    def do_cancel(self, _now: datetime, _told: dict[str, Any]) -> int:
        self.over = True
        return 200

    def on_request(self, now: datetime, _of: int) -> None:
        if self.over or self.submitted is not None:
            return
        assert self.ends is not None
        if now > self.ends + QUARTER + LENGTH and is_night(now, self.whole.zone):  # long after they left the room
            self.timer("request", awake(now, self.whole.zone), now)
            return
        self.requested = now
        self.mail(now, "request", "candidate")
        self.plan_reminder(now)
        self.timer("none_yet", self.ends + DAY, now)

    def on_none_yet(self, now: datetime, _of: int) -> None:
        if self.over or self.submitted is not None:
            return
        if DESK.is_open(now):
            self.mail(now, "none yet", self.whole.owner)
        else:
            self.timer("none_yet", DESK.opening(now), now)

    def reminder_times(self) -> list[datetime]:
        assert self.requested is not None
        first, zone = self.requested + timedelta(hours=2), self.whole.zone
        if is_night(first, zone):
            return [at(seen(awake(first, zone), zone).date(), time(9), zone)]
        morning = at(seen(self.requested, zone).date() + DAY, time(9), zone)
        return [first, morning] if morning > first else [first]

    def plan_reminder(self, now: datetime) -> None:
        later = [one for one in self.reminder_times() if one > now]
        if later:
            self.timer("remind", later[0], now)

    def on_remind(self, now: datetime, _of: int) -> None:
        due = sum(one <= now for one in self.reminder_times())
        if due > self.reminded and is_night(now, self.whole.zone):
            self.timer("remind", awake(now, self.whole.zone), now)
            return
        if due > self.reminded:
            self.reminded = due
            self.mail(now, "reminder", "candidate")
        self.plan_reminder(now)

    def do_submit(self, now: datetime, told: dict[str, Any]) -> int:
        self.submitted = told
        self.clear("remind")
        self.soon(now, self.begin_promise)
        self.soon(now, self.expect_as_debrief_says)
        return 200

    def do_accept(self, now: datetime, _told: dict[str, Any]) -> int:
        if self.submitted is None:
            return SKIPPED
        self.soon(now, lambda later: self.news(later, now))
        return 200

    def hears_by(self, now: datetime, *, known: date | None) -> datetime:
        today = seen(now, DESK.zone).date()
        if known is not None and today <= known <= DESK.after(today, 10):
            return half_past_five(DESK.after(known))
        return half_past_five(DESK.after(today, 3))

    def rule(self, now: datetime) -> datetime:
        told = self.decision.told_on if self.decision else None
        return self.hears_by(now, known=told or (self.submitted["on"] if self.submitted else None))

    def make_promise(self, now: datetime, by: datetime | None = None) -> None:
        self.promise = Promise(now, by or self.rule(now))
        warned = self.promise.by - timedelta(hours=4)
        self.clear("warn")
        if warned > now:
            self.timer("warn", warned, now)

    def told_the_end(self) -> bool:
        return self.outcome_told and self.outcome in ENDS

    def begin_promise(self, now: datetime) -> None:
        if self.promise is None and not self.told_the_end():
            self.make_promise(now)

    def news(self, now: datetime, happened: datetime) -> None:
        """Whoever was promised something since knows of it."""
        held = self.promise
        if held and held.made >= happened:
            return
        if held and now - held.made < NEWS and now <= held.by == self.rule(now):
            return
        self.renew(now)

    def renew(self, now: datetime, by: datetime | None = None) -> None:
        if self.promise:
            self.promise, self.promise_ended = None, now
            self.clear("warn")
        if not self.told_the_end():
            self.make_promise(now, by)

    def on_warn(self, now: datetime, _of: int) -> None:
        if self.promise is None:
            return
        if not DESK.is_open(now):
            self.timer("warn", DESK.opening(now), now)
            return
        self.mail(now, "late" if now >= self.promise.by else "warning", self.whole.owner)

    def do_update(self, now: datetime, told: dict[str, Any]) -> int:
        if self.told_the_end() and told["on"]:
            return 422
        self.waiting.clear()
        self.renew(now, half_past_five(told["on"]) if told["on"] else None)
        self.timer("update", awake(now, self.whole.zone), now, earlier=True)
        return 201

    def on_update(self, now: datetime, of: int) -> None:
        if is_night(now, self.whole.zone):
            self.timer("update", awake(now, self.whole.zone), now, of)
        else:
            self.mail(now, "update", "candidate")

    def do_move(self, now: datetime, told: dict[str, Any]) -> int:
        by = half_past_five(told["on"])
        if self.promise is None or self.promise.by <= now:
            return 409
        if by <= self.promise.by:
            return 422
        self.make_promise(now, by)
        self.timer("update", awake(now, self.whole.zone), now, earlier=True)
        return 201

    def do_remind(self, now: datetime, _told: dict[str, Any]) -> int:
        assert self.ends is not None
        if self.told_the_end():
            return 409
        since = max(self.ends, self.promise_ended) if self.promise_ended else self.ends
        owed = self.promise.by if self.promise else self.hears_by(since, known=None)
        opens = [half_past_five(DESK.after(seen(owed, DESK.zone).date()))]
        opens += [one + timedelta(hours=48) for one in self.reminders[-1:]]
        opens += [one + timedelta(days=7) for one in self.reminders[-2:-1]]
        if now < max(opens):
            return 409
        self.reminders.append(now)
        return self.ask(now, half_past_five(DESK.after(seen(now, DESK.zone).date())))

    def do_deadline(self, now: datetime, told: dict[str, Any]) -> int:
        if self.told_the_end():
            return 409
        next_day = half_past_five(DESK.after(seen(now, DESK.zone).date()))
        return self.ask(now, max(now, min(next_day, half_past_five(DESK.before(told["on"])))))

    def ask(self, now: datetime, answer_by: datetime) -> int:
        self.waiting.append(answer_by)
        opens = DESK.opening(now)
        self.timer("nudge", now if answer_by <= opens else opens, now, earlier=True)
        return 201

    def on_nudge(self, now: datetime, _of: int) -> None:
        if not self.waiting:
            return
        opens = DESK.opening(now)
        if opens != now and min(self.waiting) > opens:
            self.timer("nudge", opens, now)
            return
        self.mail(now, "nudge", self.whole.owner)

    def do_feedback(self, now: datetime, told: dict[str, Any]) -> int:
        if told["nothing"]:
            return 201
        self.feedbacks.append(Feedback(told["on"], told["quotable"]))
        self.timer("relay_due", DESK.worked(now, 240), now, len(self.feedbacks) - 1)
        if told["on"] and self.outcome is None:
            self.expect(now, told["on"], ("client", "Dana"), by_agency=True)
        return 201

    def on_relay_due(self, now: datetime, of: int) -> None:
        if self.feedbacks[of].told:
            return
        if not DESK.is_open(now):
            self.timer("relay_due", DESK.opening(now), now, of)
            return
        self.mail(now, "tell", self.whole.owner)
        there = seen(now, DESK.zone)
        later = at(DESK.after(there.date()), there.time().replace(tzinfo=None), DESK.zone)
        self.timer("relay_overdue", later, now, of)

    def on_relay_overdue(self, now: datetime, of: int) -> None:
        if self.feedbacks[of].told:
            return
        if not DESK.is_open(now):
            self.timer("relay_overdue", DESK.opening(now), now, of)
            return
        self.mail(now, "untold", "manager")

    def do_relay(self, now: datetime, told: dict[str, Any]) -> int:
        if not self.feedbacks or self.feedbacks[-1].told:
            return SKIPPED
        newest = self.feedbacks[-1]
        newest.told = True
        if newest.on and newest.quotable and self.decision:
            self.decision.told_on = self.decision.on
        return self.heard(now, told["how"])

    def heard(self, now: datetime, how: str) -> int:
        self.waiting.clear()
        self.renew(now)
        if how == "page":
            self.timer("relayed", awake(now, self.whole.zone), now)
        return 200

    def on_relayed(self, now: datetime, of: int) -> None:
        if is_night(now, self.whole.zone):
            self.timer("relayed", awake(now, self.whole.zone), now, of)
        else:
            self.mail(now, "relayed", "candidate")

    def do_outcome(self, _now: datetime, told: dict[str, Any]) -> int:
        if self.outcome is not None:
            return SKIPPED
        self.outcome = told["kind"]
        if self.decision:
            self.decision.state = "decided"
        return 201

    def do_relay_outcome(self, now: datetime, told: dict[str, Any]) -> int:
        if self.outcome is None or self.outcome_told:
            return SKIPPED
        self.outcome_told = True
        return self.heard(now, told["how"])
