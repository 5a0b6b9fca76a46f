"""What is held about one candidate, for whoever answers for it: copies, holds, erasure."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

from fastapi import Request, Response, status
from fastapi.responses import HTMLResponse

from app.accounts.access import Access, allow
from app.core.actor import ConsultantActor, ConsultantRole
from app.core.errors import Conflict, Invalid, PreconditionFailed
from app.core.ids import CandidateId, ExportId, HoldId, public_id
from app.core.local_time import date_time, day_month, local, place_of
from app.desk.pages.frame import at_desk
from app.privacy.actions import erasing, exporting, holding
from app.privacy.actions.erasing import Order
from app.privacy.queries import rows as queries
from app.privacy.schemas import ErasureRequest, HoldRequest
from app.web.deps import Now
from app.web.etag import expected_number
from app.web.fields import Form, Posted, named_errors, validated
from app.web.page_routes import DESK, FormPosted, desk_pages, see

COMPLIANCE: Final[frozenset[ConsultantRole]] = frozenset({"compliance"})
router = desk_pages("/candidates/{candidate_id}/held")
AsCompliance = Annotated[Access[ConsultantActor], allow(roles=COMPLIANCE)]
AsConfirmed = Annotated[Access[ConsultantActor], allow(roles=COMPLIANCE, confirmed=True)]
Act = Callable[[], object]
DONE: Final = {
    "asked": "A copy is being put together. Load this page again in a few seconds.",
    "placed": "The hold stands. Nothing about them is erased until it is released.",
    "released": "The hold is released.",
    "erased": "They were erased. What they wrote and who they were is gone.",
}
"""What the page says after each step."""
OF_THEM: Final = {
    "who you are": "who they are",
    "people you met": "people whom they met",
    "what you sent when a visit had ended": "what they sent when a visit had ended",
    "calls about you": "calls about them",
}
"""What an export says to them of some parts, as it is said of them."""


@router.get("", operation_id="seeHeld")
def see_held(
    access: AsCompliance, candidate_id: CandidateId, request: Request, now: Now, done: str = ""
) -> HTMLResponse:
    """Show what is held about a candidate, which copies were made, and what forbids an erasure."""
    return _show(request, access, candidate_id, now=now, done=DONE.get(done, ""))


@router.post("/copy", operation_id="exportOnDesk")
def export_on_desk(access: AsConfirmed, candidate_id: CandidateId, posted: FormPosted, now: Now) -> Response:
    """Have everything held about them put together; while one is being made, no second one is."""
    person = queries.person_for(access.session, candidate_id=candidate_id, actor=access.actor)
    made = queries.exports_of(access.session, person, now=now)
    if not any(one.ready_at is None for one in made):
        notes = posted.value("private_notes") == "yes"
        exporting.ask(access.session, candidate_id=candidate_id, private_notes=notes, actor=access.actor, now=now)
    return see(f"{_home(candidate_id)}?done=asked")


@router.get("/copies/{export_id}", operation_id="downloadExport")
def download_export(access: AsCompliance, candidate_id: CandidateId, export_id: ExportId, now: Now) -> Response:
    """Fetch a copy, until it expires."""
    content = exporting.archive_of(
        access.session, candidate_id=candidate_id, export_id=export_id, actor=access.actor, now=now
    )
    name = f'attachment; filename="{public_id("exp", export_id)}.zip"'
    return Response(content, media_type="application/zip", headers={"Content-Disposition": name})


@router.post("/hold", operation_id="holdOnDesk")
def hold_on_desk(
    access: AsCompliance, candidate_id: CandidateId, request: Request, posted: FormPosted, now: Now
) -> Response:
    """Place a legal hold; the same reason sent again places no second one."""
    person = queries.person_for(access.session, candidate_id=candidate_id, actor=access.actor)
    given, _ = validated(HoldRequest, {"reason": posted.value("hold_reason")})
    if given is None:
        return _wrong(request, access, candidate_id, posted, {"hold_reason": "Write why it is held"}, now=now)
    reason = given.reason
    standing = {one.reason for one in queries.holds_on(access.session, person) if one.released_at is None}

    def act() -> object:
        return reason in standing or holding.place(
            access.session, candidate_id=candidate_id, reason=reason, actor=access.actor, now=now
        )

    return _carry_out(request, access, candidate_id, posted, act, "placed", now=now)


@router.post("/holds/{hold_id}/release", operation_id="releaseOfHoldOnDesk")
def release_on_desk(
    access: AsCompliance,
    candidate_id: CandidateId,
    hold_id: HoldId,
    request: Request,
    posted: FormPosted,
    now: Now,
) -> Response:
    """Release a legal hold, with the reason."""
    person = queries.person_for(access.session, candidate_id=candidate_id, actor=access.actor)
    hold = queries.hold_on(access.session, person, hold_id)
    field = f"release.{public_id('hld', hold_id)}"
    given, _ = validated(HoldRequest, {"reason": posted.value(field)})
    if given is None:
        return _wrong(request, access, candidate_id, posted, {field: "Write why it is released"}, now=now)
    if hold.released_at is not None:
        return see(f"{_home(candidate_id)}?done=released")
    seen, reason = expected_number(posted.value("seen") or None), given.reason

    def act() -> object:
        return holding.release(
            access.session,
            candidate_id=candidate_id,
            hold_id=hold_id,
            reason=reason,
            seen=seen,
            actor=access.actor,
            now=now,
        )

    return _carry_out(request, access, candidate_id, posted, act, "released", now=now)


@router.post("/erase", operation_id="eraseOnDesk")
def erase_on_desk(
    access: AsConfirmed, candidate_id: CandidateId, request: Request, posted: FormPosted, now: Now
) -> Response:
    """Erase a candidate for good, with the reason, once it is ticked that it cannot be taken back."""
    person = queries.person_for(access.session, candidate_id=candidate_id, actor=access.actor)
    if person.erased_at is not None:
        return see(f"{_home(candidate_id)}?done=erased")
    given, _ = validated(ErasureRequest, {"reason": posted.value("erase_reason")})
    errors = {} if given else {"erase_reason": "Write why they are erased, without their name"}
    if posted.value("sure") != "yes":
        errors["sure"] = "Tick that you know it cannot be taken back"
    if given is None or errors:
        return _wrong(request, access, candidate_id, posted, errors, now=now)
    order = Order(given.reason, seen=expected_number(posted.value("seen") or None))

    def act() -> object:
        return erasing.erase_seen(access.session, candidate_id=candidate_id, order=order, actor=access.actor, now=now)

    return _carry_out(request, access, candidate_id, posted, act, "erased", now=now)


def _carry_out(
    request: Request,
    access: Access[ConsultantActor],
    candidate_id: UUID,
    posted: Posted,
    act: Act,
    said: str,
    *,
    now: datetime,
) -> Response:
    try:
        with access.session.begin_nested():
            act()
    except Invalid as wrong:
        said = next(iter(named_errors(wrong.errors).values()), "")
        errors = {"erase_reason": said} if said else {"decision": wrong.detail}
        return _wrong(request, access, candidate_id, posted, errors, now=now)
    except (Conflict, PreconditionFailed) as refused:
        form = Form(posted.fields, {"decision": refused.detail})
        return _show(request, access, candidate_id, form, now=now, code=refused.status)
    return see(f"{_home(candidate_id)}?done={said}")


def _wrong(
    request: Request,
    access: Access[ConsultantActor],
    candidate_id: UUID,
    posted: Posted,
    errors: Mapping[str, str],
    *,
    now: datetime,
) -> HTMLResponse:
    form = Form(posted.fields, errors)
    return _show(request, access, candidate_id, form, now=now, code=status.HTTP_422_UNPROCESSABLE_CONTENT)


def _show(
    request: Request,
    access: Access[ConsultantActor],
    candidate_id: UUID,
    form: Form | None = None,
    *,
    now: datetime,
    code: int = 200,
    done: str = "",
) -> HTMLResponse:
    desk, session = at_desk(request, access), access.session
    person = queries.person_for(session, candidate_id=candidate_id, actor=access.actor)
    view, seen = erasing.looked_at(session, candidate_id=candidate_id, actor=access.actor, now=now)
    zone = desk.agency.time_zone
    return desk.show(
        "desk/held.html",
        status=code,
        form=form or Form(),
        person=person,
        view=view,
        seen=seen,
        held=[(OF_THEM.get(name, name).capitalize(), number) for name, number in view.rows.items() if number],
        holds=[
            (public_id("hld", one.id), one, date_time(one.placed_at, zone), one.released_at is None)
            for one in queries.holds_on(session, person)
        ],
        copies=[
            (public_id("exp", one.id), one, date_time(one.asked_at, zone), _day(one.expires_at, zone))
            for one in queries.exports_of(session, person, now=now)
        ],
        until=_day(view.keeps_identity_until, zone) if view.keeps_identity_until else None,
        erased=_day(view.erased_at, zone) if view.erased_at else "",
        place=place_of(zone),
        path=_home(candidate_id),
        done=done,
    )


def _day(moment: datetime, zone: str) -> str:
    day = local(moment, zone).date()
    return f"{day_month(day)} {day.year}"


def _home(candidate_id: UUID) -> str:
    return f"{DESK}/candidates/{public_id('cnd', candidate_id)}/held"
