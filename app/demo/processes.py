"""The real parts as real processes: embedded PostgreSQL, web, worker, mail server; all end with the block."""

import contextlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psycopg
from psycopg import sql

from app.adapters.migrations import migrate
from app.adapters.postgres import server
from app.adapters.postgres.provision import ensure_database
from app.core.secret_box import key_in

START_SECONDS = 60.0
STOP_SECONDS = 20.0


class PartFailed(Exception):
    """A process did not start, or ended; the message says which and shows the end of its log."""


@dataclass(frozen=True)
class Parts:
    """Where the running parts are."""

    web: str
    mails: Path
    app_url: str
    owner_url: str
    superuser_url: str
    environment: Mapping[str, str]


@dataclass(frozen=True)
class Plan:
    """What to run: which database, whether from empty, where mails and logs go, on which port the web answers."""

    state: Path
    database: str
    fresh: bool
    web_port: int


@contextmanager
def running(plan: Plan) -> Iterator[Parts]:
    """Start everything and give it once the web process says that it is ready; raises PartFailed."""
    folder = plan.state / plan.database
    mails = folder / "mails"
    if plan.fresh:
        for old in mails.glob("*"):
            old.unlink()
    mails.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        cluster = stack.enter_context(server.hold(plan.state / "postgres"))
        if plan.fresh:
            _drop(cluster.url_for("postgres", "postgres"), plan.database)
        ensure_database(cluster, plan.database)
        owner_url = cluster.url_for("afterword_owner", plan.database)
        migrate(owner_url)
        smtp_port = free_port()
        web = f"http://127.0.0.1:{plan.web_port}"
        environment = {
            **os.environ,
            "DATABASE_URL": cluster.url_for("afterword_app", plan.database),
            "DATABASE_OWNER_URL": owner_url,
            "SMTP_URL": f"smtp://127.0.0.1:{smtp_port}?tls=none",
            "PUBLIC_URL": web,
            "AFTERWORD_SECRET_KEY": os.environ.get("AFTERWORD_SECRET_KEY") or key_in(plan.state),
            "AFTERWORD_TICK_SECONDS": "0.3",
        }
        parts = Parts(
            web,
            mails,
            environment["DATABASE_URL"],
            owner_url,
            cluster.url_for("postgres", plan.database),
            environment,
        )
        started = [
            stack.enter_context(part(name, command, environment, folder))
            for name, command in _commands(plan, smtp_port, mails)
        ]
        _wait(web, smtp_port, started)
        yield parts


@contextmanager
def part(name: str, command: Sequence[str], environment: Mapping[str, str], folder: Path) -> Iterator["Part"]:
    """Run one process with its log in the folder; end it, gently first, with the block."""
    log = folder / f"{name}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", *command],
            env=dict(environment),
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        yield Part(name, process, log)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@dataclass(frozen=True)
class Part:
    """One running process."""

    name: str
    process: "subprocess.Popen[bytes]"
    log: Path

    def require_alive(self) -> None:
        """Raise PartFailed with the end of the log where the process has ended."""
        if self.process.poll() is not None:
            end = "\n".join(self.log.read_text(errors="replace").splitlines()[-8:])
            raise PartFailed(f"The {self.name} process ended with code {self.process.returncode}:\n{end}")


def free_port() -> int:
    """A port that nobody listens on just now, below those that systems give to connections (Linux: from 32768)."""
    while not is_free(port := secrets.choice(range(20_000, 32_000))):
        pass
    return port


def is_free(port: int) -> bool:
    """Whether nobody listens on this port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _commands(plan: Plan, smtp_port: int, mails: Path) -> list[tuple[str, list[str]]]:
    return [
        ("mailbox", ["app.demo.mailbox", str(smtp_port), str(mails)]),
        ("web", ["app.cli", "serve", "--port", str(plan.web_port)]),
        ("worker", ["app.cli", "worker"]),
    ]


def _wait(web: str, smtp_port: int, parts: Sequence[Part]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        for one in parts:
            one.require_alive()
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(f"{web}/readyz", timeout=5).status_code == httpx.codes.OK and not is_free(smtp_port):
                return
        time.sleep(0.1)
    raise PartFailed(f"The web process was not ready after {START_SECONDS:.0f} seconds; see {parts[1].log}.")


def _drop(superuser_url: str, database: str) -> None:
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))
