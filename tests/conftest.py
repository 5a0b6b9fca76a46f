"""The real parts every test runs on: one embedded PostgreSQL, one web server, one SMTP server, per test run."""

import gc
import logging
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import structlog
from argon2 import PasswordHasher, profiles

from app.accounts.rules import passphrases
from app.adapters.postgres import server
from app.adapters.postgres.cluster import Cluster
from app.core.db import Database
from app.core.settings import Settings
from app.main import create_app
from tests.adapters.dns_server import DnsServer
from tests.adapters.smtp_ledger import SmtpLedger
from tests.databases import create_database
from tests.office import Office, Premises
from tests.serving import serving

PLENTY = 1_000_000
"""Of everything that is limited: all tests come from one address. The limits have tests of their own."""
QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `./dev faults` say how large the campaigns are."""
    parser.addoption("--release", action="store_true", help="campaigns of the size that a release asks for")
    parser.addoption("--whole-browser", action="store_true", help="every browser test, not the small set only")
    parser.addoption("--screenshots", default=None, help="write a picture of every page and mail into this folder")
    parser.addoption("--scenes", default=None, help="pictures of these groups of scenes only: at_desk,calling")
    parser.addoption("--cases", type=int, default=None, help="so many cases of each campaign")


def pytest_configure() -> None:
    """Collect no garbage while some thousand tests are read in: all of it stays. Tell no request that was answered.

    Passphrases are hashed as cheaply as can be, since some hundred people join; what one costs in production is held
    by tests/accounts/test_passphrases.py.
    """
    gc.disable()
    passphrases._hasher = PasswordHasher.from_parameters(profiles.CHEAPEST)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))


def pytest_collection_finish() -> None:
    """Leave what was read in alone from here on, and look for garbage seldom: it took a tenth of the run."""
    gc.freeze()
    gc.set_threshold(50_000, 10, 10)
    gc.enable()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests measured, beside what they asserted of it: ``record_property("figure", …)``."""
    passed: list[pytest.TestReport] = terminalreporter.stats.get("passed", [])
    figures = [value for report in passed for name, value in report.user_properties if name == "figure"]
    if figures:
        terminalreporter.section("figures")
        for figure in figures:
            terminalreporter.write_line(str(figure))


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """One embedded server for the run, without fsync; in a directory that an unprivileged account can enter."""
    parent = Path(tempfile.mkdtemp(prefix="afterword-tests-", dir="/tmp"))
    parent.chmod(0o755)
    with server.hold(parent / "state", QUICK) as held:
        yield held
    shutil.rmtree(parent)


@pytest.fixture(scope="session")
def database(cluster: Cluster) -> Iterator[Database]:
    """The migrated database that the web server of the run uses, as the app role."""
    create_database(cluster, "afterword_shared")
    db = Database(cluster.url_for("afterword_app", "afterword_shared"), pool_size=20)
    yield db
    db.dispose()


@pytest.fixture(scope="session")
def smtp() -> Iterator[SmtpLedger]:
    """The mail server that takes everything; each test uses addresses of its own."""
    with SmtpLedger() as ledger:
        yield ledger


@pytest.fixture(scope="session")
def dns() -> Iterator[DnsServer]:
    """The DNS that the service asks; each test publishes under names of its own."""
    with DnsServer() as server:
        yield server


@pytest.fixture(scope="session")
def premises(cluster: Cluster, database: Database, smtp: SmtpLedger, dns: DnsServer) -> Iterator[Premises]:
    """A web server on a free port, in a thread of the test process."""
    settings = Settings(
        smtp_url=f"smtp://127.0.0.1:{smtp.relay.port}?tls=none",
        public_url="http://afterword.example",
        mail_from="letters@afterword.example",
        secret_key="the key of the tests is long enough to be one",
        internal_relays="127.0.0.0/8",
        dns_servers=dns.address,
        requests_per_minute=PLENTY,
        writes_per_minute=PLENTY,
        agency_writes_per_minute=PLENTY,
        arrivals_per_ten_minutes=PLENTY,
        sign_ins_per_ten_minutes=PLENTY,
    )
    app_url = cluster.url_for("afterword_app", "afterword_shared")
    with serving(create_app(settings, database_url=app_url)) as url, psycopg.connect(app_url, autocommit=True) as queue:
        yield Premises(url, database, queue, settings, smtp, cluster)


@pytest.fixture
def office(premises: Premises) -> Iterator[Office]:
    """A fresh agency with its people, keys and clients; see tests/office.py."""
    with Office.open(premises) as opened:
        yield opened
