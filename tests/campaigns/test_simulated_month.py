"""A month in six places, with days off, absences and a worker that is down twice: each mail exactly as a table says."""

import email
import email.policy
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from itertools import groupby, zip_longest
from random import Random
from typing import Final

import pytest

from app.core.clock import utc_now
from tests.campaigns.conftest import Size
from tests.campaigns.month_calendar import BEGINS, DESK, ENDS, Outage, is_night
from tests.campaigns.month_oracle import Case
from tests.campaigns.month_script import AWAY, application, outages_of
from tests.campaigns.month_turns import Row
from tests.make.month import People
from tests.office import Office, Premises

KINDS: Final = {
    "How did it go at": "request",
    "Still time to say": "reminder",
    "Still no debrief": "none yet",
    "wrote to you about": "update",
    "wrote to you": "relayed",
    "ask when they decide": "chase",
    "No answer from": "escalated",
    "ask for an answer": "wanted",
    "you were to write by": "late",
    ": write by": "warning",
    "has not been told what": "untold",
    "Tell Candidate": "tell",
    "asks for news, answer by": "nudge",
    "a new deadline, answer by": "nudge",
}
"""What the subject of each kind of mail says, the narrower words first."""
SEED: Final = 1793
"""Of which twelve applications are told of everything, and of what happens at night and early."""
PROMPT: Final = timedelta(seconds=110)
"""How long the machine may take over what falls due at one moment."""


@pytest.fixture
def abroad(premises: Premises) -> Iterator[Office]:
    """An office that opens when the month begins."""
    with Office.open(premises, at=BEGINS) as opened:
        yield opened


def test_every_mail_of_a_month_goes_once_and_when_the_table_says(abroad: Office, size: Size) -> None:
    number = size.of(commit=12, release=200)
    random = Random(SEED)  # noqa: S311 - a month at random, not a secret
    outages = outages_of(random)
    cases = [Case(application(random, n), outages) for n in range(number)]
    for case in cases:
        case.lived()
    _live(abroad, cases, outages)
    gone = _delivered(abroad)
    expected = sorted(row for case in cases for row in case.rows)
    assert not _differences(expected, gone), "\n".join(["", *_differences(expected, gone), str(outages)])
    assert {row.kind for row in expected} == set(KINDS.values())
    for row in gone:
        zone = cases[row.number].whole.zone
        left_the_room = row.kind == "request" and row.at - (cases[row.number].ends or row.at) < timedelta(minutes=20)
        assert row.to != "candidate" or left_the_room or not is_night(row.at, zone), row
        assert row.to == "candidate" or row.kind == "nudge" or DESK.is_open(row.at), row


def _live(office: Office, cases: Sequence[Case], outages: Sequence[Outage]) -> None:
    """Let everybody do what they do, each at their time, and be answered as the table says."""
    people = People(office)
    people.arrange(AWAY)
    done = [(deed.at, case, deed, status) for case in cases for deed, status in case.answers.items() if status]
    for at, case, deed, status in sorted(done, key=lambda one: (one[0], one[1].whole.number)):
        works = _move(office, at, outages)
        answered = people.do(case.whole, deed)
        assert answered == (200 if status < 300 else status), (case.whole, deed)
        if works:
            office.run_tasks()
    _move(office, ENDS, outages)


def _move(office: Office, to: datetime, outages: Sequence[Outage]) -> bool:
    """Let time pass; nothing runs while the worker is down. Return whether it is up then."""
    for outage in outages:
        if to < outage.begins:
            break
        if utc_now() < outage.begins:
            office.travel(outage.begins)
        if to < outage.ends:
            office.clock.move_to(max(to, utc_now()))
            return False
        if utc_now() < outage.ends:
            office.clock.move_to(outage.ends)
    office.travel(to)
    return True


def _delivered(office: Office) -> list[Row]:
    """What the mail server took, as rows of the table."""
    rows = []
    for accepted in office.premises.smtp.messages:
        if any(office.name in one for one in accepted.rcpt):
            mail = email.message_from_bytes(accepted.content, policy=email.policy.default)
            row = _row(mail, accepted.rcpt[0])
            rows += [row] if row else []
    return sorted(rows)


def _row(mail: EmailMessage, to: str) -> Row | None:
    subject = str(mail["Subject"])
    kind = next((kind for words, kind in KINDS.items() if words in subject), None)
    if kind is None:
        return None
    who = to.partition("@")[0]
    about = re.search(r"Candidate (\d+)", f"{subject} {mail.get_body(('plain',))}")
    number = int(who[1:]) if re.fullmatch(r"c\d+", who) else int(about[1]) if about else -1
    to = "candidate" if re.fullmatch(r"c\d+", who) else who
    return Row(parsedate_to_datetime(str(mail["Date"])).astimezone(UTC), number, kind, to)


def _differences(expected: Sequence[Row], gone: Sequence[Row]) -> list[str]:
    """What the table has and nobody got, or the other way round, or at another time."""

    def of(row: Row) -> tuple[int, str, str]:
        return row.number, row.kind, row.to

    found = []
    both = [(row, rows is gone) for rows in (expected, gone) for row in rows]
    for about, group in groupby(sorted(both, key=lambda one: (of(one[0]), one[0].at)), key=lambda one: of(one[0])):
        each = list(group)
        table, mails = ([row.at for row, came in each if came is which] for which in (False, True))
        for due, came in zip_longest(table, mails):
            if due is None or came is None or not due - timedelta(seconds=1) <= came < due + PROMPT:
                found.append(f"{about}: table {_shown(due)}, mail {_shown(came)}")
    return found


def _shown(moment: datetime | None) -> str:
    return f"{moment:%a %d %b %H:%M:%S}" if moment else "none"
