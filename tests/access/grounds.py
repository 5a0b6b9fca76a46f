"""Two agencies, a way to ask as anybody, and a way to see whether anything changed."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import httpx
import psycopg

from tests.access.calls import Call
from tests.make.agency import SCOPES, Busy

COUNTED_ONLY = frozenset({"document_file"})
"""Tables whose rows are large and never change."""


@dataclass
class Grounds:
    """Both agencies, one way to ask as anybody, and one to see whether anything changed."""

    home: Busy
    stranger: Busy
    web: httpx.Client
    everything: psycopg.Connection[Any]
    expired: str
    _seen_at: tuple[Any, ...] | None = None
    _seen: dict[str, Any] = field(default_factory=dict)

    def ask(self, request: Call, actor: str, scope: str | None = None) -> httpx.Response:
        headers = {**request.headers, **self.bearer(actor, scope)}
        content: dict[str, Any] = {"files": request.files} if request.files else {"json": request.json}
        answer = self.web.request(request.method, request.path, headers=headers, **content)
        self.web.cookies.clear()
        return answer

    def bearer(self, actor: str, scope: str | None) -> dict[str, str]:
        """A key is tried with the needed scope alone, or with every other; where none is needed, with all."""
        needed = scope or SCOPES[0]
        match actor:
            case "stranger's candidate":
                return self.stranger.headers("sent")
            case "stranger":
                return self.stranger.headers("owner")
            case "stranger's key":
                return self.stranger.headers(f"key with {needed}")
            case "key":
                return self.home.headers(f"key with {needed}")
            case "key without":
                return self.home.headers(f"key without {needed}")
            case "expired key":
                return {"Authorization": f"Bearer {self.expired}"}
            case _:
                return self.home.headers(actor)

    def state(self) -> dict[str, Any]:
        """Every row of both agencies as a number, what is planned, and how many mails have gone.

        Looked at anew only if the server's log went on since: no row of any table changes without a line in it.
        """
        logged = self.everything.execute("SELECT pg_current_wal_insert_lsn()::text").fetchone()
        if logged != self._seen_at:
            agencies = [str(busy.office.agency_id) for busy in (self.home, self.stranger)]
            found = self.everything.execute(self._query, {"agencies": agencies}).fetchall()
            self._seen_at, self._seen = logged, {row[0]: row[1:] for row in found}
        return {**self._seen, "mails": len(self.home.office.premises.smtp.commands)}

    @cached_property
    def _query(self) -> bytes:
        """Asked some thousand times, it is written once, and prepared by the driver."""
        tables = self.everything.execute(
            "SELECT table_name FROM information_schema.columns "
            "WHERE column_name = 'agency_id' AND table_schema = 'public'"
        ).fetchall()
        parts = [
            f"SELECT '{table}', count(*), {'0' if table in COUNTED_ONLY else 'sum(hashtextextended(t::text, 0))'} "
            f"FROM {table} t WHERE agency_id = ANY(%(agencies)s::uuid[])"
            for (table,) in tables
        ]
        parts.append(
            "SELECT 'tasks', count(*), 0 FROM procrastinate_jobs WHERE args->>'agency_id' = ANY(%(agencies)s::text[])"
        )
        return " UNION ALL ".join(parts).encode()
