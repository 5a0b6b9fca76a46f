"""The send window over every clock change of five years in seven zones, and every Christmas, against a second opinion.

AFTERWORD_WINDOW_STEP is how many minutes lie between two approvals that are tried (smaller: slower and closer),
AFTERWORD_WINDOW_EXAMPLES how many odd working hours are.
"""

import os
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.local_time import DAY_NAMES, both_ends, local
from app.deliveries.rules.send_window import Circumstances, SendTime, next_mornings, send_window
from app.directory.rules import WorkingTime
from app.letters.schemas.content import LetterKind
from tests.deliveries.window_oracle import DAY, HOUR, PLACES, YEARS, Hours, Oracle, Place, Wall, clock_changes

STEP = timedelta(minutes=int(os.environ.get("AFTERWORD_WINDOW_STEP", "307")))
EXAMPLES = int(os.environ.get("AFTERWORD_WINDOW_EXAMPLES", "60"))
KINDS: tuple[LetterKind, ...] = ("strategic", "thank_you")
AFTERWARDS = 12
"""Days that are looked at after the last approval: more than any row of holidays with its weekends."""
CHANGES = {zone: clock_changes(zone) for zone in PLACES}


@lru_cache(maxsize=200)
def wall(zone: str, first: date, days: int) -> Wall:
    return Wall(PLACES[zone], first, days)


def around(change: datetime) -> tuple[date, int]:
    """Three days on either side of a clock change."""
    return (change - 3 * DAY).date(), 6


def spans(zone: str) -> list[tuple[date, int]]:
    """The days on which approvals are tried: round every clock change, and every year from 20 to 31 December."""
    return [around(change) for change in CHANGES[zone]] + [(date(year, 12, 20), 12) for year in YEARS]


def circumstances(kind: LetterKind, place: Place, hours: Hours, ended_at: datetime) -> Circumstances:
    working = WorkingTime(place.zone, hours.starts, hours.ends, place.country, place.subdivision, weekend=hours.weekend)
    return Circumstances(kind, ended_at, working, lead=hours.lead, undo=hours.undo, first_name="Dana")


def judge(oracle: Oracle, kind: LetterKind, approved_at: datetime, ended_at: datetime) -> SendTime:
    """Plan one letter, and check the plan against the practice's own words and the second opinion."""
    place, hours = oracle.wall.place, oracle.hours
    send = send_window(circumstances(kind, place, hours, ended_at), approved_at=approved_at)
    shown, today = place.shown(send.at), place.shown(approved_at).date()
    usual = datetime.combine(shown.date(), hours.starts) - hours.lead
    undone = send.at == approved_at + hours.undo

    assert send.at == (
        oracle.strategic(approved_at) if kind == "strategic" else oracle.thank_you(approved_at, ended_at)
    )
    assert send.at > approved_at or (kind == "thank_you" and not hours.undo)
    assert send.at >= approved_at + hours.undo
    assert place.works(shown.date(), hours.weekend)
    if kind == "strategic":
        assert shown == usual or undone or send.at == oracle.morning(shown.date())
    elif shown.date() == today:
        assert send.at >= ended_at + HOUR
        assert send.at < oracle.wall.when(datetime.combine(today, hours.ends))
        assert approved_at < oracle.wall.when(datetime.combine(today, hours.ends)) - HOUR
    words_name_the_local_time(send, place, shown, undone=undone, usual=usual)
    return send


def words_name_the_local_time(send: SendTime, place: Place, shown: datetime, *, undone: bool, usual: datetime) -> None:
    assert f"{DAY_NAMES[shown.weekday()]} {shown.day} " in both_ends(send.at, place.zone, "UTC")
    assert f"{shown:%H:%M}" in both_ends(send.at, place.zone, "UTC")
    if "half an hour before" in send.why.lower():
        assert shown == usual or undone
    if "the next working morning is" in send.why:
        assert f"the next working morning is {DAY_NAMES[shown.weekday()]}." in send.why
    if ". At " in send.why or send.why.startswith("At "):
        assert f"At {shown:%H:%M}, " in send.why or undone


