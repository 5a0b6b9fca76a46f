"""What a page of the form sent, read by the API's own schema; and what is saved, put back into its fields."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from app.debriefs.pages.sheet import Values
from app.debriefs.pages.topics import Topic
from app.debriefs.rendering.answers import AGENCY_ONLY, QUESTIONS, values_of
from app.debriefs.schemas.content import NONE_NOTICED, NOT_DISCUSSED, AgencyOnlyAnswers, DebriefAnswers
from app.web.fields import Form, Posted, flattened, nested, taken, validated

GROUPS: Final[Mapping[str, str]] = {"people_met": "Person", "concerns": "Concern", "questions_asked": "Question"}
"""Answers of which there may be several, and what one of them is called."""
OTHER: Final = "_other"
"""Ends the name of a field for somebody who is not among the choices."""
Fields = dict[str, list[str]]


@dataclass(frozen=True)
class Typed:
    """One topic as it was sent: its fields tidied, what they say by name, and what is wrong with them."""

    fields: Fields
    values: dict[str, Any]
    errors: dict[str, str]

    @property
    def form(self) -> Form:
        """The form as it is shown again."""
        return Form(self.fields, self.errors)

    @property
    def says_something(self) -> bool:
        """Whether anything was typed at all."""
        return any(value is not None for value in self.values.values())


def read_topic(posted: Posted, topic: Topic, *, without: str = "") -> Typed:
    """Read the answers of one topic; ``without`` a row: ``concerns.1``."""
    fields: Fields = {}
    for name in topic.answers:
        sent = {key: list(held) for key, held in posted.under(name).items() if not _in_row(key, without)}
        fields |= _rows_closed(sent, name) if name in GROUPS else sent
    fields = _words_before_ticks(fields)
    tree = nested(_with_others(fields))
    confided = tree.pop("agency_only", {})
    answers, wrong = validated(DebriefAnswers, tree)
    agency_only, amiss = validated(AgencyOnlyAnswers, confided)
    errors = naming(wrong | {AGENCY_ONLY + name: words for name, words in amiss.items()})
    if answers is None or agency_only is None:
        return Typed(fields, {}, errors)
    values = values_of(answers, agency_only)
    return Typed(fields, {name: values[name] for name in topic.answers}, {})


def naming(errors: Mapping[str, str]) -> dict[str, str]:
    """Say before each error what was asked, or which of several it is: two dates may be wrong in the same way."""
    return {name: f"{_asked(name)} {words}" for name, words in errors.items()}


def put_back(kept: Form, topic: Topic) -> Form:
    """What was kept of a topic, tidied as what is sent to it: nobody looked at it when it was kept."""
    return Form(read_topic(Posted({name: list(held) for name, held in kept.fields.items()}), topic).fields)


def fields_for(values: Values, topic: Topic, choices: Iterable[str]) -> Fields:
    """Put what is saved into the fields of a topic's form; ``choices`` are the people whom it offers."""
    fields = flattened({name: values.get(name) for name in topic.answers})
    if all(fields.get(f"terms_discussed.{part}") == [NOT_DISCUSSED] for part in ("title", "start", "place")):
        fields = {name: held for name, held in fields.items() if not name.startswith("terms_discussed.")}
        fields["terms_discussed"] = [NOT_DISCUSSED]
    offered = set(choices)
    for name in [name for name in fields if name.endswith(".raised_by") and taken(fields[name]) not in offered]:
        fields[name + OTHER] = fields.pop(name)
    return fields


def with_keys(fields: Fields, concerns: Any) -> Fields:
    """Put the keys that saving gave to concerns into the fields of a form that goes on with them."""
    rows = concerns if isinstance(concerns, list) else []
    return fields | {f"concerns.{index}.key": [one["key"]] for index, one in enumerate(rows) if one["key"]}


def rows_in(fields: Mapping[str, Any], name: str) -> int:
    """How many rows a group of fields has."""
    numbers = [_row(key, name) for key in fields]
    return max((number + 1 for number in numbers if number is not None), default=0)


def _row(key: str, name: str) -> int | None:
    number = key.removeprefix(f"{name}.").partition(".")[0] if key.startswith(f"{name}.") else ""
    return int(number) if number.isascii() and number.isdecimal() else None


def _asked(name: str) -> str:
    answer = ".".join(name.split(".")[:2]) if name.startswith(AGENCY_ONLY) else name.partition(".")[0]
    number = _row(name, answer)
    if answer in GROUPS and number is not None:
        return f"{GROUPS[answer]} {number + 1}:"
    return QUESTIONS[answer]


def _in_row(key: str, row: str) -> bool:
    return bool(row) and key.startswith(f"{row}.")


def _rows_closed(sent: Fields, name: str) -> Fields:
    """Leave out the rows in which nothing stands, and number the others from 0."""
    filled = {
        number
        for key, held in sent.items()
        if (number := _row(key, name)) is not None and not key.endswith(".key") and taken(held)
    }
    place = {number: index for index, number in enumerate(sorted(filled))}
    kept: Fields = {}
    for key, held in sent.items():
        number = _row(key, name)
        if number is None:
            kept[key] = held
        elif number in place:
            part = key.removeprefix(f"{name}.").partition(".")[2]
            kept[f"{name}.{place[number]}.{part}"] = held
    return kept


def _words_before_ticks(fields: Fields) -> Fields:
    """What was typed goes before "none" or "did not come up" that was ticked beside it."""
    kept = dict(fields)
    for name, tick in (("concerns", NONE_NOTICED), ("terms_discussed", NOT_DISCUSSED)):
        below = [key for key, held in fields.items() if key.startswith(f"{name}.") and taken(held)]
        if below and tick in fields.get(name, ()):
            del kept[name]
        elif tick in fields.get(name, ()):
            kept = {key: held for key, held in kept.items() if not key.startswith(f"{name}.")}
    return kept


def _with_others(fields: Fields) -> Fields:
    """Take the name that was typed before the one that was chosen."""
    chosen = {name: held for name, held in fields.items() if not name.endswith(OTHER)}
    for name, held in fields.items():
        if name.endswith(OTHER) and taken(held):
            chosen[name.removesuffix(OTHER)] = held
    return chosen
