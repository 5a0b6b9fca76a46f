"""The desk's one list: what waits for consultants once the letters are gone, what is due first (P14)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

from fastapi import Query, Request
from fastapi.responses import HTMLResponse

from app.accounts.access import READERS, Access, allow
from app.core.actor import ConsultantActor
from app.desk.pages.frame import at_desk
from app.desk.pages.views import Offered, View, said
from app.desk.queries.matters import open_matters
from app.desk.rendering.matters import MatterLine, kind_words, matter_line
from app.followup.models.matters import OpenMatter
from app.interviews.queries import meetings_for
from app.web.deps import Now, at_once
from app.web.lists import DEFAULT_LIMIT, CursorNotValid, read_cursor, write_cursor
from app.web.page_routes import DESK, desk_pages

router = desk_pages("/follow-up")
AsReader = Annotated[Access[ConsultantActor], allow(roles=READERS)]
HERE: Final = f"{DESK}/follow-up"


@dataclass(frozen=True)
class Wanted:
    """What of the list is wanted: a kind, and whether only what is the reader's own and of whom they cover for."""

    kind: str | None
    mine: bool


def _view(
    whose: str = "",
    kind: Annotated[str, Query(max_length=30)] = "",
    after: Annotated[str | None, Query(max_length=300)] = None,
) -> View[Wanted]:
    """Read the view out of the address."""
    mine = whose == "me"
    return View(HERE, Wanted(kind or None, mine), said({"whose": "me" if mine else "", "kind": kind}), after)


Viewed = Annotated[View[Wanted], at_once(_view)]


@router.get("", operation_id="seeFollowUp")
def see_follow_up(access: AsReader, request: Request, view: Viewed, now: Now) -> HTMLResponse:
    """Show what waits, what is due first, of one kind or of all."""
    desk = at_desk(request, access)
    found = open_matters(access.session, actor=access.actor, now=now)
    rows = _after([one for one in found if _is_wanted(one, view.wanted, access.actor)], view.after)
    shown = rows[:DEFAULT_LIMIT]
    return desk.show(
        "desk/follow_up.html",
        view=view,
        chips=view.chips(_offered(found, access.actor)),
        lines=lines_of(access, shown, here=desk.agency.time_zone, now=now),
        more=view.from_here(_place(shown[-1])) if len(rows) > DEFAULT_LIMIT else None,
    )


def mine_first(access: Access[ConsultantActor], *, few: int, here: str, now: datetime) -> list[MatterLine]:
    """The most urgent of what is the reader's to do."""
    found = open_matters(access.session, actor=access.actor, now=now)
    mine = [one for one in found if _is_wanted(one, Wanted(None, mine=True), access.actor)]
    return lines_of(access, mine[:few], here=here, now=now)


def lines_of(
    access: Access[ConsultantActor], rows: Sequence[OpenMatter], *, here: str, now: datetime
) -> list[MatterLine]:
    """Say each line, with its names."""
    ids = list({one.interview_id for one in rows})
    meetings = meetings_for(access.session, interview_ids=ids, actor=access.actor) if ids else {}
    return [matter_line(one, meetings[one.interview_id], here=here, now=now) for one in rows]


def _is_wanted(one: OpenMatter, wanted: Wanted, actor: ConsultantActor) -> bool:
    return wanted.kind in {None, one.kind} and (not wanted.mine or one.consultant_id in actor.acts_as)


def _offered(found: Sequence[OpenMatter], actor: ConsultantActor) -> list[Offered]:
    mine = sum(1 for one in found if one.consultant_id in actor.acts_as)
    kinds = sorted({one.kind for one in found}, key=kind_words)
    counted = [(kind_words(kind), {"kind": kind}, sum(1 for one in found if one.kind == kind)) for kind in kinds]
    return [("Everything", {}, None), ("Mine", {"whose": "me"}, mine), *counted]


def _after(rows: list[OpenMatter], after: str | None) -> list[OpenMatter]:
    parts = read_cursor(after, 2)
    if parts is None:
        return rows
    try:
        place = datetime.fromisoformat(parts[0]), UUID(parts[1])
    except ValueError:
        raise CursorNotValid from None
    return [one for one in rows if (one.due_at, one.subject_id) > place]


def _place(last: OpenMatter) -> str:
    return write_cursor(last.due_at.isoformat(), str(last.subject_id))
