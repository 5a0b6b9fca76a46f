"""The web process: the one list of routers, middleware and error handlers."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from fastapi import FastAPI

from app.accounts.api import accounts, mail
from app.accounts.pages import arriving, keeping
from app.core.db import Database
from app.core.settings import Settings
from app.debriefs.api import addenda, debriefs, exceptions
from app.deliveries.api import deliveries, taking_back
from app.deliveries.pages import status
from app.directory.api import calendar_days, directory
from app.documents import api as documents
from app.interviews.api import attendance, interviews, people
from app.letters.api import letters, suggestions, summaries, threads, uploads
from app.privacy.api import notices, persons, trail
from app.privacy.pages import notice
from app.reviews import api as reviews
from app.web import assets, health, limits, middleware, openapi, problem_pages, problems

ROUTERS = (
    health.router,
    problem_pages.router,
    assets.router,
    accounts.router,
    mail.router,
    arriving.router,
    directory.router,
    calendar_days.router,
    interviews.router,
    people.router,
    attendance.router,
    debriefs.router,
    exceptions.router,
    addenda.router,
    letters.router,
    summaries.router,
    uploads.router,
    documents.router,
    suggestions.router,
    threads.router,
    deliveries.router,
    taking_back.router,
    status.router,
    reviews.router,
    trail.router,
    persons.router,
    notices.router,
    notice.router,
)
DESCRIPTION = (
    "What a recruitment agency does between the end of an interview and the client's decision: structured "
    "debriefs, strategic follow-up letters, review, consent, delivery at the right minute, and a trail of it all."
)


def create_app(settings: Settings, *, database_url: str) -> FastAPI:
    """Build the application; the pool opens with the first request and closes with the process."""
    db = Database(database_url, pool_size=settings.pool_size)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        db.dispose()

    app = FastAPI(
        title="Afterword",
        version="1",
        description=DESCRIPTION,
        openapi_url="/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.openapi = partial(_document, app)  # type: ignore[method-assign]  # the way that FastAPI documents
    app.state.settings = settings
    app.state.db = db
    app.state.signed_out = keeping.signed_out
    for router in ROUTERS:
        app.include_router(router)
    problems.install(app)
    app.add_middleware(middleware.BodyLimit)
    app.add_middleware(middleware.Surroundings, requests=limits.of_requests(settings))
    return app


def _document(app: FastAPI) -> dict[str, Any]:
    app.openapi_schema = app.openapi_schema or openapi.document(app, description=DESCRIPTION)
    return app.openapi_schema
