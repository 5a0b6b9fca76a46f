"""What an endpoint may ask for besides access: the time, the settings, a page of a list."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Depends, Request
from pydantic import BaseModel

from app.core.clock import utc_now
from app.core.db import Database
from app.core.settings import Settings

Item = TypeVar("Item")


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


def database(request: Request) -> Database:
    """The process's database."""
    db: Database = request.app.state.db
    return db


def at_once(call: Callable[..., Any]) -> Any:
    """Declare a dependency that only computes: it waits for nothing, so that it needs no thread of its own."""

    @wraps(call)
    async def computed(*args: Any, **kwargs: Any) -> Any:
        return call(*args, **kwargs)

    return Depends(computed)


Now = Annotated[datetime, at_once(utc_now)]
CurrentSettings = Annotated[Settings, at_once(_settings)]


class Page(BaseModel, Generic[Item]):
    """One page of a list; ``next_cursor`` is null on the last."""

    data: list[Item]
    next_cursor: str | None
