"""The trail at the console: who did what to what, as sentences, by subject, person and day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import Query, Request, status
from fastapi.responses import HTMLResponse

from app.accounts.access import Access, allow
from app.accounts.queries.rows import consultants
from app.core.actor import ConsultantActor
from app.core.ids import Prefixed, public_id
from app.core.local_time import day_month, instant, local, place_of
from app.desk.pages.frame import Desk, at_desk
from app.desk.rendering.trail import SUBJECTS, identifier_in, in_words
from app.privacy.queries.trail import SubjectNotKnown, trail
from app.privacy.schemas import TrailEntryView
from app.web.deps import Now, at_once
from app.web.fields import Form
from app.web.lists import DEFAULT_LIMIT, after_instant, write_cursor
from app.web.page_routes import DESK, desk_pages, opens

router = desk_pages("/audit")
AsAuditor = Annotated[Access[ConsultantActor], allow(roles=frozenset({"compliance", "manager"}))]
HERE: Final = f"{DESK}/audit"
OUR_TIME: Final = range(2000, 2200)
MOST_USERS: Final = 500
BACK: Final = timedelta(days=90)
"""How far one person's doings are followed where no day is named."""
PAGES: Final = {"interview": "interviews", "candidate": "candidates", "client": "clients", "delivery": "deliveries"}
"""Where a subject has a page of its own."""


@dataclass(frozen=True)
class Wanted:
    """What of the trail is shown, as it was typed."""

    subject: str
    who: str
    day: str
    after: str | None

    @property
    def fields(self) -> dict[str, str]:
        """As the address carries it, without the place."""
        held = {"subject": self.subject, "who": self.who, "day": self.day}
        return {name: value for name, value in held.items() if value}


def _wanted(
    subject: Annotated[str, Query(max_length=300)] = "",
    who: Annotated[str, Query(max_length=40)] = "",
    day: Annotated[str, Query(max_length=10)] = "",
    after: Annotated[str | None, Query(max_length=300)] = None,
) -> Wanted:
    """Read the filters out of the address."""
    return Wanted(subject.strip(), who, day.strip(), after)


Filters = Annotated[Wanted, at_once(_wanted)]


@router.get("", operation_id="seeTrail")
def see_trail(access: AsAuditor, request: Request, wanted: Filters, now: Now) -> HTMLResponse:
    """Show who did what, the latest first: about one subject, by one person, on one day."""
    desk = at_desk(request, access)
    users = consultants(access.session, actor=access.actor, after=None, limit=MOST_USERS)
    names = {public_id("con", one.id): one.name for one in users}
    form = Form({name: [value] for name, value in wanted.fields.items()}, _wrong(wanted, names))
    rows: list[TrailEntryView] = []
    if not form.errors:
        try:
            rows = _rows(access, desk, wanted, now=now)
        except SubjectNotKnown:
            form = Form(form.fields, {"subject": "Nothing that is recorded has this identifier"})
    return desk.show(
        "desk/trail.html",
        status=status.HTTP_422_UNPROCESSABLE_CONTENT if form.errors else status.HTTP_200_OK,
        form=form,
        days=_by_day(request, rows[:DEFAULT_LIMIT], names, desk.agency.time_zone),
        users=sorted(names.items(), key=lambda one: one[1].casefold()),
        filtered=bool(wanted.fields),
        one_subject=SUBJECTS[rows[0].subject_kind] if wanted.subject and rows else None,
        back=BACK.days if wanted.who and not wanted.day else None,
        place=place_of(desk.agency.time_zone),
        more=_more(wanted, rows[DEFAULT_LIMIT - 1]) if len(rows) > DEFAULT_LIMIT else None,
    )


def _wrong(wanted: Wanted, names: Mapping[str, str]) -> dict[str, str]:
    wrong = {}
    if wanted.subject and identifier_in(wanted.subject) is None:
        wrong["subject"] = "Paste the address of its page, or its identifier, such as int_01h…"
    if wanted.who and wanted.who not in names:
        wrong["who"] = "Choose one of the people who are offered"
    if wanted.day and _day_in(wanted.day) is None:
        wrong["day"] = "Write the date as day, month and year"
    return wrong


def _day_in(typed: str) -> date | None:
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None
    return day if day.year in OUR_TIME else None


def _rows(access: Access[ConsultantActor], desk: Desk, wanted: Wanted, *, now: datetime) -> list[TrailEntryView]:
    return trail(
        access.session,
        actor=access.actor,
        subject=identifier_in(wanted.subject),
        acted_by=Prefixed("con").parse(wanted.who) if wanted.who else None,
        between=_between(wanted, desk.agency.time_zone, now=now),
        before=after_instant(wanted.after, "aud"),
        limit=DEFAULT_LIMIT + 1,
    )


def _between(wanted: Wanted, zone: str, *, now: datetime) -> tuple[datetime, datetime] | None:
    """The day where one is named; else, for one person, as far back as is looked."""
    if day := _day_in(wanted.day):
        return instant(day, time(), zone), instant(day + timedelta(days=1), time(), zone)
    return (now - BACK, now + timedelta(days=1)) if wanted.who and not wanted.subject else None


def _by_day(
    request: Request, rows: Sequence[TrailEntryView], names: Mapping[str, str], zone: str
) -> list[tuple[str, list[dict[str, Any]]]]:
    """The entries under their days, as the agency's clock has them."""
    days: dict[str, list[dict[str, Any]]] = {}
    for one in rows:
        there = local(one.at, zone)
        days.setdefault(f"{day_month(there.date())} {there.year}", []).append(
            {
                "at": f"{there:%H:%M}",
                "sentence": in_words(one.sentence, names=names, zone=zone),
                "about": names.get(one.subject_id, SUBJECTS[one.subject_kind]),
                "only": f"{HERE}?{urlencode({'subject': one.subject_id})}",
                "page": _page_of(request, one),
                "hash": one.hash,
                "seq": one.seq,
            }
        )
    return list(days.items())


def _page_of(request: Request, one: TrailEntryView) -> str | None:
    path = f"{DESK}/{PAGES.get(one.subject_kind, '')}/{one.subject_id}"
    return path if one.subject_kind in PAGES and opens(request, path) else None


def _more(wanted: Wanted, last: TrailEntryView) -> str:
    after = write_cursor(last.at.isoformat(), Prefixed("aud").show(last.id))
    return f"{HERE}?{urlencode({**wanted.fields, 'after': after})}"
