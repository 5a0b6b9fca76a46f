"""One delivery as a desk looks at it: where it is, all that is known of it, and what may be done about it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fastapi import Request

from app.accounts.access import Access
from app.core.actor import ConsultantActor
from app.core.ids import public_id
from app.deliveries.actions import previewing
from app.deliveries.models import Delivery
from app.deliveries.policy import may_approve
from app.deliveries.queries.board import DeliveryRow, delivery_at_desk
from app.deliveries.queries.rows import people_with_live_delivery
from app.deliveries.schemas import PlannedSend
from app.desk.queries.history import named_entries
from app.desk.rendering.clock import Tag
from app.desk.rendering.evidence import Step, arrived, meaning_of, steps_of, tag_of, title_of
from app.desk.rendering.going import said_of
from app.documents import queries as documents
from app.interviews import queries as interviews
from app.interviews.models import Meeting
from app.reviews.queries.rows import colleague_name, items_about
from app.web.page_routes import DESK, opens

MOST_STEPS = 200


@dataclass(frozen=True)
class DeliverySheet:
    """What one page of the console holds about a delivery.

    ``settled``: why nothing is left to do about one that failed; ``in_queue``: its letter waits for a decision again.
    """

    row: DeliveryRow
    meeting: Meeting
    decides: bool
    tag: Tag
    says: str
    meaning: str
    steps: list[Step]
    version: int
    document_id: str
    approved_by: str
    review: str | None
    in_queue: bool
    settled: str
    plans: list[PlannedSend]

    @property
    def delivery(self) -> Delivery:
        """The row itself."""
        return self.row.delivery

    @property
    def title(self) -> str:
        """What goes to whom."""
        return title_of(self.row)

    @property
    def path(self) -> str:
        """Where its page is."""
        return f"{DESK}/deliveries/{public_id('dlv', self.delivery.id)}"

    @property
    def zone_there(self) -> str:
        """The zone by whose clocks a chosen time is read."""
        return self.row.contact.time_zone if self.row.contact else self.meeting.interview.time_zone

    @property
    def address_now(self) -> str | None:
        """Where the contact reads now, if that is not where this was to go."""
        contact = self.row.contact
        return contact.email if contact and contact.email != self.delivery.address else None


def delivery_sheet(access: Access[ConsultantActor], delivery_id: UUID, *, now: datetime) -> DeliverySheet:
    """Read a delivery whole; raises DeliveryNotFound."""
    session, actor = access.session, access.actor
    row = delivery_at_desk(session, delivery_id=delivery_id, actor=actor)
    delivery = row.delivery
    meeting = interviews.meeting_for(session, interview_id=delivery.interview_id, actor=actor)
    document, _ = documents.document_for(session, document_id=delivery.document_id, actor=actor)
    decides, here = may_approve(actor, meeting.interview), meeting.agency.time_zone
    zone = row.contact.time_zone if row.contact else here
    entries = named_entries(session, subject_id=delivery.id, actor=actor, limit=MOST_STEPS)
    items = items_about(session, interview_id=delivery.interview_id, actor=actor)
    item = max(
        (one for one in items if one.subject_id == delivery.letter_id), key=lambda one: one.version, default=None
    )
    says = said_of(delivery, zone, here, now)[1]
    return DeliverySheet(
        row=row,
        meeting=meeting,
        decides=decides,
        tag=tag_of(delivery),
        says=arrived(entries, delivery, here=here, now=now) or says,
        meaning=meaning_of(row, here=here, now=now),
        steps=steps_of(entries, delivery, zone=zone, here=here, now=now),
        version=document.letter_version,
        document_id=public_id("doc", document.id),
        approved_by=colleague_name(session, agency_id=actor.agency_id, consultant_id=delivery.approved_by),
        review=f"{DESK}/review/{public_id('rvw', item.id)}" if item else None,
        in_queue=item is not None and item.decision is None,
        settled=_settled(access, row),
        plans=_plans(access, row, now=now) if decides and delivery.state == "scheduled" else [],
    )


def link_to(request: Request, kind: str, prefix: str, row_id: UUID) -> str | None:
    """Where the console shows this row; None where it has no such page."""
    path = f"{DESK}/{kind}/{public_id(prefix, row_id)}"
    return path if opens(request, path) else None


def contact_link(request: Request, client_page: str, row: DeliveryRow) -> str | None:
    """Where the address of whom it goes to is changed; None where they are no contact yet."""
    path = f"{client_page}/contacts/{public_id('ctc', row.contact.id)}" if row.contact else ""
    return path if path and opens(request, path) else None


def _settled(access: Access[ConsultantActor], row: DeliveryRow) -> str:
    """Why nothing is left to do about one that failed or came back; empty where something is."""
    delivery = row.delivery
    if delivery.state not in {"failed", "bounced"}:
        return ""
    if row.letter_state != "approved":
        return f"The {row.what} is {row.letter_state.replace('_', ' ')}, so nothing is left to do about this delivery."
    busy = people_with_live_delivery(access.session, agency_id=access.actor.agency_id, document_id=delivery.document_id)
    return f"Another delivery to {row.person} took its place." if delivery.person_id in busy else ""


def _plans(access: Access[ConsultantActor], row: DeliveryRow, *, now: datetime) -> list[PlannedSend]:
    plans = previewing.preview(access.session, letter_id=row.delivery.letter_id, actor=access.actor, now=now)
    return [plan for plan in plans if plan.person_id == row.delivery.person_id]
