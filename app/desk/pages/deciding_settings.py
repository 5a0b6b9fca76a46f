"""How a page keeps some of the agency's settings: read by the API's own schema, refused where they stand otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from annotated_types import Ge, Le

from app.accounts.access import Access
from app.accounts.actions.agencies import change_settings
from app.accounts.models import Agency
from app.accounts.queries.rows import agency, name_of_actor, settings_of
from app.accounts.schemas.accounts import AgencySettings
from app.audit.queries import entries
from app.core.actor import ConsultantActor
from app.core.errors import Invalid, PreconditionFailed
from app.core.local_time import date_time, place_of
from app.desk.rendering.settings_said import in_words
from app.desk.rendering.settings_words import Asked
from app.web.fields import Form, Posted, named_errors, number_in, validated

KEEP: Final = "keep"
"""The name under which a form is told what is wrong with none of its fields."""
_OF_PYDANTIC: Final = ("Input should", "String should", "Choose one", "Is needed")
_ASKED_FOR: Final = {
    "time": "Write a time, for example 09:00",
    "choice": "Choose one of the answers",
    "yes_no": "Choose one of the answers",
    "many": "Choose from the roles that are offered",
}
_LINES: Final = {
    "accent_colour": "Write # and six digits or letters from a to f, for example #0b5a5e",
    "privacy_notice_url": "Write the whole address, beginning with https://",
}


@dataclass(frozen=True)
class NotKept:
    """What was typed with what is wrong with it, and the status of the answer."""

    form: Form
    status: int


def keep(access: Access[ConsultantActor], posted: Posted, asks: Sequence[Asked], *, now: datetime) -> NotKept | None:
    """Keep what a form decides; None when it is done, also where just that stood already."""
    typed = {asked.name: _typed(asked, posted) for asked in asks}
    whose = agency(access.session, access.actor.agency_id)
    read, wrong = validated(AgencySettings, {**whose.settings, **typed})
    if read is None:
        errors = {asked.name: _words(asked, wrong) for asked in asks if _wrong(asked, wrong)}
        return NotKept(Form(posted.fields, errors), 422)
    seen = number_in(posted.value("seen"))
    try:
        with access.session.begin_nested():
            change_settings(access.session, changes=typed, seen=seen, actor=access.actor, now=now)
    except Invalid as refused:
        named = {
            name.removeprefix("settings."): _sentence(words) for name, words in named_errors(refused.errors).items()
        }
        return NotKept(Form(posted.fields, named), 422)
    except PreconditionFailed:
        return _changed_meanwhile(access, posted, asks, read)
    return None


def _changed_meanwhile(
    access: Access[ConsultantActor], posted: Posted, asks: Sequence[Asked], read: AgencySettings
) -> NotKept | None:
    """Say who did what, and beside each field that would change what stands there now."""
    whose, now_so = agency(access.session, access.actor.agency_id), settings_of(access.session, access.actor.agency_id)
    differ = [asked for asked in asks if getattr(now_so, asked.name) != getattr(read, asked.name)]
    if not differ:
        return None
    stands = {one.name: f"{one.label}: now {in_words(one, now_so, country=whose.country)}" for one in differ}
    return NotKept(Form(posted.fields, {KEEP: _who_changed_it(access, whose), **stands}), 412)


def _who_changed_it(access: Access[ConsultantActor], whose: Agency) -> str:
    event = entries(access.session, agency_id=whose.agency_id, subject_id=whose.id, limit=1)[0].event
    who = name_of_actor(access.session, agency_id=whose.agency_id, kind=event.actor_kind, actor_id=event.actor_id)
    at = f"{date_time(event.at, whose.time_zone)} in {place_of(whose.time_zone)}"
    return f"{who} changed settings after you opened this page: {at}"


def _typed(asked: Asked, posted: Posted) -> Any:
    if asked.kind == "many":
        return [value for value in posted.values(asked.name) if value]
    return posted.value(asked.name) or None


def _wrong(asked: Asked, wrong: dict[str, str]) -> str | None:
    found = (words for name, words in wrong.items() if name.partition(".")[0] == asked.name)
    return next(found, None)


def _words(asked: Asked, wrong: dict[str, str]) -> str:
    if asked.kind == "number":
        low, high = _bounds(asked.name)
        return f"{asked.label}: write a whole number from {low} to {high}"
    words = _wrong(asked, wrong) or ""
    plain = words.startswith(_OF_PYDANTIC)
    return (_LINES.get(asked.name) or _ASKED_FOR.get(asked.kind) or words) if plain else _sentence(words)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _bounds(name: str) -> tuple[Any, Any]:
    limits = AgencySettings.model_fields[name].metadata
    low = next(one.ge for one in limits if isinstance(one, Ge))
    return low, next(one.le for one in limits if isinstance(one, Le))
