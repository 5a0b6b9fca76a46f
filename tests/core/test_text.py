"""Text that people type is tidied, and what would mislead or break something is refused in words."""

import pytest
from pydantic import TypeAdapter, ValidationError

from app.accounts.schemas.accounts import Name
from app.core.text import FilledText, Line

NAMES: TypeAdapter[str] = TypeAdapter(Name)
LINES: TypeAdapter[str] = TypeAdapter(Line)
REASONS: TypeAdapter[str] = TypeAdapter(FilledText)


def test_a_name_is_one_tidy_line() -> None:
    assert NAMES.validate_python("  Dana \t Whitfield ") == "Dana Whitfield"
    assert NAMES.validate_python("Dana\r\nBcc: everybody") == "Dana Bcc: everybody"
    assert NAMES.validate_python("Zoe\u0308") == "Zo\u00eb"


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("", "string_too_short"),
        ("   ", "string_too_short"),
        ("x" * 201, "string_too_long"),
        ("a\x00b", "control_character"),
        ("a\x7fb", "control_character"),
        ("\u202egnp.exe", "direction_control"),
        ("a\u2066b", "direction_control"),
    ],
)
def test_a_name_that_is_none_is_refused(value: str, kind: str) -> None:
    with pytest.raises(ValidationError) as caught:
        NAMES.validate_python(value)
    assert caught.value.errors()[0]["type"] == kind


def test_a_line_may_be_empty_and_a_reason_may_not() -> None:
    assert LINES.validate_python(" ") == ""
    assert REASONS.validate_python(" why\r\nso ") == "why\nso"
    with pytest.raises(ValidationError):
        REASONS.validate_python(" \n ")
