"""`./dev bench`: load the rows, run Afterword and the limit in turns, print what each request costs (Linux)."""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track

from app.adapters.migrations import migrate
from app.adapters.postgres import server
from app.adapters.postgres.cluster import Cluster
from app.adapters.postgres.provision import ensure_database
from app.cli.databases import leave_blocks_on_sigterm
from app.core.db import Database
from app.demo.processes import Part, free_port, part
from tests.bench import report, seed, works
from tests.bench.load import Burst, send
from tests.bench.processor import pin, used_by, used_by_database
from tests.bench.ready import answers_at
from tests.bench.rows import Template, copied, settled

DATABASE = "afterword_bench"
QUIET = {"autovacuum": "off", "max_wal_size": "4GB", "checkpoint_timeout": "1h"}
SERVERS, DATABASE_AND_LOAD = 0, 1
"""On which core each is."""
GROWTH_READS = 200
ROOT = Path(__file__).resolve().parents[2]
PLENTY = "1000000000"

console = Console()
command_line = typer.Typer(pretty_exceptions_enable=False)


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    rows: int
    rounds: int
    reads: int
    writes: int


@dataclass(frozen=True)
class Server:
    """One of those that are measured."""

    name: str
    web: str
    process: int


@dataclass(frozen=True)
class Stand:
    """Everything that is needed to measure."""

    cluster: Cluster
    afterword: Server
    limit: Server
    db: Database

    @property
    def superuser(self) -> str:
        return self.cluster.url_for("postgres", DATABASE)


@command_line.command()
def bench(
    rows: Annotated[int, typer.Option(help="Debriefs and review items.")] = 100_000,
    rounds: Annotated[int, typer.Option(help="How often each work is done on each server, in turns.")] = 4,
    reads: Annotated[int, typer.Option(help="Requests of a round of R and of D.")] = 600,
    writes: Annotated[int, typer.Option(help="Requests of a round of W.")] = 200,
    write: Annotated[bool, typer.Option(help="Write the result into docs/performance.md and bench.json too.")] = False,
) -> None:
    """Measure what W, R and D cost, as multiples of the limit's processor time."""
    if not hasattr(os, "sched_setaffinity"):
        sys.exit("./dev bench reads processor time from /proc: run it on Linux.")
    size = Size(rows, rounds, reads, writes)
    leave_blocks_on_sigterm()
    pin(0, DATABASE_AND_LOAD)
    with _stand() as stand:
        result = measured(stand, size)
    console.print(report.table("What a request costs, in the limit's", report.COLUMNS, result.lines()))
    console.print(report.table("How R and D grow", report.GROWTH, result.growth_lines()))
    if write:
        report.written_into(ROOT / "docs" / "performance.md", result)
        (ROOT / "docs" / "performance.json").write_text(result.as_json(), encoding="utf-8")


