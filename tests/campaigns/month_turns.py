"""What the oracle of the simulated month goes by: what falls due, and the day on which a client decides."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count
from typing import Any

from tests.campaigns.month_calendar import DESK, Hours, Outage, client_of, seen, when_it_runs
from tests.campaigns.month_script import AWAY, Application, Deed


@dataclass(frozen=True, order=True)
class Row:
    """One mail: when, of which application, what kind, to whom."""

    at: datetime
    number: int
    kind: str
    to: str


@dataclass
class Decision:
    """When the client decides, as far as is known."""

    on: date | None = None
    known: tuple[Any, ...] = ()
    state: str = "awaiting"
    by_agency: bool = False
    told_on: date | None = None
    to_ask: bool = False
    wanted: bool = False
    chases: int = 0
    asked_on: date | None = None

    def turns_at(self, client: Hours) -> datetime | None:
        """When something becomes of it by itself."""
        match self.state:
            case "awaiting" | "extended" if self.on:
                return client.begins(self.on)
            case "due" if self.on:
                return client.begins(client.after(self.on))
            case "chased" if not self.to_ask and self.asked_on:
                return client.begins(client.after(self.asked_on, 2))
        return None


@dataclass
class Turning:
    """An application as far as the client's decision goes.

    ``answers`` holds for each deed the status that it is answered with, 0: it is not done at all.
    """

    whole: Application
    outages: tuple[Outage, ...]
    rows: list[Row] = field(default_factory=list)
    answers: dict[Deed, int] = field(default_factory=dict)
    submitted: dict[str, Any] | None = None
    decision: Decision | None = None
    outcome: str | None = None
    heap: list[tuple[datetime, int, int, str, Any]] = field(default_factory=list)
    timers: dict[tuple[str, int], tuple[int, datetime]] = field(default_factory=dict)
    numbers: Any = field(default_factory=count)

    @property
    def client(self) -> Hours:
        return client_of(self.whole.place)

    def lived(self) -> None:
        """Let all of it happen."""
        for deed in self.whole.deeds:
            heapq.heappush(self.heap, (deed.at, 2, next(self.numbers), "deed", deed))
        while self.heap:
            now, _, number, what, of = heapq.heappop(self.heap)
            if what == "deed":
                self.answers[of] = getattr(self, f"do_{of.what}")(now, of.told)
            elif what == "job":
                of(now)
            elif self.timers.get((what, of), (None, None))[0] == number:
                del self.timers[what, of]
                getattr(self, f"on_{what}")(now, of)

    def mail(self, now: datetime, kind: str, to: str) -> None:
        today = seen(now, DESK.zone).date()
        cover = next((one.cover for one in AWAY if one.who == to and one.first <= today <= one.last), to)
        self.rows.append(Row(now, self.whole.number, kind, cover))

    def soon(self, now: datetime, job: Callable[[datetime], None]) -> None:
        heapq.heappush(self.heap, (when_it_runs(now, self.outages), 0, next(self.numbers), "job", job))

    def timer(self, what: str, due: datetime, now: datetime, of: int = 0, *, earlier: bool = False) -> None:
        if earlier and (what, of) in self.timers and self.timers[what, of][1] <= due:
            return
        number = next(self.numbers)
        self.timers[what, of] = (number, due)
        heapq.heappush(self.heap, (when_it_runs(max(due, now), self.outages), 1, number, what, of))

    def clear(self, *kinds: str) -> None:
        for key in [key for key in self.timers if key[0] in kinds]:
            del self.timers[key]

    def expect_as_debrief_says(self, now: datetime) -> None:
        """A day that somebody of the agency set stays; of what is decided nothing is expected."""
        assert self.submitted is not None
        if self.outcome is not None:
            return
        if not (self.decision and self.decision.by_agency):
            self.expect(now, self.submitted["on"], ("candidate", "Dana Whitfield"), by_agency=False)
        offer, today = self.submitted["offer"], seen(now, self.client.zone).date()
        if offer and offer >= today:
            self.decision = self.decision or Decision()
            self.decision.wanted = True
            self.timer("wanted", max(now, self.client.begins(self.client.before(offer))), now)

    def expect(self, now: datetime, on: date | None, known: tuple[Any, ...], *, by_agency: bool) -> None:
        self.decision = row = self.decision or Decision()
        if row.state == "decided" or row.known == (on, *known):
            return
        if row.on and row.state != "awaiting":
            row.state, row.chases = "extended", 0
        row.on, row.known, row.by_agency, row.to_ask = on, (on, *known), by_agency, False
        self.plan_turn(now)

    def plan_turn(self, now: datetime) -> None:
        due = self.decision.turns_at(self.client) if self.decision else None
        self.clear("turn")
        if due:
            self.timer("turn", due, now)

    def on_turn(self, now: datetime, _of: int) -> None:
        row = self.decision
        assert row is not None
        while row.state != "decided" and (due := row.turns_at(self.client)) and due <= now:
            row.state = {"awaiting": "due", "extended": "due", "due": "overdue"}.get(row.state, row.state)
            if row.state != "due":
                row.to_ask = True
                self.soon(now, self.tell_chase)
        self.plan_turn(now)

    def tell_chase(self, now: datetime) -> None:
        row = self.decision
        if row is None or row.state == "decided" or not row.to_ask:
            return
        if not DESK.is_open(now):
            self.timer("chase", DESK.opening(now), now)
            return
        self.mail(now, "chase", self.whole.owner)
        if row.chases == 1:
            self.mail(now, "escalated", "manager")

    def on_chase(self, now: datetime, _of: int) -> None:
        self.tell_chase(now)

    def on_wanted(self, now: datetime, _of: int) -> None:
        if self.decision is None or self.decision.state == "decided" or not self.decision.wanted:
            return
        if not DESK.is_open(now):
            self.timer("wanted", DESK.opening(now), now)
            return
        self.mail(now, "wanted", self.whole.owner)

    def no_longer_urgent(self, row: Decision) -> None:
        row.to_ask = row.wanted = False
        self.clear("chase", "wanted")

    def do_chase(self, now: datetime, _told: dict[str, Any]) -> int:
        row = self.decision
        if row is None or row.state == "decided":
            return 409
        if row.state in {"overdue", "chased"}:
            row.state, row.chases = "chased", row.chases + 1
        row.asked_on = seen(now, self.client.zone).date()
        self.no_longer_urgent(row)
        self.plan_turn(now)
        return 200

    def do_extend(self, now: datetime, told: dict[str, Any]) -> int:
        row = self.decision
        if row is None or row.on is None or row.state == "decided":
            return 409
        self.no_longer_urgent(row)
        row.state, row.chases, row.by_agency = "extended", 0, True
        row.on = row.told_on = told["on"]
        row.known = (row.on, "client", None)
        self.plan_turn(now)
        return 200
