"""What waits for too long is found, also over a weekend, and administrators hear of it without hearing of whom."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from app.accounts.queries.rows import agency
from app.cli.waiting import MEND, waiting
from app.core.clock import utc_now
from app.desk.queries.stuck import stuck
from app.desk.rules.stuck import State
from tests.make import debriefs
from tests.make.loop import claimed, decide, letter_approved, letter_submitted, path_to
from tests.office import Office, text_of

MONDAY_EVENING, TUESDAY_EVENING = (datetime(2026, 11, day, 18, tzinfo=UTC) for day in (23, 24))
FRIDAY = datetime(2026, 11, 27, 18, tzinfo=UTC)
SUNDAY = datetime(2026, 11, 29, 18, tzinfo=UTC)


def found(office: Office, *, now: datetime | None = None) -> dict[State, int]:
    with office.rows() as session:
        of = agency(session, office.agency_id)
        return {(one.of, one.state): one.number for one in stuck(session, of, now=now or utc_now())}


def stuck_mails(office: Office) -> list[str]:
    mails = office.mails(f"ada@{office.name}.example")
    return [text_of(mail) for mail in mails if "waited for too long" in mail["Subject"]]


def test_in_an_agency_where_nothing_waits_nothing_is_stuck(office: Office) -> None:
    assert found(office, now=utc_now() + timedelta(days=1)) == {}


def test_a_letter_that_nobody_decides_on_is_stuck_after_two_working_days(office: Office) -> None:
    letter_submitted(office, to=("Dana",))
    submitted = ("letter", "submitted")

    assert submitted not in found(office, now=TUESDAY_EVENING)
    assert found(office, now=datetime(2026, 11, 26, 9, tzinfo=UTC))[submitted] == 1


def test_a_weekend_makes_nothing_stuck_that_friday_did_not(office: Office) -> None:
    office.travel(datetime(2026, 11, 26, 9, tzinfo=UTC))
    office.announce()
    office.travel(datetime(2026, 11, 26, 16, 20, tzinfo=UTC))
    interview = office.crm.get("/v1/external/bullhorn/interviews/I-1").json()
    debriefs.submit(office.candidate(interview["id"]), interview["id"])
    submitted = ("debrief", "submitted")

    assert submitted not in found(office, now=FRIDAY)
    assert submitted not in found(office, now=SUNDAY)
    assert submitted not in found(office, now=datetime(2026, 11, 30, 16, tzinfo=UTC))
    assert found(office, now=datetime(2026, 11, 30, 17, tzinfo=UTC))[submitted] == 1


def test_what_was_decided_on_is_not_stuck(office: Office) -> None:
    loop = letter_submitted(office, to=("Dana",))
    assert decide(office.priya, path_to(loop.letter), "return", {"reason": "Say more."}).status_code == 200

    assert found(office, now=datetime(2026, 11, 26, 9, tzinfo=UTC)) == {}


def a_worker_died(office: Office) -> State:
    loop = letter_approved(office, to=("Dana",), approval={"when": "now", "reason": "They meet this evening."})
    claimed(office, loop)
    return "delivery", "claimed"


def a_worker_never_came(office: Office) -> State:
    letter_approved(office, to=("Dana",), approval={"when": "now", "reason": "They meet this evening."})
    return "delivery", "scheduled"


def an_address_is_missing(office: Office) -> State:
    letter_approved(office, to=("Dana",), interviewers=[office.interviewer("Dana Whitfield", email=None)])
    return "delivery", "held"


def an_interview_never_ended(office: Office) -> State:
    office.announce()
    return "interview", "scheduled"


def somebody_never_came(office: Office) -> State:
    invite = {"name": "Noa Late", "email": f"noa@{office.name}.example", "role": "consultant"}
    assert office.admin.post("/v1/consultants", json=invite).status_code == 201
    return "invitation", "lapsed"


@pytest.mark.parametrize(
    "happens",
    [a_worker_died, a_worker_never_came, an_address_is_missing, an_interview_never_ended, somebody_never_came],
)
def test_what_waits_for_a_program_or_a_person_is_found(office: Office, happens: Callable[[Office], State]) -> None:
    state = happens(office)

    assert state not in found(office)
    assert found(office, now=utc_now() + timedelta(days=30))[state] == 1


def test_administrators_hear_once_a_working_day_in_numbers_only(office: Office) -> None:
    letter_submitted(office, to=("Dana",))
    office.travel(datetime(2026, 11, 26, 12, tzinfo=UTC))

    (words,) = stuck_mails(office)
    assert "Letters to be decided on: 1, since Monday 23 November. See the queue." in words
    assert "debriefs that nobody has begun" not in words, "a candidate may take their time"
    for name in ("Alex", "Moreau", "Meridian", "Dana", "Priya"):
        assert name not in words

    office.travel(datetime(2026, 11, 29, 12, tzinfo=UTC))
    assert len(stuck_mails(office)) == 2, "on Friday, and on no day of the weekend"


def test_an_agency_where_all_moves_on_gets_no_mail(office: Office) -> None:
    office.travel(datetime(2026, 11, 27, 12, tzinfo=UTC))
    assert stuck_mails(office) == []


def test_doctor_tells_what_is_stuck_and_mends_only_what_the_program_should_have_done(office: Office) -> None:
    letter_submitted(office, to=("Dana",))
    office.clock.move_to(datetime(2026, 11, 30, 12, tzinfo=UTC))

    url = office.premises.db.engine.url.render_as_string(hide_password=False)
    told = {one.what: one.mend for one in waiting(url) if one.what.startswith(office.name)}

    assert told[f"{office.name}: Letters to be decided on: 1, since Monday 23 November"] is None
    assert set(told.values()) <= {None, MEND}