def measured(stand: Stand, size: Size) -> report.Result:
    """Load, measure the growth on the way, then run both servers in turns."""
    seeded = seed.made(stand.db, stand.afterword.web)
    growth: dict[str, dict[int, report.Round]] = {"R": {}, "D": {}}
    loaded = 0
    for rows in (size.rows // 10, size.rows):
        _load(stand, seeded.to_read, loaded + 1, rows, "Loading debriefs and items")
        loaded = rows
        for work, taken in _growth(stand, seeded, rows).items():
            growth[work][rows] = taken
    _load(stand, seeded.to_write, 1, 2 * (size.rounds + 1) * size.writes, "Loading debriefs to submit")
    return report.Result(size.rows, os.cpu_count() or 1, _rounds(stand, seeded, size), growth)


def _load(stand: Stand, templates: list[Template], first: int, last: int, title: str) -> None:
    chunks = copied(stand.superuser, templates, first=first, last=last)
    expected = -(-(last - first + 1) // 5_000)
    for _ in track(chunks, f"{title} up to {last:,}", total=expected, console=console):
        pass
    settled(stand.superuser)


def _growth(stand: Stand, seeded: seed.Seed, rows: int) -> dict[str, report.Round]:
    """What one request after another takes with so many rows."""
    asked = {
        "R": works.reads_of_queue(seeded, GROWTH_READS),
        "D": works.reads_of_debriefs(seeded, GROWTH_READS, of=rows),
    }
    for requests in asked.values():
        send(stand.afterword.web, requests, connections=1)
    return {work: _round(stand, stand.afterword, requests, connections=1) for work, requests in asked.items()}


def _rounds(stand: Stand, seeded: seed.Seed, size: Size) -> Mapping[str, Mapping[str, list[report.Round]]]:
    """Every work on every server, in turns; what was done first, to warm up, does not count."""
    found: dict[str, dict[str, list[report.Round]]] = {work: {"limit": [], "Afterword": []} for work in works.WORKS}
    fresh = iter(range(1, 2 * (size.rounds + 1) * size.writes + 1, size.writes))

    def submissions() -> Iterator[bytes]:
        first = next(fresh)
        yield from works.submissions(seeded, range(first, first + size.writes))

    asked: dict[str, Callable[[], list[bytes]]] = {
        "W": lambda: list(submissions()),
        "R": lambda: list(works.reads_of_queue(seeded, size.reads)),
        "D": lambda: list(works.reads_of_debriefs(seeded, size.reads, of=size.rows)),
    }
    turns = [(number, work) for number in range(size.rounds + 1) for work in works.WORKS]
    for number, work in track(turns, "Measuring the limit and Afterword in turns", console=console):
        for one in (stand.limit, stand.afterword):
            taken = _round(stand, one, asked[work]())
            if number:
                found[work][one.name].append(taken)
    return found


def _round(stand: Stand, one: Server, requests: Sequence[bytes], *, connections: int = 16) -> report.Round:
    app, database = used_by(one.process), used_by_database(stand.cluster.pid)
    burst: Burst = send(one.web, requests, connections=connections)
    each = 1000 / len(requests)
    return report.Round(
        burst.per_second,
        burst.percentile(0.5),
        burst.percentile(0.99),
        (used_by(one.process) - app) * each,
        (used_by_database(stand.cluster.pid) - database) * each,
    )


@contextmanager
def _stand() -> Iterator[Stand]:
    """A database of its own on one core, both servers on the other; nothing is left of them afterwards."""
    parent = Path(tempfile.mkdtemp(prefix="afterword-bench-", dir="/tmp"))
    parent.chmod(0o755)
    try:
        with ExitStack() as stack, console.status("Starting the database and both servers"):
            cluster = stack.enter_context(server.hold(parent / "state", QUIET))
            ensure_database(cluster, DATABASE)
            migrate(cluster.url_for("afterword_owner", DATABASE))
            servers = _servers(stack, cluster, parent)
            db = Database(cluster.url_for("afterword_app", DATABASE))
            stack.callback(db.dispose)
            stand = Stand(cluster, *servers, db)
            yield stand
    finally:
        shutil.rmtree(parent, ignore_errors=True)


def _servers(stack: ExitStack, cluster: Cluster, folder: Path) -> tuple[Server, Server]:
    environment = {
        **os.environ,
        "DATABASE_URL": cluster.url_for("afterword_app", DATABASE),
        "DATABASE_OWNER_URL": cluster.url_for("afterword_owner", DATABASE),
        "BENCH_URL": cluster.url_for("postgres", DATABASE),
        "AFTERWORD_LOG_LEVEL": "warning",
        "PYTHONPATH": str(ROOT),
        **{f"AFTERWORD_{name}_PER_MINUTE": PLENTY for name in ("REQUESTS", "WRITES", "AGENCY_WRITES")},
    }
    commands = {"Afterword": ["app.cli", "serve", "--port"], "limit": ["tests.bench.limit"]}
    found = {}
    for name, command in commands.items():
        port = free_port()
        started: Part = stack.enter_context(part(name, [*command, str(port)], environment, folder))
        pin(started.process.pid, SERVERS)
        found[name] = Server(name, f"http://127.0.0.1:{port}", started.process.pid)
        answers_at(found[name].web, started)
    return found["Afterword"], found["limit"]


if __name__ == "__main__":
    command_line()
