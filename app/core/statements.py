"""Statements that are made once: to put one together takes longer than to ask it (ADR 0027).

A function that makes a SELECT from an actor and values is called once for each form that these have. It is given what
stands for them: a parameter for each value, and an actor whose identifiers are parameters. Such a function tells
actors apart by their kind, role and sight, never by who they are, and looks into no value.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property, update_wrapper
from typing import Any, ClassVar, Final, Generic, ParamSpec, TypeVar, cast
from uuid import UUID

from sqlalchemy import BindParameter, Select, bindparam

from app.core.actor import Actor, CandidateActor, ConsultantActor, IntegrationActor, SystemActor

P = ParamSpec("P")
Made = TypeVar("Made", bound=Select[*tuple[Any, ...]])
Values = Mapping[str, Any]

_ACTORS: Final = (CandidateActor, ConsultantActor, IntegrationActor, SystemActor)
_MANY: Final = (list, tuple, set, frozenset)


class NeitherValueNorForm(TypeError):
    """A statement that is made once was asked for with something that is no value and tells no form."""


class MadeOnce(Generic[P, Made]):
    """A statement for each form of its arguments. Identifiers, instants and collections of them are values; None,
    truth and an actor's kind, role and sight are form."""

    every: ClassVar[list["MadeOnce[..., Any]"]] = []
    """Those of the whole program, for a test that makes each in both ways."""

    def __init__(self, make: Callable[P, Made]) -> None:
        """Keep how it is made."""
        update_wrapper(self, make)
        self.make = make
        self._names = make.__code__.co_varnames[: make.__code__.co_argcount + make.__code__.co_kwonlyargcount]
        self._made: dict[tuple[object, ...], Made] = {}
        self.every.append(self)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> tuple[Made, Values]:
        """Give the statement and its values, as ``session.execute(*…)`` takes them."""
        values: dict[str, Any] = {}
        given = {**dict(zip(self._names, args, strict=False)), **kwargs}
        form = tuple(_form_of(name, value, values) for name, value in given.items())
        if form not in self._made:
            stand_ins = {name: _stand_in(name, value) for name, value in given.items()}
            self._made[form] = cast("Callable[..., Made]", self.make)(**stand_ins)
        return self._made[form], values


class _AnyConsultant(ConsultantActor):
    """Stands for every consultant of one role and sight."""

    @cached_property
    def acts_as(self) -> Any:
        """Themselves and whom they stand in for."""
        return bindparam("actor_acts_as", expanding=True)


def _form_of(name: str, value: object, values: dict[str, Any]) -> object:
    """What of an argument the statement depends on; whatever it only compares with is added to ``values``."""
    if isinstance(value, _ACTORS):
        return _form_of_actor(value, values)
    if isinstance(value, UUID | datetime | date):
        values[name] = value
        return name
    if isinstance(value, _MANY):
        values[name] = list(value)
        return (name,)
    if value is None or isinstance(value, bool):
        return name, value
    raise NeitherValueNorForm(f"{name}: {type(value).__name__}")


def _form_of_actor(actor: Actor, values: dict[str, Any]) -> object:
    values["actor_agency_id"] = actor.agency_id
    if isinstance(actor, CandidateActor):
        values.update(actor_candidate_id=actor.candidate_id, actor_interview_id=actor.interview_id)
        return actor.kind, actor.link
    if isinstance(actor, ConsultantActor):
        values.update(actor_consultant_id=actor.consultant_id, actor_team_id=actor.team_id)
        values.update(actor_acts_as=list(actor.acts_as), actor_entrusted=list(actor.entrusted))
        return actor.kind, actor.role, actor.sees
    return actor.kind


def _stand_in(name: str, value: object) -> Any:
    match value:
        case CandidateActor():
            return replace(value, **_parameters("agency_id", "candidate_id", "interview_id"))
        case ConsultantActor():
            entrusted: Any = bindparam("actor_entrusted", expanding=True)
            who = _parameters("agency_id", "consultant_id", "team_id")
            return _AnyConsultant(role=value.role, sees=value.sees, entrusted=entrusted, **who)
        case IntegrationActor():
            return replace(value, **_parameters("agency_id"))
        case SystemActor():
            return SystemActor(**_parameters("agency_id"))
        case None | bool():
            return value
        case _:
            return bindparam(name, expanding=isinstance(value, _MANY))


def _parameters(*fields: str) -> dict[str, Any]:
    named: dict[str, BindParameter[Any]] = {field: bindparam(f"actor_{field}") for field in fields}
    return named


def made_once(make: Callable[P, Made]) -> MadeOnce[P, Made]:
    """Declare that a function makes a statement from nothing but the form of its arguments."""
    return MadeOnce(make)
