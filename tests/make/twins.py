"""Two agencies alike in all that they do, by one clock that stands still: what one hides, nobody sees a trace of."""

import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from http import HTTPStatus
from typing import Any

import httpx
import time_machine

from app.core.clock import utc_now
from tests.access.calls import names_of_nothing
from tests.architecture.routes import Route, all_routes
from tests.delivered import mails_to
from tests.office import MONDAY, Office, Premises

Json = dict[str, Any]
ID = re.compile(r"\b([a-z]{3,4})_([0-7][0-9a-hjkmnp-tv-z]{25})\b")
ONLY_HERE = re.compile(
    r"awl_[\w-]+|(?<=name=\"csrf\" value=\")[^\"]*|(?<=\")\d{7,}(?=\")"
    r"|\b[0-9a-f]{32,64}\b|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
)
"""Secrets, digests and what counts bytes that differ by them: another one in each agency."""
EACH_TIME = frozenset({"date", "x-request-id", "ratelimit", "ratelimit-policy", "content-length"})
NOBODY = "0" * 26
"""The identifier of what is not there."""
READ = [one for one in all_routes() if one.audience and one.audience.candidate and "GET" in one.methods]
"""Everything that a candidate can fetch: a route that is added is among it by itself."""


@dataclass
class Twin:
    """One of the two, with its interview and whoever came in as its candidate."""

    office: Office
    interview: Json = field(default_factory=dict)
    candidate: httpx.Client = field(default_factory=httpx.Client)
    returned: httpx.Client = field(default_factory=httpx.Client)
    known: dict[str, Any] = field(default_factory=dict)
    """What steps left behind, for the steps after them."""

    def mails(self) -> list[Any]:
        """Every mail to the candidate, with its time, in order."""
        ledger = self.office.premises.smtp
        return [_words_of(mail, self) for mail in mails_to(ledger, self.office.address("alex"))]

    def everything(self, *, deep: bool = True) -> dict[str, tuple[int, Json, bytes]]:
        """Every answer that the candidate can get now, by either kind of link, byte for byte.

        Not ``deep``: by their own link alone, and not about one letter or document.
        """
        found: dict[str, tuple[int, Json, bytes]] = {}
        ids: dict[str, set[str]] = {"int": {self.interview["id"]}}
        for route in sorted(READ, key=_depth):
            if not deep and _depth(route) > 1:
                break
            for path in _paths(route, ids):
                for name, who in self._links(route, deep=deep):
                    answer = who.get(path)
                    found[f"{name} {path}"] = _said(answer)
                    for kind, one in ID.findall(answer.text if _is_text(answer) else ""):
                        ids.setdefault(kind, set()).add(f"{kind}_{one}")
        assert found[f"sent /my/{self.interview['id']}"][0] == HTTPStatus.OK, "the candidate is in"
        return found

    def _links(self, route: Route, *, deep: bool) -> list[tuple[str, httpx.Client]]:
        """A link that was handed over is refused what is stored: for each kind of row it is tried on none."""
        both = [("sent", self.candidate), ("returned", self.returned)]
        return both if deep and _depth(route) == 1 else both[:1]

    def alike(self, text: str) -> str:
        """A text without what differs between the two for other reasons."""
        return ONLY_HERE.sub("*", ID.sub(r"\1_*", text.replace(self.office.name, "agency")))


@contextmanager
def twins(premises: Premises) -> Iterator[tuple[Twin, Twin]]:
    """Two agencies twenty minutes after the same interview."""
    with ExitStack() as stack:
        pair = Twin(stack.enter_context(Office.open(premises))), Twin(stack.enter_context(Office.open(premises)))
        clock = stack.enter_context(time_machine.travel(MONDAY, tick=False))
        for twin in pair:
            twin.office.clock = clock
        travel(pair, MONDAY.replace(hour=14, minute=50))
        for twin in pair:
            twin.interview = twin.office.announce()
        travel(pair, MONDAY.replace(hour=16, minute=20))
        yield pair


def wait(pair: Sequence[Twin], **span: float) -> None:
    """Let time pass for both."""
    travel(pair, utc_now() + timedelta(**span))


def travel(pair: Sequence[Twin], to: datetime) -> None:
    """Move the one clock, letting what falls due in either happen at its time in both."""
    while True:
        for twin in pair:
            twin.office.run_tasks()
        due = _next_timer(pair)
        if due is None or due > to:
            break
        pair[0].office.clock.move_to(max(due, utc_now()))
        for twin in pair:
            twin.office.run_due()
    pair[0].office.clock.move_to(max(to, utc_now()))
    for twin in pair:
        twin.office.run_tasks()
        _come_in_anew(twin)


def comparable(twin: Twin, found: dict[str, tuple[int, Json, bytes]]) -> dict[str, Any]:
    """What was fetched, so that it can be compared with what the other one got; files by their kind alone."""
    return {
        twin.alike(path): (status, twin.alike(str(headers)), twin.alike(body.decode()) if _readable(headers) else None)
        for path, (status, headers, body) in found.items()
    }


def _depth(route: Route) -> int:
    return route.api.path.count("{")


def _next_timer(pair: Sequence[Twin]) -> datetime | None:
    ids = [twin.office.agency_id for twin in pair]
    queue = pair[0].office.premises.queue
    found = queue.execute("SELECT min(due_at) FROM timer WHERE agency_id = ANY(%s)", [ids]).fetchone()
    return found[0] if found else None


def _come_in_anew(twin: Twin) -> None:
    """Visits end after some hours, of a candidate and of a consultant."""
    twin.office.opened_at = utc_now()
    twin.office.__dict__.pop("priya", None)
    if twin.interview:
        twin.candidate, twin.returned = (
            twin.office.candidate(twin.interview["id"], link=link) for link in ("sent", "returned")
        )


def _paths(route: Route, ids: dict[str, set[str]]) -> list[str]:
    """The addresses of a route for every row that is known, and for one that is not there."""
    named = names_of_nothing(route)
    paths = [route.api.path]
    for name in re.findall(r"{(\w+)}", route.api.path):
        kind, _, number = str(named[name]).rpartition("_")
        values = sorted(ids.get(kind, ())) or [f"{kind}_{NOBODY}"] if number else [str(named[name])]
        if not name.endswith("_id"):
            values = [str(named[name])]
        paths = [path.replace(f"{{{name}}}", value) for path in paths for value in values]
    return paths


def _said(answer: httpx.Response) -> tuple[int, Json, bytes]:
    headers = {name: value for name, value in answer.headers.items() if name not in EACH_TIME}
    body = answer.content
    if not answer.is_success:
        body = body.replace(answer.headers["x-request-id"].encode(), b"")
    return answer.status_code, headers, body


def _is_text(answer: httpx.Response) -> bool:
    return _readable(dict(answer.headers))


def _readable(headers: Json) -> bool:
    kind = str(headers.get("content-type", "text/plain"))
    return kind.startswith("text/") or "json" in kind


def _words_of(mail: EmailMessage, twin: Twin) -> tuple[str, list[str]]:
    headers = " | ".join(f"{name}: {mail[name]}" for name in ("Date", "From", "To", "Reply-To", "Subject"))
    parts = [part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"]
    return twin.alike(headers), [twin.alike(part) for part in parts]
