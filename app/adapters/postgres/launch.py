"""Make the data directory and bring the server up; the caller holds the locks."""

import os
import shutil
import subprocess
import threading
import time
from collections.abc import Mapping
from pathlib import Path

from app.adapters.postgres.account import Account, account_for
from app.adapters.postgres.binaries import Installation, choose, runnable
from app.adapters.postgres.cluster import PORT, SUPERUSER, Layout
from app.adapters.postgres.errors import OWN_SERVER, EmbeddedPostgresError, failure
from app.adapters.postgres.processes import postmaster_of

START_SECONDS = 60.0
_PAUSE = 0.02
_INITDB_SECONDS = 300.0

# No POSIX shared memory (a container's /dev/shm has 64 kB) and no huge pages (a limit of none: a bus error).
_MEMORY = {"shared_memory_type": "mmap", "dynamic_shared_memory_type": "mmap", "huge_pages": "off"}

# Messages of errors, their details and statements hold personal data: the caller gets them, never the log.
_SILENCE = {
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_checkpoints": "off",
}

# A file for each day of the week, emptied when its day comes round.
_ROTATION = {
    "logging_collector": "on",
    "log_filename": "server-%a.log",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_truncate_on_rotation": "on",
}


def launch(layout: Layout, settings: Mapping[str, str], *, server_lock: int) -> None:
    """Start the server where none lives and wait until it is ready; raises EmbeddedPostgresError.

    ``server_lock`` is an open descriptor that holds the lock; every server process inherits it.
    """
    account = account_for(layout.data)
    installation = choose(layout.data)
    try:
        for folder in (layout.log, layout.socket_dir):
            account.own_directory(folder)
        _clean(layout)
        programs = runnable(installation, layout, account)
        _refuse_shell_characters(programs)
        if not layout.data.exists():
            _initialise(layout, programs, account, settings, server_lock)
    except OSError as error:
        raise failure("The embedded PostgreSQL could not be set up.", str(error)) from error
    _bring_up(layout, programs, account, settings, server_lock)


def server_settings(layout: Layout, settings: Mapping[str, str]) -> dict[str, str]:
    """Put together what the server runs with; the caller's settings win over ours."""
    return {
        "listen_addresses": "",
        "port": str(PORT),
        "unix_socket_directories": f'"{layout.socket_dir}"',
        "unix_socket_permissions": "0700",
        "cluster_name": layout.cluster_name,
        "max_connections": "200",
        "shared_buffers": "128MB",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_directory": str(layout.log),
        **_MEMORY,
        **_SILENCE,
        **_ROTATION,
        **settings,
    }


def _refuse_shell_characters(programs: Installation) -> None:
    """initdb names its programs to a shell in double quotes, inside which these still count."""
    if set('"$`\\\n') & set(str(programs.prefix)):
        raise EmbeddedPostgresError(
            f"PostgreSQL's initdb cannot run from {programs.prefix}: one of the characters \" $ ` \\ is in the path. "
            f"Set AFTERWORD_STATE_DIR to a path without them (or move the checkout). {OWN_SERVER}"
        )


def _clean(layout: Layout) -> None:
    """Remove what a killed server or a killed initdb left; the lock proves that none of them lives."""
    for stale in (
        layout.data / "postmaster.pid",
        layout.socket_dir / f".s.PGSQL.{PORT}",
        layout.socket_dir / f".s.PGSQL.{PORT}.lock",
    ):
        stale.unlink(missing_ok=True)
    if layout.fresh_data.exists():
        shutil.rmtree(layout.fresh_data)


def _initialise(
    layout: Layout, programs: Installation, account: Account, settings: Mapping[str, str], server_lock: int
) -> None:
    """Run initdb beside the final place and rename, so that a data directory is whole or absent."""
    account.own_directory(layout.fresh_data)
    options = _initdb_options(programs.major, settings)
    command: list[str | Path] = [programs.program("initdb"), *options, "-D", layout.fresh_data]
    with layout.startup_log.open("wb") as output:
        process = account.spawn(command, output=output, keep=(server_lock,))
    try:
        code = process.wait(_INITDB_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        code = process.wait()
    if code != 0:
        said = _tail(layout.startup_log)
        shutil.rmtree(layout.fresh_data, ignore_errors=True)
        raise failure(f"The database could not be made in {layout.root}.", said)
    layout.fresh_data.rename(layout.data)


def _initdb_options(major: int, settings: Mapping[str, str]) -> list[str]:
    """Sort by code point and know every letter's case, alike on all platforms; 16 leaves it to the system."""
    locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    if major < 17:
        locale = ["--locale=C", "--lc-ctype=C.UTF-8"]
    durability = ["--no-sync"] if settings.get("fsync") == "off" else []
    memory = [part for name, value in _MEMORY.items() for part in ("-c", f"{name}={value}")]
    access = ["-U", SUPERUSER, "--auth-local=trust", "--auth-host=reject"]
    return ["-E", "UTF8", *locale, *access, "--no-instructions", *durability, *memory]


def _bring_up(
    layout: Layout, programs: Installation, account: Account, settings: Mapping[str, str], server_lock: int
) -> None:
    command: list[str | Path] = [programs.program("postgres"), "-D", layout.data]
    for name, value in server_settings(layout, settings).items():
        command += ["-c", f"{name}={value}"]
    with layout.startup_log.open("wb") as output:
        process = account.spawn(command, output=output, keep=(server_lock,))
    try:
        _await_ready(layout, process)
    finally:
        # Somebody must collect the exit status, or a dead server stays a zombie of this process.
        if process.poll() is None:
            threading.Thread(target=process.wait, name="afterword-postgres-exit", daemon=True).start()


def _await_ready(layout: Layout, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None:
        postmaster = postmaster_of(layout)
        if postmaster and postmaster.status == "ready":
            return
        if time.monotonic() > deadline:
            raise EmbeddedPostgresError(
                f"The database in {layout.root} is not ready after {START_SECONDS:.0f} seconds; perhaps it still "
                f"recovers from a crash. Try again in a minute; its log is in {layout.log}."
            )
        time.sleep(_PAUSE)
    raise failure(f"The database in {layout.root} did not start (its log is in {layout.log}).", _last_words(layout))


def _last_words(layout: Layout) -> str:
    said = _tail(layout.startup_log)
    logs = sorted(layout.log.glob("server-*.log"), key=os.path.getmtime)
    return said + _tail(logs[-1]) if logs and "logging collector" in said else said


def _tail(path: Path) -> str:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 4000))
        return file.read().decode("utf-8", errors="replace")
