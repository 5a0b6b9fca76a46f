"""Text that people type: tidied, and refused where it would break a row or a header, or mislead the eye."""

import re
import unicodedata
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BeforeValidator, StringConstraints
from pydantic_core import PydanticCustomError

_LINE_ENDS: Final = re.compile("\r\n?|\u2028|\u2029")
_CONTROLS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""The categories Cc and Cs of Unicode, which no later version of it extends, but for tab and line feed."""
_BIDI_CONTROLS: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def _plain_line_ends(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", value))


def _clean_text(value: str) -> str:
    """Refuse what nobody types and what breaks a database row or a header, or misleads the eye."""
    if control := _CONTROLS.search(value):
        raise PydanticCustomError(
            "control_character",
            "This holds an invisible control character ({code}). Delete it, or type the text again.",
            {"code": f"U+{ord(control.group()):04X}"},
        )
    if bidi := _BIDI_CONTROLS.search(value):
        raise PydanticCustomError(
            "direction_control",
            "This holds an invisible character that turns the text's direction ({code}). Delete it, or type the "
            "text again.",
            {"code": f"U+{ord(bidi.group()):04X}"},
        )
    return value


def _clean_line(value: str) -> str:
    return " ".join(_clean_text(value).split())


_LineEnds = BeforeValidator(_plain_line_ends)

Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300), AfterValidator(_clean_line), _LineEnds]
"""One line, its spaces collapsed: a name, a title."""

FilledLine = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    AfterValidator(_clean_line),
    _LineEnds,
]
"""One line that is not empty."""

Text = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=4_000), AfterValidator(_clean_text), _LineEnds
]
"""A few paragraphs."""

FilledText = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000),
    AfterValidator(_clean_text),
    _LineEnds,
]
"""A reason or a note: not empty."""

LongText = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=20_000), AfterValidator(_clean_text), _LineEnds
]
"""A whole letter."""
