"""The limit: one Starlette and asyncpg process that does the three works with one hand-written statement a request.

It works as the superuser, without row-level security, rate limit, metrics or a second look at its answer: nothing
that is done on these tables in Python can cost much less.
"""

import asyncio
import hashlib
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.core.ids import uuid_of
from app.core.tokens import read_token
from tests.bench.statements import ONE_DEBRIEF, QUEUE, SUBMIT

CONNECTIONS = 16
ANSWERS = frozenset({"answers", "agency_only"})


class Limit:
    """The three works on a few connections that are never reset between two requests."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._free: asyncio.LifoQueue[asyncpg.Connection[asyncpg.Record]] = asyncio.LifoQueue()

    @asynccontextmanager
    async def lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        opened = [await asyncpg.connect(self._url) for _ in range(CONNECTIONS)]
        for connection in opened:
            self._free.put_nowait(connection)
        yield
        for connection in opened:
            await connection.close()

    async def queue(self, request: Request) -> Response:
        return await self._answer(QUEUE, *_bearer(request))

    async def debrief(self, request: Request) -> Response:
        return await self._answer(ONE_DEBRIEF, *_bearer(request), _interview(request))

    async def submit(self, request: Request) -> Response:
        written = json.loads(await request.body())
        if not isinstance(written, dict) or not written.keys() <= ANSWERS or not isinstance(written["answers"], dict):
            return Response(status_code=422)
        answers = json.dumps(written["answers"])
        return await self._answer(SUBMIT, *_bearer(request), _interview(request), answers, uuid4(), uuid4())

    async def _answer(self, statement: str, *values: Any) -> Response:
        connection = await self._free.get()
        try:
            body = await connection.fetchval(statement, *values)
        finally:
            self._free.put_nowait(connection)
        return Response(body, media_type="application/json") if body else Response(status_code=401)


def limit_app(url: str) -> Starlette:
    """Make the process; the paths are Afterword's."""
    limit = Limit(url)
    debrief = "/v1/interviews/{interview_id}/debrief"
    routes = [
        Route("/v1/review-items", limit.queue),
        Route(debrief, limit.debrief),
        Route(f"{debrief}/submit", limit.submit, methods=["POST"]),
    ]
    return Starlette(routes=routes, lifespan=limit.lifespan)


def _bearer(request: Request) -> tuple[UUID, UUID, bytes]:
    token = read_token(request.headers["authorization"].removeprefix("Bearer "), "aws")
    return token.agency_id, token.row_id, hashlib.sha256(token.secret.encode()).digest()


def _interview(request: Request) -> UUID:
    return uuid_of(request.path_params["interview_id"].removeprefix("int_"))


if __name__ == "__main__":
    uvicorn.run(limit_app(os.environ["BENCH_URL"]), port=int(sys.argv[1]), log_config=None, access_log=False)
