"""The limit does the work that Afterword does, so that the one may be measured by the other."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
import psycopg
import pytest

from app.core.ids import Prefixed, public_id
from app.reviews.schemas import ReviewItemView
from tests.bench import seed, works
from tests.bench.limit import limit_app
from tests.bench.load import Refused, send
from tests.bench.rows import copied, nth
from tests.office import TLS, Premises
from tests.serving import serving

ROWS = 30 * seed.HERS
Json = dict[str, Any]


@dataclass(frozen=True)
class Both:
    """Both servers on one database."""

    afterword: str
    limit: str
    superuser: str
    seed: seed.Seed

    def get(self, path: str) -> tuple[Json, Json]:
        headers = {"Authorization": f"Bearer {self.seed.priya}"}
        answers = [httpx.get(f"{web}{path}", headers=headers, verify=TLS) for web in (self.afterword, self.limit)]
        assert [answer.status_code for answer in answers] == [200, 200], answers
        return answers[0].json(), answers[1].json()


@pytest.fixture(scope="module")
def both(premises: Premises) -> Iterator[Both]:
    superuser = premises.cluster.url_for("postgres", "afterword_shared")
    made = seed.made(premises.db, premises.url)
    with serving(limit_app(superuser)) as limit:  # type: ignore[arg-type]  # any ASGI will do
        assert sum(copied(superuser, made.to_read, first=1, last=ROWS)) == ROWS
        assert sum(copied(superuser, made.to_write, first=1, last=2)) == 2
        yield Both(premises.url, limit, superuser, made)
    _forget(superuser, made.agency_id)


def _forget(superuser: str, agency_id: UUID) -> None:
    """Remove the agency: its copies have no entries in the trail, and the limit's entries are none of ours."""
    tables = (
        "SELECT table_name FROM information_schema.columns JOIN pg_tables ON tablename = table_name "
        "WHERE column_name = 'agency_id' AND schemaname = 'public'"
    )
    with psycopg.connect(superuser) as connection:
        connection.execute("SET session_replication_role = replica")
        for (table,) in connection.execute(tables).fetchall():
            connection.execute(f"DELETE FROM {table} WHERE agency_id = %s".encode(), [agency_id])
        connection.execute("DELETE FROM procrastinate_jobs WHERE args ->> 'agency_id' = %s", [str(agency_id)])


def test_the_limit_shows_the_same_queue_and_debrief(both: Both) -> None:
    ours, its = both.get("/v1/review-items?assignee=me&limit=25")
    assert [Prefixed("rvw").parse(one["id"]).hex for one in ours["data"]] == [
        one["id"].replace("-", "") for one in its["data"]
    ]
    assert len(its["data"]) == 25
    assert ours["next_cursor"] is not None
    assert its["next_cursor"] is not None
    assert its["data"][0].keys() == ReviewItemView.model_fields.keys()
    ours, its = both.get(f"/v1/interviews/{public_id('int', nth(seed.READ, 7))}/debrief")
    assert its.keys() == ours.keys() - {"completeness", "audience", "telephone"}
    assert its["answers"] == ours["answers"]


def test_the_limit_keeps_and_enqueues_what_a_submission_keeps_and_enqueues(both: Both) -> None:
    submissions = works.submissions(both.seed, range(1, 3))
    for web, one in zip((both.afterword, both.limit), submissions, strict=True):
        assert len(send(web, [one]).each) == 1
        with pytest.raises(Refused):
            send(web, [one])
    ours, its = (_left_by(both.superuser, number) for number in (1, 2))
    assert its == ours
    assert (its["state"], its["versions"], its["entries"], its["unpublished"], its["items"]) == (
        "submitted",
        1,
        1,
        1,
        1,
    )
    with pytest.raises(Refused):
        send(both.limit, [submissions[1].replace(both.seed.secret.encode(), both.seed.secret[::-1].encode())])


def _left_by(superuser: str, number: int) -> Json:
    """What a submission has changed, but for identifiers and times."""
    asked = """
        SELECT d.state, d.version, d.audit_seq,
            (SELECT count(*) FROM debrief_version WHERE debrief_id = d.id) AS versions,
            (SELECT answers - 'concerns' FROM debrief_version WHERE debrief_id = d.id) ->> 'agenda' AS agenda,
            (SELECT count(*) FROM debrief_begun WHERE interview_id = d.interview_id) AS begun,
            (SELECT count(*) FROM audit_event WHERE subject_id = d.id) AS entries,
            (SELECT count(*) FROM pending_event JOIN audit_event e ON e.id = event_id WHERE subject_id = d.id)
                AS unpublished,
            (SELECT count(*) FROM review_item WHERE subject_id = d.id) AS items,
            (SELECT array_agg(task_name ORDER BY task_name) FROM procrastinate_jobs
                WHERE args ->> 'subject_id' = d.interview_id::text) AS tasks
        FROM debrief d WHERE d.interview_id = %s
    """
    with psycopg.connect(superuser, row_factory=psycopg.rows.dict_row) as connection:
        found = connection.execute(asked, [nth(seed.WRITTEN, number)]).fetchone()
    assert found is not None
    return found
