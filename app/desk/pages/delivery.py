"""One delivery: its evidence, and what a person decides about it, through the same actions as the API (rule 2)."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

from fastapi import Request, Response, status
from fastapi.responses import HTMLResponse

from app.accounts.access import DECIDERS, READERS, Access, allow
from app.core.actor import ConsultantActor
from app.core.errors import Conflict, Forbidden, Invalid, PreconditionFailed
from app.core.ids import DeliveryId
from app.deliveries.actions import changing, rescheduling
from app.deliveries.models import Delivery
from app.deliveries.policy import may_approve
from app.deliveries.queries.rows import belongs_to
from app.deliveries.schemas import Resolution, SendNow
from app.desk.pages.approval_form import FIELDS, change_in
from app.desk.pages.delivery_sheet import DeliverySheet, contact_link, delivery_sheet, link_to
from app.desk.pages.frame import at_desk
from app.desk.queries.history import named_entries
from app.desk.rendering.evidence import done_words, refused_words
from app.interviews.queries import interview_for
from app.web.deps import Now
from app.web.fields import Form, Posted, named_errors, number_in, typed_words, validated
from app.web.page_routes import FormPosted, desk_pages, see

router = desk_pages("/deliveries/{delivery_id}")
AsReader = Annotated[Access[ConsultantActor], allow(roles=READERS)]
AsDecider = Annotated[Access[ConsultantActor], allow(roles=DECIDERS)]
Act = Callable[[int], object]
Done = Callable[[Delivery], bool]
_OF_A_DOUBT: Final = frozenset({"resolution", "reason"})
FIELDS_OF: Final = {"scheduled": frozenset({"send_reason"}), "in_doubt": _OF_A_DOUBT, "failed": _OF_A_DOUBT}
"""Where the page has a field for words, by the delivery's state."""
NO_ANSWER: Final = "Choose what you found out"
NO_GROUNDS: Final = "Write how you know"
NO_REASON: Final = "Write why it does not wait for their morning"


@router.get("", operation_id="seeDelivery")
def see_delivery(access: AsReader, delivery_id: DeliveryId, request: Request, now: Now, done: str = "") -> HTMLResponse:
    """Show where a delivery is, with the evidence for it."""
    return _show(request, access, delivery_id, Form(), now=now, done=done)


@router.post("/cancel", operation_id="cancelDeliveryOnDesk")
def cancel_delivery(
    access: AsDecider, delivery_id: DeliveryId, request: Request, posted: FormPosted, now: Now
) -> Response:
    """Stop a delivery that no worker has taken."""
    _require_decider(access, delivery_id)

    def act(seen: int) -> object:
        return changing.cancel(access.session, delivery_id=delivery_id, seen=seen, actor=access.actor, now=now)

    return _decide(request, access, delivery_id, posted, act, lambda one: one.state == "cancelled", "stopped", now=now)


@router.post("/send-now", operation_id="sendDeliveryNowOnDesk")
def send_delivery_now(
    access: AsDecider, delivery_id: DeliveryId, request: Request, posted: FormPosted, now: Now
) -> Response:
    """Let a delivery that waits for its time go at once, with the reason."""
    _require_decider(access, delivery_id)
    given, _ = validated(SendNow, {"reason": posted.value("send_reason")})
    if given is None:
        return _mend(request, access, delivery_id, posted, {"send_reason": NO_REASON}, now=now)

    def act(seen: int) -> object:
        return changing.send_now(
            access.session, delivery_id=delivery_id, reason=given.reason, seen=seen, actor=access.actor, now=now
        )

    return _decide(request, access, delivery_id, posted, act, lambda one: one.planned_by == "now", "now", now=now)


@router.post("/reschedule", operation_id="rescheduleDeliveryOnDesk")
def reschedule_delivery(
    access: AsDecider, delivery_id: DeliveryId, request: Request, posted: FormPosted, now: Now
) -> Response:
    """Give a delivery that waits for its time another one."""
    _require_decider(access, delivery_id)
    given, errors = change_in(posted, delivery_sheet(access, delivery_id, now=now).zone_there)
    if given is None:
        return _mend(request, access, delivery_id, posted, errors, now=now)

    def act(seen: int) -> object:
        return rescheduling.reschedule(
            access.session, delivery_id=delivery_id, given=given, seen=seen, actor=access.actor, now=now
        )

    def done(one: Delivery) -> bool:
        return one.scheduled_for == given.at if given.at else one.planned_by == "window"

    return _decide(request, access, delivery_id, posted, act, done, "moved", now=now)


