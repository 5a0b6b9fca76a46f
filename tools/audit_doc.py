#!/usr/bin/env python3
"""Write or check docs/audit.md: every action that is audited, with its sentence, as the catalogue has it."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from app.audit.catalogue import AuditAction, Described

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "audit.md"

INTRODUCTION = """# The audit trail

<!-- Written by `./dev docs` from app/audit/catalogue.py. Do not edit. -->

Every change of an agency, team, user, key, link, session, client, contact, candidate, job, application, interview,
debrief, letter, consent or delivery has one entry, committed with the change or not at all; the program refuses a
change without it, and so does the database. Entries are only ever added. Each holds the SHA-256 of the entry before it
about the same subject (canonical JSON, RFC 8785), and the subject's row holds that of its newest.

An entry tells identifiers, states, counts and instants. What a person wrote, such as a reason, is not in it: the entry
keeps a commitment (HMAC-SHA-256 under a salt of its own), and the words lie in a table that can be erased; the chain
verifies afterwards as before, and the sentence reads "(erased)".

`GET /v1/audit` reads the trail as sentences. `afterword audit verify` computes every chain anew and names each entry
that was changed, removed, swapped, or whose words are not the ones committed to.

`{who}` is a user's name, "The candidate", "An integration" or "Afterword". *Published* entries are the events that
other systems are told of; the rest stay inside the agency.

| action | sentence | words that can be erased | published |
|---|---|---|---|
"""


def document(actions: Sequence[Described]) -> str:
    """Write the document."""
    return INTRODUCTION + "\n".join(_lines(actions)) + "\n"


def _lines(actions: Sequence[Described]) -> Iterator[str]:
    for action in sorted(actions, key=lambda one: one.name):
        personal = ", ".join(sorted(action.personal)) or "none"
        yield f"| `{action.name}` | {action.sentence} | {personal} | {'yes' if action.public else 'no'} |"


def main(argv: Sequence[str]) -> int:
    """Write, or compare and say which lines differ."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    chosen = parser.add_mutually_exclusive_group(required=True)
    chosen.add_argument("--write", action="store_true", help="write docs/audit.md")
    chosen.add_argument("--check", action="store_true", help="exit 1 where it is not what the catalogue says")
    wanted = parser.parse_args(argv)
    fresh = document([action.described for action in AuditAction])
    if wanted.write:
        DOCUMENT.parent.mkdir(exist_ok=True)
        DOCUMENT.write_text(fresh, encoding="utf-8")
        return 0
    stored = DOCUMENT.read_text(encoding="utf-8") if DOCUMENT.exists() else ""
    for line in sorted(set(fresh.splitlines()) ^ set(stored.splitlines())):
        print(line)
    if stored != fresh:
        print("docs/audit.md is not what the catalogue says. Run ./dev docs and commit the result.")
    return int(stored != fresh)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
