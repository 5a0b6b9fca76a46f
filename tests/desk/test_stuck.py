"""What waits for too long is found, also over a weekend, and administrators hear of it without hearing of whom."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from app.accounts.queries.rows import agency
from app.cli.waiting import MEND, waiting
from app.core.clock import utc_now
from app.desk.queries.stuck import stuck
from app.desk.rules.stuck import State
from tests.make import debriefs
from tests.make.loop import NOW, Loop, approve, by_name, claimed, decide, letter_agreed, letter_submitted, path_to
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


def test_a_letter_that_nobody_decides_on_is_stuck_after_two_working_days(office: Office) -> None:
    """Where nothing waits, nothing is stuck; nor is what was decided on."""
    assert found(office, now=utc_now() + timedelta(days=1)) == {}
    loop = letter_submitted(office, to=("Dana",))
    submitted = ("letter", "submitted")
    thursday = datetime(2026, 11, 26, 9, tzinfo=UTC)

    assert submitted not in found(office, now=TUESDAY_EVENING)
    assert found(office, now=thursday)[submitted] == 1
    assert decide(office.priya, path_to(loop.letter), "return", {"reason": "Say more."}).status_code == 200
    assert found(office, now=thursday) == {}


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


def approve_for(office: Office, loop: Loop, name: str) -> None:
    answer = approve(office.priya, loop, people=[loop.people[name]], **NOW)
    assert answer.status_code == 200, answer.text
    loop.deliveries |= by_name(loop, answer.json()["deliveries"])


def what_waits_for_a_program_or_a_person(office: Office) -> Iterator[State]:
    """Let one thing after the other happen that leaves somebody waiting."""
    office.announce("I-2", candidate={"name": "Sam Other", "email": office.address("sam")}, interviewers=[])
    yield "interview", "scheduled"  # it never ended
    invite = {"name": "Noa Late", "email": f"noa@{office.name}.example", "role": "consultant"}
    assert office.admin.post("/v1/consultants", json=invite).status_code == 201
    yield "invitation", "lapsed"  # somebody never came
    panel = [office.interviewer("Dana Whitfield"), office.interviewer("Tom Achterberg", email=None)]
    loop = letter_agreed(office, interviewers=panel)
    approve_for(office, loop, "Tom")
    yield "delivery", "held"  # an address is missing
    approve_for(office, loop, "Dana")
    yield "delivery", "scheduled"  # a worker never came
    claimed(office, loop)
    yield "delivery", "claimed"  # a worker died


def test_what_waits_for_a_program_or_a_person_is_found(office: Office) -> None:
    for state in what_waits_for_a_program_or_a_person(office):
        assert state not in found(office)
        assert found(office, now=utc_now() + timedelta(days=30))[state] == 1, state


def test_administrators_hear_once_a_working_day_in_numbers_only(office: Office) -> None:
    """And the doctor tells what is stuck, and mends only what the program should have done."""
    letter_submitted(office, to=("Dana",))
    office.travel(datetime(2026, 11, 26, 12, tzinfo=UTC))

    (words,) = stuck_mails(office)
    assert "Letters to be decided on: 1, since Monday 23 November. See the queue." in words
    assert "debriefs that nobody has begun" not in words, "a candidate may take their time"
    for name in ("Alex", "Moreau", "Meridian", "Dana", "Priya"):
        assert name not in words

    office.travel(datetime(2026, 11, 29, 12, tzinfo=UTC))
    assert len(stuck_mails(office)) == 2, "on Friday, and on no day of the weekend"

    office.clock.move_to(datetime(2026, 11, 30, 12, tzinfo=UTC))
    url = office.premises.db.engine.url.render_as_string(hide_password=False)
    told = {one.what: one.mend for one in waiting(url) if one.what.startswith(office.name)}
    assert told[f"{office.name}: Letters to be decided on: 1, since Monday 23 November"] is None
    assert set(told.values()) <= {None, MEND}


def test_an_agency_where_all_moves_on_gets_no_mail(office: Office) -> None:
    office.travel(datetime(2026, 11, 27, 12, tzinfo=UTC))
    assert stuck_mails(office) == []
