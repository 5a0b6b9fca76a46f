"""Which processes are this cluster's. A number in a file proves nothing: numbers are used again."""

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.adapters.postgres.cluster import Layout
from app.adapters.postgres.errors import EmbeddedPostgresError

_PROC = Path("/proc")


@dataclass(frozen=True)
class Process:
    """A process as the system describes it; ``command`` is its arguments, or the title it gave itself."""

    pid: int
    uid: int
    command: str


@dataclass(frozen=True)
class Postmaster:
    """This cluster's first process and what it says of itself: starting, ready, stopping or standby."""

    pid: int
    status: str


def postmaster_of(layout: Layout) -> Postmaster | None:
    """Find the live postmaster that the pid file names; None for a stale file, whoever has its number now.

    Proof is that the process works on exactly this data directory, as the account that owns it.
    """
    try:
        lines = (layout.data / "postmaster.pid").read_text(encoding="utf-8", errors="replace").splitlines()
        owner = layout.data.stat().st_uid
    except (FileNotFoundError, NotADirectoryError):
        return None
    except PermissionError as error:
        raise EmbeddedPostgresError(
            f"{layout.data} belongs to another account. Start as that account or as root, or set AFTERWORD_STATE_DIR."
        ) from error
    number = lines[0].strip() if lines else ""
    if not number.isdecimal():
        return None
    process = process_of(int(number))
    if process is None or process.uid != owner or not _serves(process, layout):
        return None
    return Postmaster(process.pid, lines[7].strip() if len(lines) > 7 else "starting")


def orphans_of(layout: Layout) -> list[Process]:
    """Find this cluster's processes by the title that they carry; they outlive a killed postmaster."""
    if not layout.data.exists():
        return []
    owner = layout.data.stat().st_uid
    title = f"postgres: {layout.cluster_name}: "
    return [each for each in all_processes() if each.uid == owner and each.command.startswith(title)]


def process_of(pid: int) -> Process | None:
    """Describe a live process; None for one that is gone or a zombie."""
    if pid <= 0:
        return None
    found = [_from_proc(pid)] if _has_proc() else list(from_ps("-p", str(pid)))
    return next((each for each in found if each and each.pid == pid), None)


def all_processes() -> Iterator[Process]:
    """Describe every process that this account can see."""
    if not _has_proc():
        yield from from_ps("-A")
        return
    for entry in os.listdir(_PROC):  # noqa: PTH208 - names alone, thousands of times
        if entry.isdecimal() and (process := _from_proc(int(entry))):
            yield process


def from_ps(*selection: str) -> Iterator[Process]:
    """Ask ps, for systems without /proc (macOS)."""
    listing = subprocess.run(  # noqa: S603 - our own programs
        ["/bin/ps", "-ww", "-o", "pid=,uid=,stat=,command=", *selection],
        capture_output=True,
        text=True,
        errors="replace",
        env={"LC_ALL": "C"},
        check=False,
    ).stdout
    for line in listing.splitlines():
        pid, uid, state, *command = line.split(maxsplit=3)
        if command and not state.startswith("Z"):
            yield Process(int(pid), int(uid), command[0])


def _serves(process: Process, layout: Layout) -> bool:
    """Tell whether it is this cluster's postmaster: started by us under its name, or by hand and working there.

    The name is a hash of the data directory's path; ps may show the path itself with its letters replaced.
    """
    if f" cluster_name={layout.cluster_name} " in f"{process.command} ":
        return True
    try:
        works_in = (_PROC / str(process.pid) / "cwd").readlink()
    except OSError:
        return False
    return works_in == layout.data and Path(process.command.split()[0]).name == "postgres"


def _has_proc() -> bool:
    return (_PROC / "self" / "cmdline").exists()


def _from_proc(pid: int) -> Process | None:
    folder = _PROC / str(pid)
    try:
        arguments = os.fsdecode((folder / "cmdline").read_bytes()).split("\0")
        status = (folder / "status").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    command = " ".join(part for part in arguments if part)
    effective_uid = next(line.split()[2] for line in status.splitlines() if line.startswith("Uid:"))
    return Process(pid, int(effective_uid), command) if command else None
