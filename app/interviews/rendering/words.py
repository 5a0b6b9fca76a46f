"""What the pages for a candidate say about an interview: who reads it, what to notice, what was kept of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.accounts.models import KeptPost
from app.core.ids import public_id
from app.core.local_time import date_time
from app.interviews.models import Meeting
from app.web.fields import typed_words

PAGES: Final[Mapping[str, str]] = {
    "interview": "Whether the interview went ahead",
    "debrief": "What you wrote about the interview",
    "letter": "Your letter",
    "letters": "Your letter",
    "new": "Something new to add",
    "addenda": "Something new to add",
    "lessons": "What you noted for yourself",
    "data": "What you asked about your data",
}
"""What the first part of a page's address stands for."""


@dataclass(frozen=True)
class KeptView:
    """What waits to be put back, for whoever typed it."""

    id: str
    title: str
    kept_at: str
    words: Sequence[str]


def kept_view(kept: KeptPost, meeting: Meeting) -> KeptView:
    """Name a kept post: its page in words, when it was sent where the candidate is, and what was typed."""
    _, _, part, *_ = [*kept.path.removeprefix("/").split("/"), ""]
    return KeptView(
        id=public_id("kpt", kept.id),
        title=PAGES.get(part, "What you sent"),
        kept_at=date_time(kept.kept_at, meeting.candidate.time_zone),
        words=typed_words(kept.fields),
    )


def masked(address: str) -> str:
    """Show enough of an address to be known by whose it is: "al…@h…"."""
    local, _, domain = address.rpartition("@")
    return f"{local[: 2 if len(local) > 3 else 1]}…@{domain[:1]}…"
