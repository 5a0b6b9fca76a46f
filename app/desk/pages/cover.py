"""Who is away and who covers: what their candidates read of it, arranged and ended (P21)."""

from datetime import date, datetime
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import Query, Request, status
from fastapi.responses import HTMLResponse, Response

from app.accounts import policy
from app.accounts.access import ANY_ROLE, Access, allow
from app.accounts.actions import cover
from app.accounts.queries.cover import Arranged, cover_from
from app.accounts.queries.people import colleagues
from app.accounts.schemas.cover import CoverRuleIn
from app.core.actor import ConsultantActor
from app.core.errors import Conflict, Invalid
from app.core.ids import CoverRuleId, public_id
from app.core.local_time import local, place_of
from app.desk.pages.frame import Desk, at_desk
from app.desk.rendering.agency import candidates_read, days_of
from app.web.deps import Now
from app.web.fields import Form, Posted, named_errors, validated
from app.web.lists import DEFAULT_LIMIT, after_id, write_cursor
from app.web.page_routes import DESK, FormPosted, desk_pages, see

router = desk_pages("/cover")
AsUser = Annotated[Access[ConsultantActor], allow(roles=ANY_ROLE)]
AsWriter = Annotated[Access[ConsultantActor], allow(roles=ANY_ROLE - {"compliance"})]
HERE: Final = f"{DESK}/cover"
DONE: Final = {
    "arranged": "Arranged. Whoever covers has the queue of who is away from the first day to the last.",
    "ended": "The cover has ended. What waits is again with who was away.",
}
FIELDS: Final[tuple[str, ...]] = ("consultant_id", "from_on", "until_on", "covered_by")
WRONG: Final[dict[str, str]] = {
    "consultant_id": "Choose who is away",
    "from_on": "Write the first day away as day, month and year",
    "until_on": "Write the last day away as day, month and year",
    "covered_by": "Choose who covers",
}
SAID: Final = {
    "lies in the past; nobody would be told": "The last day lies in the past. Choose today or a later day",
    "has left the agency; name somebody who works there": "They have left. Choose somebody who works here",
}


@router.get("", operation_id="seeCover")
def see_cover(
    access: AsUser,
    request: Request,
    now: Now,
    after: Annotated[str | None, Query(max_length=300)] = None,
    done: str = "",
) -> HTMLResponse:
    """Show who is away now or soon, who covers, and what candidates read of it."""
    return _show(access, request, None, now=now, after=after, done=DONE.get(done, ""))


@router.post("", operation_id="addCoverOnDesk")
def add_cover_on_desk(access: AsWriter, request: Request, posted: FormPosted, now: Now) -> Response:
    """Let a colleague stand in; pressed twice, it is arranged once."""
    given, wrong = _cover_in(posted)
    if given is None:
        return _show(access, request, Form(posted.fields, wrong), now=now)
    if _arranged_already(access, request, given, now=now):
        return see(f"{HERE}?done=arranged")
    try:
        with access.session.begin_nested():
            cover.add_cover(access.session, given=given, actor=access.actor, now=now)
    except Invalid as refused:
        errors = {name: SAID.get(words, words) for name, words in named_errors(refused.errors).items()}
        return _show(access, request, Form(posted.fields, errors), now=now)
    except Conflict as refused:
        field = "covered_by" if isinstance(refused, cover.CoverAway) else "from_on"
        code = status.HTTP_409_CONFLICT
        return _show(access, request, Form(posted.fields, {field: refused.detail}), now=now, code=code)
    return see(f"{HERE}?done=arranged")


@router.post("/{cover_rule_id}/end", operation_id="endCoverOnDesk")
def end_cover_on_desk(access: AsWriter, cover_rule_id: CoverRuleId, now: Now) -> Response:
    """End a cover at once; again, it stays ended."""
    cover.end_cover(access.session, rule_id=cover_rule_id, actor=access.actor, now=now)
    return see(f"{HERE}?done=ended")


def _cover_in(posted: Posted) -> tuple[CoverRuleIn | None, dict[str, str]]:
    given, errors = validated(CoverRuleIn, {name: posted.value(name) for name in FIELDS})
    wrong = {name: WRONG[name] for name in FIELDS if name in errors}
    if errors and not wrong:
        same = posted.value("consultant_id") == posted.value("covered_by")
        days = "Choose the first day or a later one, within a year"
        wrong = {"covered_by": "Choose somebody else: nobody covers for themselves"} if same else {"until_on": days}
    return given, wrong


def _arranged_already(access: Access[ConsultantActor], request: Request, given: CoverRuleIn, *, now: datetime) -> bool:
    found = _standing(access, at_desk(request, access), None, now=now)
    asked = tuple(getattr(given, name) for name in FIELDS)
    return any(tuple(getattr(one.rule, name) for name in FIELDS) == asked for one in found)


def _standing(access: Access[ConsultantActor], desk: Desk, after: str | None, *, now: datetime) -> list[Arranged]:
    today = local(now, desk.agency.time_zone).date()
    return cover_from(
        access.session, actor=access.actor, today=today, after=after_id(after, "cov"), limit=DEFAULT_LIMIT + 1
    )


def _show(
    access: Access[ConsultantActor],
    request: Request,
    form: Form | None,
    *,
    now: datetime,
    after: str | None = None,
    done: str = "",
    code: int = status.HTTP_422_UNPROCESSABLE_CONTENT,
) -> HTMLResponse:
    desk = at_desk(request, access)
    zone, me = desk.agency.time_zone, public_id("con", access.actor.id)
    today = local(now, zone).date()
    rows = _standing(access, desk, after, now=now)
    last = write_cursor(public_id("cov", rows[DEFAULT_LIMIT - 1].rule.id)) if len(rows) > DEFAULT_LIMIT else None
    return desk.show(
        "desk/cover.html",
        status=code if form else status.HTTP_200_OK,
        form=form or Form({"consultant_id": [me]}),
        lines=[_line(one, access.actor, today) for one in rows[:DEFAULT_LIMIT]],
        more=last and f"{HERE}?{urlencode({'after': last})}",
        place=place_of(zone),
        done=done,
        **_choices(access, me),
    )


def _choices(access: Access[ConsultantActor], me: str) -> dict[str, Any]:
    """Whom the form offers: a consultant arranges their own absence only."""
    everybody = [(public_id("con", one.id), one.name) for one in colleagues(access.session, actor=access.actor)]
    own = access.actor.role == "consultant"
    return {
        "arranges": access.actor.role != "compliance",
        "own": me if own else None,
        "away": everybody,
        "covers": [one for one in everybody if not own or one[0] != me],
    }


def _line(one: Arranged, actor: ConsultantActor, today: date) -> dict[str, Any]:
    return {
        "id": public_id("cov", one.rule.id),
        "away": one.away.name,
        "cover": one.cover.name,
        "left": not one.cover.active,
        "days": days_of(one),
        "now": one.rule.from_on <= today,
        "read": candidates_read(one, today=today),
        "ends": policy.may_arrange_cover(actor, of=one.rule.consultant_id),
    }
