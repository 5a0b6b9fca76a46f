"""The fields of a page's form: read from a request, nested as the API's schemas are, shown again with their errors.

A field's name is the JSON pointer of what it fills, with dots: ``concerns.0.text`` is ``#/concerns/0/text``. So an
error of a schema or an action finds its field, and a form is filled from a model and back by one rule.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar
from urllib.parse import parse_qsl

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import Field, File, FormParser, parse_options_header

from app.core.errors import BadRequest, FieldError

MOST_FIELDS: Final = 2_000
UNSEEN: Final = frozenset({"csrf", "was", "do", "autosave", "kept"})
"""Fields that a page carries for itself."""
_LONGEST_NUMBER: Final = 18
"""Digits: what PostgreSQL's bigint holds, whatever they are."""
_CONFIG: Final = {"MAX_MEMORY_FILE_SIZE": 20 * 1_048_576, "UPLOAD_ERROR_ON_BAD_CTE": True}
_PIECE: Final = 262_144
_WORDS: Final = {
    "date_from_datetime_parsing": "Write the date as day, month and year",
    "date_parsing": "Write the date as day, month and year",
    "id_form": "Choose one of those that are offered",
    "id_prefix": "Choose one of those that are offered",
    "int_parsing": "Choose one",
    "literal_error": "Choose one of the answers",
    "missing": "Is needed",
    "string_too_short": "Is needed",
}
_CHOSEN: Final = re.compile(r"[a-z0-9_.:+/-]*|[A-Z][A-Za-z]+(/[A-Za-z_-]+)+")
"""What a choice, a date, an identifier or a time zone looks like; nobody writes a sentence so."""
Model = TypeVar("Model", bound=BaseModel)


class FormNotReadable(BadRequest):
    """The form did not arrive whole: go back and send it again."""

    code = "form_not_readable"


@dataclass
class Posted:
    """What a form sent: each field's values in order, and the files."""

    fields: dict[str, list[str]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)

    def value(self, name: str) -> str:
        """What a field holds, stripped; empty where there is none."""
        return taken(self.fields.get(name, ())).strip()

    def values(self, name: str) -> list[str]:
        """Every value of a field."""
        return self.fields.get(name, [])

    def under(self, prefix: str) -> dict[str, list[str]]:
        """The fields that are named so, or begin so and go on with a dot."""
        return {name: held for name, held in self.fields.items() if name == prefix or name.startswith(f"{prefix}.")}


@dataclass(frozen=True)
class Form:
    """A form as it is shown: what is in each field, and what is wrong with it (name → words)."""

    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    def value(self, name: str) -> str:
        """What stands in a field."""
        return taken(self.fields.get(name, ()))

    def holds(self, name: str, value: str) -> bool:
        """Whether a choice is taken."""
        return value in self.fields.get(name, ())

    def error(self, name: str) -> str | None:
        """What is wrong with a field, or with a part of it."""
        return self.errors.get(name)

    def with_errors(self, errors: Iterable[FieldError]) -> "Form":
        """The same form with what is wrong with it."""
        return Form(self.fields, {**self.errors, **named_errors(errors)})


def taken(values: Sequence[str]) -> str:
    """The one value of a field: what was typed goes before a box that was ticked beside it, and is not lost."""
    return next((value for value in values if value.strip()), "")


def number_in(text: str) -> int:
    """A count that a page carried unseen; what is none is read as one that never was."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER else -1


def typed_words(fields: Mapping[str, Sequence[str]]) -> list[str]:
    """What somebody typed in words of their own, without choices and what a form carries unseen."""
    said = (value.strip() for name, values in fields.items() if name not in UNSEEN for value in values)
    return [words for words in said if not _CHOSEN.fullmatch(words)]


def named_errors(errors: Iterable[FieldError]) -> dict[str, str]:
    """Errors by the name of their field."""
    return {error.pointer.removeprefix("#/").replace("/", "."): error.message for error in errors}


def validated(schema: type[Model], nested: Mapping[str, Any]) -> tuple[Model | None, dict[str, str]]:
    """Read what was typed by the API's own schema: the model, or the errors by field."""
    try:
        return schema.model_validate(nested), {}
    except ValidationError as wrong:
        return None, {".".join(map(str, found["loc"])): words_for(found) for found in wrong.errors()}


