"""After an approval: undone before it goes, sent at once, or given another time; and what is said about an item."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Request, Response, status
from pydantic_core import PydanticCustomError

from app.accounts.access import DECIDERS, Access, allow
from app.core.actor import ConsultantActor
from app.core.errors import Conflict, Invalid, PreconditionFailed
from app.core.ids import Prefixed
from app.deliveries.actions import changing, rescheduling
from app.deliveries.models import Delivery
from app.deliveries.queries.rows import DeliveryNotFound, delivery_for
from app.deliveries.schemas import SendNow
from app.desk.pages.approval_form import FIELDS, change_in
from app.desk.pages.around import ItemId, item_to_decide
from app.desk.pages.letter_sheet import letter_sheet
from app.desk.pages.outcome import refuse
from app.desk.pages.review import LETTERS, show_review
from app.desk.pages.talk import take_words
from app.threads.schemas import Subject
from app.web.deps import Now
from app.web.fields import Form, Posted, named_errors, number_in, validated
from app.web.page_routes import FormPosted, desk_pages, see

router = desk_pages("/review/{review_item_id}")
AsDecider = Annotated[Access[ConsultantActor], allow(roles=DECIDERS)]
Each = Callable[[UUID, int], object]
_SEEN = "seen."


@router.post("/undo", operation_id="undoApproval")
def undo_approval(access: AsDecider, item_id: ItemId, request: Request, posted: FormPosted, now: Now) -> Response:
    """Stop every delivery that no worker has taken; the letter is back on the desk where nothing of it went."""
    item_to_decide(access, item_id)

    def each(delivery_id: UUID, seen: int) -> object:
        return changing.cancel(access.session, delivery_id=delivery_id, seen=seen, actor=access.actor, now=now)

    return _for_each(request, access, item_id, posted, each, done=_is_stopped, now=now)


@router.post("/send-now", operation_id="sendNowOnDesk")
def send_now_on_desk(access: AsDecider, item_id: ItemId, request: Request, posted: FormPosted, now: Now) -> Response:
    """Let what waits for its time go at once, with the reason."""
    item_to_decide(access, item_id)
    given, _ = validated(SendNow, {"reason": posted.value("send_reason")})
    if given is None:
        form = Form(posted.fields, {"send_reason": "Say why it does not wait for their morning"})
        return _again(request, access, item_id, form, now=now)

    def each(delivery_id: UUID, seen: int) -> object:
        return changing.send_now(
            access.session, delivery_id=delivery_id, reason=given.reason, seen=seen, actor=access.actor, now=now
        )

    return _for_each(request, access, item_id, posted, each, done=_goes_now, now=now)


@router.post("/change", operation_id="changeTimeOnDesk")
def change_time_on_desk(access: AsDecider, item_id: ItemId, request: Request, posted: FormPosted, now: Now) -> Response:
    """Give what waits for its time another one."""
    item = item_to_decide(access, item_id)
    sheet = letter_sheet(access, item.subject_id, decides=True, now=now, looks=False)
    given, errors = change_in(posted, sheet.zone_there)
    if given is None:
        return _again(request, access, item_id, Form(posted.fields, errors), now=now)

    def each(delivery_id: UUID, seen: int) -> object:
        return rescheduling.reschedule(
            access.session, delivery_id=delivery_id, given=given, seen=seen, actor=access.actor, now=now
        )

    return _for_each(request, access, item_id, posted, each, done=lambda one: one.scheduled_for == given.at, now=now)


@router.post("/comment", operation_id="commentOnDesk")
def comment_on_desk(access: AsDecider, item_id: ItemId, request: Request, posted: FormPosted, now: Now) -> Response:
    """Keep what was said, answered and noted as settled; the same words sent twice are said once."""
    item = item_to_decide(access, item_id)
    subject = Subject("letter" if item.kind in LETTERS else "debrief", item.subject_id)
    version = number_in(posted.value("version") or "0")
    try:
        with access.session.begin_nested():
            taken = take_words(access, subject, version, posted, now=now)
    except Invalid as wrong:
        return _again(request, access, item_id, Form(posted.fields, named_errors(wrong.errors)), now=now)
    if not taken:
        form = Form(posted.fields, {"say": "Write what you want to say"})
        return _again(request, access, item_id, form, now=now)
    return see(f"{_home(request)}#talk")


def _for_each(
    request: Request,
    access: Access[ConsultantActor],
    item_id: UUID,
    posted: Posted,
    each: Each,
    *,
    done: Callable[[Delivery], bool],
    now: datetime,
) -> Response:
    """Do it to every delivery that the form named; one that a worker took first, or that changed, is told of.

    Where it is ``done`` already, as when a button is pressed twice, nothing is to be told.
    """
    refused: Conflict | PreconditionFailed | None = None
    for name in [one for one in posted.fields if one.startswith(_SEEN)]:
        delivery_id = _delivery_id(name)
        try:
            with access.session.begin_nested():
                each(delivery_id, number_in(posted.value(name)))
        except Invalid as wrong:
            errors = {FIELDS.get(field, field): words for field, words in named_errors(wrong.errors).items()}
            return _again(request, access, item_id, Form(posted.fields, errors), now=now)
        except (Conflict, PreconditionFailed) as found:
            if not done(delivery_for(access.session, delivery_id=delivery_id, actor=access.actor)):
                refused = found
    if refused is not None:
        return refuse(request, access, item_id, posted, refused.detail, refused.status, now=now)
    return see(_home(request))


def _delivery_id(name: str) -> UUID:
    try:
        return Prefixed("dlv").parse(name.removeprefix(_SEEN))
    except PydanticCustomError:
        raise DeliveryNotFound from None


def _is_stopped(delivery: Delivery) -> bool:
    return delivery.state == "cancelled"


def _goes_now(delivery: Delivery) -> bool:
    return delivery.planned_by == "now"


def _again(request: Request, access: Access[ConsultantActor], item_id: UUID, form: Form, *, now: datetime) -> Response:
    return show_review(request, access, item_id, form, now=now, status=status.HTTP_422_UNPROCESSABLE_CONTENT)


def _home(request: Request) -> str:
    return request.url.path.rpartition("/")[0]
