"""Recomputes every figure of the reports from the entries of the audit trail alone, with arithmetic of its own.

It imports nothing of the program. What it is told besides is when the agency's desk is open, which is no event.
"""

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

BASE32 = "0123456789abcdefghjkmnpqrstvwxyz"
STATE_AFTER = {
    "letter.drafted": "draft",
    "letter.submitted": "submitted",
    "letter.returned": "changes_requested",
    "letter.suggested": "suggested",
    "letter.suggestion_accepted": "submitted",
    "letter.suggestion_declined": "draft",
    "letter.approved": "approved",
    "letter.released": "released",
    "letter.withdrawn": "withdrawn",
    "letter.reopened": "draft",
    "letter.not_forwarded": "not_forwarded",
    "delivery.held": "held",
    "delivery.scheduled": "scheduled",
    "delivery.sent_now": "scheduled",
    "delivery.deferred": "scheduled",
    "delivery.claimed": "claimed",
    "delivery.sending": "sending",
    "delivery.sent": "sent",
    "delivery.failed": "failed",
    "delivery.in_doubt": "in_doubt",
    "delivery.cancelled": "cancelled",
    "consent.given": "given",
    "consent.read_back": "given",
    "consent.confirmed": "given",
    "consent.withdrawn": "withdrawn",
    "consent.erased": "withdrawn",
    "promise.made": "open",
    "promise.kept": "kept",
    "promise.moved": "moved",
    "promise.broken": "broken",
    "promise.made_good": "made_good",
    "promise.dropped": "dropped",
    "interview.announced": "open",
    "interview.reopened": "open",
    "interview.debriefed": "settled",
    "interview.closed": "settled",
    "interview.cancelled": "cancelled",
    "interview.no_show": "no_show",
}


@dataclass(frozen=True)
class Entry:
    """One row of ``audit_event``."""

    kind: str
    subject: str
    seq: int
    action: str
    at: datetime
    details: Mapping[str, Any]


@dataclass(frozen=True)
class Desk:
    """When the agency works: on weekdays that are no holidays."""

    zone: str
    opens: time
    closes: time
    holidays: frozenset[date]

    def worked(self, since: datetime, until: datetime) -> float:
        """The seconds of business hours between two instants, day by day."""
        there, total = ZoneInfo(self.zone), timedelta()
        day, last = since.astimezone(there).date(), until.astimezone(there).date()
        while day <= last:
            if day.weekday() < 5 and day not in self.holidays:
                opens = datetime.combine(day, self.opens, there).astimezone(UTC)
                closes = datetime.combine(day, self.closes, there).astimezone(UTC)
                total += max(min(until, closes) - max(since, opens), timedelta())
            day += timedelta(days=1)
        return total.total_seconds()


@dataclass
class Row:
    """What the trail says of one row: its last state, and what its entries told."""

    state: str = ""
    told: dict[str, Any] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)

    def first(self, action: str) -> datetime | None:
        return next((one.at for one in self.entries if one.action == action), None)

    def last(self, action: str) -> datetime | None:
        return next((one.at for one in reversed(self.entries) if one.action == action), None)


Rows = dict[str, dict[str, Row]]


def rows_of(entries: Iterable[Entry]) -> Rows:
    """Fold the entries of each subject, in the order of its chain."""
    rows: Rows = defaultdict(lambda: defaultdict(Row))
    for one in sorted(entries, key=lambda each: (each.kind, each.subject, each.seq)):
        row = rows[one.kind][one.subject]
        _tell(row, one)
        row.entries.append(one)
    return rows


def _tell(row: Row, one: Entry) -> None:
    details = dict(one.details)
    row.state = STATE_AFTER.get(one.action, row.state)
    if one.action == "delivery.resolved":
        row.state = "sent" if details["resolution"] == "delivered" else "scheduled"
    if one.action == "promise.erased" and row.state == "open":
        row.state = "dropped"
    if one.action == "interview.moved":
        row.told.pop("answer", None)
    if one.action == "interview.reassigned":
        details = {"consultant": str(_uuid(details["to"]))}
    if one.action == "interview.changed":
        details = {name.removesuffix("_id"): value for name, value in details.items() if name != "fields"}
    if details.get("answer") == "moved" and row.entries[-1].action == "interview.moved":
        details.pop("answer")
    row.told |= details


def _uuid(public: str) -> UUID:
    number = 0
    for character in public.rpartition("_")[2]:
        number = number * 32 + BASE32.index(character)
    return UUID(int=number)


@dataclass
class Interview:
    """An interview of the period with all that hangs on it."""

    group: str
    fate: str
    steps: dict[str, list[tuple[datetime, datetime]]]
    promises: list[str]


def interviews(rows: Rows, *, first: date, last: date, zone: str, by: str, now: datetime) -> list[Interview]:
    """The interviews that began in the period, each with its group, what became of it, and its steps."""
    found = []
    for subject, row in rows["interview"].items():
        starts = datetime.fromisoformat(row.told["starts_at"])
        if first <= starts.astimezone(ZoneInfo(zone)).date() <= last:
            client = rows["job"][rows["application"][row.told["application"]].told["job"]].told["client"]
            office = rows["consultant"][row.told["consultant"]].told["team"]
            group = {"all": "", "client": client, "office": office, "month": starts.astimezone(ZoneInfo(zone))}[by]
            letters = {
                key: one
                for key, one in rows["letter"].items()
                if one.told.get("interview") == subject and one.entries[0].action == "letter.drafted"
            }
            sendings = [one for one in rows["delivery"].values() if one.told.get("letter") in letters]
            bar = _bar(row, now)
            fate = bar or _fate(rows, row, letters.values(), sendings, rows["client"][client].told["letter_policy"])
            steps = {} if bar else _steps(rows, subject, row, letters.values(), sendings)
            named = f"{group:%Y-%m}" if isinstance(group, datetime) else group
            found.append(Interview(named, fate, steps, _promises(rows, subject, row, now)))
    return found


