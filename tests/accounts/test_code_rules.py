"""Codes by themselves: those of the app are the standard's, those for recovery are read however they are written."""

import re
from datetime import UTC, datetime

import pytest

from app.accounts.rules.codes import new_recovery_code, recovery_digest, step_of

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.mark.parametrize(("seconds", "code"), [(59, "287082"), (1111111109, "081804"), (2000000000, "279037")])
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    """RFC 6238, appendix B, for SHA-1, the last six of its eight digits."""
    now = datetime.fromtimestamp(seconds, UTC)
    assert step_of(f" {code[:3]} {code[3:]}", secret=SECRET, after=None, now=now) == seconds // 30
    assert step_of(code, secret=SECRET, after=seconds // 30, now=now) is None
    for wrong in ("", code[:5], code + "0", "٢٨٧٠٨٢", "abcdef"):
        assert step_of(wrong, secret=SECRET, after=None, now=now) is None


def test_a_recovery_code_is_read_however_it_is_written() -> None:
    code = new_recovery_code()
    assert re.fullmatch(r"[a-z2-9]{4}(-[a-z2-9]{4}){3}", code)
    assert recovery_digest(code) == recovery_digest(f" {code.upper().replace('-', '')} ")
