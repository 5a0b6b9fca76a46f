"""What surrounds every request, as pure ASGI: request id, security headers, size limit, one log line, metrics."""

import re
import secrets
import time
from collections.abc import Mapping

import structlog
from prometheus_client import Counter, Histogram
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.errors import TooLarge
from app.web import limits, problems

REQUEST_ID = "x-request-id"
MOST_BODY_BYTES = 1_048_576
MOST_FILE_BYTES = 10_485_760
_MOST_AROUND_A_FILE = 16_384
FILE_TOO_LARGE = (
    "This file is larger than 10 MB, so it was not taken. Go back, take large pictures out of it, save it again and "
    "choose it once more; or paste the text."
)
LOGO_TOO_LARGE = "This picture is larger than 1 MB, so it was not taken. Go back, save it smaller, and choose it again."
_UPLOAD = re.compile(r"/v1/letters/[^/]+/upload|/my/[^/]+/letters/[^/]+/word")
_ACCEPTED_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_SECURITY = {
    "content-security-policy": "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
REQUESTS = Counter("afterword_requests_total", "Requests answered", ["method", "route", "status"])
SECONDS = Histogram("afterword_request_seconds", "Seconds from request to the start of the answer", ["route"])
log = structlog.get_logger("request")


class BodyTooLarge(Exception):
    """More bytes came than the limit allows; the declared length, if any, was not true."""


class Surroundings:
    """The outermost layer: gives each request an id, and each answer its headers, log line and metrics.

    A log line has the route's template, never the path, since a path may hold a token.
    """

    def __init__(self, app: ASGIApp, *, requests: limits.Policy) -> None:
        """Wrap the application; ``requests`` is how much one caller may ask of this process."""
        self.app = app
        self.buckets = limits.CallerBuckets(requests)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get(REQUEST_ID, "")
        request_id = given if _ACCEPTED_ID.fullmatch(given) else secrets.token_urlsafe(12)
        scope.setdefault("state", {})["request_id"] = request_id
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            await self._answer(scope, receive, send, request_id)

    async def _answer(self, scope: Scope, receive: Receive, send: Send, request_id: str) -> None:
        began, status = time.perf_counter(), 0

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                _add_headers(MutableHeaders(scope=message), request_id, limits.headers_of(scope))
            await send(message)

        try:
            limits.note(Request(scope), [self.buckets.take(limits.caller_of(scope))])
            await self.app(scope, receive, send_with_headers)
        except limits.RateLimited as refused:
            limits.note(Request(scope), [refused.counted])
            await problems.answer_to(Request(scope), refused)(scope, receive, send_with_headers)
        except Exception as error:
            if status:
                raise
            await problems.unexpected(Request(scope), error)(scope, receive, send_with_headers)
        finally:
            _account(scope, status or 500, time.perf_counter() - began)


class BodyLimit:
    """Refuse a body past the limit, counting bytes as they come: Content-Length may be missing or untrue."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap the application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        declared, most_bytes = Headers(scope=scope).get("content-length", "0"), most_bytes_of(scope["path"])
        if not declared.isdecimal() or int(declared) > most_bytes:
            await _too_large(scope, receive, send)
            return
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > most_bytes:
                raise BodyTooLarge
            return message

        async def watched(message: Message) -> None:
            if seen <= most_bytes:
                await send(message)
            elif message["type"] == "http.response.start":  # the framework turned our exception into its own answer
                await _too_large(scope, receive, send)

        await self.app(scope, counted, watched)


def most_bytes_of(path: str) -> int:
    """How large a request to this path may be: one that carries a file has room for the form around it."""
    return MOST_FILE_BYTES + _MOST_AROUND_A_FILE if _UPLOAD.fullmatch(path) else MOST_BODY_BYTES


async def _too_large(scope: Scope, receive: Receive, send: Send) -> None:
    most = MOST_FILE_BYTES if _UPLOAD.fullmatch(scope["path"]) else MOST_BODY_BYTES
    what = "file" if most == MOST_FILE_BYTES else "request"
    problem = TooLarge(f"The {what} is larger than {most} bytes; nothing was stored.")
    if scope["path"].startswith("/my/") and what == "file":
        problem = TooLarge(FILE_TOO_LARGE)
    if scope["path"] == "/desk/settings/look/logo":
        problem = TooLarge(LOGO_TOO_LARGE)
    answer = problems.answer_to(Request(scope), problem)
    answer.headers["Connection"] = "close"
    await answer(scope, receive, send)


def _add_headers(headers: MutableHeaders, request_id: str, told: Mapping[str, str]) -> None:
    headers[REQUEST_ID] = request_id
    for name, value in (_SECURITY | dict(told)).items():
        headers.setdefault(name, value)


def _account(scope: Scope, status: int, seconds: float) -> None:
    route = getattr(scope.get("route"), "path", "none")
    method = scope["method"] if scope["method"] in _METHODS else "other"  # whoever asks may invent one
    REQUESTS.labels(method, route, status).inc()
    SECONDS.labels(route).observe(seconds)
    log.info("request.answered", method=method, route=route, status=status, seconds=round(seconds, 4))
