"""`afterword person`: what is held about one person is handed over or erased, from the command line."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from app.accounts.queries.rows import agency_named
from app.cli.databases import give_up, migrated
from app.core.actor import SystemActor
from app.core.clock import utc_now
from app.core.db import Database
from app.core.errors import NotFound, Problem
from app.core.ids import Prefixed
from app.core.settings import Settings
from app.privacy.actions import erasing, exporting
from app.privacy.actions.confirming import Line
from app.privacy.actions.erasing import Order
from app.privacy.actions.holding import AlreadyErased

person = typer.Typer(help="What is held about one person.", no_args_is_help=True)
commands = typer.Typer()
commands.add_typer(person, name="person")
Candidate = Annotated[str, typer.Argument(help="The candidate's identifier: cnd_…")]
Agency = Annotated[str, typer.Option(help="The short name under which the agency signs in.")]
READ_BY_ITS_OWNER = 0o600


@person.command("export")
def export(
    candidate: Candidate,
    agency: Agency,
    out: Annotated[Path, typer.Option(help="The archive to write; it must not exist yet.")],
    private_notes: Annotated[
        bool, typer.Option("--private-notes", help="Include the agency's private notes; read them first.")
    ] = False,
) -> None:
    """Write everything held about a person into one archive."""
    if out.exists():
        give_up(f"{out} exists already. Name a file that does not.")
    with _database() as db:
        agency_id = _agency_id(db, agency)
        with _told(), db.transaction(agency_id) as session:
            content = exporting.hand_over(
                session,
                candidate_id=_candidate_id(candidate),
                private_notes=private_notes,
                actor=SystemActor(agency_id),
                now=utc_now(),
            )
    with open(out, "xb", opener=lambda path, flags: os.open(path, flags, READ_BY_ITS_OWNER)) as file:
        file.write(content)
    sys.stdout.write(f"{out}: {len(content)} bytes, readable by you alone.\n")


@person.command("erase")
def erase(
    candidate: Candidate,
    agency: Agency,
    reason: Annotated[str, typer.Option(help="Why; it outlasts the person, so do not name them.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what would go.")] = False,
) -> None:
    """Erase a person for good: content and identity go, the rows and their trail stay."""
    with _database() as db:
        agency_id = _agency_id(db, agency)
        candidate_id, actor = _candidate_id(candidate), SystemActor(agency_id)
        with _told(), db.transaction(agency_id) as session:
            seen, _ = erasing.looked_at(session, candidate_id=candidate_id, actor=actor, now=utc_now())
        for kind, number in seen.rows.items():
            sys.stdout.write(f"{number:6}  {kind}\n")
        if dry_run:
            sys.stdout.write(f"Erasing is {seen.state}. Nothing was changed.\n")
            return
        with _told(), db.transaction(agency_id) as session:
            done = erasing.erase(session, candidate_id=candidate_id, order=Order(reason), actor=actor, now=utc_now())
            until = done.kept_until
    kept = f" Name and one contact are kept until {until:%Y-%m-%d}, as the law asks." if until else ""
    sys.stdout.write(f"Erased.{kept}\n")


@person.command("replay-erasures")
def replay_erasures(
    ledger: Annotated[Path, typer.Argument(help="The file that AFTERWORD_ERASURE_LEDGER named.", exists=True)],
) -> None:
    """Erase again who was erased since the backup that was restored; exits with 1 where somebody could not be."""
    try:
        lines = dict.fromkeys(Line.read(line) for line in ledger.read_text(encoding="utf-8").splitlines() if line)
    except ValueError as error:
        give_up(f"{ledger}: {error}")
    counts = {"erased": 0, "erased already": 0, "not in this database": 0, "refused": 0}
    with _database() as db:
        for line in lines:
            counts[_replay(db, line)] += 1
    sys.stdout.write(", ".join(f"{number} {what}" for what, number in counts.items()) + ".\n")
    raise typer.Exit(1 if counts["refused"] else 0)


def _replay(db: Database, line: Line) -> str:
    order = Order("replayed after a restore", ground="replay")
    actor = SystemActor(line.agency_id)
    try:
        with db.transaction(line.agency_id) as session:
            erasing.erase(session, candidate_id=line.candidate_id, order=order, actor=actor, now=utc_now())
    except AlreadyErased:
        return "erased already"
    except NotFound:
        return "not in this database"
    except Problem as problem:
        sys.stderr.write(f"{Prefixed('cnd').show(line.candidate_id)}: {problem.detail}\n")
        return "refused"
    return "erased"


@contextmanager
def _database() -> Iterator[Database]:
    with migrated(Settings()) as found:
        db = Database(found.app_url)
        try:
            yield db
        finally:
            db.dispose()


@contextmanager
def _told() -> Iterator[None]:
    """End with plain words where something is refused."""
    try:
        yield
    except Problem as problem:
        give_up(problem.detail)


def _agency_id(db: Database, name: str) -> UUID:
    with db.transaction() as session:
        found = agency_named(session, name)
    if found is None:
        give_up(f"No agency signs in as {name}.")
    return found


def _candidate_id(text: str) -> UUID:
    try:
        return Prefixed("cnd").parse(text)
    except ValueError as error:
        give_up(f"{text}: {error}")