@pytest.mark.practice("P11")
@pytest.mark.parametrize("zone", PLACES)
def test_over_every_clock_change_and_christmas_of_five_years_a_letter_goes_just_before_the_next_working_day(
    zone: str,
) -> None:
    """In each delivery: the minute at which it goes, right by the interviewer's own clock and calendar, year in year
    out."""
    for first, days in spans(zone):
        oracle = Oracle(wall(zone, first, days + AFTERWARDS), Hours())
        start = datetime.combine(first, time(), tzinfo=UTC)
        moments = [start + n * STEP for n in range(timedelta(days=days) // STEP)]
        for kind in KINDS:
            sends = [judge(oracle, kind, moment, start - DAY).at for moment in moments]
            assert sends == sorted(sends), "approved later, it went earlier"


@pytest.mark.parametrize(
    ("zone", "count"),
    [
        ("Europe/London", 10),
        ("America/New_York", 10),
        ("Australia/Sydney", 10),
        ("Australia/Lord_Howe", 10),
        ("Asia/Kolkata", 0),
        ("America/Sao_Paulo", 0),
        ("Asia/Dubai", 0),
    ],
)
def test_the_clock_changes_that_are_looked_at_are_all_there_are(zone: str, count: int) -> None:
    assert len(CHANGES[zone]) == count


@pytest.mark.practice("P11")
@pytest.mark.parametrize("zone", [zone for zone in PLACES if zone != "Asia/Dubai"])
@pytest.mark.parametrize("year", YEARS)
def test_nothing_goes_on_christmas_day_where_it_is_kept(zone: str, year: int) -> None:
    """On approval before Christmas: the day after it on which the interviewer works again, and the days off by name."""
    place = PLACES[zone]
    eve = datetime(year, 12, 24, 20, tzinfo=UTC)
    oracle = Oracle(wall(zone, date(year, 12, 20), 12 + AFTERWARDS), Hours())

    send = judge(oracle, "strategic", eve, eve - DAY)

    assert place.shown(send.at).date() > date(year, 12, 25)
    if date(year, 12, 25).weekday() < 5:
        assert "Christmas" in send.why


def test_christmas_is_a_working_day_in_dubai_and_the_national_days_are_not() -> None:
    hours, zone = Hours(), "Asia/Dubai"
    eve, before = datetime(2026, 12, 24, 12, tzinfo=UTC), datetime(2026, 12, 1, 12, tzinfo=UTC)

    christmas = judge(Oracle(wall(zone, date(2026, 12, 20), 26), hours), "strategic", eve, eve - DAY)
    national = judge(Oracle(wall(zone, date(2026, 12, 1), 20), hours), "strategic", before, before - DAY)

    assert local(christmas.at, zone).date() == date(2026, 12, 25)
    assert local(national.at, zone).date() == date(2026, 12, 4)
    assert "Wednesday 2 and Thursday 3 December are National Day" in national.why


@st.composite
def odd_hours(draw: st.DrawFn) -> Hours:
    """Hours about the middle of the night, where clocks change, on every day of the week or nearly."""
    starts = draw(st.sampled_from([time(hour, minute) for hour in range(6) for minute in (0, 15, 30, 45)]))
    return Hours(
        starts=starts,
        ends=time(draw(st.integers(min_value=starts.hour + 3, max_value=23))),
        weekend=frozenset(draw(st.sets(st.integers(0, 6), max_size=2))),
        lead=timedelta(minutes=draw(st.sampled_from([0, 10, 30, 60, 90, 180]))),
        undo=timedelta(seconds=draw(st.sampled_from([0, 60, 600]))),
    )


@given(data=st.data(), zone=st.sampled_from([zone for zone in PLACES if CHANGES[zone]]), hours=odd_hours())
@settings(max_examples=EXAMPLES, deadline=None)
def test_who_begins_work_while_the_clocks_change_gets_it_by_their_own_clock(
    data: st.DataObject, zone: str, hours: Hours
) -> None:
    first, days = around(data.draw(st.sampled_from(CHANGES[zone])))
    oracle = Oracle(wall(zone, first, days + AFTERWARDS), hours)
    start = datetime.combine(first, time(), tzinfo=UTC)
    seconds = st.integers(0, days * 86400 - 1)
    earlier, later = sorted(start + timedelta(seconds=data.draw(seconds)) for _ in range(2))
    ended_at = data.draw(st.sampled_from([start - DAY, earlier - timedelta(minutes=20)]))

    for kind in KINDS:
        sends = [judge(oracle, kind, moment, ended_at).at for moment in (earlier, later)]
        assert sends == sorted(sends)


@given(data=st.data(), zone=st.sampled_from(list(PLACES)))
@settings(max_examples=EXAMPLES, deadline=None)
def test_the_next_five_mornings_are_all_there_are_and_every_day_left_out_has_its_reason(
    data: st.DataObject, zone: str
) -> None:
    first, days = data.draw(st.sampled_from(spans(zone)))
    oracle = Oracle(wall(zone, first, days + AFTERWARDS), Hours())
    approved_at = datetime.combine(first, time(), tzinfo=UTC) + data.draw(st.timedeltas(0 * DAY, (days - 1) * DAY))
    case = circumstances("strategic", PLACES[zone], oracle.hours, approved_at - DAY)

    mornings = next_mornings(case, approved_at=approved_at)

    expected = [day for day, at in oracle.all_mornings if at > approved_at][:5]
    shown = [PLACES[zone].shown(one.at).date() for one in mornings]
    assert shown == expected
    assert mornings[0].at == send_window(case, approved_at=approved_at).at
    left_out = {day for one in mornings for day, _ in one.days_off}
    through = (shown[-1] - shown[0]).days
    assert {shown[0] + n * DAY for n in range(through)} - set(shown) <= left_out
    assert not [day for day in left_out if PLACES[zone].works(day)]
