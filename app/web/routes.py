"""How every operation of the API is declared: its words from its docstring, and what a retry of it means."""

import inspect
import re
from collections.abc import Callable, Coroutine
from typing import Any, get_type_hints

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.routing import APIRoute
from starlette.requests import ClientDisconnect
from starlette.routing import Match
from starlette.types import Scope

from app.core.errors import BadRequest, TooLarge
from app.web import idempotency
from app.web.middleware import BodyTooLarge
from app.web.problems import responses

DECIDES: dict[str, Any] = {"x-decides": True}
"""For ``openapi_extra``: this operation decides or sends something, so that a retry of it must carry a key."""
Handler = Callable[[Request], Coroutine[Any, Any, Response]]


def shown_once(*fields: str) -> dict[str, Any]:
    """For ``openapi_extra``: these fields of the answer hold a secret, which the answer to a retry leaves out."""
    return {"x-shown-once": list(fields)}


class Route(APIRoute):
    """An operation whose summary is the first sentence of its docstring, and whose description is all of it.

    A POST takes an Idempotency-Key; one that decides or sends something requires it.
    """

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        """Declare the operation."""
        words = inspect.cleandoc(endpoint.__doc__ or "")
        options["summary"] = options.get("summary") or summary_of(words)
        if "POST" in (options.get("methods") or ()) and not _is_door(endpoint):
            extra = options["openapi_extra"] = dict(options.get("openapi_extra") or {})
            decides = "x-decides" in extra
            options["responses"] = {**responses(409, *([400] if decides else [])), **(options.get("responses") or {})}
            extra.setdefault("parameters", [_key_parameter(required=decides)])
        super().__init__(path, endpoint, **options)

    def get_route_handler(self) -> Handler:
        """Answer a retry with what was answered before."""
        answer = super().get_route_handler()
        if "POST" not in (self.methods or ()) or _is_door(self.endpoint):
            return answer
        extra = self.openapi_extra or {}
        secrets = tuple(extra.get("x-shown-once", ()))

        async def answer_once(request: Request) -> Response:
            attempt = await _attempt_of(request, required="x-decides" in extra)
            request.state.attempt = attempt
            try:
                response = await answer(request)
            except idempotency.Replay as replay:
                return replay.response
            if attempt is not None:
                await run_in_threadpool(attempt.keep, response, without=secrets)
            return response

        return answer_once


async def _attempt_of(request: Request, *, required: bool) -> idempotency.Attempt | None:
    try:
        return await idempotency.attempt_of(request, required=required)
    except BodyTooLarge:
        raise TooLarge from None
    except ClientDisconnect:
        raise BadRequest("The request ended before its body did; nothing was stored.") from None


def summary_of(words: str) -> str | None:
    """Take the first sentence, up to a full stop, colon or semicolon, without it."""
    for end in (". ", ".\n", "; ", ": "):
        words = words.partition(end)[0]
    return words.rstrip(".") or None


class Part(APIRouter):
    """The operations under one path. A request for another passes over all of them at a glance: there are a hundred
    such parts, and to ask each route of each took a tenth of the time of a request."""

    def __init__(self, **options: Any) -> None:
        """Begin without a path; all of them are declared before the first request."""
        super().__init__(**options)
        self._paths: re.Pattern[str] | None = None

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Tell whether one of its operations answers this request."""
        if self._paths is None:
            named = "|".join(route.path_regex.pattern for route in self.routes if isinstance(route, APIRoute))
            self._paths = re.compile(re.sub(r"\?P<\w+>", "?:", named))
        path: str = scope["path"]
        if self._paths.match(path.removeprefix(scope.get("root_path", ""))) is None:
            return Match.NONE, {}
        return super().matches(scope)


def router_for(tag: str, *, under: str = "") -> APIRouter:
    """Make the router of one feature; ``under`` is the path that all its operations have in common."""
    return Part(prefix=f"/v1{under}", tags=[tag], route_class=Route)


def _is_door(endpoint: Callable[..., Any]) -> bool:
    """Whether anybody may ask: then nobody is known whose key it could be."""
    hints = get_type_hints(endpoint, include_extras=True).values()
    asked = [getattr(one, "dependency", None) for hint in hints for one in getattr(hint, "__metadata__", ())]
    return any(getattr(getattr(call, "audience", None), "public", False) for call in asked)


def _key_parameter(*, required: bool) -> dict[str, Any]:
    kept = "Send the same one when you try again: the answer is the one given before, for 72 hours."
    return {
        "name": idempotency.HEADER,
        "in": "header",
        "required": required,
        "description": kept,
        "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]{1,200}$"},
        "example": "3f1c9d1e-6f0a-4c5e-9c43-6a6f0e2b7d11",
    }
