"""Rows by the thousand: copies of an agency's first ones, made in the database without triggers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

import psycopg

Columns = Mapping[str, str]
CHUNK = 5_000
_FIRST = 1_700_000_000_000


@dataclass(frozen=True)
class Template:
    """One row that is copied: of which table, which one, and what differs, as SQL over ``n``."""

    table: str
    key: str
    value: UUID
    changes: Columns


def nth(kind: str, number: int) -> UUID:
    """The identifier of the n-th copy of a kind (two hexadecimal digits); a UUIDv7, later ones sort later."""
    return UUID(hex=f"{_FIRST + number:012x}700080{kind}000000000000")


def as_sql(kind: str) -> str:
    """The same in SQL, over ``n``."""
    return f"(lpad(to_hex({_FIRST} + n), 12, '0') || '700080{kind}000000000000')::uuid"


def copied(url: str, templates: list[Template], *, first: int, last: int) -> Iterator[int]:
    """Copy each row as numbers ``first`` to ``last``, a chunk at a time; yield how many numbers are done."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        for begin in range(first, last + 1, CHUNK):
            end = min(begin + CHUNK - 1, last)
            for template in templates:
                connection.execute(_statement(template), [begin, end, template.value])
            yield end - begin + 1


def settled(url: str) -> None:
    """Let the planner know what there is, and leave nothing for the autovacuum to do meanwhile."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")


def _statement(template: Template) -> bytes:
    changed = ", ".join(f"'{column}', {value}" for column, value in template.changes.items())
    made = f"jsonb_populate_record(one, jsonb_build_object({changed}))"
    source = f"{template.table} one, generate_series(%s::int, %s::int) n, LATERAL {made} made"
    return f"INSERT INTO {template.table} SELECT made.* FROM {source} WHERE one.{template.key} = %s".encode()
