"""An agency on a server that may be crashed, whose letters are sent by real worker processes in real time."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import Any

import psycopg

from app.audit.verify import Report, verify
from app.core.db import Database
from app.core.settings import CHECKOUT, Settings
from app.main import create_app
from tests.adapters.smtp_ledger import SmtpLedger
from tests.faults import delivery_worker
from tests.faults.processes import Forked, start
from tests.faults.queue_case import QueueCase
from tests.make.loop import NOW, Loop, approve, by_name, decide, letter_agreed, path_to
from tests.office import Office, Premises
from tests.serving import serving

Json = dict[str, Any]
Process = Forked | subprocess.Popen[bytes]
QUICK_PACE = {"tick": 0.1, "poll": 0.1, "heartbeat": 0.2, "stalled": 1.5, "reap": 0.1}


@dataclass
class DeliveryCase:
    """The agency, its server, its mail server, and the workers that a test started."""

    office: Office
    queue: QueueCase
    smtp: SmtpLedger
    directory: Path
    processes: list[Process] = field(default_factory=list)

    def agree(self, ref: str, *to: str) -> Loop:
        """Bring a letter to these people to the point where it waits for approval, and everything else is done."""
        held = datetime.now(UTC) - timedelta(hours=3)
        times = {"starts_at": held.isoformat(), "ends_at": (held + timedelta(hours=1)).isoformat()}
        loop = letter_agreed(self.office, ref, to=to, **times)
        self.office.run_tasks()
        return loop

    def approve(self, loop: Loop) -> None:
        """Let a letter go at once."""
        answer = approve(self.office.priya, loop, **NOW)
        assert answer.status_code == 200, answer.text
        loop.deliveries = by_name(loop, answer.json()["deliveries"])

    def undo(self, loop: Loop) -> None:
        """Stop every delivery of a letter, as Undo does."""
        for one in loop.deliveries.values():
            answer = decide(self.office.priya, path_to(one), "cancel")
            assert answer.status_code == 200, answer.text

    def at_work(self) -> int:
        """How many workers have registered with the queue."""
        return int(self.queue.rows("SELECT count(*) AS many FROM procrastinate_workers")[0]["many"])

    def worker(self) -> Process:
        """Start a worker as an operator does."""
        with self.log.open("ab") as log:
            command = [sys.executable, "-m", "app.cli", "worker"]
            environment = {**os.environ, **self._environment}
            process = subprocess.Popen(command, cwd=CHECKOUT, env=environment, stdout=log, stderr=log)
        self.processes.append(process)
        return process

    def quick_worker(self) -> Process:
        """Start a worker that sooner takes others for dead."""
        pace = json.dumps(QUICK_PACE)
        process = start(delivery_worker.main, pace, environment=self._environment, log=self.log)
        self.processes.append(process)
        return process

    def end_workers(self) -> None:
        """Kill what still runs, so that it takes no other test's tasks."""
        for process in self.processes:
            process.kill()
            process.wait()

    def read(self, delivery: Json) -> Json:
        """One delivery as it now is."""
        found: Json = self.office.crm.get(path_to(delivery)).json()
        return found

    def deliveries(self) -> list[Json]:
        """Every delivery as it now is."""
        found: list[Json] = self.office.crm.get("/v1/deliveries", params={"limit": 100}).json()["data"]
        return found

    def states(self) -> Counter[str]:
        return Counter(one["state"] for one in self.deliveries())

    def taken(self) -> Counter[str]:
        """How often the mail server took the message of each delivery, by Message-ID."""
        parse = BytesHeaderParser().parsebytes
        sent = {one["message_id"] for one in self.deliveries()}
        found = (parse(accepted.content)["Message-ID"] for accepted in list(self.smtp.messages))
        return Counter(message_id for message_id in found if message_id in sent)

    def verified(self) -> Report:
        """Check the whole trail, as the owner of the database."""
        owner = Database(self.queue.owner_url)
        try:
            with owner.transaction() as session:
                return verify(session)
        finally:
            owner.dispose()

    @property
    def log(self) -> Path:
        return self.directory / "log"

    @property
    def _environment(self) -> dict[str, str]:
        settings = self.office.premises.settings
        return {
            "DATABASE_URL": self.queue.url,
            "SMTP_URL": settings.smtp_url.get_secret_value(),
            "AFTERWORD_MAIL_FROM": settings.mail_from,
            "AFTERWORD_TICK_SECONDS": "0.2",
            "AFTERWORD_WORKER_CONCURRENCY": "4",
        }


@contextmanager
def delivery_case(queue: QueueCase, directory: Path, *, undo_seconds: int = 0) -> Iterator[DeliveryCase]:
    """Lend an agency with this time to undo, at the real time; end the workers that the test started."""
    queue.empty()
    with SmtpLedger() as smtp:
        settings = Settings(
            smtp_url=f"smtp://127.0.0.1:{smtp.relay.port}?tls=none",
            public_url="http://afterword.example",
            mail_from="letters@afterword.example",
        )
        asked = psycopg.connect(queue.url, autocommit=True)
        with serving(create_app(settings, database_url=queue.url)) as url, asked:
            premises = Premises(url, queue.db, asked, settings, smtp, queue.cluster)
            with Office.open(premises, at=datetime.now(UTC)) as office:
                undo = office.admin.patch("/v1/agency", json={"settings": {"undo_seconds": undo_seconds}})
                assert undo.status_code == 200, undo.text
                case = DeliveryCase(office, queue, smtp, directory)
                try:
                    yield case
                finally:
                    case.end_workers()
