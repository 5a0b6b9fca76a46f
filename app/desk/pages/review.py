"""One letter, summary, debrief or addendum on one page, with all that it takes to decide on it (P7)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from fastapi import Query, Request
from fastapi.responses import HTMLResponse

from app.accounts.access import DECIDERS, READERS, Access, allow
from app.accounts.queries.rows import consultants
from app.core.actor import ConsultantActor
from app.core.ids import public_id
from app.core.local_time import local
from app.desk.actions.looking import note_open
from app.desk.pages.around import ItemId, Reviewed, reviewed
from app.desk.pages.letter_sheet import LetterSheet, letter_sheet
from app.desk.pages.next_up import next_up
from app.desk.pages.talk import said_about
from app.desk.pages.told_sheet import added_to, told_of
from app.desk.queries.history import history_of
from app.desk.queries.looks import Standing, now_of
from app.desk.rendering.clock import cut_off_tag, day_time
from app.desk.rendering.decided import decided_words, looking_words
from app.reviews.models import ReviewItem
from app.threads.schemas import Subject
from app.web.deps import Now
from app.web.fields import Form
from app.web.page_routes import desk_pages

router = desk_pages("/review/{review_item_id}")
AsReader = Annotated[Access[ConsultantActor], allow(roles=READERS)]
Shown = Annotated[Literal["changed", "whole"], Query()]
NAMES: Final = {"letter": "Letter", "summary": "Summary for the client", "debrief": "Debrief", "addendum": "Addition"}
MOST_COLLEAGUES: Final = 200
LETTERS: Final = frozenset({"letter", "summary"})


@router.get("", operation_id="seeReview")
def see_review(access: AsReader, item_id: ItemId, request: Request, now: Now, show: Shown = "changed") -> HTMLResponse:
    """Show what is to be decided on, what changed since one's last look, and what stands around it."""
    return show_review(request, access, item_id, now=now, whole=show == "whole")


def show_review(
    request: Request,
    access: Access[ConsultantActor],
    item_id: UUID,
    form: Form | None = None,
    *,
    now: datetime,
    status: int = 200,
    typed: Sequence[str] = (),
    whole: bool = False,
) -> HTMLResponse:
    """Show a review item; ``form`` is what was typed and what is wrong, ``typed`` what finds no field any more."""
    at = reviewed(request, access, item_id, now=now)
    if at.row.item.decision is None:
        note_open(access.session, item_id=item_id, actor=access.actor, now=now)
    context = {"status": status, "form": form or Form(), "typed": typed, **_around(access, at, now=now)}
    if at.item.kind in LETTERS:
        return _letter(access, at, context, whole=whole, now=now)
    told = told_of(access, at.meeting)
    if at.item.kind == "addendum":
        added = added_to(access, at.meeting, at.item.subject_id)
        return at.desk.show("desk/review/addendum.html", at=at, added=added, told=told, **context)
    return at.desk.show("desk/review/debrief.html", at=at, told=told, **context)


def _letter(
    access: Access[ConsultantActor], at: Reviewed, context: dict[str, Any], *, whole: bool, now: datetime
) -> HTMLResponse:
    sheet = letter_sheet(access, at.item.subject_id, decides=at.decides, now=now)
    here = at.meeting.agency.time_zone
    return at.desk.show(
        "desk/review/letter.html",
        at=at,
        sheet=sheet,
        whole=whole or sheet.diff is None,
        told=told_of(access, at.meeting),
        here=here,
        sends=_sends(sheet),
        **context,
    )


def _around(access: Access[ConsultantActor], at: Reviewed, *, now: datetime) -> dict[str, Any]:
    """What stands around every kind of item."""
    item, zone = at.item, at.meeting.agency.time_zone
    subject = Subject("letter" if item.kind in LETTERS else "debrief", item.subject_id)
    standing = now_of(access.session, item_id=item.id, actor=access.actor, now=now)
    return {
        "name": NAMES[item.kind],
        "tag": None if item.decision else cut_off_tag(item.due_at, item.cut_off_zone or zone, now=now),
        "decided": _decided(standing, zone, now=now),
        "looking": looking_words(standing.others) if standing else "",
        "held_until": f"{local(item.claimed_until, zone):%H:%M}" if item.claimed_until else None,
        "mine": item.claimed_by == access.actor.consultant_id and at.row.claimed_by_name is not None,
        "colleagues": _colleagues(access, item) if at.decides and not item.decision else [],
        "said": said_about(access, subject, at.meeting) if item.kind != "addendum" else [],
        "history": [
            (day_time(one.at, zone, now=now), one.sentence)
            for one in history_of(access.session, subject_id=item.subject_id, actor=access.actor)
        ],
        "held": day_time(at.meeting.interview.starts_at, zone, now=now),
        "next_up": next_up(access, besides=item.id, now=now),
        "interview": public_id("int", item.interview_id),
    }


def _colleagues(access: Access[ConsultantActor], item: ReviewItem) -> list[tuple[str, str]]:
    """To whom an item can be handed on: identifier and name."""
    users = consultants(access.session, actor=access.actor, after=None, limit=MOST_COLLEAGUES)
    return [
        (public_id("con", one.id), one.name)
        for one in users
        if one.active and one.role in DECIDERS and one.id != item.consultant_id
    ]


def _decided(standing: Standing | None, zone: str, *, now: datetime) -> str | None:
    if standing is None or standing.decision is None or standing.decided_at is None:
        return None
    return decided_words(standing.decision, standing.decided_by, standing.decided_at, zone, now=now)


def _sends(sheet: LetterSheet) -> str:
    """Say in one line when it would go, for the bar at the foot of the page."""
    ready = [plan for plan in sheet.plans if plan.at is not None]
    times = list(dict.fromkeys(plan.both_ends for plan in ready))
    return f"Sends {' and '.join(times)}" if times else "Waits until it is known where it goes"
