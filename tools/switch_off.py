#!/usr/bin/env python3
"""Show that each practice test fails when the rule that it shows is switched off.

tools/switches.toml names, for every test with a practice mark, a line of the program and what to put in its place. Each
is tried in a copy of the checkout, with that test alone. Run it after a change of a rule or of a practice test:

    .venv/bin/python -m tools.switch_off            all of them
    .venv/bin/python -m tools.switch_off P9 P11     those of some practices
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.practices import ROOT, TESTS, shown_in

SWITCHES = ROOT / "tools" / "switches.toml"
AS_IT_SHOULD = "fails, as it should"


class Refused(Exception):
    """A switch does not fit the program; the message names it."""


@dataclass(frozen=True)
class Switch:
    """One rule of the program, switched off for one test: ``find`` stands once in ``file``."""

    test: str
    file: str
    find: str
    replace: str

    def throw(self, checkout: Path) -> str:
        """Switch the rule off; return what the file held. Raises Refused where it is not there, or not once."""
        path = checkout / self.file
        held = path.read_text(encoding="utf-8")
        if held.count(self.find) != 1:
            raise Refused(f"{self.test}: {self.file} holds {held.count(self.find)} times {self.find!r}")
        path.write_text(held.replace(self.find, self.replace), encoding="utf-8")
        return held


def switches() -> dict[str, Switch]:
    """Read every switch, by its test."""
    found = tomllib.loads(SWITCHES.read_text(encoding="utf-8"))["switch"]
    return {entry["test"]: Switch(**entry) for entry in found}


def copied(to: Path) -> Path:
    """Copy what belongs to the checkout, so that nothing of it is changed."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        source = ROOT / name
        if source.is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, to / name)
    return to


def verdict_on(checkout: Path, file: str, test: str) -> str:
    """Run the test in the copy, and say whether it fails there and by what: one that could not run is no proof."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "--tb=short", "-p", "no:cacheprovider", f"{file}::{test}"]
    ran = subprocess.run(command, cwd=checkout, capture_output=True, check=False, text=True)  # noqa: S603
    lines = ran.stdout.splitlines() or [ran.stderr]
    if " failed" not in lines[-1]:
        return "DOES NOT NOTICE" if " passed" in lines[-1] and not ran.returncode else f"COULD NOT RUN: {lines[-1]}"
    reason = next((line for line in lines if line.startswith("E  ")), "")
    return f"{AS_IT_SHOULD} ({' '.join(reason[1:].split())[:160]})"


def main(arguments: Sequence[str]) -> int:
    """Try every switch; 1 where a test is without one, or does not notice."""
    parser = argparse.ArgumentParser(description="Switch each rule off and see its practice test fail.")
    parser.add_argument("practices", nargs="*", help="only these, such as P9")
    wanted = parser.parse_args(arguments).practices
    known, amiss = switches(), 0
    with tempfile.TemporaryDirectory(prefix="afterword-switches-") as folder:
        checkout = copied(Path(folder))
        checkout.chmod(0o755)
        for shown in shown_in(TESTS):
            if wanted and shown.number not in wanted:
                continue
            switch = known.get(shown.test)
            if switch is None:
                verdict = "has no switch"
            else:
                held = switch.throw(checkout)
                verdict = verdict_on(checkout, f"tests/{shown.file}", shown.test)
                (checkout / switch.file).write_text(held, encoding="utf-8")
            amiss += not verdict.startswith(AS_IT_SHOULD)
            print(f"{shown.number:<4} {shown.test}: {verdict}", flush=True)
    print(f"{amiss} amiss")
    return 1 if amiss else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Refused as refused:
        sys.exit(str(refused))
