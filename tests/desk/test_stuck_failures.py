"""A letter that could not be sent is stuck while its candidate wants it sent, and no longer once they took it back."""

from datetime import timedelta

import psycopg

from app.accounts.queries.rows import agency
from app.adapters.postgres.cluster import SUPERUSER
from app.core.clock import utc_now
from app.desk.queries.stuck import stuck
from tests.make.loop import decide, letter_approved, path_to
from tests.office import Office

FAILED = "UPDATE delivery SET state = 'failed' WHERE agency_id = %s"


def failed_are_stuck(office: Office) -> bool:
    """Whether deliveries that failed are among what is stuck, in a month."""
    with office.rows() as session:
        of = agency(session, office.agency_id)
        return ("delivery", "failed") in {
            (one.of, one.state) for one in stuck(session, of, now=utc_now() + timedelta(days=30))
        }


def test_a_failed_delivery_of_a_withdrawn_letter_is_not_stuck(office: Office) -> None:
    loop = letter_approved(office, to=("Dana",))
    with psycopg.connect(office.premises.cluster.url_for(SUPERUSER, "afterword_shared")) as everything:
        everything.execute("SET session_replication_role = replica")
        everything.execute(FAILED, [office.agency_id])
    assert failed_are_stuck(office)
    withdrawn = decide(loop.candidate, path_to(loop.letter), "withdraw")
    assert withdrawn.status_code == 200, withdrawn.text
    assert not failed_are_stuck(office)
