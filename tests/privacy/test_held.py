"""Every table stands in one of three lists, and about every column of words something was decided (ADR 0020)."""

import pytest
from sqlalchemy import ARRAY, LargeBinary, Table, Text
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR

import app.main
import app.worker  # noqa: F401
from app.core.db import Audited, Base
from app.privacy.actions.content import ENTRIES
from app.privacy.rules.held import HELD, content_tables
from app.privacy.rules.holding import Held
from app.privacy.rules.not_held import BY_NAME, NOT_OF_CANDIDATES

TABLES = Base.metadata.tables
OF_AGENCIES = {name for name, table in TABLES.items() if "agency_id" in table.c}
AUDITED = {str(one.local_table) for one in Base.registry.mappers if issubclass(one.class_, Audited)}
OF_THE_CHAIN = {"audit_hash"}


def holds_words(table: Table) -> set[str]:
    """The columns in which something a person wrote may stand."""
    kinds = (Text, JSONB, LargeBinary, TSVECTOR)
    return {
        column.name
        for column in table.c
        if isinstance(column.type, kinds)
        or (isinstance(column.type, ARRAY) and isinstance(column.type.item_type, Text))
    } - OF_THE_CHAIN


def test_every_table_of_an_agency_is_told_what_becomes_of_it() -> None:
    lists = [[held.table for held in HELD], list(BY_NAME), list(NOT_OF_CANDIDATES)]
    named = [table for one in lists for table in one]
    assert len(named) == len(set(named))
    assert OF_AGENCIES - set(named) == set(), "decide in app/privacy/rules/held.py what becomes of these"
    assert set(named) - OF_AGENCIES == set()


def test_what_hangs_on_a_candidates_row_is_not_taken_for_something_else() -> None:
    held = {one.table for one in HELD}
    hanging = {
        name
        for name, table in TABLES.items()
        if {key.column.table.name for key in table.foreign_keys} & held and name not in held
    }
    assert hanging == set()


@pytest.mark.parametrize("held", HELD, ids=lambda held: held.table)
def test_about_every_column_of_words_something_was_decided(held: Held) -> None:
    table = TABLES[held.table]
    assert {held.via, *held.erased, *held.stays, *held.hidden} - set(table.c.keys()) == set()
    assert set(held.parents) <= {one.table for one in HELD[: HELD.index(held)]}
    assert held.stays.isdisjoint(held.erased)
    if held.fate in {"stays", "changed"}:
        assert holds_words(table) == set(held.erased) | (held.stays & holds_words(table))
    if held.fate == "changed" and held.table in content_tables() and held.table in AUDITED:
        assert held.table in ENTRIES or held.table == "interview"
    assert (held.fate == "deleted") <= (held.table not in AUDITED)
