"""Read an uploaded Word file in a process of its own, with limits, and believe nothing that it says unchecked.

ADR 0013. Where the system cannot limit a process's memory (macOS), its time and what it may say still are limited.
"""

import os
import selectors
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

import structlog
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from app.adapters.word_upload.answers import MOST_PARAGRAPHS, Reason, What

SEATS: Final = 2
"""Files that one worker process reads at a time: each may take a gigabyte and a processor."""
MOST_SECONDS: Final = 11.0
_PATIENCE: Final = 1.0
_MOST_OUTPUT: Final = 512 * 1024
_LAST_SECONDS: Final = 0.5
_ROOT: Final = Path(__file__).resolve().parents[3]
READER: Final = (sys.executable, "-P", "-s", "-m", "app.adapters.word_upload.child")
ENVIRONMENT: Final = {"PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1"}
"""All that the process knows: no address, no password, no setting of ours."""
_KILLED_BY_LIMITS: Final = frozenset({-signal.SIGXCPU, -signal.SIGKILL})

_seats = threading.BoundedSemaphore(SEATS)
log = structlog.get_logger(__name__)


class ReadersBusy(Exception):
    """As many files as this process reads at a time are being read: come again."""


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class WordText(_Answer):
    """The paragraphs of a letter, and how much of what kind the file held beside them."""

    paragraphs: Annotated[list[str], Field(min_length=1, max_length=MOST_PARAGRAPHS)]
    found: dict[What, Annotated[int, Field(ge=0, le=1_000_000)]]


class WordRefused(_Answer):
    """Why a file is not read; ``count`` of what is too much, ``error`` the type of what a library raised."""

    refused: Reason
    count: Annotated[int | None, Field(ge=0, le=1_000_000_000)] = None
    error: Annotated[str | None, Field(pattern=r"^\w{1,80}$")] = None


_ANSWER: Final[TypeAdapter[WordText | WordRefused]] = TypeAdapter(WordText | WordRefused)


@dataclass(frozen=True)
class _Ended:
    """What a process printed, and whether its time was over before it had."""

    printed: bytes
    too_late: bool
    code: int


@contextmanager
def seat() -> Iterator[None]:
    """Take one of the seats while reading; raises ReadersBusy when none gets free within a second."""
    if not _seats.acquire(timeout=_PATIENCE):
        raise ReadersBusy
    try:
        yield
    finally:
        _seats.release()


def read_word(file: bytes, *, seconds: float = MOST_SECONDS, reader: Sequence[str] = READER) -> WordText | WordRefused:
    """Read a file, or say why not, within these seconds whatever the file is; the caller holds a seat.

    ``reader`` is the command line of the process that reads.
    """
    began = time.monotonic()
    answer = _believed(_run(reader, file, until=began + seconds))
    outcome = answer.refused if isinstance(answer, WordRefused) else "read"
    error = answer.error if isinstance(answer, WordRefused) else None
    log.info("word.read", outcome=outcome, error=error, seconds=round(time.monotonic() - began, 3), bytes=len(file))
    return answer


def _believed(ended: _Ended) -> WordText | WordRefused:
    if ended.too_late or (not ended.printed and ended.code in _KILLED_BY_LIMITS):
        return WordRefused(refused="too_slow")
    try:
        return _ANSWER.validate_json(ended.printed)
    except ValidationError:
        return WordRefused(refused="not_readable", error="NoAnswer")


def _run(reader: Sequence[str], file: bytes, *, until: float) -> _Ended:
    process = subprocess.Popen(  # noqa: S603 - our own module
        list(reader),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=ENVIRONMENT,
        cwd="/",
        start_new_session=True,
    )
    feeder = threading.Thread(target=_feed, args=(process, file), name="word-feeder", daemon=True)
    feeder.start()
    try:
        printed = _printed(process, until)
        too_late = time.monotonic() >= until
        with suppress(subprocess.TimeoutExpired):
            process.wait(_LAST_SECONDS)
    finally:
        _end(process)
        feeder.join()
    return _Ended(printed, too_late, process.returncode)


def _feed(process: subprocess.Popen[bytes], file: bytes) -> None:
    if process.stdin is not None:
        with suppress(OSError):  # it ended before it had read everything
            process.stdin.write(file)
        with suppress(OSError):
            process.stdin.close()


def _printed(process: subprocess.Popen[bytes], until: float) -> bytes:
    """Read until the process closes its output, says more than it may, or its time is over."""
    printed = bytearray()
    with selectors.DefaultSelector() as ready:
        if process.stdout is not None:
            ready.register(process.stdout, selectors.EVENT_READ)
        while len(printed) <= _MOST_OUTPUT and ready.select(max(0.0, until - time.monotonic())):
            chunk = os.read(next(iter(ready.get_map())), 65_536)
            if not chunk:
                break
            printed += chunk
    return bytes(printed)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill the process and whatever it may have started, and take it off the list of processes."""
    with suppress(ProcessLookupError, PermissionError):  # macOS refuses where only the ended process is left
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if process.stdout is not None:
        process.stdout.close()
