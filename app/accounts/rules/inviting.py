"""Who is to be invited, out of a list that somebody pasted: a mail program's, a sheet's, or typed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

ROLES: Final = {
    "consultant": "consultant",
    "recruiter": "consultant",
    "manager": "manager",
    "compliance": "compliance",
    "admin": "admin",
    "administrator": "admin",
}
"""How people write a role, and which it is."""
_IN_BRACKETS: Final = re.compile(r'"?(?P<name>[^"<]*)"?\s*<(?P<email>[^<>]*)>\s*[,;\t]?\s*(?P<role>[^<>]*)')
_NEXT_ADDRESS: Final = re.compile(r"[;,]\s*(?=[^;,@]*<[^<>]*@)")


@dataclass(frozen=True)
class Wanted:
    """Somebody to invite as they were written down; ``role`` is consultant where none was written."""

    text: str
    name: str
    email: str
    role: str


def wanted_in(pasted: str) -> list[Wanted]:
    """Read one person a line; several in brackets on one line, as a mail program copies them, are several."""
    return [_wanted(part) for line in pasted.splitlines() for part in _parts(line)]


def _parts(line: str) -> Iterator[str]:
    parts = _NEXT_ADDRESS.split(line) if line.count("<") > 1 else [line]
    yield from (part for part in (one.strip().strip(";,").strip() for one in parts) if part)


def _wanted(text: str) -> Wanted:
    found = _IN_BRACKETS.fullmatch(text)
    if found is not None:
        name, email, role = (found[key].strip() for key in ("name", "email", "role"))
        return Wanted(text, name, email, _role(role))
    cells = [cell.strip().strip('"') for cell in re.split(r"[,;\t]", text)]
    email = next((cell for cell in cells if "@" in cell), "")
    after = cells[cells.index(email) + 1 :] if email else []
    role = next((cell for cell in after if cell), "")
    name = " ".join(cell for cell in cells[: len(cells) - len(after)] if cell and cell != email)
    return Wanted(text, name, email, _role(role))


def _role(written: str) -> str:
    return ROLES.get(written.lower(), written.lower()) if written else "consultant"
