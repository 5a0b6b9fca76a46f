"""Deliveries written by raw SQL as the app role, each with a valid audit entry, so that only one thing is wrong."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from app.audit.canonical import GENESIS, Entry
from app.core.clock import utc_now
from app.core.ids import Prefixed, new_id
from tests.make.loop import Loop
from tests.office import Office

Row = dict[str, Any]


@dataclass
class RawDeliveries:
    """A connection as the app role, in the name of one agency."""

    connection: psycopg.Connection[Row]
    agency_id: UUID

    def insert(self, row: Row, *, audited: bool = True) -> Row:
        """Insert a delivery and its entry, and commit."""
        whole = {**row, "id": new_id(), "message_id": f"<{new_id().hex}@afterword.example>"}
        entry = self._entry(whole["id"], 1, GENESIS)
        whole |= {"audit_seq": entry.seq, "audit_hash": entry.hash()}
        with self.connection.transaction():
            self._as_agency()
            self._insert("delivery", whole)
            if audited:
                self._keep(entry)
        return whole

    def update(self, row: Row, *, audited: bool = True, step: bool = True, **changes: Any) -> Row:
        """Change a delivery, add the entry of the change, and commit."""
        entry = self._entry(row["id"], row["audit_seq"] + 1, row["audit_hash"])
        whole = {**changes, **({"audit_seq": entry.seq, "audit_hash": entry.hash()} if step else {})}
        with self.connection.transaction():
            self._as_agency()
            settings = ", ".join(f"{name} = %({name})s" for name in whole)
            where = "WHERE agency_id = %(agency)s AND id = %(id)s"
            named = {**whole, "agency": row["agency_id"], "id": row["id"]}
            changed = self.connection.execute(f"UPDATE delivery SET {settings} {where}".encode(), named)
            assert changed.rowcount == 1, "no such row"
            if audited:
                self._keep(entry)
        return {**row, **whole}

    def cancel_all(self) -> None:
        """Let nothing be live any more."""
        for row in self.rows("SELECT * FROM delivery WHERE state NOT IN ('cancelled', 'failed')"):
            self.update(row, state="cancelled")

    def rows(self, query: str, **values: Any) -> list[Row]:
        with self.connection.transaction():
            self._as_agency()
            return self.connection.execute(query.encode(), values).fetchall()

    def _as_agency(self) -> None:
        self.connection.execute("SELECT set_config('app.agency_id', %s, true)", [str(self.agency_id)])

    def _entry(self, subject_id: UUID, seq: int, prev_hash: bytes) -> Entry:
        return Entry(
            id=new_id(),
            agency_id=self.agency_id,
            subject_kind="delivery",
            subject_id=subject_id,
            seq=seq,
            action="delivery.scheduled",
            at=utc_now(),
            actor_kind="system",
            actor_id=None,
            via_key_id=None,
            details={},
            commitments={},
            prev_hash=prev_hash,
        )

    def _keep(self, entry: Entry) -> None:
        columns: Row = {name: getattr(entry, name) for name in Entry.__dataclass_fields__}
        jsons = {"details": Jsonb({}), "commitments": Jsonb({})}
        self._insert("audit_event", {**columns, **jsons, "hash": entry.hash()})

    def _insert(self, table: str, row: Row) -> None:
        names, values = ", ".join(row), ", ".join(f"%({name})s" for name in row)
        self.connection.execute(f"INSERT INTO {table} ({names}) VALUES ({values})".encode(), row)


@contextmanager
def raw_deliveries(office: Office) -> Iterator[RawDeliveries]:
    """Connect as the web server does."""
    url = office.premises.cluster.url_for("afterword_app", "afterword_shared")
    with psycopg.connect(url, autocommit=True, row_factory=dict_row) as connection:
        yield RawDeliveries(connection, office.agency_id)


@contextmanager
def refused(constraint: str) -> Iterator[None]:
    """Expect that the database itself says no, for this reason."""
    with pytest.raises(psycopg.errors.IntegrityError) as caught:
        yield
    assert caught.value.diag.constraint_name == constraint


@contextmanager
def refused_in_words(words: str) -> Iterator[None]:
    """Expect that a trigger without a constraint's name, or a right that is missing, says no."""
    with pytest.raises(psycopg.Error, match=words):
        yield


def forward(office: Office, loop: Loop, name: str = "Dana", **changes: Any) -> Row:
    """The row of a delivery to this person as an approval would write it."""
    person = next(one for one in loop.interview["people"] if one["name"].startswith(name))
    row: Row = {
        "agency_id": office.agency_id,
        "interview_id": Prefixed("int").parse(loop.interview["id"]),
        "letter_id": Prefixed("ltr").parse(loop.letter["id"]),
        "document_id": Prefixed("doc").parse(loop.letter["document"]["id"]),
        "sha256": loop.letter["document"]["sha256"],
        "person_id": Prefixed("prs").parse(person["id"]),
        "contact_id": Prefixed("ctc").parse(person["contact_id"]),
        "address": office.address(name.lower(), "meridian"),
        "state": "scheduled",
        "scheduled_for": utc_now(),
        "approved_by": Prefixed("con").parse(office.consultant_ids["priya"]),
        "created_at": utc_now(),
        "attempts": 0,
    }
    return {**row, **changes}


def enclosing(document: dict[str, Any], letter_id: str) -> Row:
    """The columns that name a summary as what goes in the same message."""
    return {
        "enclosed_letter_id": Prefixed("ltr").parse(letter_id),
        "enclosed_document_id": Prefixed("doc").parse(document["id"]),
        "enclosed_sha256": document["sha256"],
    }
