"""Each list of deliveries is read by an index, also where thousands went before; asserted from EXPLAIN.

In `./dev faults --release` a hundred thousand went; ``--cases`` says another number.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from app.adapters.postgres.cluster import SUPERUSER
from tests.campaigns.conftest import Size
from tests.make import loop
from tests.make.plans import plans_of
from tests.office import Office, Premises

LISTS = [
    ("/v1/deliveries", {}, "ix_delivery_agency_id_created_at"),
    ("/desk/deliveries", {}, "ix_delivery_open"),
    ("/desk/deliveries", {"whose": "me"}, "ix_delivery_open"),
    ("/desk/deliveries", {"show": "waiting"}, "ix_delivery_open"),
    ("/desk/deliveries", {"show": "in_doubt"}, "ix_delivery_unsettled"),
    ("/desk/deliveries", {"show": "failed"}, "ix_delivery_unsettled"),
    ("/desk/deliveries", {"show": "sent"}, "ix_delivery_"),
    ("/desk/deliveries", {"show": "stopped"}, "ix_delivery_"),
]
"""Every way to ask for deliveries, and the index that finds its page; any, where that depends on how many letters are.
"""
GONE = {
    "id": "gen_random_uuid()",
    "letter_id": "gen_random_uuid()",
    "state": "CASE mod(n, 3) WHEN 0 THEN 'cancelled' ELSE 'sent' END",
    "document_id": "CASE mod(n, 3) WHEN 0 THEN document_id ELSE gen_random_uuid() END",
    "sent_at": "CASE mod(n, 3) WHEN 0 THEN NULL ELSE created_at - n * interval '1 minute' END",
    "created_at": "CASE mod(n, 3) WHEN 0 THEN created_at ELSE created_at - n * interval '1 minute' END",
}
"""Two in three were sent, of letters of their own; the newest were stopped."""


@contextmanager
def copies(office: Office, many: int) -> Iterator[None]:
    """Put so many that are over beside the agency's first delivery, past every rule of the database."""
    with psycopg.connect(office.premises.cluster.url_for(SUPERUSER, "afterword_shared"), autocommit=True) as owner:
        query = "SELECT column_name FROM information_schema.columns WHERE table_name = 'delivery'"
        chosen = {row[0]: row[0] for row in owner.execute(query)} | GONE
        of = {"agency": office.agency_id, "many": many}
        owner.execute("SET session_replication_role = replica")
        owner.execute(
            f"INSERT INTO delivery ({', '.join(chosen)}) SELECT {', '.join(chosen.values())} FROM (SELECT * FROM "
            "delivery WHERE agency_id = %(agency)s LIMIT 1) one, generate_series(1, %(many)s) n".encode(),
            of,
        )
        owner.execute("VACUUM ANALYZE delivery")
        try:
            yield
        finally:
            owner.execute("DELETE FROM delivery WHERE agency_id = %(agency)s AND state IN ('sent', 'cancelled')", of)


@pytest.fixture(scope="module")
def crowd(premises: Premises, request: pytest.FixtureRequest) -> Iterator[Office]:
    """An agency where one letter waits for its time and many are over."""
    size = Size(bool(request.config.getoption("--release")), request.config.getoption("--cases"))
    with Office.open(premises) as office:
        written = loop.letter_agreed(office)
        assert loop.approve(office.priya, written).status_code == 200
        with copies(office, size.of(commit=5_000, release=100_000)):
            yield office


@pytest.mark.parametrize(("path", "query", "index"), LISTS)
def test_every_list_of_deliveries_is_read_by_an_index(
    crowd: Office, path: str, query: dict[str, str], index: str
) -> None:
    found = plans_of(crowd, path, query, table="delivery")
    assert "Seq Scan on delivery" not in found, found
    assert f" using {index}" in found or f" on {index}" in found, found
