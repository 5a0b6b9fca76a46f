"""Keep warm: applications that have gone quiet, each with something true to write about (P22, P24)."""

from typing import Annotated, Final, get_args

from fastapi import Query, Request
from fastapi.responses import HTMLResponse, Response

from app.accounts.access import DECIDERS, READERS, Access, allow
from app.accounts.queries.rows import settings_of
from app.core.actor import ConsultantActor
from app.core.ids import ApplicationId, public_id
from app.core.local_time import date_time, place_of
from app.deliveries.rules.telling import first_name
from app.desk.pages.frame import Desk, at_desk
from app.followup import policy
from app.followup.actions.warming import LeftInPeace, note_touch
from app.followup.models.warm import Quiet
from app.followup.queries.warm import application_for, quiet_ones
from app.followup.rules.warm import reason_words
from app.followup.schemas.warm import Reason
from app.web.deps import Now
from app.web.lists import DEFAULT_LIMIT, after_instant, write_cursor
from app.web.page_routes import DESK, FormPosted, desk_pages, see

router = desk_pages("/keep-warm")
AsReader = Annotated[Access[ConsultantActor], allow(roles=READERS)]
AsWriter = Annotated[Access[ConsultantActor], allow(roles=DECIDERS)]
HERE: Final = f"{DESK}/keep-warm"
DONE: Final = {
    "noted": "Noted. It comes back here when it has been quiet for as long again.",
    "gone": "It is not in this list any more: the candidate withdrew, was placed or erased. Nothing was noted.",
    "which": "Nothing was noted: the form did not say why you wrote. Press the button beside the application again.",
}
REASONS: Final[dict[str, Reason]] = {name: name for name in get_args(Reason)}


@router.get("", operation_id="seeKeepWarm")
def see_keep_warm(
    access: AsReader,
    request: Request,
    now: Now,
    after: Annotated[str | None, Query(max_length=300)] = None,
    done: str = "",
) -> HTMLResponse:
    """Show those of which nothing was heard for so many working days, the latest to go quiet first."""
    desk = at_desk(request, access)
    found = quiet_ones(
        access.session,
        desk.agency,
        actor=access.actor,
        now=now,
        after=after_instant(after, "app"),
        limit=DEFAULT_LIMIT + 1,
    )
    shown = found[:DEFAULT_LIMIT]
    return desk.show(
        "desk/keep_warm.html",
        lines=[_line(one, desk) for one in shown],
        days=settings_of(access.session, access.actor.agency_id).keep_warm_days,
        place=place_of(desk.agency.time_zone),
        more=f"{HERE}?after={_place(shown[-1])}" if len(found) > DEFAULT_LIMIT else None,
        may=policy.may_note_call(access.actor),
        done=DONE.get(done),
        went_well=done == "noted",
    )


@router.post("/{application_id}", operation_id="keepInTouchOnDesk")
def keep_in_touch(access: AsWriter, application_id: ApplicationId, posted: FormPosted, now: Now) -> Response:
    """Note that you wrote to them; pressed twice it is noted once."""
    reason = REASONS.get(posted.value("reason"))
    if reason is None:
        application_for(access.session, application_id=application_id, actor=access.actor)
        return see(f"{HERE}?done=which")
    try:
        note_touch(access.session, application_id=application_id, reason=reason, actor=access.actor, now=now)
    except LeftInPeace:
        return see(f"{HERE}?done=gone")
    return see(f"{HERE}?done=noted")


def _line(one: Quiet, desk: Desk) -> dict[str, object]:
    zone = desk.agency.time_zone
    return {
        "of": one,
        "first_name": first_name(one.candidate),
        "why": reason_words(one, zone),
        "since": date_time(one.quiet_since, zone),
        "interview": f"{DESK}/interviews/{public_id('int', one.interview_id)}",
        "path": f"{HERE}/{public_id('app', one.application_id)}",
    }


def _place(one: Quiet) -> str:
    return write_cursor(one.quiet_since.isoformat(), public_id("app", one.application_id))
