"""Logs: JSON lines on standard error that hold ids and states, and nothing that a person wrote.

A line is an event, named in small letters, and keys of the closed list ``KEYS``; what is not on it is left out, and its
name told under ``dropped``. An exception is told by its type, its codes and its place in the code; its message only
if it is a `Problem`, whose messages hold ids and states only. Of other libraries' lines the place is told, and the
text where it is a constant of theirs, never what they put into it.
"""

import logging
import re
import sys
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TextIO
from uuid import UUID

import psycopg
import structlog
from structlog.typing import EventDict, WrappedLogger

from app.core.errors import Problem

_KEYS = """
    event level timestamp dropped logger message place error detail code sqlstate constraint frames
    request_id method route status seconds milliseconds bytes count pid port version state
    agency_id subject_id actor_id actor_kind task job_id attempt worker_id delivery_id kind
"""
KEYS = frozenset(_KEYS.split())

_EVENT = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)*")
_CONSTANT_TEXTS = ("alembic", "psycopg", "sqlalchemy", "uvicorn")
_LEVELS = (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR, logging.CRITICAL)
_LONGEST = 300
_MOST_FRAMES = 6
_APP = Path(__file__).resolve().parents[1]

log: structlog.typing.FilteringBoundLogger = structlog.get_logger()


def configure(level: str, stream: TextIO | None = None) -> None:
    """Send this process's logs, also other libraries' and uncaught exceptions, to the stream (standard error)."""
    number = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _tell_exception,
            _keep_known,
            structlog.processors.JSONRenderer(default=str),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.WriteLoggerFactory(stream or sys.stderr),
    )
    logging.root.handlers[:] = [_Bridge()]
    logging.root.setLevel(number)
    logging.getLogger("procrastinate").setLevel(max(number, logging.WARNING))  # we tell of each task ourselves
    logging.getLogger("uvicorn.access").disabled = True  # it writes paths, and those of links hold secrets
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread


def describe(error: BaseException) -> dict[str, object]:
    """Tell of an exception and its causes what holds no personal data."""
    chain = list(_causes(error))
    told: dict[str, object] = {"error": " < ".join(_name(type(each)) for each in chain)}
    for each in chain:
        if isinstance(each, Problem):
            told |= {"code": each.code, "detail": each.detail}
        if isinstance(each, psycopg.Error):
            told |= {"sqlstate": each.sqlstate, "constraint": each.diag.constraint_name}
    if frames := _frames(error.__traceback__):
        told["frames"] = frames
    return told


class _Bridge(logging.Handler):
    """Takes the lines of other libraries."""

    def emit(self, record: logging.LogRecord) -> None:
        constant = record.name.split(".")[0] in _CONSTANT_TEXTS
        log.log(
            max(level for level in _LEVELS if level <= max(record.levelno, logging.DEBUG)),
            "library.message",
            logger=record.name,
            message=str(record.msg) if constant else getattr(record, "action", None),
            place=f"{record.module}:{record.lineno}",
            exc_info=record.exc_info,
        )


def _tell_exception(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    given = line.pop("exc_info", None)
    if given is True:
        given = sys.exc_info()
    error = given[1] if isinstance(given, tuple) else given
    return {**line, **describe(error)} if isinstance(error, BaseException) else line


def _keep_known(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    kept = {key: _plain(value) for key, value in line.items() if key in KEYS and value is not None}
    if not _EVENT.fullmatch(str(kept.get("event", ""))):
        kept["event"] = "log.unnamed"
    if dropped := sorted(line.keys() - KEYS):
        kept["dropped"] = dropped
    return kept


def _plain(value: object) -> object:
    """Keep identifiers, numbers and short texts; tell only the type of anything else."""
    match value:
        case bool() | int() | float() | UUID() | datetime():
            return value
        case str():
            return value[:_LONGEST]
        case list() | tuple():
            return [_plain(each) for each in value]
        case _:
            return _name(type(value))


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _name(kind: type) -> str:
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def _frames(trace: TracebackType | None) -> list[str]:
    """Name the innermost places in our code, or where none of them is ours, the innermost ones."""
    places: list[tuple[Path, str]] = []
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append((Path(code.co_filename), f"{trace.tb_lineno} {code.co_qualname}"))
        trace = trace.tb_next
    ours = [f"{file.relative_to(_APP.parent)}:{at}" for file, at in places if file.is_relative_to(_APP)]
    return (ours or [f"{file.name}:{at}" for file, at in places])[-_MOST_FRAMES:]


def _uncaught(kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    log.critical("process.crashed", exc_info=error)


def _uncaught_in_thread(arguments: threading.ExceptHookArgs) -> None:
    log.critical("process.thread_crashed", exc_info=arguments.exc_value)
