"""The archive of everything held about a person, and the mail that confirms an erasure."""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from app.core.local_time import day_month
from app.interviews.models import Meeting
from app.web.mails import Mail

REQUESTS: Final = {
    "copy": "a copy of what is held about them",
    "correction": "something to be put right",
    "erasure": "what is held about them to be erased",
}
ALWAYS_HIDDEN = frozenset({"agency_id", "audit_seq", "audit_hash"})


@dataclass(frozen=True)
class Notice:
    """One version of the privacy notice."""

    version: int
    published_at: datetime
    controller: str
    contact: str | None
    text: str


@dataclass(frozen=True)
class Archive:
    """What goes into one archive; ``sections`` are rows by what they are, ``files`` bytes by name."""

    agency: str
    name: str
    made_at: datetime
    sections: Mapping[str, Sequence[Mapping[str, Any]]]
    trail: Sequence[tuple[datetime, str]]
    notices: Sequence[Notice]
    files: Mapping[str, bytes]
    notes_held_back: int


README = """What {agency} holds about {name}
Made on {day} {year}.

This archive answers a request for access (GDPR Article 15). It holds:

person.json      everything, in sections that say what they are. Open it with any text editor.
documents/       your letters and summaries as they were sent, or would be: as PDF, as Word and as text.
privacy-notice.txt
                 what you were told about your data, each version with the day from which it held.
README.txt       this page.

The sections of person.json, with how many entries each has:
{sections}

"what happened" tells, entry by entry, who did what and when. "privacy_notice" beside a debrief as sent or an
agreement is the version of the notice that held at that moment.

What is not in it:
- The passwords of this trade: keys of links and visits. They are not stored in a form that anybody could read.
- E-mail addresses and telephone numbers of people at the employers, which are theirs.
- What was sent away earlier: a letter that left is with whoever received it.
- Who merely looked at something: reading is not recorded.
- What an employer said or decided, as far as your consultant has not told you of it. They tell you; ask them.
{notes}
To put something right, to have it erased, or to object, turn to:
{contact}
"""
HELD_BACK = """- {count} private note(s) of the agency's people. Somebody reads them before they are handed over,
  since they may also be about others (Article 15(4)). Ask for them.
"""


def archive(found: Archive) -> bytes:
    """Write the archive as a ZIP file."""
    written = {
        "README.txt": _readme(found).encode(),
        "person.json": _person(found).encode(),
        "privacy-notice.txt": "\n\n".join(_notice(notice) for notice in found.notices).encode(),
        **found.files,
    }
    stamp = found.made_at.timetuple()[:6]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in written.items():
            file.writestr(zipfile.ZipInfo(name, stamp), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def own_words(sections: Mapping[str, Sequence[Mapping[str, Any]]], *, about: str, made_at: datetime) -> str:
    """Write what one person wrote and decided after one interview as JSON."""
    told = {name: [_shown(row, ()) for row in rows] for name, rows in sections.items()}
    for row in (row for rows in told.values() for row in rows):
        row.pop("privacy_notice", None)
    whole = {"interview": about, "made_at": made_at, **told}
    return json.dumps(whole, ensure_ascii=False, indent=2, default=_plain)


def request_mail(meeting: Meeting, *, kind: str, words: str, due: date) -> Mail:
    """Tell the agency's people that somebody asked about their data, what for, and by when the law wants an answer."""
    candidate, agency = meeting.candidate.name, meeting.agency.name
    asked = REQUESTS[kind]
    return Mail(
        agency=agency,
        subject=f"{candidate} asks for {asked}: answer by {day_month(due)} {due.year}",
        paragraphs=(
            f"{candidate}, candidate for {meeting.job.title} at {meeting.client.name}, asks for {asked}.",
            *([f"In their words: “{words}”"] if words else []),
            f"An answer is due within one month, by {day_month(due)} {due.year} (GDPR Article 12(3)). Somebody with "
            "the compliance role can make the copy and do the erasure here; it is in the trail who did what.",
            f"They were told that they hear from you by then. Their consultant is {meeting.consultant.name}.",
        ),
        signed=(agency,),
    )


def confirmation_mail(*, agency: str, kept_until: date | None, contact: str | None) -> Mail:
    """Confirm an erasure to the person who asked for it; names nobody, since nothing is left to name them by."""
    kept = (
        "One thing stays for now: your name and one way to reach you, because the law asks us to keep who we worked "
        f"for. Nobody uses them for anything else, and they go on {day_month(kept_until)} {kept_until.year}."
        if kept_until
        else "Nothing that says who you are is left."
    )
    return Mail(
        agency=agency,
        subject=f"Your data at {agency} was erased",
        paragraphs=(
            f"You asked {agency} to erase what it holds about you. It is done: your answers, your letters and their "
            "files are gone, and your links no longer work.",
            kept,
            "A letter that had left already is with whoever received it; we cannot take it back. That it was sent, and "
            "when, stays on record without your name.",
            *([f"Questions: {contact}."] if contact else []),
            "This is the last mail from us about it: with it we have forgotten your address.",
        ),
        signed=(agency,),
    )


def _readme(found: Archive) -> str:
    counts = {**{name: len(rows) for name, rows in found.sections.items()}, "what happened": len(found.trail)}
    width = max(len(name) for name in counts)
    newest = found.notices[0] if found.notices else None
    return README.format(
        agency=found.agency,
        name=found.name,
        day=day_month(found.made_at.date()),
        year=found.made_at.year,
        sections="\n".join(f"- {name.ljust(width)}  {count}" for name, count in counts.items()),
        notes=HELD_BACK.format(count=found.notes_held_back) if found.notes_held_back else "",
        contact=(newest and newest.contact) or f"your consultant at {found.agency}",
    )


def _person(found: Archive) -> str:
    told = {
        **{name: [_shown(row, found.notices) for row in rows] for name, rows in found.sections.items()},
        "what happened": [{"at": at.isoformat(), "what": what} for at, what in found.trail],
    }
    return json.dumps(told, ensure_ascii=False, indent=2, default=_plain)


def _shown(row: Mapping[str, Any], notices: Sequence[Notice]) -> dict[str, Any]:
    shown = {name: value for name, value in row.items() if name not in ALWAYS_HIDDEN and not name.startswith("audit_")}
    told_at = row.get("given_at") or (row.get("submitted_at") if "answers" in row else None)
    if told_at is not None:
        shown["privacy_notice"] = next((one.version for one in notices if one.published_at <= told_at), None)
    return shown


def _notice(notice: Notice) -> str:
    said = asdict(notice)
    head = f"Version {said['version']}, from {notice.published_at:%Y-%m-%d %H:%M} UTC. {notice.controller}"
    return f"{head}{f', {notice.contact}' if notice.contact else ''}\n\n{notice.text}\n"


def _plain(value: object) -> str:
    match value:
        case datetime() | date():
            return value.isoformat()
        case UUID():
            return str(value)
        case bytes() | memoryview():
            return f"{len(value)} bytes"
        case _:
            return str(value)
