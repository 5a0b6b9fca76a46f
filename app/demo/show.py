"""`./dev demo`: the whole loop on real parts, checked as it goes; exit code 0 only if every step held."""

import json
import subprocess
import sys
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

from rich.console import Console

from app.adapters.postgres.errors import EmbeddedPostgresError
from app.core.settings import Settings
from app.core.state_dir import StateDirUnusable
from app.demo.debriefing import debrief
from app.demo.opening import Agency, announce, open_agency
from app.demo.processes import PartFailed, Parts, Plan, free_port, running
from app.demo.sending import Sent, send_letter
from app.demo.stage import Json, Stage, StepFailed

DATABASE = "afterword_demo"


def demo() -> int:
    """Run the demonstration; the last line on standard output is one JSON object with what was checked."""
    console = Console(width=110, soft_wrap=True)
    console.print("[bold]Afterword, demonstrated on real parts.[/bold] All people and firms are made up.")
    try:
        with ExitStack() as stack:
            with console.status("starting PostgreSQL, web, worker and a mail server"):
                plan = Plan(Settings().state, DATABASE, fresh=True, web_port=free_port())
                parts = stack.enter_context(running(plan))
            result = _play(Stage(parts, console))
    except (StepFailed, PartFailed, EmbeddedPostgresError, StateDirUnusable) as failure:
        console.print(f"\n✗ {failure}", style="red", highlight=False, markup=False)
        sys.stdout.write(json.dumps({"ok": False, "failed": str(failure)}) + "\n")
        return 1
    sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")
    return 0


def _play(stage: Stage) -> dict[str, Any]:
    stage.done("embedded PostgreSQL, web, worker and mail server run as processes of their own")
    agency = open_agency(stage)
    interview = announce(stage, agency, ends_in=timedelta(seconds=2))
    alex = debrief(stage, agency, interview)
    sent = send_letter(stage, agency, alex, interview)
    report = _trail(stage, agency, sent)
    return {
        "ok": True,
        "steps": len(stage.checked),
        "interview": interview["id"],
        "letter": sent.letter_id,
        "document_sha256": sent.sha256,
        "recipients": sent.recipients,
        "attachments": sent.attachments,
        "audit": {"entries": report["entries"], "subjects": report["subjects"], "findings": report["findings"]},
        "checked": stage.checked,
    }


def _trail(stage: Stage, agency: Agency, sent: Sent) -> Json:
    stage.chapter("The trail")
    page = agency.crm.get(f"/v1/audit?subject={sent.letter_id}")
    everything = agency.crm.get("/v1/audit?limit=40")["data"]
    for entry in reversed(everything):
        stage.show(f"{entry['at'][11:19]}  {entry['sentence']}")
    stage.require(page["data"], "the letter's trail reads as sentences")
    report = verify(stage.parts)
    stage.require(
        report["entries"] and not report["findings"],
        f"verified: {report['entries']} entries of {report['subjects']} subjects, each chained to the one before",
    )
    return report


def verify(parts: Parts) -> Json:
    """Run `afterword audit verify` on the demonstration's database."""
    done = subprocess.run(
        [sys.executable, "-m", "app.cli", "audit", "verify", "--json"],
        env=dict(parts.environment),
        capture_output=True,
        text=True,
        check=False,
    )
    if not done.stdout.startswith("{"):
        raise StepFailed(f"afterword audit verify: {done.stderr.strip()[-500:]}")
    report: Json = json.loads(done.stdout)
    return report
