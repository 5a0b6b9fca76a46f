"""`afterword audit`: whether the trail holds."""

import json
import sys
from typing import Annotated

import typer

from app.audit.verify import verify
from app.cli.databases import databases, give_up
from app.cli.mapping import read_in_models
from app.core.db import Database
from app.core.settings import Settings

audit = typer.Typer(help="Check the audit trail.", no_args_is_help=True)
commands = typer.Typer()
commands.add_typer(audit, name="audit")


@audit.command("verify")
def verify_audit(
    as_json: Annotated[bool, typer.Option("--json", help="Answer as one JSON object.")] = False,
) -> None:
    """Check every entry of every agency; names each that does not hold, and exits with 1 if there is one."""
    with databases(Settings()) as found:
        if found.owner_url is None:
            give_up("Set DATABASE_OWNER_URL: the owner role sees the entries of every agency.")
        read_in_models()
        db = Database(found.owner_url)
        with db.transaction() as session:
            report = verify(session)
        db.dispose()
    findings = [{"subject": one.subject, "seq": one.seq, "entry": str(one.event_id or ""), "what": one.what}
                for one in report.findings]  # fmt: skip
    if as_json:
        body = {"entries": report.entries, "subjects": report.subjects, "findings": findings}
        sys.stdout.write(json.dumps(body) + "\n")
    else:
        for one in report.findings:
            sys.stdout.write(f"{one.subject} entry {one.seq} ({one.event_id or 'gone'}): {one.what}\n")
        verdict = "Verified" if not report.findings else f"{len(report.findings)} findings"
        sys.stdout.write(f"{verdict}: {report.entries} entries of {report.subjects} subjects.\n")
    raise typer.Exit(1 if report.findings else 0)
