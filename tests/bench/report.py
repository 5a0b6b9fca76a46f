"""What was measured, as tables for the terminal and for docs/performance.md, and as JSON."""

import json
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.table import Table

from tests.bench.works import WORKS

TARGETS: Final = {"W": (4.0, 3.0), "R": (3.0, 2.0), "D": (4.0, 3.0)}
"""How many times the limit's cost each work may cost at first, and then."""
BEGIN, END = "<!-- ./dev bench writes from here -->", "<!-- to here -->"
COLUMNS: Final = ("work", "server", "cost", "goal", "req/s", "p50 ms", "p99 ms", "app ms", "db ms")
GROWTH: Final = ("work", "rows", "p50 ms", "app ms", "db ms", "cost of the fewest")


@dataclass(frozen=True)
class Round:
    """One burst of one work on one server; milliseconds, those of processor time for each request."""

    per_second: float
    p50: float
    p99: float
    app: float
    database: float

    @property
    def cost(self) -> float:
        return self.app + self.database


@dataclass(frozen=True)
class Result:
    """Everything that was measured; ``rounds`` by work and server, ``growth`` by work and number of rows."""

    rows: int
    cores: int
    rounds: Mapping[str, Mapping[str, Sequence[Round]]]
    growth: Mapping[str, Mapping[int, Round]]

    def cost_of(self, work: str, server: str) -> float:
        """How many times the limit's processor time a request costs, by the medians of the rounds."""
        return _median(self.rounds[work][server], "cost") / _median(self.rounds[work]["limit"], "cost")

    def lines(self) -> list[tuple[str, ...]]:
        """The table of costs; a row for each work and server."""
        return [self._line(work, server) for work in self.rounds for server in self.rounds[work]]

    def growth_lines(self) -> list[tuple[str, ...]]:
        """How the time of one request grows with the rows, one connection alone."""
        return [
            (work, f"{rows:,}", f"{one.p50:.1f}", f"{one.app:.2f}", f"{one.database:.2f}", _against(measured, one))
            for work, measured in self.growth.items()
            for rows, one in sorted(measured.items())
        ]

    def as_json(self) -> str:
        """All rounds, so that another run can be laid beside it."""
        rounds = {
            work: {server: [asdict(one) for one in found] for server, found in servers.items()}
            for work, servers in self.rounds.items()
        }
        costs = {work: round(self.cost_of(work, "Afterword"), 2) for work in self.rounds}
        growth = {work: {rows: asdict(one) for rows, one in measured.items()} for work, measured in self.growth.items()}
        found = {"rows": self.rows, "cores": self.cores, "costs": costs, "rounds": rounds, "growth": growth}
        return json.dumps(found, indent=1) + "\n"

    def _line(self, work: str, server: str) -> tuple[str, ...]:
        found = self.rounds[work][server]
        goal = "" if server == "limit" else "≤ {:.0f} → {:.0f}".format(*TARGETS[work])
        figures = [f"{_median(found, name):.1f}" for name in ("p50", "p99")]
        figures += [f"{_median(found, name):.2f}" for name in ("app", "database")]
        speed = f"{_median(found, 'per_second'):,.0f}"
        return (work, server, f"{self.cost_of(work, server):.1f}", goal, speed, *figures)


def table(title: str, columns: Iterable[str], lines: Iterable[Sequence[str]]) -> Table:
    """A table for the terminal."""
    shown = Table(title=title, title_justify="left", box=SIMPLE_HEAD)
    for place, name in enumerate(columns):
        shown.add_column(name, justify="left" if place < 2 else "right", no_wrap=True)
    for line in lines:
        shown.add_row(*line)
    return shown


def written_into(document: Path, result: Result) -> None:
    """Put the tables of this run between the two marks of a document."""
    text = document.read_text(encoding="utf-8")
    before, after = text.partition(BEGIN)[0], text.partition(END)[2]
    document.write_text(f"{before}{BEGIN}\n\n{markdown(result)}\n\n{END}{after}", encoding="utf-8")


def markdown(result: Result) -> str:
    """The tables as they stand in a document."""
    works = "\n".join(f"- **{name}** {what}" for name, what in WORKS.items())
    rounds = min(len(found) for servers in result.rounds.values() for found in servers.values())
    about = f"{result.rows:,} debriefs and review items, {rounds} rounds, medians, {result.cores} cores."
    costs, growth = _pipes(COLUMNS, result.lines()), _pipes(GROWTH, result.growth_lines())
    return f"{about}\n\n{works}\n\n{costs}\n\nOne connection, Afterword alone:\n\n{growth}"


def _against(measured: Mapping[int, Round], one: Round) -> str:
    return f"{one.cost / measured[min(measured)].cost:.2f} ×"


def _pipes(columns: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    rows = [columns, ["---"] * len(columns), *lines]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _median(rounds: Sequence[Round], name: str) -> float:
    values: list[float] = [getattr(one, name) for one in rounds]
    return statistics.median(values)
