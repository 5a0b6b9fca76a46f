from collections.abc import Iterator

import httpx
import pytest

from app.accounts.access import Door
from app.accounts.api.accounts import AsAnybody
from app.main import create_app
from app.web.deps import Now
from tests.office import TLS, Premises
from tests.serving import serving


@pytest.fixture(scope="package")
def broken(premises: Premises) -> Iterator[httpx.Client]:
    """The application beside routes that fail in ways that no route of ours should."""
    app = create_app(premises.settings, database_url=premises.cluster.url_for("afterword_app", "afterword_shared"))

    def crash() -> None:
        raise RuntimeError("Dana Whitfield, dana@meridian.example")

    def refused_at_commit(door: AsAnybody, now: Now) -> dict[str, str]:
        _change_without_entry(door)
        return {"changed": "yes"}

    app.add_api_route("/crash", crash)
    app.add_api_route("/refused-at-commit", refused_at_commit)
    with serving(app) as url, httpx.Client(base_url=url, verify=TLS) as client:
        yield client


def _change_without_entry(door: Door) -> None:
    """Add an entry of no row, which the database notices at the commit and not before."""
    door.session.connection().exec_driver_sql(
        "SELECT set_config('app.agency_id', '00000000-0000-0000-0000-000000000001', true)"
    )
    door.session.connection().exec_driver_sql(
        "INSERT INTO audit_event VALUES ('00000000-0000-0000-0000-000000000001', gen_random_uuid(), 'agency', "
        "gen_random_uuid(), 1, 'agency.created', now(), 'system', NULL, NULL, '{}', '{}', sha256(''), sha256(''))"
    )
