"""Approving letters, and what becomes of their deliveries."""

from typing import Annotated

from fastapi import Query, Response

from app.accounts.access import DECIDERS, READERS, Access, allow
from app.core.actor import Actor
from app.core.ids import DeliveryId, DocumentId, LetterId, Prefixed
from app.deliveries.actions import approving, changing, previewing, rescheduling, withdrawing
from app.deliveries.models import Delivery
from app.deliveries.queries import rows as queries
from app.deliveries.rendering import after_withdrawal, gone_view
from app.deliveries.schemas import (
    Approval,
    Approved,
    DeliveryView,
    PlannedSend,
    Reschedule,
    Resolution,
    SendNow,
    WithdrawConsent,
    Withdrawn,
)
from app.interviews.schemas import Because
from app.web.deps import CurrentSettings, Now, Page
from app.web.etag import Seen, set_etag
from app.web.lists import Listing
from app.web.problems import responses
from app.web.routes import DECIDES, router_for

router = router_for("deliveries")
AsReader = Annotated[Access[Actor], allow(roles=READERS, scope="letters:read")]
AsDecider = Annotated[Access[Actor], allow(roles=DECIDERS, scope="letters:decide", for_consultant=True)]
AsCandidate = Annotated[Access[Actor], allow(candidate=True)]
AsBoth = Annotated[Access[Actor], allow(candidate=True, roles=READERS, scope="letters:read")]
DECISION = responses(401, 403, 404, 409, 412, 428)


@router.post("/letters/{letter_id}/approve", operation_id="approveLetter", responses=DECISION, openapi_extra=DECIDES)
def approve_letter(
    access: AsDecider,
    letter_id: LetterId,
    body: Approval,
    now: Now,
    settings: CurrentSettings,
    response: Response,
    seen: Seen,
) -> Approved:
    """Approve the newest version and schedule its deliveries, one per person."""
    done = approving.approve(
        access.session,
        letter_id=letter_id,
        approval=body,
        seen=seen,
        mail_domain=settings.mail_from.rpartition("@")[2],
        actor=access.actor,
        now=now,
    )
    set_etag(response, done.letter.audit_seq)
    return Approved(
        letter_id=done.letter.id,
        state=done.letter.state,
        deliveries=[DeliveryView.model_validate(delivery) for delivery in done.deliveries],
    )


@router.get("/letters/{letter_id}/send-window", operation_id="getSendWindow", responses=responses(401, 403, 404))
def get_send_window(access: AsBoth, letter_id: LetterId, now: Now) -> list[PlannedSend]:
    """Say when the letter would go to each addressee if it were approved now, why then, and when else it could."""
    return previewing.preview(access.session, letter_id=letter_id, actor=access.actor, now=now)


@router.post("/letters/{letter_id}/withdraw", operation_id="withdrawLetter", responses=DECISION, openapi_extra=DECIDES)
def withdraw_letter(access: AsCandidate, letter_id: LetterId, now: Now, response: Response, seen: Seen) -> Withdrawn:
    """Withdraw a letter; the answer names to whom it has gone already."""
    letter, outcome = withdrawing.withdraw_letter(
        access.session, letter_id=letter_id, seen=seen, actor=access.actor, now=now
    )
    set_etag(response, letter.audit_seq)
    return _withdrawn(access, outcome)


@router.post(
    "/letters/{letter_id}/not-forwarded",
    operation_id="doNotForwardLetter",
    status_code=204,
    responses=DECISION,
    openapi_extra=DECIDES,
)
def do_not_forward_letter(access: AsDecider, letter_id: LetterId, body: Because, now: Now, seen: Seen) -> None:
    """Decide not to forward a letter, with the reason."""
    withdrawing.do_not_forward(
        access.session, letter_id=letter_id, reason=body.reason, seen=seen, actor=access.actor, now=now
    )


@router.post(
    "/documents/{document_id}/consents/withdraw",
    operation_id="withdrawConsent",
    responses=responses(401, 403, 404, 409),
    openapi_extra=DECIDES,
)
def withdraw_consent(access: AsCandidate, document_id: DocumentId, body: WithdrawConsent, now: Now) -> Withdrawn:
    """Withdraw the agreement for some people; the answer names to whom it has gone already."""
    outcome = withdrawing.withdraw_consent(
        access.session, document_id=document_id, people=body.people, actor=access.actor, now=now
    )
    return _withdrawn(access, outcome)


