"""Health for whoever runs the service: alive without the database, ready with it, version, metrics."""

from importlib.metadata import PackageNotFoundError, version
from typing import Annotated

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel, Field
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.core.errors import Unavailable
from app.core.queue import queue_lag, worker_lag
from app.web.deps import database
from app.web.problems import responses

router = APIRouter(tags=["health"])


class NotReady(Unavailable):
    """The database does not answer, or has not been migrated: run `afterword doctor`."""

    code = "not_ready"


class Alive(BaseModel):
    """The process answers."""

    status: str


class Ready(BaseModel):
    """The process can do its work."""

    status: str
    migration: str
    worker_heartbeat_seconds: Annotated[
        float | None, Field(description="Since the liveliest worker's last sign; null: none is registered.")
    ]
    queue_lag_seconds: Annotated[float, Field(description="How long the task that is due for longest has waited.")]


class Version(BaseModel):
    """Which release this is."""

    version: str


@router.get("/livez", operation_id="livez")
def livez() -> Alive:
    """Say that the process answers; the database is not asked."""
    return Alive(status="alive")


@router.get("/readyz", operation_id="readyz", responses=responses())
def readyz(request: Request) -> Ready:
    """Say whether the database answers, which migration it is at, and whether tasks are being done."""
    try:
        with database(request).transaction() as session:
            ready = Ready(
                status="ready",
                migration=session.scalars(text("SELECT version_num FROM alembic_version")).one(),
                worker_heartbeat_seconds=worker_lag(session),
                queue_lag_seconds=queue_lag(session),
            )
    except SQLAlchemyError:
        raise NotReady(retry_after=2) from None
    return ready


@router.get("/version", operation_id="version")
def release() -> Version:
    """Name the release."""
    try:
        return Version(version=version("afterword"))
    except PackageNotFoundError:
        return Version(version="unknown")


@router.get("/metrics", operation_id="metrics", response_class=Response)
def metrics() -> Response:
    """Give counters and histograms in the Prometheus format."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
