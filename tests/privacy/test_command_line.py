"""`afterword person`: export, erase, and erase again after a restore, on a database of its own."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
from typer.testing import CliRunner, Result

from app.accounts.actions.agencies import create_agency
from app.accounts.queries.rows import consultant_actor
from app.accounts.schemas.accounts import ConsultantInvite
from app.adapters.postgres.cluster import APP, OWNER, Cluster
from app.cli.__main__ import command_line
from app.core.actor import ConsultantActor, SystemActor
from app.core.clock import utc_now
from app.core.db import Database
from app.core.ids import public_id
from app.core.queue import Work
from app.core.settings import Settings
from app.directory.models import Candidate
from app.interviews.actions import announcing
from app.interviews.queries import meeting_for
from app.interviews.schemas import InterviewIn
from app.privacy import tasks
from app.privacy.actions import erasing
from app.privacy.actions.erasing import Order
from app.privacy.models import Erasure
from tests.databases import create_database
from tests.make.people import told, unpacked

DATABASE = "afterword_command_line"


@dataclass
class Installation:
    """An agency with two candidates, and the command line on its database."""

    cluster: Cluster
    db: Database
    agency_id: UUID
    alex: UUID
    sam: UUID
    lea: UUID

    def run(self, *words: str) -> Result:
        environment = {
            "DATABASE_URL": self.cluster.url_for(APP, DATABASE),
            "DATABASE_OWNER_URL": self.cluster.url_for(OWNER, DATABASE),
        }
        return CliRunner().invoke(command_line(words), list(words), env=environment)

    def name(self, candidate_id: UUID) -> str:
        with self.db.transaction(self.agency_id) as session:
            return session.get_one(Candidate, (self.agency_id, candidate_id)).name


@pytest.fixture(scope="module")
def installed(cluster: Cluster) -> Iterator[Installation]:
    create_database(cluster, DATABASE)
    db = Database(cluster.url_for(APP, DATABASE))
    with db.transaction() as session:
        made = create_agency(
            session,
            name="Harcourt & Lane",
            sign_in_name="harcourt",
            time_zone="Europe/London",
            country="GB",
            admin=ConsultantInvite(name="Priya Nair", email="priya@harcourt.example", role="manager"),
            now=utc_now(),
        )
    agency_id = made.agency.agency_id
    priya = consultant_actor(made.admin)
    people = [_announced(db, priya, name) for name in ("Alex Moreau", "Sam Other", "Lea Third")]
    yield Installation(cluster, db, agency_id, *people)
    db.dispose()


def _announced(db: Database, priya: ConsultantActor, name: str) -> UUID:
    given = InterviewIn.model_validate(
        {
            "starts_at": "2026-11-23T15:00:00Z",
            "ends_at": "2026-11-23T16:00:00Z",
            "time_zone": "Europe/London",
            "consultant": "priya@harcourt.example",
            "candidate": {"name": name, "email": f"{name.split()[0].lower()}@candidates.example"},
            "client": {"name": "Meridian Foods"},
            "job": {"title": "Product Manager"},
        }
    )
    with db.transaction(priya.agency_id) as session:
        done = announcing.announce(session, given=given, system="", ref=None, actor=priya, now=utc_now())
        return meeting_for(session, interview_id=done.interview.id, actor=priya).candidate.id


def test_a_person_is_exported_erased_and_erased_again_after_a_restore(installed: Installation, tmp_path: Path) -> None:
    alex, archive = public_id("cnd", installed.alex), tmp_path / "alex.zip"
    done = installed.run("person", "export", alex, "--agency", "harcourt", "--out", str(archive))
    assert done.exit_code == 0, done.stderr
    assert archive.stat().st_mode & 0o077 == 0
    assert told(unpacked(archive.read_bytes()))["who you are"][0]["name"] == "Alex Moreau"
    assert installed.run("person", "export", alex, "--agency", "harcourt", "--out", str(archive)).exit_code == 1

    words = ("person", "erase", alex, "--agency", "harcourt", "--reason", "Asked for it, ticket 4411")
    dry = installed.run(*words, "--dry-run")
    assert "Nothing was changed." in dry.stdout
    assert installed.name(installed.alex) == "Alex Moreau"
    erased = installed.run(*words)
    assert erased.exit_code == 0, erased.stderr
    assert "kept until" in erased.stdout
    assert installed.name(installed.alex) == "(erased)"
    assert installed.run("audit", "verify").exit_code == 0

    ledger = tmp_path / "elsewhere" / "erasures.jsonl"
    settings = Settings(erasure_ledger=ledger)
    with installed.db.transaction(installed.agency_id) as session:
        (erasure_id,) = session.query(Erasure.id).one()
    for _ in range(2):
        tasks.write_ledger.run(Work(installed.db, settings), agency_id=installed.agency_id, subject_id=erasure_id)
    (line,) = ledger.read_text().splitlines()
    assert json.loads(line) == {"agency": str(installed.agency_id), "candidate": str(installed.alex)}
    _note(ledger, installed, installed.sam)
    _note(ledger, installed, erasure_id)

    replayed = installed.run("person", "replay-erasures", str(ledger))
    assert replayed.exit_code == 0, replayed.stderr
    assert replayed.stdout == "1 erased, 1 erased already, 1 not in this database, 0 refused.\n"
    assert installed.name(installed.sam) == "(erased)"
    with installed.db.transaction(installed.agency_id) as session:
        (again,) = session.query(Erasure).where(Erasure.candidate_id == installed.sam).all()
        assert (again.ground, again.confirm_to, again.confirmation) == ("replay", None, "not_mailed")


def _note(ledger: Path, installed: Installation, candidate_id: UUID) -> None:
    with ledger.open("a") as file:
        file.write(json.dumps({"agency": str(installed.agency_id), "candidate": str(candidate_id)}) + "\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("erase", "cnd_01h455vb4pex5vsknk084sn02q", "--agency", "harcourt", "--reason", "x"), "no such candidate"),
        (("erase", "int_01h455vb4pex5vsknk084sn02q", "--agency", "harcourt", "--reason", "x"), "cnd_"),
        (("erase", "cnd_01h455vb4pex5vsknk084sn02q", "--agency", "nobody", "--reason", "x"), "No agency signs in"),
        (("replay-erasures", __file__), "not a line of a ledger"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(installed: Installation, words: tuple[str, ...], said: str) -> None:
    done = installed.run("person", *words)
    assert done.exit_code == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_somebody_erased_here_is_not_erased_twice(installed: Installation) -> None:
    actor = SystemActor(installed.agency_id)
    lea = installed.lea
    with installed.db.transaction(installed.agency_id) as session:
        erasing.erase(session, candidate_id=lea, order=Order("ticket 1"), actor=actor, now=utc_now())
    again = installed.run("person", "erase", public_id("cnd", lea), "--agency", "harcourt", "--reason", "ticket 1")
    assert (again.exit_code, again.stderr) == (1, "This person was erased; there is nothing left of them to hold, "
                                                "export or erase.\n")  # fmt: skip
