"""What the program asks the database for one request, and how the database goes about it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event, text

from tests.office import Office

Json = dict[str, Any]


@contextmanager
def statements() -> Iterator[list[tuple[str, Any]]]:
    """The SQL that the program runs meanwhile, with its values."""
    ran: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, sql: str, values: Any, _context: Any, _many: bool) -> None:
        ran.append((sql, values))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield ran
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def plans_of(office: Office, path: str, query: Json, *, table: str) -> str:
    """How the database goes about every statement of this request that reads the table."""
    with statements() as ran:
        answer = office.priya.get(path, params=query)
        assert answer.status_code == 200, answer.text
    with office.rows() as session:
        connection = session.connection()
        session.execute(text("SELECT 1"))
        found = [
            "\n".join(row[0] for row in connection.exec_driver_sql(f"EXPLAIN {sql}", values))
            for sql, values in ran
            if f" {table}" in sql
        ]
    assert found != []
    return "\n\n".join(found)
