"""What people do in the simulated month, at random: who interviews where, and who says, asks and decides what."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from tests.campaigns.month_calendar import BEGINS, DAY, DESK, PLACES, Outage, at, client_of, seen

LENGTH = timedelta(hours=1)
LATER = ("update", "move", "remind", "deadline", "feedback", "relay", "chase", "extend", "outcome", "relay_outcome")
OFTEN = (5, 2, 5, 2, 4, 4, 5, 3, 2, 2)
KINDS = ("next_round", "offer", "client_rejected", "on_hold", "job_closed")


@dataclass(frozen=True, eq=False)
class Deed:
    """Something that a person does; ``told`` is what they say."""

    at: datetime
    what: str
    told: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Application:
    """One candidate put forward to one client, and all that people do about it."""

    number: int
    place: int
    """Where the client is."""
    zone: str
    """Of the candidate."""
    owner: str
    deeds: tuple[Deed, ...]


@dataclass(frozen=True)
class Away:
    """Somebody is away and somebody covers, by the desk's calendar; both days are included."""

    who: str
    cover: str
    first: date
    last: date


AWAY = (
    Away("priya", "colleague", date(2027, 3, 15), date(2027, 3, 18)),
    Away("colleague", "priya", date(2027, 3, 23), date(2027, 3, 25)),
    Away("priya", "colleague", date(2027, 3, 31), date(2027, 4, 2)),
)


def outages_of(random: Random) -> tuple[Outage, ...]:
    """Two: some hours of a working week, and one that ends in the night of a weekend."""
    first = BEGINS + timedelta(days=random.randrange(2, 10), minutes=random.randrange(24 * 60), seconds=30)
    second = BEGINS + timedelta(days=random.randrange(16, 19), minutes=random.randrange(24 * 60), seconds=30)
    return (
        Outage(first, first + timedelta(minutes=random.randrange(200, 1700))),
        Outage(second, second + timedelta(minutes=random.randrange(900, 3000))),
    )


def application(random: Random, number: int) -> Application:
    """One application of the month; minutes are such that nothing of it falls on what follows from another."""
    place, zone = random.randrange(6), PLACES[number % 6][0]
    deeds = _held(random, client_of(place).zone)
    begins = max(deed.told["starts_at"] for deed in deeds if deed.what in {"announce", "move_interview"})
    if random.random() < 0.06:
        deeds.append(Deed(begins - timedelta(minutes=41), "cancel"))
    elif random.random() < 0.85:
        deeds += _afterwards(random, begins)
    return Application(number, place, zone, random.choice(["priya", "colleague"]), tuple(deeds))


def _held(random: Random, zone: str) -> list[Deed]:
    """Announced some time before, and perhaps moved, before or after it should have been."""
    day = seen(BEGINS, zone).date() + timedelta(days=random.randrange(1, 19))
    starts = at(day, time(random.randrange(9, 17), random.choice([0, 30])), zone)
    announced = max(BEGINS + timedelta(minutes=1), starts - timedelta(hours=random.randrange(3, 80), minutes=1))
    deeds = [Deed(announced, "announce", {"starts_at": starts})]
    moved = random.random()
    if moved < 0.25:
        before = timedelta(minutes=67) if moved < 0.12 else -LENGTH - timedelta(minutes=53)
        later = starts + timedelta(days=random.randrange(1, 4))
        deeds.append(Deed(starts - before, "move_interview", {"starts_at": later}))
    return deeds


def _afterwards(random: Random, starts: datetime) -> list[Deed]:
    """The debrief, early or late, whether it was accepted, and whatever else people do in the weeks after it."""
    ends = starts + LENGTH
    written = ends + timedelta(minutes=random.choice([9, 73, 301, 1153, 2609]))
    day = None if random.random() < 0.25 else starts.date() + timedelta(days=random.randrange(2, 12))
    offer = starts.date() + timedelta(days=random.randrange(4, 12)) if random.random() < 0.3 else None
    deeds = [Deed(written, "submit", {"on": day, "offer": offer})]
    if random.random() < 0.8:
        deeds.append(Deed(written + timedelta(minutes=random.randrange(60, 2000, 60) + 4), "accept"))
    if random.random() < 0.1:
        deeds.append(Deed(ends + timedelta(minutes=36), "outcome", {"kind": "client_rejected"}))
    for n in range(random.randrange(2, 9)):
        what = random.choices(LATER, OFTEN)[0]
        moment = written + timedelta(days=random.randrange(0, 16), hours=random.randrange(24))
        moment = moment.replace(minute=0) + timedelta(minutes=17 + 5 * n)
        deeds.append(Deed(moment, what, _told(random, what, moment)))
    return _apart(deeds)


def _told(random: Random, what: str, moment: datetime) -> dict[str, Any]:
    today = seen(moment, DESK.zone).date()
    match what:
        case "update":
            return {"on": DESK.after(today, random.randrange(1, 8)) if random.random() < 0.4 else None}
        case "move":
            return {"on": DESK.after(today, random.randrange(1, 8))}
        case "deadline":
            return {"on": today + timedelta(days=random.randrange(2, 9))}
        case "feedback":
            on = today + timedelta(days=random.randrange(2, 9)) if random.random() < 0.5 else None
            return {"on": on, "quotable": random.random() < 0.5, "nothing": random.random() < 0.15}
        case "extend":
            return {"on": today + timedelta(days=random.randrange(2, 9))}
        case "outcome":
            return {"kind": random.choice(KINDS)}
        case "relay" | "relay_outcome":
            return {"how": random.choice(["page", "telephone"])}
    return {}


def _apart(deeds: list[Deed]) -> list[Deed]:
    """Without what is done within half an hour of something else: that may be one press of a button, made twice."""
    kept: list[Deed] = []
    for deed in sorted(deeds, key=lambda one: one.at):
        if not kept or deed.at - kept[-1].at > DAY / 48:
            kept.append(deed)
    return kept
