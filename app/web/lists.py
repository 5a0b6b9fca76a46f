"""Pages of a list: opaque cursors by key, and the Link header (RFC 8288)."""

import base64
import binascii
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Query, Request, Response

from app.core.errors import FieldError, Invalid
from app.core.ids import Prefixed
from app.web.deps import Page, at_once

Row = TypeVar("Row")
View = TypeVar("View")
DEFAULT_LIMIT = 25


NOT_OF_THIS_LIST = FieldError("query:cursor", "not a cursor of this list with these filters")


class CursorNotValid(Invalid):
    """This cursor is not one that this list gave; begin again without it."""

    code = "cursor_not_valid"


def write_cursor(*parts: str) -> str:
    """Make an opaque cursor of the last row's key."""
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def read_cursor(cursor: str | None, length: int) -> list[str] | None:
    """Read a cursor of so many parts; None where there is none; raises CursorNotValid."""
    if cursor is None:
        return None
    try:
        parts = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError):
        parts = None
    if not isinstance(parts, list) or len(parts) != length or not all(isinstance(part, str) for part in parts):
        raise CursorNotValid(errors=[NOT_OF_THIS_LIST])
    return parts


def list_mark(request: Request) -> str:
    """Tell a list with its filters from every other one, in few characters."""
    filters = sorted(
        (name, value) for name, value in request.query_params.multi_items() if name not in {"cursor", "limit"}
    )
    return hashlib.sha256(json.dumps([request.url.path, filters]).encode()).hexdigest()[:12]


def _cursor(
    request: Request,
    cursor: Annotated[
        str | None, Query(description="The next_cursor of the page before, of the same list with the same filters.")
    ] = None,
) -> str | None:
    """Take the mark of its list off a cursor; raises CursorNotValid for one of another list."""
    mark, dot, rest = (cursor or "").partition(".")
    if cursor is None:
        return None
    if not dot or mark != list_mark(request):
        raise CursorNotValid(errors=[NOT_OF_THIS_LIST])
    return rest


@dataclass(frozen=True)
class Asked:
    """What every list is asked for besides its filters: from which row on, and how many at the most."""

    cursor: str | None
    limit: int
    request: Request
    response: Response

    @property
    def reads(self) -> int:
        """How many rows to read: the one too many says that there is a next page."""
        return self.limit + 1

    def after(self, prefix: str) -> UUID | None:
        """Read the cursor of a list that is ordered by identifier; raises CursorNotValid."""
        return after_id(self.cursor, prefix)

    def after_instant(self, prefix: str) -> tuple[datetime, UUID] | None:
        """Read the cursor of a list that is ordered by an instant, then identifier; raises CursorNotValid."""
        return after_instant(self.cursor, prefix)

    def page(
        self, rows: Sequence[Row], *, show: Callable[[Row], View], key: Callable[[Row], tuple[str, ...]]
    ) -> Page[View]:
        """Make a page of the rows that were read; ``key`` names the place of a row in its list."""
        shown = rows[: self.limit]
        cursor = self.cursor_at(*key(shown[-1])) if len(rows) > self.limit else None
        if cursor is not None:
            query = urlencode({**self.request.query_params, "cursor": cursor})
            here = f"{self.request.app.state.settings.public_url}{self.request.url.path}"
            self.response.headers["Link"] = f'<{here}?{query}>; rel="next"'
        return Page(data=[show(row) for row in shown], next_cursor=cursor)

    def cursor_at(self, *place: str) -> str:
        """Make the cursor of this list, with its filters, that goes on after a place."""
        return f"{list_mark(self.request)}.{write_cursor(*place)}"


def _listing(
    request: Request,
    response: Response,
    cursor: Annotated[str | None, at_once(_cursor)],
    limit: Annotated[int, Query(ge=1, le=100, description="How many at the most.")] = DEFAULT_LIMIT,
) -> Asked:
    return Asked(cursor, limit, request, response)


Listing = Annotated[Asked, at_once(_listing)]


def after_id(cursor: str | None, prefix: str) -> UUID | None:
    """Read the cursor of a list that is ordered by identifier; raises CursorNotValid."""
    parts = read_cursor(cursor, 1)
    return None if parts is None else _id(parts[0], prefix)


def after_instant(cursor: str | None, prefix: str) -> tuple[datetime, UUID] | None:
    """Read the cursor of a list that is ordered by an instant, then identifier; raises CursorNotValid."""
    parts = read_cursor(cursor, 2)
    if parts is None:
        return None
    try:
        return datetime.fromisoformat(parts[0]), _id(parts[1], prefix)
    except ValueError:
        raise CursorNotValid from None


def _id(text: str, prefix: str) -> UUID:
    try:
        return Prefixed(prefix).parse(text)
    except ValueError:
        raise CursorNotValid from None