def _bar(row: Row, now: datetime) -> str | None:
    if row.state in {"cancelled", "no_show"}:
        return row.state
    if datetime.fromisoformat(row.told["ends_at"]) > now:
        return "not_over"
    off = row.told.get("answer") in {"cancelled", "did_not_go", "moved"}
    return "said_not_held" if row.state == "open" and off else None


def _promises(rows: Rows, subject: str, row: Row, now: datetime) -> list[str]:
    """What became of each promise about an interview; also what nobody noted yet, and what was kept before its time."""
    fates = []
    for one in rows["promise"].values():
        if one.told["interview"] == subject:
            passed = datetime.fromisoformat(one.told["by"]) <= now
            unnoted = "dropped" if row.state in {"cancelled", "no_show"} else "broken" if passed else "open"
            early = one.state == "kept" and not passed
            fates.append(unnoted if one.state == "open" else "early" if early else one.state)
    return fates


def _fate(rows: Rows, row: Row, letters: Iterable[Row], sendings: list[Row], policy: str) -> str:
    states, going = {one.state for one in letters}, {one.state for one in sendings}
    if "sent" in going or ("released" in states and row.told["introduced_by"] == "direct"):
        return "followed_up"
    if policy == "not_accepted":
        return "client_takes_no_letters"
    if going & {"held", "scheduled", "claimed", "sending"}:
        return "on_its_way"
    if going & {"in_doubt", "failed"}:
        return "not_taken"
    if "submitted" in states:
        agreed = {one.told["document"] for one in rows["consent"].values() if one.state == "given"}
        with_us = any(one.state == "submitted" and one.told["document"] in agreed for one in letters)
        return "with_agency" if with_us else "not_agreed"
    if states & {"draft", "changes_requested", "suggested"}:
        return "with_candidate"
    return next((one for one in ("not_forwarded", "withdrawn") if one in states), "stopped" if states else "no_letter")


def _steps(
    rows: Rows, subject: str, row: Row, letters: Iterable[Row], sendings: list[Row]
) -> dict[str, list[tuple[datetime, datetime]]]:
    end = datetime.fromisoformat(row.told["ends_at"])
    debriefs = [one for one in rows["debrief"].values() if one.told.get("interview") == subject]
    calls = [one for one in rows["client_call"].values() if one.told.get("interview") == subject]
    rung = [datetime.fromisoformat(one.told["rung_at"]) for one in calls if "rung_at" in one.told]
    gone = [(one.entries[0].at, _gone_at(one)) for one in sendings if one.state == "sent"]
    written = [at for one in letters if (at := one.first("letter.submitted"))]
    told = [at for one in debriefs if (at := one.first("debrief.submitted"))]
    taken = [(one.last("debrief.submitted"), one.last("debrief.accepted")) for one in debriefs]
    return {
        "debrief_submitted": [(end, at) for at in told],
        "debrief_accepted": [(since, at) for since, at in taken if since and at],
        "client_told": [(end, min(after)) for after in [[at for at in rung if at >= end]] if after],
        "letter_submitted": [(end, min(written))] if written else [],
        "letter_sent": gone,
        "letter_forwarded": [(end, min(at for _, at in gone))] if gone else [],
    }


def _gone_at(delivery: Row) -> datetime:
    at = delivery.last("delivery.sent") or delivery.last("delivery.resolved")
    assert at is not None
    return at


Figures = tuple[int, float, float, float, float]


def promptness(found: Iterable[Interview], desk: Desk) -> dict[tuple[str, str], Figures]:
    """For each group and step: the count, then median and 90th percentile in seconds, elapsed and worked."""
    spans: dict[tuple[str, str], list[tuple[datetime, datetime]]] = defaultdict(list)
    for one in found:
        for step, taken in one.steps.items():
            spans[one.group, step] += [(since, max(since, until)) for since, until in taken]
    figures = {}
    for key, each in spans.items():
        if each:
            elapsed = [(until - since).total_seconds() for since, until in each]
            worked = [desk.worked(since, until) for since, until in each]
            figures[key] = (len(each), *_middle_and_tail(elapsed), *_middle_and_tail(worked))
    return figures


def _middle_and_tail(values: list[float]) -> tuple[float, float]:
    tail = statistics.quantiles(values, n=10, method="inclusive")[-1] if len(values) > 1 else values[0]
    return statistics.median(values), tail


def follow_up(found: Iterable[Interview]) -> Counter[tuple[str, str]]:
    """For each group: how many interviews ended like this."""
    return Counter((one.group, one.fate) for one in found)


def promises(found: Iterable[Interview]) -> Counter[tuple[str, str]]:
    """For each group: how many promises ended like this."""
    return Counter((one.group, fate) for one in found for fate in one.promises)
