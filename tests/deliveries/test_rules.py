from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.local_time import instant, local
from app.deliveries.rules.send_window import UNDO, Circumstances, SendTime, next_mornings, notes_on, send_window
from app.directory.rules import WorkingTime, day_ends, is_working_day
from app.letters.schemas.content import LetterKind

NEW_YORK = WorkingTime("America/New_York", time(9), time(17, 30), "US", "NY")
FRIDAY, MONDAY, TUESDAY, WEDNESDAY = (date(2026, 5, day) for day in (22, 25, 26, 27))

PLACES = (
    WorkingTime("Europe/London", time(9), time(17, 30), "GB", "ENG"),
    NEW_YORK,
    WorkingTime("Australia/Sydney", time(8, 30), time(17), "AU", "NSW"),
    WorkingTime("Asia/Kolkata", time(10), time(19), "IN", "MH"),
    WorkingTime("Australia/Lord_Howe", time(9), time(17), "AU", "NSW"),
    WorkingTime("America/Sao_Paulo", time(9), time(18), "BR", "SP"),
    WorkingTime("Asia/Dubai", time(8), time(17), "AE"),
)

DANA = Circumstances("strategic", datetime(2026, 5, 1, 12, tzinfo=UTC), NEW_YORK, first_name="Dana")

moments = st.datetimes(datetime(2025, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def there(day: date, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return instant(day, time(hour, minute, second), "America/New_York")


def planned(
    kind: LetterKind,
    approved_at: datetime,
    ended_at: datetime | None = None,
    *,
    working: WorkingTime = NEW_YORK,
    decision_on: date | None = None,
) -> SendTime:
    ended_at = ended_at or approved_at - timedelta(hours=5)
    case = replace(DANA, kind=kind, interview_ended_at=ended_at, working=working, decision_expected_on=decision_on)
    return send_window(case, approved_at=approved_at)


def test_a_strategic_letter_goes_half_an_hour_before_the_next_working_day() -> None:
    send = planned("strategic", there(TUESDAY, 15))

    assert send.at == there(WEDNESDAY, 8, 30)
    assert send.why == "Half an hour before Dana’s day begins at 09:00."
    assert send.notes == ()


def test_a_strategic_letter_approved_at_seven_goes_the_same_morning() -> None:
    assert planned("strategic", there(TUESDAY, 7)).at == there(TUESDAY, 8, 30)


def test_a_strategic_letter_approved_on_the_very_minute_waits_for_the_next_morning() -> None:
    assert planned("strategic", there(TUESDAY, 8, 30)).at == there(WEDNESDAY, 8, 30)


def test_a_strategic_letter_approved_within_the_last_minute_keeps_its_minute_of_undo() -> None:
    approved_at = there(TUESDAY, 8, 29, 40)

    assert planned("strategic", approved_at).at == approved_at + UNDO


def test_a_weekend_and_a_holiday_are_passed_and_named() -> None:
    send = planned("strategic", there(FRIDAY, 15))

    assert send.at == there(TUESDAY, 8, 30)
    assert send.why == (
        "Saturday 23 and Sunday 24 May are the weekend, Monday 25 May is Memorial Day in the United States; "
        "the next working morning is Tuesday. Half an hour before Dana’s day begins at 09:00."
    )
    assert send.notes == ("It waits 4 days for a working morning; you can also send it now, with a reason.",)


def test_a_holiday_on_the_day_of_approval_is_named() -> None:
    send = planned("strategic", there(MONDAY, 6))

    assert send.why.startswith(
        "Monday 25 May is Memorial Day in the United States; the next working morning is Tuesday."
    )


def test_the_last_day_before_a_break_is_noted() -> None:
    send = planned("strategic", there(FRIDAY, 7))

    assert send.at == there(FRIDAY, 8, 30)
    assert send.notes == ("It goes on the last working day before a break: Saturday 23 May is the weekend.",)


@pytest.mark.parametrize(
    ("decision_on", "note"),
    [
        (MONDAY, "They said they would decide by Monday 25 May, before this goes."),
        (TUESDAY, "They said they would decide on the day this goes."),
    ],
)
def test_an_earlier_decision_is_noted(decision_on: date, note: str) -> None:
    assert note in planned("strategic", there(FRIDAY, 15), decision_on=decision_on).notes
    assert note not in planned("strategic", there(FRIDAY, 15), decision_on=WEDNESDAY).notes


def test_a_thank_you_approved_in_working_hours_goes_after_the_minute_of_undo() -> None:
    approved_at = there(TUESDAY, 15)

    send = planned("thank_you", approved_at)

    assert send.at == approved_at + UNDO
    assert send.why == "A thank-you goes the same day: Dana’s day ends at 17:30."


def test_a_thank_you_waits_until_an_hour_after_the_interview() -> None:
    send = planned("thank_you", there(TUESDAY, 14, 20), there(TUESDAY, 14))

    assert send.at == there(TUESDAY, 15)
    assert send.why == "A thank-you goes the same day, an hour after the interview ended."


def test_a_thank_you_approved_in_the_night_goes_that_morning() -> None:
    send = planned("thank_you", there(TUESDAY, 3))

    assert send.at == there(TUESDAY, 8, 30)
    assert send.why == "A thank-you goes the same day. Half an hour before Dana’s day begins at 09:00."


def test_a_thank_you_approved_in_the_last_hour_goes_the_next_morning() -> None:
    in_time, late = planned("thank_you", there(TUESDAY, 16, 29)), planned("thank_you", there(TUESDAY, 16, 30))

    assert in_time.at == there(TUESDAY, 16, 30)
    assert late.at == there(WEDNESDAY, 8, 30)
    assert late.why == ("Dana’s day ends at 17:30, too soon for today. Half an hour before Dana’s day begins at 09:00.")


def test_a_thank_you_whose_hour_after_the_interview_passes_the_end_of_work_goes_the_next_morning() -> None:
    send = planned("thank_you", there(TUESDAY, 16, 15), there(TUESDAY, 16, 45))

    assert send.at == there(WEDNESDAY, 8, 30)


def test_a_thank_you_approved_on_a_holiday_goes_the_next_working_morning() -> None:
    send = planned("thank_you", there(MONDAY, 11))

    assert send.at == there(TUESDAY, 8, 30)
    assert "Memorial Day" in send.why


def test_the_days_off_are_the_contacts_and_not_the_consultants() -> None:
    riyadh = WorkingTime("Asia/Riyadh", time(8), time(16), "SA")
    thursday_evening = datetime(2026, 6, 11, 16, tzinfo=UTC)

    assert planned("strategic", thursday_evening, working=riyadh).at == datetime(2026, 6, 14, 4, 30, tzinfo=UTC)
    assert planned("strategic", thursday_evening).at == datetime(2026, 6, 12, 12, 30, tzinfo=UTC)


def test_a_morning_that_a_clock_change_skips_moves_forward_but_not_past_the_beginning_of_work() -> None:
    sunday, saturday = date(2026, 3, 8), date(2026, 3, 7)
    nights = replace(NEW_YORK, work_starts=time(3), weekend=frozenset({5}))

    send = planned("strategic", there(saturday, 20), working=nights)

    assert send.at == there(sunday, 3)
    assert send.why.endswith("At 03:00, as Dana’s day begins at 03:00.")


def test_a_morning_that_comes_twice_is_the_first() -> None:
    saturday = date(2026, 10, 31)
    nights = replace(NEW_YORK, work_starts=time(2), weekend=frozenset({5}))

    send = planned("strategic", there(saturday, 20), working=nights)

    assert send.at == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    assert send.why.endswith("Half an hour before Dana’s day begins at 02:00.")


def test_a_morning_before_midnight_is_the_beginning_of_the_day_itself() -> None:
    late_shift = replace(NEW_YORK, work_starts=time(0, 15))

    send = planned("strategic", there(MONDAY, 20), working=late_shift)

    assert send.at == there(TUESDAY, 0)
    assert send.why.endswith("At 00:00, before Dana’s day begins at 00:15.")


def test_nothing_goes_before_the_interview_has_ended() -> None:
    assert planned("strategic", there(TUESDAY, 7), there(TUESDAY, 10)).at == there(WEDNESDAY, 8, 30)


def test_the_time_to_undo_is_the_agencys() -> None:
    case = replace(DANA, undo=timedelta(minutes=10))
    approved_at = there(TUESDAY, 8, 29)

    assert send_window(case, approved_at=approved_at).at == there(TUESDAY, 8, 39)
    assert next_mornings(case, approved_at=approved_at)[0].at == there(TUESDAY, 8, 39)


def test_the_next_mornings_say_why_not_the_days_in_between() -> None:
    company = replace(NEW_YORK, extra_holidays={WEDNESDAY: "Founders’ Day"})

    mornings = next_mornings(replace(DANA, working=company), approved_at=there(FRIDAY, 7))

    assert [local(one.at, "America/New_York").date() for one in mornings] == [
        FRIDAY,
        TUESDAY,
        date(2026, 5, 28),
        date(2026, 5, 29),
        date(2026, 6, 1),
    ]
    assert mornings[0].days_off == ()
    assert mornings[1].why == (
        "Saturday 23 and Sunday 24 May are the weekend, Monday 25 May is Memorial Day in the United States; "
        "the next working morning is Tuesday. Half an hour before Dana’s day begins at 09:00."
    )
    assert mornings[2].days_off == ((WEDNESDAY, "Founders’ Day"),)
    assert mornings[2].why.startswith("Wednesday 27 May is Founders’ Day; the next working morning is Thursday.")


@pytest.mark.parametrize(
    ("at", "note"),
    [
        (there(MONDAY, 10), "It goes on a day off: Monday 25 May is Memorial Day in the United States."),
        (there(TUESDAY, 22, 15), "It goes at 22:15 in New York, outside Dana’s day from 09:00 to 17:30."),
        (there(TUESDAY, 5), "It goes at 05:00 in New York, outside Dana’s day from 09:00 to 17:30."),
        (there(TUESDAY, 10) - timedelta(days=30), "It goes before the interview has ended."),
    ],
)
def test_an_instant_that_was_chosen_is_noted_where_nobody_reads_it(at: datetime, note: str) -> None:
    assert note in notes_on(DANA, at)
    assert notes_on(DANA, there(TUESDAY, 8, 30)) == ()
    assert notes_on(DANA, there(TUESDAY, 17, 29)) == ()


def test_a_contact_without_a_name_is_the_reader() -> None:
    case = replace(DANA, first_name=None, lead=timedelta(minutes=45))
    send = send_window(case, approved_at=there(TUESDAY, 15))

    assert send.at == there(WEDNESDAY, 8, 15)
    assert send.why == "45 minutes before the reader’s day begins at 09:00."


@given(working=st.sampled_from(PLACES), approved_at=moments)
def test_a_strategic_letter_goes_on_the_first_working_morning_after_approval(
    working: WorkingTime, approved_at: datetime
) -> None:
    at = planned("strategic", approved_at, working=working).at
    shown = local(at, working.time_zone)
    before_work = (datetime.combine(shown.date(), working.work_starts) - timedelta(minutes=30)).time()

    assert at > approved_at
    assert is_working_day(shown.date(), working)
    assert shown.time() == before_work or at == approved_at + UNDO
    first = local(approved_at, working.time_zone).date()
    between = [first + timedelta(days=n) for n in range((shown.date() - first).days)]
    assert not [
        day
        for day in between
        if is_working_day(day, working) and instant(day, before_work, working.time_zone) > approved_at
    ]


@given(
    working=st.sampled_from(PLACES),
    approved_at=moments,
    since=st.timedeltas(timedelta(minutes=1), timedelta(days=3)),
)
def test_a_thank_you_goes_in_working_time_and_an_hour_after_the_interview(
    working: WorkingTime, approved_at: datetime, since: timedelta
) -> None:
    ended_at = approved_at - since

    at = planned("thank_you", approved_at, ended_at, working=working).at
    day = local(at, working.time_zone).date()

    assert at >= approved_at + UNDO
    assert at >= ended_at + timedelta(hours=1)
    assert is_working_day(day, working)
    assert at < day_ends(day, working)
    assert local(at, working.time_zone).time() >= time(7, 30)
