"""Start, stop and hold the program's own PostgreSQL, safely from many processes at once.

What lives is known from the kernel: the server and its children hold a file lock until the last of them is gone,
and a process counts as ours only by its command line and account. The pid file is a hint.
"""

import os
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from app.adapters.postgres import locks
from app.adapters.postgres.cluster import Cluster, Layout, cluster_at
from app.adapters.postgres.errors import EmbeddedPostgresError
from app.adapters.postgres.launch import START_SECONDS, launch
from app.adapters.postgres.processes import Postmaster, orphans_of, postmaster_of
from app.adapters.postgres.provision import provision
from app.core import state_dir as state_directory

_NO_SETTINGS: Mapping[str, str] = {}
_PAUSE = 0.02
_CHANGE_SECONDS = 180.0
_DYING_SECONDS = 1.0
_ORPHAN_GRACE_SECONDS = 3.0
_ORPHAN_SECONDS = 30.0
_FAST_STOP_SECONDS = 20.0  # 18.4 hangs if asked while it restarts after a crash; the hard stop always works
_HARD_STOP_SECONDS = 15.0


def start(state_dir: Path, settings: Mapping[str, str] = _NO_SETTINGS) -> Cluster:
    """Give the running server of this state directory; make and start it where needed.

    ``settings`` are the server's own (``{"fsync": "off"}``); they count only for the call that starts it.
    Processes that race all get the same server. It outlives the caller: prefer ``hold``.
    Raises EmbeddedPostgresError, or StateDirUnusable.
    """
    layout = _prepared(state_dir)
    with _changing(layout):
        return _start(layout, settings)


def stop(state_dir: Path) -> None:
    """Stop the server if it runs, ending its connections; what was committed stays."""
    layout = Layout(state_dir.resolve())
    if layout.root.exists():
        with _changing(layout):
            _stop(layout)


def running(state_dir: Path) -> Cluster | None:
    """Give the server if one is ready; start nothing."""
    layout = Layout(state_dir.resolve())
    postmaster = postmaster_of(layout)
    return cluster_at(layout, postmaster.pid) if postmaster and postmaster.status == "ready" else None


@contextmanager
def hold(state_dir: Path, settings: Mapping[str, str] = _NO_SETTINGS) -> Iterator[Cluster]:
    """Start the server and need it until the block ends; the last to leave stops it.

    A holder that is killed counts as gone. A plain SIGTERM kills Python without leaving the block: turn it into
    an exception first. Whoever used ``start`` alone does not keep the server alive.
    """
    layout = _prepared(state_dir)
    with _changing(layout):
        cluster = _start(layout, settings)
        holder = locks.shared(layout.holders_lock)
    try:
        yield cluster
    finally:
        try:
            with _changing(layout):
                if locks.is_mine_alone(holder):
                    _stop(layout)
        finally:
            os.close(holder)


def _prepared(state_dir: Path) -> Layout:
    layout = Layout(state_directory.prepare(state_dir))
    state_directory.prepare(layout.root)
    return layout


@contextmanager
def _changing(layout: Layout) -> Iterator[None]:
    """Let one process at a time start or stop the server."""
    with _named_errors(layout), locks.exclusive(layout.change_lock, seconds=_CHANGE_SECONDS):
        yield


@contextmanager
def _named_errors(layout: Layout) -> Iterator[None]:
    try:
        yield
    except TimeoutError as error:
        raise EmbeddedPostgresError(
            f"Another process has been starting or stopping the database in {layout.root} for three minutes. "
            "Look what it waits for, or end it, and try again."
        ) from error
    except PermissionError as error:
        raise EmbeddedPostgresError(
            f"The database in {layout.root} belongs to another account. Start as that account or as root, "
            "or set AFTERWORD_STATE_DIR to a directory of your own."
        ) from error


def _start(layout: Layout, settings: Mapping[str, str]) -> Cluster:
    postmaster = _ready_postmaster(layout, settings)
    cluster = cluster_at(layout, postmaster.pid)
    try:
        provision(cluster)
    except EmbeddedPostgresError:
        # It may have been killed so lately that it still looked alive.
        if not _within(_DYING_SECONDS, lambda: postmaster_of(layout) != postmaster):
            raise
        return _start(layout, settings)
    return cluster


def _ready_postmaster(layout: Layout, settings: Mapping[str, str]) -> Postmaster:
    deadline = time.monotonic() + START_SECONDS
    while (postmaster := postmaster_of(layout)) is None or postmaster.status != "ready":
        if postmaster is None:
            _revive(layout, settings)
        elif time.monotonic() > deadline:
            raise EmbeddedPostgresError(
                f"The database in {layout.root} (process {postmaster.pid}) has been {postmaster.status} for "
                f"{START_SECONDS:.0f} seconds. Try again later; its log is in {layout.log}."
            )
        else:
            time.sleep(_PAUSE)
    return postmaster


def _revive(layout: Layout, settings: Mapping[str, str]) -> None:
    """Start the server if nothing of an earlier one lives, else wait for that to end or to come up."""
    lock = locks.try_exclusive(layout.server_lock)
    if lock is None:
        _outlive_orphans(layout)
        return
    try:
        launch(layout, settings, server_lock=lock)
    finally:
        os.close(lock)


def _outlive_orphans(layout: Layout) -> None:
    """Wait for what a killed server or a killed starter left behind, and end its backends if they linger."""

    def settled() -> bool:
        return postmaster_of(layout) is not None or locks.is_free(layout.server_lock)

    if _within(_ORPHAN_GRACE_SECONDS, settled):
        return
    for orphan in orphans_of(layout):
        with suppress(ProcessLookupError):
            os.kill(orphan.pid, signal.SIGKILL)
    if not _within(_ORPHAN_SECONDS, settled):
        raise EmbeddedPostgresError(
            f"The database in {layout.root} is in use by processes that cannot be seen from here: another "
            "container or machine shares the directory. Stop them, or set AFTERWORD_STATE_DIR elsewhere."
        )


def _stop(layout: Layout) -> None:
    def gone() -> bool:
        return postmaster_of(layout) is None and locks.is_free(layout.server_lock)

    for order, seconds in ((signal.SIGINT, _FAST_STOP_SECONDS), (signal.SIGQUIT, _HARD_STOP_SECONDS)):
        if postmaster := postmaster_of(layout):
            with suppress(ProcessLookupError):
                os.kill(postmaster.pid, order)
        else:
            _outlive_orphans(layout)
        if _within(seconds, gone):
            return
    raise EmbeddedPostgresError(f"The database in {layout.root} does not stop; its log is in {layout.log}.")


def _within(seconds: float, condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(_PAUSE)
    return True
