"""The mail in which administrators hear what is stuck: counts and where to look, nothing about anybody."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Final

from app.accounts.models import Agency, Consultant
from app.desk.rules.stuck import Holder, Stuck
from app.web.mails import Button, Mail, MailPart

WHO: Final[Mapping[Holder, str]] = {
    "program": "The program should have done this; whoever runs it looks with `afterword doctor`",
    "administrator": "Yours to mend, in the settings",
    "manager": "Your managers were told of each",
    "consultant": "Your consultants move these on",
}
"""Who moves on what is listed, in the order of the mail."""


def stuck_mail(agency: Agency, to: Consultant, found: Sequence[Stuck], *, public_url: str) -> Mail:
    """List what has waited for too long, by who moves it on."""
    number = sum(one.number for one in found)
    what = "One thing has" if number == 1 else f"{number:,} things have"
    return Mail(
        agency=agency.name,
        subject=f"{what} waited for too long",
        paragraphs=(
            f"Dear {to.name},",
            f"{what} waited at {agency.name} for longer than they should. You get this once a working day, for as "
            "long as there is something.",
        ),
        button=Button("Open the console", f"{public_url}/desk"),
        parts=tuple(_parts(found, agency.time_zone)),
        signed=("Afterword",),
    )


def _parts(found: Sequence[Stuck], zone: str) -> list[MailPart]:
    order = list(WHO)
    ordered = sorted(found, key=lambda one: (order.index(one.limit.holder), one.since))
    return [
        MailPart(WHO[holder], tuple(f"{one.line(zone)}. See {one.limit.shown}." for one in run), listed=True)
        for holder, run in groupby(ordered, key=lambda one: one.limit.holder)
    ]