@router.post("/resolve", operation_id="resolveDeliveryOnDesk")
def resolve_delivery(
    access: AsDecider, delivery_id: DeliveryId, request: Request, posted: FormPosted, now: Now
) -> Response:
    """Decide about a delivery in doubt, or have a failed one sent again, with how one knows."""
    _require_decider(access, delivery_id)
    said, why = posted.value("resolution"), posted.value("reason")
    given, wrong = validated(Resolution, {"resolution": said, "reason": why})
    if given is None:
        errors = ({} if said else {"resolution": NO_ANSWER}) | ({} if why else {"reason": NO_GROUNDS})
        return _mend(request, access, delivery_id, posted, errors or wrong, now=now)

    def act(seen: int) -> object:
        return changing.resolve(
            access.session, delivery_id=delivery_id, given=given, seen=seen, actor=access.actor, now=now
        )

    def done(_: Delivery) -> bool:
        """Whether the last thing that happened is just this decision, by the same hand."""
        newest, _who = named_entries(access.session, subject_id=delivery_id, actor=access.actor, limit=1)[0]
        mine = newest.event.actor_id == access.actor.consultant_id and newest.event.action == "delivery.resolved"
        return mine and newest.event.details.get("resolution") == given.resolution

    return _decide(request, access, delivery_id, posted, act, done, given.resolution, now=now)


def _require_decider(access: Access[ConsultantActor], delivery_id: UUID) -> None:
    """Raise DeliveryNotFound (404), or Forbidden (403) where whoever is here may not decide on it."""
    interview_id, _, _ = belongs_to(access.session, delivery_id=delivery_id, actor=access.actor)
    if not may_approve(access.actor, interview_for(access.session, interview_id=interview_id, actor=access.actor)):
        raise Forbidden


def _decide(
    request: Request,
    access: Access[ConsultantActor],
    delivery_id: UUID,
    posted: Posted,
    act: Act,
    done: Done,
    said: str,
    *,
    now: datetime,
) -> Response:
    """Do it; what was done already stays done, what cannot be is refused with what happened, and the words are kept."""
    home = request.url.path.rpartition("/")[0]
    try:
        with access.session.begin_nested():
            act(number_in(posted.value("seen") or "0"))
    except Invalid as wrong:
        errors = {FIELDS.get(name, name): words for name, words in named_errors(wrong.errors).items()}
        return _mend(request, access, delivery_id, posted, errors, now=now)
    except (Conflict, PreconditionFailed) as refused:
        sheet = delivery_sheet(access, delivery_id, now=now)
        if done(sheet.delivery):
            return see(f"{home}?done={said}")
        words = refused_words(sheet.steps[0], sheet.row) if isinstance(refused, PreconditionFailed) else refused.detail
        form = Form(posted.fields, {"decision": words})
        return _show(request, access, delivery_id, form, now=now, code=refused.status)
    return see(f"{home}?done={said}")


def _mend(
    request: Request,
    access: Access[ConsultantActor],
    delivery_id: UUID,
    posted: Posted,
    errors: Mapping[str, str],
    *,
    now: datetime,
) -> Response:
    code = status.HTTP_422_UNPROCESSABLE_CONTENT
    return _show(request, access, delivery_id, Form(posted.fields, errors), now=now, code=code)


def _show(
    request: Request,
    access: Access[ConsultantActor],
    delivery_id: UUID,
    form: Form,
    *,
    now: datetime,
    code: int = status.HTTP_200_OK,
    done: str = "",
) -> HTMLResponse:
    sheet = delivery_sheet(access, delivery_id, now=now)
    client_page = link_to(request, "clients", "cli", sheet.meeting.client.id)
    return at_desk(request, access).show(
        "desk/delivery.html",
        status=code,
        form=form,
        sheet=sheet,
        done=done_words(done, sheet.row, in_queue=sheet.in_queue),
        typed=_homeless(sheet, form),
        client_page=client_page,
        address_page=(contact_link(request, client_page, sheet.row) or client_page) if client_page else None,
        interview_page=link_to(request, "interviews", "int", sheet.meeting.interview.id),
    )


def _homeless(sheet: DeliverySheet, form: Form) -> list[str]:
    """What was typed into a form that the page has no more, since the delivery is elsewhere by now."""
    shown = FIELDS_OF.get(sheet.delivery.state, frozenset()) if sheet.decides and not sheet.settled else frozenset()
    return typed_words({name: values for name, values in form.fields.items() if name not in shown})
