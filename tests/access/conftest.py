from collections.abc import Iterator
from datetime import timedelta

import httpx
import psycopg
import pytest

from app.adapters.postgres.cluster import SUPERUSER
from app.core.clock import utc_now
from tests.access.grounds import Grounds
from tests.make.agency import SCOPES, two_agencies
from tests.office import Premises, with_key


@pytest.fixture(scope="package")
def grounds(premises: Premises) -> Iterator[Grounds]:
    """Both agencies, prepared once for this folder."""
    superuser = premises.cluster.url_for(SUPERUSER, "afterword_shared")
    with (
        two_agencies(premises) as (home, stranger),
        psycopg.connect(superuser, autocommit=True) as everything,
        httpx.Client(base_url=premises.url, timeout=30, event_hooks={"request": [with_key]}) as web,
    ):
        soon = utc_now() + timedelta(minutes=1)
        expired = home.key(*SCOPES, expires_at=soon.isoformat())
        home.office.clock.move_to(soon)
        yield Grounds(home, stranger, web, everything, expired)
