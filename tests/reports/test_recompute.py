"""Every figure of the reports is what an independent script finds in the audit trail alone."""

from collections import Counter
from datetime import UTC, date, datetime, time
from random import Random

import pytest
from sqlalchemy import text

from app.accounts.queries.rows import consultant, consultant_actor
from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.ids import Prefixed
from app.reports.queries.reports import follow_up_found, promptness_found
from app.reports.rules.found import FollowUpFound, PromptnessFound
from app.reports.rules.periods import Wanted
from app.reports.schemas import STEPS, Grouping
from tests.make import history
from tests.office import Office
from tests.reports import recompute

BEGINS = datetime(2026, 12, 10, 8, 0, tzinfo=UTC)
FIRST, LAST = date(2026, 12, 1), date(2027, 1, 31)
HOLIDAYS = frozenset({date(2026, 12, 25), date(2026, 12, 26), date(2026, 12, 28), date(2027, 1, 1)})
LONDON = recompute.Desk("Europe/London", time(8), time(19), HOLIDAYS)
GROUPINGS: tuple[Grouping, ...] = ("all", "office", "client", "month")


def reported(office: Office, wanted: Wanted) -> tuple[PromptnessFound, FollowUpFound]:
    """Both reports as they were counted, before what would be about a person is left out."""
    user_id = Prefixed("con").parse(office.consultant_ids["manager"])
    with office.rows() as session:
        actor = consultant_actor(consultant(session, consultant_id=user_id, actor=SystemActor(office.agency_id)))
        timed = promptness_found(session, wanted, actor=actor, after=None, limit=25)
        return timed, follow_up_found(session, wanted, actor=actor, after=None, limit=25)


def trail(office: Office) -> recompute.Rows:
    """What the entries of the agency's trail say, and nothing else."""
    with office.rows() as session:
        query = text("SELECT subject_kind, subject_id::text, seq, action, at, details FROM audit_event")
        return recompute.rows_of(recompute.Entry(*row) for row in session.execute(query))


@pytest.mark.practice("P12")
def test_the_trail_alone_leads_to_the_same_figures_row_by_row(office: Office) -> None:
    """Under Reports, at the console: how long each step took, so that what is slow is seen. Whoever distrusts a figure
    can recompute it from the audit trail."""
    history.lived(office, Random(23), begins=BEGINS)  # noqa: S311
    entries, now = trail(office), utc_now()
    fates: set[str] = set()

    for by in GROUPINGS:
        timed, counted = reported(office, Wanted(FIRST, LAST, "Europe/London", now, by))

        found = recompute.interviews(entries, first=FIRST, last=LAST, zone="Europe/London", by=by, now=now)
        expected = recompute.promptness(found, LONDON)
        assert {(one.group, one.step): one.count for one in timed.timed} == {
            key: row[0] for key, row in expected.items()
        }
        for one in timed.timed:
            spans = (one.median, one.p90, one.business_median, one.business_p90)
            assert spans == pytest.approx(expected[one.group, one.step][1:], abs=0.01), (by, one.step)
        fated: Counter[tuple[str, str]] = Counter()
        for each in counted.counted:
            fated[each.group, each.fate] += each.count
        assert fated == recompute.follow_up(found)
        assert {one.step for one in timed.timed} == set(STEPS), "every step was taken, or nothing is compared"
        fates |= {fate for _, fate in fated}

    assert fates == {
        *("followed_up", "cancelled", "no_show", "said_not_held", "client_takes_no_letters"),
        *("on_its_way", "with_agency", "not_agreed", "with_candidate", "not_forwarded", "withdrawn", "no_letter"),
    }
