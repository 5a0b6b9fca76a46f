"""How statements reach PostgreSQL (ADR 0025), and that those made once say what each would say by itself (ADR 0027)."""

import inspect
import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final, get_type_hints
from uuid import UUID

import pytest
from sqlalchemy import Select, event, select, text
from sqlalchemy.dialects import postgresql

from app.core.actor import CandidateActor, ConsultantActor, IntegrationActor, SystemActor
from app.core.clock import utc_now
from app.core.db import Database
from app.core.ids import new_id
from app.core.statements import MadeOnce, NeitherValueNorForm
from app.main import create_app as create_app
from app.reviews.models import ReviewItem
from tests.office import Office

DIALECT: Final[Any] = postgresql.dialect()  # type: ignore[no-untyped-call]
CONSULTANT: Final = ConsultantActor(new_id(), new_id(), "consultant", new_id(), covers=frozenset({new_id()}))
ACTORS: Final = (
    CONSULTANT,
    replace(CONSULTANT, sees="team", entrusted=frozenset({new_id(), new_id()})),
    *(replace(CONSULTANT, role=role) for role in ("manager", "compliance", "admin")),
    CandidateActor(new_id(), new_id(), new_id(), new_id(), "sent"),
    IntegrationActor(new_id(), new_id(), frozenset({"debriefs:read"})),
    SystemActor(new_id()),
)


def test_a_limit_is_a_number_so_that_a_plan_for_any_values_is_a_good_one(office: Office) -> None:
    db, seen = office.premises.db, list[str]()

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(" ".join(statement.split()))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        with office.rows() as session:
            for limit in (26, 51):
                session.scalars(select(ReviewItem).order_by(ReviewItem.id).limit(limit)).all()
            session.scalars(select(ReviewItem.id).order_by(ReviewItem.id).limit(2).offset(1)).all()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert [statement.partition("ORDER BY review_item.id ")[2] for statement in seen] == [
        "LIMIT 26",
        "LIMIT 51",
        "LIMIT 2 OFFSET 1",
    ]


def test_a_statement_is_prepared_when_it_is_executed_again(database: Database) -> None:
    query, prepared = (
        text("SELECT :much + 1"),
        text("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE :s"),
    )
    counts = []
    with database.transaction() as session:
        for much in range(3):
            session.execute(query, {"much": much})
            counts.append(session.scalar(prepared, {"s": "SELECT $1 + 1%"}))
    assert counts == [0, 1, 1]


@pytest.mark.parametrize("one", MadeOnce.every, ids=lambda one: f"{one.__module__}.{one.__qualname__}")
def test_a_statement_that_is_made_once_says_what_one_made_for_these_values_says(one: MadeOnce[..., Any]) -> None:
    for given in _examples(one):
        by_itself = one.make(**given)
        for again in (given, {name: _another(value) for name, value in given.items()}):
            made, values = one(**again)
            assert _words(made) == _words(by_itself)
            compiled = made.params(values).compile(dialect=DIALECT)
            for name in set(values) & set(compiled.params):
                assert compiled.params[name] == values[name]
            assert None not in [compiled.params[name] for name in compiled.params if name.startswith("actor_")]


def test_a_word_is_no_value_of_a_statement_that_is_made_once() -> None:
    with pytest.raises(NeitherValueNorForm):
        MadeOnce(lambda word: select(ReviewItem).where(ReviewItem.kind == word))("letter")


def _examples(one: MadeOnce[..., Any]) -> Iterator[dict[str, Any]]:
    """Arguments of every form that the function may be given."""
    hints = get_type_hints(one.make)
    forms = [_forms(hints[name]) for name in inspect.signature(one.make).parameters]
    for values in itertools.product(*forms):
        yield dict(zip(inspect.signature(one.make).parameters, values, strict=True))


def _forms(hint: Any) -> tuple[Any, ...]:
    if hint is bool:
        return True, False
    if hint is UUID:
        return (new_id(),)
    if "Actor" in str(hint):
        return tuple(actor for actor in ACTORS if hint is not ConsultantActor or isinstance(actor, ConsultantActor))
    return ([new_id(), new_id()],) if "UUID" in str(hint) else (utc_now(),)


def _another(value: Any) -> Any:
    """A value of the same form."""
    if isinstance(value, UUID):
        return new_id()
    if isinstance(value, ConsultantActor):
        return replace(value, agency_id=new_id(), consultant_id=new_id(), team_id=new_id(), covers=frozenset())
    return replace(value, agency_id=new_id()) if hasattr(value, "agency_id") else value


def _words(statement: Select[*tuple[Any, ...]]) -> str:
    """The statement without the names of its parameters."""
    return re.sub(r"%\(\w+\)s|__\[POSTCOMPILE_\w+\]", "?", str(statement.compile(dialect=DIALECT)))
