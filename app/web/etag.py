"""Concurrency by ETag (RFC 9110, section 13): what was read must still stand when it is decided on."""

from typing import Annotated

from fastapi import Header, Response

from app.core.errors import PreconditionFailed, PreconditionRequired
from app.web.deps import at_once

IfMatch = Annotated[
    str | None,
    Header(alias="If-Match", description="The ETag of what you read.", examples=['"7"']),
]
IfNoneMatch = Annotated[
    str | None, Header(alias="If-None-Match", description="`*` creates what does not exist yet.", examples=["*"])
]


def etag(number: int) -> str:
    """Write a strong ETag for a count of changes."""
    return f'"{number}"'


def set_etag(response: Response, number: int) -> None:
    """Put the ETag on an answer."""
    response.headers["ETag"] = etag(number)


def expected_number(if_match: IfMatch = None) -> int:
    """Read the number out of If-Match; raises PreconditionRequired (428) or PreconditionFailed (412)."""
    if if_match is None:
        raise PreconditionRequired
    try:
        return int(if_match.strip().removeprefix("W/").strip('"'))
    except ValueError:
        raise PreconditionFailed("If-Match is not an ETag that this service gave.") from None


def number_if_said(if_match: IfMatch = None) -> int | None:
    """Read the number out of If-Match where it was sent; raises PreconditionFailed (412)."""
    return None if if_match is None else expected_number(if_match)


def number_in_form(field: str) -> int:
    """Read which version a form was made from; raises PreconditionFailed (412), in words for whoever sent the form."""
    if not field.isdecimal():
        raise PreconditionFailed("The page lost its place on the way. Open it again, and put back what you typed.")
    return int(field)


def expected_revision(if_match: IfMatch = None, if_none_match: IfNoneMatch = None) -> int:
    """Read which revision of a draft the caller saw; 0 for ``If-None-Match: *``, which creates it."""
    if if_none_match is not None and if_none_match.strip() == "*":
        return 0
    return expected_number(if_match)


Seen = Annotated[int, at_once(expected_number)]
"""The number of what the caller read, which must be given."""
SeenIfSaid = Annotated[int | None, at_once(number_if_said)]
"""The number of what the caller read, where they say it; else whatever stands there is changed."""
SeenRevision = Annotated[int, at_once(expected_revision)]
"""The revision of the draft that the caller read, which must be given; 0 for none."""
