"""Logs: JSON lines with ids and places; no words of people, whoever writes the line."""

import asyncio
import io
import json
import logging
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import psycopg
import pytest
import structlog
from sqlalchemy.exc import IntegrityError

from app.core.errors import Conflict
from app.core.logging import configure, describe
from app.core.queue import enqueue
from tests.faults.queue_case import AGENCY, QueueCase

CANARY = "Dana Example <dana@candidate.example>"


class Log:
    """What was logged since the test began."""

    def __init__(self) -> None:
        self.stream = io.StringIO()

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.stream.getvalue().splitlines()]

    @property
    def line(self) -> dict[str, Any]:
        (line,) = self.lines
        return line


@pytest.fixture
def log() -> Iterator[Log]:
    """Configured logging, and everything as it was afterwards."""
    before = logging.root.handlers[:], logging.root.level, sys.excepthook, threading.excepthook
    made = Log()
    configure("info", made.stream)
    yield made
    logging.root.handlers[:], level, sys.excepthook, threading.excepthook = before
    logging.root.setLevel(level)
    logging.getLogger("procrastinate").setLevel(logging.NOTSET)
    logging.getLogger("uvicorn.access").disabled = False
    structlog.reset_defaults()


def caught(kind: type[Exception], fail: Callable[[], object]) -> Exception:
    with pytest.raises(kind) as info:
        fail()
    return info.value


def refuse() -> None:
    raise ValueError(CANARY)


def test_a_line_has_its_event_level_utc_time_and_known_keys(log: Log) -> None:
    structlog.get_logger().info("task.done", subject_id=AGENCY, attempt=2, seconds=0.5)
    assert log.line.pop("timestamp").endswith("Z")
    assert {key: log.line[key] for key in ("event", "level", "subject_id", "attempt", "seconds")} == {
        "event": "task.done",
        "level": "info",
        "subject_id": str(AGENCY),
        "attempt": 2,
        "seconds": 0.5,
    }


def test_a_key_that_is_not_on_the_list_is_left_out_and_named(log: Log) -> None:
    structlog.get_logger().info("letter.sent", to=CANARY, letter={"body": CANARY}, count=1)
    assert log.line["dropped"] == ["letter", "to"]
    assert log.line["count"] == 1
    assert "Dana" not in log.stream.getvalue()


def test_a_known_key_takes_plain_values_only(log: Log) -> None:
    structlog.get_logger().info("letter.sent", count={"name": CANARY}, task="x" * 1000)
    assert log.line["count"] == "dict"
    assert len(log.line["task"]) == 300


@pytest.mark.parametrize("event", [f"sent to {CANARY}", "Dana", "", "letter.sent to Dana"])
def test_an_event_that_is_a_sentence_is_not_written(log: Log, event: str) -> None:
    structlog.get_logger().info(event)
    assert log.line["event"] == "log.unnamed"


def test_bound_ids_are_on_every_line_within(log: Log) -> None:
    with structlog.contextvars.bound_contextvars(request_id="r1"):
        structlog.get_logger().info("request.done")
    structlog.get_logger().info("request.done")
    assert [line.get("request_id") for line in log.lines] == ["r1", None]


def test_lines_below_the_level_are_not_written(log: Log) -> None:
    structlog.get_logger().debug("task.done")
    logging.getLogger("sqlalchemy").debug("hidden")
    assert log.lines == []


def test_an_exception_is_told_by_type_and_place_never_by_its_words(log: Log) -> None:
    structlog.get_logger().error("task.failed", exc_info=caught(ValueError, refuse))
    assert log.line["error"] == "ValueError"
    assert log.line["frames"][-1] == f"test_logging.py:{refuse.__code__.co_firstlineno + 1} refuse"
    assert CANARY not in log.stream.getvalue()


def test_a_problem_of_ours_keeps_its_code_and_detail() -> None:
    told = describe(Conflict("The letter is withdrawn."))
    assert (told["code"], told["detail"]) == ("conflict", "The letter is withdrawn.")


def test_causes_are_told_by_type_and_words_of_neither_remain() -> None:
    def fail() -> None:
        try:
            refuse()
        except ValueError as error:
            raise KeyError(CANARY) from error

    told = describe(caught(KeyError, fail))
    assert told["error"] == "KeyError < ValueError"
    assert "Dana" not in str(told)


def test_a_database_error_keeps_code_and_constraint_and_loses_the_values(queue: QueueCase) -> None:
    def fail() -> None:
        with queue.db.transaction() as session:
            enqueue(session, "probe.note", agency_id=AGENCY, subject_id=UUID(int=1))
            session.connection().exec_driver_sql(
                "INSERT INTO procrastinate_jobs (id, queue_name, task_name) SELECT id, %s, %s FROM procrastinate_jobs",
                (CANARY, CANARY),
            )

    told = describe(caught(IntegrityError, fail))
    assert (told["sqlstate"], told["constraint"]) == ("23505", "procrastinate_jobs_pkey")
    assert "Dana" not in str(told)


def test_other_libraries_lines_keep_their_constant_text_and_place_only(log: Log) -> None:
    logging.getLogger("psycopg.pool").warning("error connecting in %r: %s", "pool-1", CANARY)
    assert log.line["event"] == "library.message"
    assert log.line["logger"] == "psycopg.pool"
    assert log.line["message"] == "error connecting in %r: %s"
    assert log.line["place"].startswith("test_logging:")


def test_a_text_that_may_hold_anything_is_left_out(log: Log) -> None:
    logging.getLogger("procrastinate.worker").error(f"Error: {CANARY}", extra={"action": "job_error"})  # noqa: G004
    logging.getLogger("elsewhere").error(CANARY, exc_info=caught(ValueError, refuse))
    assert [line.get("message") for line in log.lines] == ["job_error", None]
    assert log.lines[1]["error"] == "ValueError"
    assert "Dana" not in log.stream.getvalue()


def test_paths_of_requests_are_not_logged_for_links_hold_secrets(log: Log) -> None:
    logging.getLogger("uvicorn.access").info('%s - "%s"', "192.0.2.1", "/c/secret")
    assert log.lines == []


def test_uncaught_exceptions_lose_their_words_too(log: Log) -> None:
    error = caught(ValueError, refuse)
    sys.excepthook(type(error), error, error.__traceback__)
    thread = threading.Thread(target=refuse)
    thread.start()
    thread.join()
    assert [line["event"] for line in log.lines] == ["process.crashed", "process.thread_crashed"]
    assert "Dana" not in log.stream.getvalue()


def test_an_exception_that_asyncio_never_retrieved_loses_its_words(log: Log) -> None:
    async def leave_behind() -> None:
        asyncio.get_running_loop().call_exception_handler({"message": CANARY, "exception": caught(ValueError, refuse)})

    asyncio.run(leave_behind())
    assert (log.line["logger"], log.line["error"]) == ("asyncio", "ValueError")
    assert "Dana" not in log.stream.getvalue()


def test_a_refused_connection_tells_no_address() -> None:
    told = describe(caught(psycopg.OperationalError, lambda: psycopg.connect("postgresql://dana@/x?host=/nonexistent")))
    assert told["error"] == "psycopg.OperationalError"
    assert "dana" not in str(told)
