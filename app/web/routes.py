"""How every operation of the API is declared: its words from its docstring, and what a retry of it means."""

import inspect
from collections.abc import Callable
from typing import Any

from fastapi import APIRouter
from fastapi.routing import APIRoute

DECIDES: dict[str, Any] = {"x-decides": True}
"""For ``openapi_extra``: this operation decides or sends something, so that a retry of it must carry a key."""


class Route(APIRoute):
    """An operation whose summary is the first sentence of its docstring, and whose description is all of it."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        """Declare the operation."""
        words = inspect.cleandoc(endpoint.__doc__ or "")
        options["summary"] = options.get("summary") or summary_of(words)
        super().__init__(path, endpoint, **options)


def summary_of(words: str) -> str | None:
    """Take the first sentence, up to a full stop, colon or semicolon, without it."""
    for end in (". ", ".\n", "; ", ": "):
        words = words.partition(end)[0]
    return words.rstrip(".") or None


def router_for(tag: str, *, under: str = "") -> APIRouter:
    """Make the router of one feature; ``under`` is the path that all its operations have in common."""
    return APIRouter(prefix=f"/v1{under}", tags=[tag], route_class=Route)
