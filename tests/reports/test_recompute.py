"""Every figure of the reports is what an independent script finds in the audit trail alone."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from random import Random

import pytest
from sqlalchemy import text

from app.accounts.queries.rows import consultant, consultant_actor
from app.core.actor import ConsultantActor, SystemActor
from app.core.clock import utc_now
from app.core.db import AgencySession
from app.core.ids import Prefixed
from app.reports.queries.reports import follow_up_found, promises_found, promptness_found
from app.reports.rules.found import Counted, FollowUpFound, PromptnessFound
from app.reports.rules.periods import Wanted
from app.reports.schemas import STEPS, Grouping
from tests.make import history, promised
from tests.office import Office
from tests.reports import recompute

BEGINS = datetime(2026, 12, 10, 8, 0, tzinfo=UTC)
FIRST, LAST = date(2026, 12, 1), date(2027, 1, 31)
HOLIDAYS = frozenset({date(2026, 12, 25), date(2026, 12, 26), date(2026, 12, 28), date(2027, 1, 1)})
LONDON = recompute.Desk("Europe/London", time(8), time(19), HOLIDAYS)
GROUPINGS: tuple[Grouping, ...] = ("all", "office", "client", "month")


def manager(office: Office, session: AgencySession) -> ConsultantActor:
    """Who reads reports."""
    user_id = Prefixed("con").parse(office.consultant_ids["manager"])
    return consultant_actor(consultant(session, consultant_id=user_id, actor=SystemActor(office.agency_id)))


def reported(office: Office, wanted: Wanted) -> tuple[PromptnessFound, FollowUpFound]:
    """Both reports of interviews as they were counted, before what would be about a person is left out."""
    with office.rows() as session:
        actor = manager(office, session)
        timed = promptness_found(session, wanted, actor=actor, after=None, limit=25)
        return timed, follow_up_found(session, wanted, actor=actor, after=None, limit=25)


def promises_reported(office: Office, wanted: Wanted) -> Counter[tuple[str, str]]:
    """What became of promises, as it was counted."""
    with office.rows() as session:
        found = promises_found(session, wanted, actor=manager(office, session), after=None, limit=25)
        return fated(found.counted)


def fated(counted: Iterable[Counted]) -> Counter[tuple[str, str]]:
    """For each group: how many ended like this, whoever the consultant was."""
    fates: Counter[tuple[str, str]] = Counter()
    for one in counted:
        fates[one.group, one.fate] += one.count
    return fates


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
        became = fated(counted.counted)
        assert became == recompute.follow_up(found)
        assert {one.step for one in timed.timed} == set(STEPS), "every step was taken, or nothing is compared"
        fates |= {fate for _, fate in became}

    assert fates == {
        *("followed_up", "cancelled", "no_show", "said_not_held", "client_takes_no_letters"),
        *("on_its_way", "with_agency", "not_agreed", "with_candidate", "not_forwarded", "withdrawn", "no_letter"),
    }


@pytest.mark.practice("P16")
def test_the_trail_alone_leads_to_the_same_promises_row_by_row(office: Office) -> None:
    """Under Reports, at the console: how many promises to candidates were kept, moved for a reason, or broken. Whoever
    distrusts a figure can recompute it from the audit trail."""
    promised.lived(office, Random(16), begins=BEGINS)  # noqa: S311
    entries, now = trail(office), utc_now()

    for by in GROUPINGS:
        became = promises_reported(office, Wanted(FIRST, LAST, "Europe/London", now, by))

        found = recompute.interviews(entries, first=FIRST, last=LAST, zone="Europe/London", by=by, now=now)
        assert became == recompute.promises(found), by
        assert {fate for _, fate in became} == {"kept", "made_good", "broken", "moved", "dropped", "early", "open"}
