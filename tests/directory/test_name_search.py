"""A part of a name is looked for in an index, also among thousands; asserted from EXPLAIN."""

from collections.abc import Iterator
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import text

from app.adapters.postgres.cluster import SUPERUSER
from tests.make.plans import statements
from tests.office import Office, Premises

MANY = 2_000
COPIES = (
    "INSERT INTO client (agency_id, id, name, contact_policy, letter_policy, audit_seq, audit_hash) SELECT agency_id,"
    " gen_random_uuid(), 'Copied firm ' || md5(n::text), contact_policy, letter_policy, audit_seq, audit_hash"
    " FROM client, generate_series(1, %(many)s) n WHERE agency_id = %(agency)s",
    "INSERT INTO candidate (agency_id, id, name, email, time_zone, audit_seq, audit_hash) SELECT agency_id,"
    " gen_random_uuid(), 'Copied one ' || md5(n::text), md5(n::text) || '@copied.example', time_zone, audit_seq,"
    " audit_hash FROM candidate, generate_series(1, %(many)s) n WHERE agency_id = %(agency)s",
    "INSERT INTO job (agency_id, id, client_id, title, kind, audit_seq, audit_hash) SELECT client.agency_id,"
    " gen_random_uuid(), client.id, 'Copied job ' || md5(client.name), 'permanent', client.audit_seq,"
    " client.audit_hash FROM client WHERE agency_id = %(agency)s AND name LIKE 'Copied%%'",
    "INSERT INTO application (agency_id, id, candidate_id, job_id, audit_seq, audit_hash) SELECT who.agency_id,"
    " gen_random_uuid(), who.id, job.id, who.audit_seq, who.audit_hash FROM (SELECT *, row_number() OVER () AS n FROM"
    " candidate WHERE agency_id = %(agency)s AND name LIKE 'Copied%%') who JOIN (SELECT *, row_number() OVER () AS n"
    " FROM job WHERE agency_id = %(agency)s AND title LIKE 'Copied%%') job USING (n)",
    "INSERT INTO interview (agency_id, id, application_id, consultant_id, round, starts_at, ends_at, time_zone,"
    " introduced_by, debrief_profile, state, audit_seq, audit_hash) SELECT it.agency_id, gen_random_uuid(), for_it.id,"
    " consultant_id, round, starts_at, ends_at, time_zone, introduced_by, debrief_profile, state, it.audit_seq,"
    " it.audit_hash FROM interview it JOIN application for_it ON for_it.agency_id = it.agency_id"
    " AND for_it.id <> it.application_id WHERE it.agency_id = %(agency)s",
)
TABLES = ("interview", "application", "job", "candidate", "client")


@pytest.fixture(scope="module")
def crowd(premises: Premises) -> Iterator[Office]:
    """An agency with thousands of candidates, clients and interviews, of which one is looked for."""
    with Office.open(premises) as office:
        office.announce()
        with psycopg.connect(premises.cluster.url_for(SUPERUSER, "afterword_shared"), autocommit=True) as everything:
            everything.execute("SET session_replication_role = replica")
            for statement in COPIES:
                everything.execute(statement.encode(), {"agency": office.agency_id, "many": MANY})
            everything.execute(f"VACUUM ANALYZE {', '.join(TABLES)}".encode())
            yield office
            for table in TABLES:
                everything.execute(f"DELETE FROM {table} WHERE agency_id = %s".encode(), [office.agency_id])


BY_INDEX = {
    "/desk/candidates": ("candidate",),
    "/desk/clients": ("client", "client_contact"),
    "/desk/interviews": ("application", "interview"),
    "/v1/interviews": ("application", "interview"),
}
"""Of each list, the tables in which its rows are found; the few found are joined with the others as is cheaper."""


@pytest.mark.parametrize(
    ("path", "word", "found"),
    [
        ("/desk/candidates", "orea", "Alex Moreau"),
        ("/desk/candidates", "alex@cand", "Alex Moreau"),
        ("/desk/clients", "ridian", "Meridian Foods"),
        ("/desk/clients", "whitf", "Meridian Foods"),
        ("/desk/interviews", "ridian mana", "Meridian Foods"),
        ("/v1/interviews", "orea", "Product Manager"),
    ],
)
def test_a_part_of_a_name_is_found_without_reading_every_row(crowd: Office, path: str, word: str, found: str) -> None:
    with statements() as ran:
        answer = crowd.priya.get(path, params={"q": word})
    assert answer.status_code == 200, answer.text
    assert found in answer.text
    assert "Copied" not in answer.text
    with crowd.rows() as session:
        session.execute(text("SELECT 1"))
        connection = session.connection()
        for sql, values in ran:
            if "_like(" in sql:
                plan = "\n".join(row[0] for row in connection.exec_driver_sql(f"EXPLAIN {sql}", values))
                for table in BY_INDEX[path]:
                    assert f"Seq Scan on {table} " not in plan, plan


@pytest.mark.parametrize(
    ("what", "index"),
    [("candidates", "ix_candidate_search"), ("clients", "ix_client_search"), ("jobs", "ix_job_search")],
)
def test_the_functions_that_look_use_the_index_of_pieces(crowd: Office, what: str, index: str) -> None:
    """The body of each function that the program calls, as its owner runs it."""
    url = crowd.premises.cluster.url_for("afterword_owner", "afterword_shared")
    with psycopg.connect(url) as owner:
        owner.execute("SELECT set_config('app.agency_id', %s, false)", [str(UUID(str(crowd.agency_id)))])
        body = owner.execute("SELECT prosrc FROM pg_proc WHERE proname = %s", [f"afterword_{what}_like"]).fetchone()
        assert body is not None
        asked = body[0].replace("$1", "'orea'")
        plan = "\n".join(row[0] for row in owner.execute(f"EXPLAIN {asked}".encode(), []))
    assert index in plan, plan
    assert "Seq Scan" not in plan, plan


def test_words_of_two_letters_and_signs_are_found_as_before(crowd: Office) -> None:
    assert "Alex Moreau" in crowd.priya.get("/desk/candidates", params={"q": "Mo ex"}).text
    for nobody in ("100%", "o_e", "\\"):
        assert "Nobody found" in crowd.priya.get("/desk/candidates", params={"q": nobody}).text
