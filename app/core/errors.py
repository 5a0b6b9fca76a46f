"""The few kinds of error that reach a user; each fixes an HTTP status (RFC 9457, ADR 0006).

A concrete error lives beside what raises it, subclasses one kind, sets a stable ``code`` and says in its docstring's
first line what is wrong and what to do. Messages hold ids and states only, never personal text.
"""

import inspect
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class FieldError:
    """One field that is wrong: a JSON pointer (RFC 6901) into the request, and what to do about it."""

    pointer: str
    message: str


class Problem(Exception):
    """Something went wrong."""

    status: ClassVar[int] = 500
    title: ClassVar[str] = "The request failed"
    code: ClassVar[str] = "problem"

    def __init__(
        self, detail: str | None = None, *, errors: Sequence[FieldError] = (), retry_after: int | None = None
    ) -> None:
        """Keep the message; ``retry_after`` is in seconds."""
        self.detail = detail or inspect.cleandoc(type(self).__doc__ or "").splitlines()[0]
        self.errors = tuple(errors)
        self.retry_after = retry_after
        super().__init__(self.detail)


class BadRequest(Problem):
    """The request lacks something that every one of its kind carries."""

    status = 400
    title = "Bad request"
    code = "bad_request"


class Unauthenticated(Problem):
    """Sign in, or send a key or a session token, and try again."""

    status = 401
    title = "Not signed in"
    code = "unauthenticated"


class Forbidden(Problem):
    """You may see this, but you may not do this with it."""

    status = 403
    title = "Not allowed"
    code = "forbidden"


class NotFound(Problem):
    """There is no such thing, or it is not yours to see."""

    status = 404
    title = "Not found"
    code = "not_found"


class Conflict(Problem):
    """The present state does not allow this."""

    status = 409
    title = "Not possible in this state"
    code = "conflict"


class PreconditionFailed(Problem):
    """Somebody changed it since you read it: read it again and decide on what it says now."""

    status = 412
    title = "Changed meanwhile"
    code = "changed_meanwhile"


class TooLarge(Problem):
    """The request is larger than this endpoint takes."""

    status = 413
    title = "Too large"
    code = "too_large"


class Invalid(Problem):
    """Something in the request is not valid: see errors."""

    status = 422
    title = "Not valid"
    code = "invalid"


class PreconditionRequired(Problem):
    """Send If-Match with the ETag of what you read (or If-None-Match: * to create)."""

    status = 428
    title = "If-Match is required"
    code = "if_match_required"


class TooMany(Problem):
    """Too many requests: wait the seconds that Retry-After names."""

    status = 429
    title = "Too many requests"
    code = "too_many_requests"


class Unavailable(Problem):
    """The service cannot answer just now; nothing was changed. Try again shortly."""

    status = 503
    title = "Not available just now"
    code = "unavailable"
