"""What an endpoint may ask for besides access: the time, the settings, a page of a list."""

from datetime import datetime
from typing import Annotated, Generic, TypeVar

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


Now = Annotated[datetime, Depends(utc_now)]
CurrentSettings = Annotated[Settings, Depends(_settings)]


class Page(BaseModel, Generic[Item]):
    """One page of a list; ``next_cursor`` is null on the last."""

    data: list[Item]
    next_cursor: str | None
