"""Somebody's work is given to a colleague: everything that it would be is shown first, each as one audited action."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Query, Request, status
from fastapi.responses import HTMLResponse, Response

from app.accounts.access import Access, allow
from app.accounts.queries.people import colleagues
from app.accounts.queries.rows import consultant
from app.core.actor import ConsultantActor
from app.core.errors import Conflict, PreconditionFailed
from app.core.ids import Prefixed, public_id
from app.desk.pages.frame import Desk, at_desk
from app.desk.queries.open_work import OpenInterview, Which, handed_alone, open_interviews
from app.desk.rendering.giving import Line, interview_line, item_line
from app.interviews.actions.reassigning import reassign
from app.reviews.actions.claiming import assign
from app.reviews.queries.rows import item_for
from app.web.deps import Now
from app.web.fields import Form, Posted, number_in
from app.web.lists import after_instant, write_cursor
from app.web.page_routes import DESK, FormPosted, desk_pages, see

router = desk_pages("/reassign")
AsManager = Annotated[Access[ConsultantActor], allow(roles=frozenset({"manager"}))]
HERE: Final = f"{DESK}/reassign"
AT_ONCE: Final = 100
"""How many are shown, and given, by one press."""
WHAT: Final[list[tuple[Which, str]]] = [
    ("all", "All interviews that go on"),
    ("to_come", "Interviews to come"),
    ("held", "Interviews that were held"),
    ("handed", "Handed to them alone"),
]


@dataclass(frozen=True)
class Asked:
    """From whom, to whom and what; empty where nothing was chosen yet."""

    former: str = ""
    to: str = ""
    what: Which = "all"

    @property
    def fields(self) -> dict[str, str]:
        """As an address and a form carry it."""
        return {"former": self.former, "to": self.to, "what": self.what}


@router.get("", operation_id="seeReassigning")
def see_reassigning(
    access: AsManager,
    request: Request,
    now: Now,
    former: Annotated[str, Query(max_length=40)] = "",
    to: Annotated[str, Query(max_length=40)] = "",
    what: Which = "all",
    after: Annotated[str | None, Query(max_length=300)] = None,
    given: int = 0,
) -> HTMLResponse:
    """Choose whose work goes to whom, and see everything that it is."""
    asked = Asked(former, to, what)
    form = Form(_as_form(asked), _wrong(access, asked) if former or to else {})
    return _show(access, request, asked, form, now=now, after=after, given=given)


@router.post("", operation_id="reassignOnDesk")
def reassign_on_desk(access: AsManager, request: Request, posted: FormPosted, now: Now) -> Response:
    """Give what is ticked, one after the other; what changed meanwhile is left and named."""
    what: Which = next((one for one, _ in WHAT if one == posted.value("what")), "all")
    asked = Asked(posted.value("former"), posted.value("to"), what)
    errors = _wrong(access, asked)
    ticked = list(dict.fromkeys(posted.values("give")))[:AT_ONCE]
    if not errors and not ticked:
        errors = {"give": "Tick at least one of them"}
    left = frozenset(_shown_in(posted)) - set(ticked)
    if errors:
        return _show(access, request, asked, Form(_as_form(asked), errors), now=now, left=left)
    refused = list(_give(access, asked, posted, ticked, now=now))
    if refused:
        form = Form(_as_form(asked), {"give": " ".join(refused)})
        given = len(ticked) - len(refused)
        return _show(access, request, asked, form, now=now, given=given, left=left, code=status.HTTP_409_CONFLICT)
    return see(f"{HERE}?{urlencode({**asked.fields, 'given': len(ticked)})}")


def _shown_in(posted: Posted) -> Iterator[str]:
    """Everything that the form listed, ticked or not."""
    return (name.removeprefix("seen.") for name in posted.fields if name.startswith("seen."))


def _give(
    access: Access[ConsultantActor], asked: Asked, posted: Posted, ticked: list[str], *, now: datetime
) -> Iterator[str]:
    """Give each; yield why one was left."""
    to = Prefixed("con").parse(asked.to)
    for name in ticked:
        seen = number_in(posted.value(f"seen.{name}"))
        try:
            with access.session.begin_nested():
                _give_one(access, name, to, seen, now=now)
        except (Conflict, PreconditionFailed) as refused:
            yield f"{posted.value(f'named.{name}') or 'One of them'}: {refused.detail}"


def _give_one(access: Access[ConsultantActor], name: str, to: UUID, seen: int, *, now: datetime) -> None:
    session, actor = access.session, access.actor
    if name.startswith("rvw_"):
        item = item_for(session, item_id=_id(name, "rvw"), actor=actor)
        if item.consultant_id != to:
            assign(session, item_id=item.id, to=to, seen=seen, actor=actor, now=now)
        return
    reassign(session, interview_id=_id(name, "int"), to=to, seen=seen, actor=actor, now=now)


def _id(name: str, prefix: str) -> UUID:
    try:
        return Prefixed(prefix).parse(name)
    except ValueError:
        raise Conflict("It is none of those that were shown.") from None


def _wrong(access: Access[ConsultantActor], asked: Asked) -> dict[str, str]:
    """What is wrong with the choice of people, by field."""
    users = colleagues(access.session, actor=access.actor, left=True)
    active = {public_id("con", one.id): one.active for one in users}
    wrong = {}
    if asked.former not in active:
        wrong["former"] = "Choose whose work it is now"
    if not active.get(asked.to):
        wrong["to"] = "Choose who gets it"
    elif asked.to == asked.former:
        wrong["to"] = "Choose somebody else: it is theirs already"
    return wrong


def _show(
    access: Access[ConsultantActor],
    request: Request,
    asked: Asked,
    form: Form,
    *,
    now: datetime,
    after: str | None = None,
    given: int = 0,
    left: frozenset[str] = frozenset(),
    code: int = status.HTTP_422_UNPROCESSABLE_CONTENT,
) -> HTMLResponse:
    desk = at_desk(request, access)
    users = colleagues(access.session, actor=access.actor, left=True)
    chosen = asked.former and not {"former", "to"} & set(form.errors)
    return desk.show(
        "desk/reassign.html",
        status=code if form.errors else status.HTTP_200_OK,
        form=form,
        formers=[(public_id("con", one.id), one.name if one.active else f"{one.name} (left)") for one in users],
        takers=[(public_id("con", one.id), one.name) for one in users if one.active],
        what=WHAT,
        asked=asked,
        given=given,
        left=left,
        preview=_preview(access, desk, asked, after, now=now) if chosen else None,
    )


def _preview(
    access: Access[ConsultantActor], desk: Desk, asked: Asked, after: str | None, *, now: datetime
) -> dict[str, Any]:
    """Everything that the choice means, as it stands now."""
    former, to = (Prefixed("con").parse(one) for one in (asked.former, asked.to))
    zone = desk.agency.time_zone
    names = {
        key: consultant(access.session, consultant_id=one, actor=access.actor).name
        for key, one in (("former", former), ("taker", to))
    }
    handed = handed_alone(access.session, consultant_id=former, actor=access.actor, now=now)
    if asked.what == "handed":
        return {**names, "lines": [], "handed": [item_line(one, zone, now=now) for one in handed], "more": None}
    rows = open_interviews(
        access.session,
        consultant_id=former,
        which=asked.what,
        actor=access.actor,
        after=after_instant(after, "int"),
        limit=AT_ONCE + 1,
        now=now,
    )
    shown = rows[:AT_ONCE]
    room = handed[: AT_ONCE - len(shown)] if asked.what == "all" else []
    return {
        **names,
        "lines": [_line(one, zone, now=now) for one in shown],
        "handed": [item_line(one, zone, now=now) for one in room],
        "more": _more(asked, shown) if len(rows) > AT_ONCE else None,
    }


def _more(asked: Asked, shown: list[OpenInterview]) -> str:
    last = shown[-1].interview
    cursor = write_cursor(last.starts_at.isoformat(), public_id("int", last.id))
    return f"{HERE}?{urlencode({**asked.fields, 'after': cursor})}"


def _line(one: OpenInterview, zone: str, *, now: datetime) -> Line:
    about = f"{one.job} · {one.client}"
    return interview_line(one.interview, candidate=one.candidate, about=about, waiting=one.waiting, zone=zone, now=now)


def _as_form(asked: Asked) -> dict[str, list[str]]:
    return {name: [value] for name, value in asked.fields.items()}
