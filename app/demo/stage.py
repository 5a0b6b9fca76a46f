"""What the steps of the demonstration share: saying what happens, calling the API, waiting for mail."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any
from uuid import uuid4

import httpx
from rich.console import Console

from app.demo.mailbox import kept
from app.demo.processes import Parts

Json = dict[str, Any]
MAIL_SECONDS = 30.0


class StepFailed(Exception):
    """A step did not hold; the message says what was expected and what came."""


@dataclass
class Stage:
    """The running parts, the console, and what was checked so far."""

    parts: Parts
    console: Console
    checked: list[str] = field(default_factory=list)

    def chapter(self, title: str) -> None:
        """Begin a part of the story."""
        self.console.print(f"\n[bold]{title}[/bold]")

    def done(self, words: str) -> None:
        """Say and keep that a step held."""
        self.checked.append(words)
        self.console.print("  ✓ ", style="green", end="")
        self.console.print(words, highlight=False, markup=False)

    def show(self, text: str) -> None:
        """Show something to read."""
        for line in text.rstrip("\n").splitlines():
            self.console.print(f"    {line}" if line else "", style="dim", highlight=False, markup=False)

    def require(self, holds: object, words: str) -> None:
        """Keep a step that holds; raises StepFailed otherwise."""
        if not holds:
            raise StepFailed(words)
        self.done(words)

    def client(self, token: str | None = None) -> "Caller":
        """Somebody who calls the API with this token."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return Caller(httpx.Client(base_url=self.parts.web, headers=headers, timeout=30))

    def mail_to(self, address: str, *, holding: str = "", after: int = 0) -> EmailMessage:
        """Wait for a mail to this address that holds a text, later than the first ``after``; raises StepFailed."""
        until = time.monotonic() + MAIL_SECONDS
        while time.monotonic() < until:
            found = [mail for _, mail in kept(self.parts.mails) if mail["X-Envelope-To"] == address]
            for mail in found[after:]:
                if holding in text_of(mail):
                    return mail
            time.sleep(0.1)
        raise StepFailed(f"no mail to {address} within {MAIL_SECONDS:.0f} seconds")

    def until(self, ready: Callable[[], bool], words: str) -> None:
        """Wait until something is so; raises StepFailed after a while."""
        until = time.monotonic() + MAIL_SECONDS
        while time.monotonic() < until:
            if ready():
                self.done(words)
                return
            time.sleep(0.1)
        raise StepFailed(f"not within {MAIL_SECONDS:.0f} seconds: {words}")


@dataclass(frozen=True)
class Caller:
    """Somebody who calls the API; every answer must be of the expected status."""

    http: httpx.Client

    def get(self, path: str) -> Json:
        """GET; raises StepFailed where the answer is not 200."""
        return self._json(self.http.get(path))

    def get_list(self, path: str) -> list[Json]:
        """GET a bare list; raises StepFailed where the answer is not 200."""
        answer: Any = self._json(self.http.get(path))
        return list(answer)

    def etag(self, path: str) -> str:
        """The ETag of a resource."""
        answer = self.http.get(path)
        self._json(answer)
        return answer.headers["ETag"]

    def send(self, method: str, path: str, body: Json | None = None, **headers: str) -> Json:
        """Call with a JSON body; ``If_Match`` and the like become headers."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        named.setdefault("Idempotency-Key", str(uuid4()))
        return self._json(self.http.request(method, path, json=body, headers=named))

    def refused(self, method: str, path: str, body: Json | None = None, **headers: str) -> Json:
        """Call what must be refused; return the problem."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        named.setdefault("Idempotency-Key", str(uuid4()))
        answer = self.http.request(method, path, json=body, headers=named)
        if answer.is_success:
            raise StepFailed(f"{method} {path} was not refused")
        problem: Json = answer.json()
        return problem

    def raw(self, path: str) -> bytes:
        """GET bytes."""
        answer = self.http.get(path)
        if not answer.is_success:
            raise StepFailed(f"GET {path} answered {answer.status_code}")
        return answer.content

    @staticmethod
    def _json(answer: httpx.Response) -> Json:
        if not answer.is_success:
            where = f"{answer.request.method} {answer.request.url.path}"
            raise StepFailed(f"{where} answered {answer.status_code}: {answer.text[:500]}")
        body: Json = answer.json() if answer.content else {}
        return body


def text_of(mail: EmailMessage) -> str:
    """The plain text of a mail."""
    body = mail.get_body(("plain",))
    return str(body.get_content()) if body is not None else ""


def token_in(mail: EmailMessage) -> str:
    """The token of the link in a mail of the service; raises StepFailed where there is none."""
    found = re.search(r"/(?:c|join)/((?:awl|awi)_\S+)", text_of(mail))
    if found is None:
        raise StepFailed("the mail holds no link")
    return found[1]