@router.get("/deliveries", operation_id="listDeliveries", responses=responses(401, 403))
def list_deliveries(
    access: AsReader,
    listing: Listing,
    letter_id: Annotated[LetterId | None, Query(description="Those of one letter.")] = None,
) -> Page[DeliveryView]:
    """List deliveries, newest first."""
    rows = queries.deliveries_for(
        access.session, actor=access.actor, letter_id=letter_id, after=listing.after_instant("dlv"), limit=listing.reads
    )
    return listing.page(rows, show=DeliveryView.model_validate, key=_key)


@router.get("/deliveries/{delivery_id}", operation_id="getDelivery", responses=responses(401, 403, 404))
def get_delivery(access: AsReader, delivery_id: DeliveryId, response: Response) -> DeliveryView:
    """Read where a delivery is."""
    return _view(queries.delivery_for(access.session, delivery_id=delivery_id, actor=access.actor), response)


@router.post(
    "/deliveries/{delivery_id}/cancel", operation_id="cancelDelivery", responses=DECISION, openapi_extra=DECIDES
)
def cancel_delivery(
    access: AsDecider, delivery_id: DeliveryId, now: Now, response: Response, seen: Seen
) -> DeliveryView:
    """Cancel a delivery until a worker has claimed it; where nothing else of the letter goes, it waits again."""
    return _view(
        changing.cancel(access.session, delivery_id=delivery_id, seen=seen, actor=access.actor, now=now), response
    )


@router.post(
    "/deliveries/{delivery_id}/reschedule",
    operation_id="rescheduleDelivery",
    responses=DECISION,
    openapi_extra=DECIDES,
)
def reschedule_delivery(
    access: AsDecider, delivery_id: DeliveryId, body: Reschedule, now: Now, response: Response, seen: Seen
) -> DeliveryView:
    """Give a scheduled delivery another time: the send window from now on, or an instant."""
    delivery = rescheduling.reschedule(
        access.session, delivery_id=delivery_id, given=body, seen=seen, actor=access.actor, now=now
    )
    return _view(delivery, response)


@router.post(
    "/deliveries/{delivery_id}/send-now", operation_id="sendDeliveryNow", responses=DECISION, openapi_extra=DECIDES
)
def send_delivery_now(
    access: AsDecider, delivery_id: DeliveryId, body: SendNow, now: Now, response: Response, seen: Seen
) -> DeliveryView:
    """Let a scheduled delivery go at once, with the reason."""
    delivery = changing.send_now(
        access.session, delivery_id=delivery_id, reason=body.reason, seen=seen, actor=access.actor, now=now
    )
    return _view(delivery, response)


@router.post(
    "/deliveries/{delivery_id}/resolve", operation_id="resolveDelivery", responses=DECISION, openapi_extra=DECIDES
)
def resolve_delivery(
    access: AsDecider, delivery_id: DeliveryId, body: Resolution, now: Now, response: Response, seen: Seen
) -> DeliveryView:
    """Decide about a delivery in doubt, or let a failed one go again, with the reason."""
    delivery = changing.resolve(
        access.session, delivery_id=delivery_id, given=body, seen=seen, actor=access.actor, now=now
    )
    return _view(delivery, response)


def _view(delivery: Delivery, response: Response) -> DeliveryView:
    set_etag(response, delivery.audit_seq)
    return DeliveryView.model_validate(delivery)


def _withdrawn(access: Access[Actor], outcome: withdrawing.Outcome) -> Withdrawn:
    late = [delivery.person_id for delivery in outcome.too_late_for]
    names = queries.names_of(access.session, agency_id=access.actor.agency_id, people=late)
    gone = [gone_view(one, name=names[one.person_id], meeting=outcome.meeting) for one in outcome.too_late_for]
    return Withdrawn(
        stopped=outcome.stopped,
        too_late_for=gone,
        letters_waiting=outcome.letters_waiting,
        not_agreed=outcome.not_agreed,
        next=after_withdrawal(gone, outcome.meeting),
    )


def _key(delivery: Delivery) -> tuple[str, ...]:
    return (delivery.created_at.isoformat(), Prefixed("dlv").show(delivery.id))
