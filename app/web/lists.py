"""Pages of a list: opaque cursors by key, and the Link header (RFC 8288)."""

import base64
import binascii
import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Depends, Query, Request, Response

from app.core.errors import FieldError, Invalid
from app.core.ids import Prefixed
from app.web.deps import Page

Row = TypeVar("Row")
View = TypeVar("View")
Limit = Annotated[int, Query(ge=1, le=100, description="How many at the most.")]
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


Cursor = Annotated[str | None, Depends(_cursor)]


def page_of(
    rows: Sequence[Row],
    *,
    limit: int,
    show: Callable[[Row], View],
    key: Callable[[Row], tuple[str, ...]],
    request: Request,
    response: Response,
) -> Page[View]:
    """Make a page of ``limit + 1`` rows that were read: the one too many says that there is a next page."""
    shown = rows[:limit]
    cursor = f"{list_mark(request)}.{write_cursor(*key(shown[-1]))}" if len(rows) > limit else None
    if cursor is not None:
        query = urlencode({**request.query_params, "cursor": cursor})
        response.headers["Link"] = f'<{request.app.state.settings.public_url}{request.url.path}?{query}>; rel="next"'
    return Page(data=[show(row) for row in shown], next_cursor=cursor)


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