def words_for(found: ErrorDetails) -> str:
    """Say for people what pydantic says for programs."""
    if found["type"] == "string_too_long":
        return f"Write at most {found['ctx']['max_length']:,} characters"
    if found["type"] == "too_long":
        return f"At most {found['ctx']['max_length']} fit here: leave some out"
    return _WORDS.get(found["type"], found["msg"].removeprefix("Value error, "))


def nested(fields: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Turn dotted names into nested values: ``a.0.b`` becomes ``{"a": [{"b": …}]}``; gaps in numbers close."""
    tree: dict[str, Any] = {}
    for name, values in fields.items():
        if values:
            place = tree
            *path, last = name.split(".")
            for part in path:
                if not isinstance(place.get(part), dict):
                    place[part] = {}
                place = place[part]
            place[last] = taken(values)
    closed: dict[str, Any] = _lists_closed(tree)
    return closed


def flattened(value: Any, prefix: str = "") -> dict[str, list[str]]:
    """Turn nested values into fields, the other way round; null and empty lists leave none."""
    if isinstance(value, BaseModel):
        return flattened(value.model_dump(mode="json"), prefix)
    if isinstance(value, Mapping):
        parts: Iterable[tuple[Any, Any]] = value.items()
    elif isinstance(value, list):
        parts = enumerate(value)
    else:
        return {} if value is None else {prefix: [str(value)]}
    dotted = f"{prefix}." if prefix else ""
    return {name: held for key, part in parts for name, held in flattened(part, f"{dotted}{key}").items()}


def read(body: bytes, content_type: str) -> Posted:
    """Read a form of either kind; raises FormNotReadable (400)."""
    kind, options = parse_options_header(content_type)
    match kind.decode("latin-1").lower():
        case "application/x-www-form-urlencoded":
            return _urlencoded(body)
        case "multipart/form-data":
            return _multipart(body, options.get(b"boundary"))
        case _:
            raise FormNotReadable


def _urlencoded(body: bytes) -> Posted:
    posted = Posted()
    try:
        pairs = parse_qsl(body.decode("ascii", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise FormNotReadable from None
    for name, value in pairs:
        posted.fields.setdefault(name[:200], []).append(_line_ends(value))
    return posted


def _multipart(body: bytes, boundary: bytes | None) -> Posted:
    posted, ended = Posted(), []

    def text(one: Field) -> None:
        if len(posted.fields) >= MOST_FIELDS:
            raise FormNotReadable
        value = (one.value or b"").decode("utf-8", "replace")
        posted.fields.setdefault(_name(one.field_name), []).append(_line_ends(value))

    def file(one: File) -> None:
        one.file_object.seek(0)
        posted.files[_name(one.field_name)] = one.file_object.read()

    try:
        parser = FormParser(
            "multipart/form-data", text, file, lambda: ended.append(True), boundary=boundary, config=_CONFIG
        )
        for start in range(0, len(body), _PIECE):
            parser.write(body[start : start + _PIECE])
        parser.finalize()
    except (FormParserError, ValueError):
        raise FormNotReadable from None
    if not ended:
        raise FormNotReadable
    return posted


def _name(name: bytes | None) -> str:
    return (name or b"").decode("utf-8", "replace")[:200]


def _line_ends(value: str) -> str:
    return value.replace("\r\n", "\n").replace("\r", "\n")


def _lists_closed(tree: Any) -> Any:
    if not isinstance(tree, dict):
        return tree
    if tree and all(key.isdecimal() for key in tree):
        return [_lists_closed(tree[key]) for key in sorted(tree, key=int)]
    return {key: _lists_closed(value) for key, value in tree.items()}
