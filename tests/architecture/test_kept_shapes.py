"""How rows keep what they keep: keys within one agency (rule 7), instants, dates and zones as such (rule 10)."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Annotated, Any, get_args

import pytest
from pydantic import AwareDatetime, BaseModel, ValidationError, create_model
from pydantic.fields import FieldInfo
from sqlalchemy import Column, Date, DateTime, Table, Text, Time, UniqueConstraint, literal, select, text

from app.core.db import Base, Database, NaiveInstant
from tests.architecture.routes import all_routes

TABLES = Base.metadata.sorted_tables
ALSO_AN_INSTANT = ("_since", "_until", "_by", "_for")
"""Endings of an instant that is a span's end; "at" and "since" alone are instants of the whole row."""
CALENDAR = {"calendar_day.day", "calendar_day.last_day"}
"""Days of a calendar, which are nothing else."""
PASSED_ON = {"client_call.passed_on"}
"""What was passed on, no day."""
BY_CLOCKS = {"client_contact.work_starts", "client_contact.work_ends"}
"""Hours by the clocks of a place, of every day: the zone stands beside them."""
OFFSETS = ("+02:00", "UTC+2", "Etc/GMT-2", "CEST", "2")
INSTANTS = {datetime, AwareDatetime}
SIGN_IN = ["sign_in_name: name"]
"""Read before the agency is known: a name belongs to one agency of all."""


def columns() -> Iterator[tuple[str, Column[Any]]]:
    return ((f"{table.name}.{column.name}", column) for table in TABLES for column in table.columns)


def names_of(kind: type) -> set[str]:
    return {name for name, column in columns() if isinstance(column.type, kind)}


def test_instants_are_kept_with_their_zone_and_dates_as_dates_under_names_that_say_so() -> None:
    instants, dates = names_of(DateTime), names_of(Date)
    assert {name for name, one in columns() if isinstance(one.type, DateTime) and not one.type.timezone} == set()
    assert {name for name, _ in columns() if name.endswith("_at")} <= instants
    named = {name for name in instants if name.endswith(("_at", ".at", ".since", *ALSO_AN_INSTANT))}
    assert instants == named
    assert {name for name, _ in columns() if name.endswith("_on")} - PASSED_ON <= dates
    assert {name for name in dates if not name.endswith("_on")} == CALENDAR
    assert names_of(Time) == BY_CLOCKS
    zones = {name: column.type for name, column in columns() if "zone" in name or "offset" in name}
    assert {name for name, kind in zones.items() if not (name.endswith("_zone") and isinstance(kind, Text))} == set()


def test_whatever_comes_in_has_an_instant_with_its_zone_and_a_zone_by_its_name() -> None:
    instants, zones = set(), set()
    for name, field in sorted(fields_that_come_in().items(), key=lambda one: one[0]):
        if not name.endswith("zone"):
            instants.add(name)
            assert taken(field, "2026-11-25T10:00:00Z") is not None, name
            assert taken(field, "2026-11-25T10:00:00") is None, name
        else:
            zones.add(name)
            assert taken(field, "Europe/Berlin") == "Europe/Berlin", name
            assert [one for one in OFFSETS if taken(field, one) is not None] == [], name
    assert {"InterviewIn.starts_at", "ClientCallIn.planned_for", "InterviewMove.ends_at"} <= instants
    assert {"InterviewIn.time_zone", "InterviewMove.time_zone"} <= zones


def fields_that_come_in() -> dict[str, type[BaseModel]]:
    """Every field of a body and every parameter that is an instant or a zone, of all that routes take."""
    fields: dict[str, FieldInfo] = {}
    for route in all_routes():
        for dependant in (route.api.dependant, *route.dependencies):
            for param in (*dependant.body_params, *dependant.query_params, *dependant.header_params):
                fields[f"{route.name}.{param.name}"] = param.field_info
                for model in models_in(param.field_info.annotation):
                    fields |= {f"{model.__name__}.{name}": field for name, field in model.model_fields.items()}
    of_interest = {name: one for name, one in fields.items() if name.endswith("zone") or leaves(one) & INSTANTS}
    return {name: alone(one) for name, one in of_interest.items()}


def alone(field: FieldInfo) -> type[BaseModel]:
    """A model of this field only, so that what its neighbours say of it does not matter."""
    kind: Any = Annotated[(field.annotation, *field.metadata, "a field")]
    return create_model("Alone", said=(kind, ...))


def leaves(field: FieldInfo) -> set[Any]:
    """The types that a field's type is made of."""
    found, left = set(), [field.annotation]
    while left:
        kind = left.pop()
        found.add(kind)
        left += get_args(kind)
    return found


def models_in(kind: Any, seen: frozenset[Any] = frozenset()) -> set[type[BaseModel]]:
    """The models that a type is made of, with those of their fields."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        below = {one for field in kind.model_fields.values() if kind not in seen
                 for one in models_in(field.annotation, seen | {kind})}  # fmt: skip
        return {kind} | below
    return {one for part in get_args(kind) for one in models_in(part, seen)}


def taken(alone: type[BaseModel], said: str) -> Any:
    """What is made of a word; None where it is refused."""
    try:
        return getattr(alone.model_validate_strings({"said": said}), "said", None)
    except ValidationError:
        return None


def test_an_instant_without_a_zone_is_refused_before_it_is_kept(database: Database) -> None:
    at = datetime(2026, 11, 25, 10, 0, tzinfo=timezone(timedelta(hours=5)))
    with database.transaction() as session:
        assert session.scalar(select(literal(at, DateTime(timezone=True)))) == at
        assert session.scalar(text("SELECT CAST(:at AS timestamptz)"), {"at": at}) == at
        with pytest.raises(NaiveInstant):
            session.scalar(text("SELECT CAST(:at AS timestamptz)"), {"at": at.replace(tzinfo=None)})


def test_every_key_of_an_agencys_table_begins_with_the_agency() -> None:
    of_agencies = [table for table in TABLES if "agency_id" in table.columns]
    assert len(of_agencies) > len(TABLES) - 8
    keys = [key for table in of_agencies for key in keys_of(table)]
    assert [key for key in keys if not key.partition(": ")[2].startswith("agency_id")] == SIGN_IN
    for table in of_agencies:
        for one in table.foreign_key_constraints:
            kept = dict(zip(one.column_keys, (element.target_fullname for element in one.elements), strict=True))
            assert kept["agency_id"].endswith(".agency_id"), one.name


def keys_of(table: Table) -> Iterator[str]:
    """Each primary, unique and foreign key of a table as its columns."""
    unique = [one for one in table.constraints if isinstance(one, UniqueConstraint)]
    for constraint in (table.primary_key, *unique, *table.foreign_key_constraints):
        yield f"{table.name}: {', '.join(column.name for column in constraint.columns)}"
    for index in table.indexes:
        if index.unique:
            yield f"{table.name}: {', '.join(str(getattr(one, 'name', one)) for one in index.expressions)}"
