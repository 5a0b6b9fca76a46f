"""Deliveries as a desk looks at them: with the names they are about, by what is to be done about them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, exists, func, or_, select, tuple_
from sqlalchemy.orm import Session, aliased

from app.accounts.models import Consultant
from app.core.actor import Actor, ConsultantActor
from app.deliveries.models import Delivery
from app.deliveries.queries.rows import DeliveryNotFound, visible_to
from app.deliveries.states import NOT_LIVE
from app.directory.models import Application, Candidate, Client, ClientContact, Job
from app.interviews.models import Interview, PersonMet
from app.letters.models import Letter

DeliveryList = Literal["open", "in_doubt", "failed", "waiting", "sent", "stopped"]
COUNTED_TO: Final = 1000
_WAITING: Final = ("held", "scheduled", "claimed", "sending")
_LAST_FIRST: Final = frozenset({"sent", "stopped"})


@dataclass(frozen=True)
class DeliveryFilter:
    """What is wanted; ``open`` is what waits for its time or for a person, ``mine`` with whom I cover for."""

    of: DeliveryList = "open"
    mine: bool = False
    words: str = ""


@dataclass(frozen=True)
class DeliveryRow:
    """One delivery, whom it is for and what it is about; ``contact`` is whose address it goes to, ``kind`` the
    letter's."""

    delivery: Delivery
    person: str
    candidate: str
    job: str
    client: str
    contact: ClientContact | None
    kind: str
    letter_state: str
    consultant: str

    @property
    def what(self) -> str:
        """How it is called that goes."""
        return "summary" if self.kind == "summary" else "letter"


@dataclass(frozen=True)
class DeliveryCounts:
    """How many there are of each, up to `COUNTED_TO`."""

    in_doubt: int
    failed: int
    waiting: int


def deliveries_at_desk(
    session: Session,
    *,
    wanted: DeliveryFilter,
    actor: Actor,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[DeliveryRow]:
    """What the actor may see of what is wanted, with its names, in one statement.

    What waits for a person comes before what waits for its time; of what is over, the latest comes first. ``after`` is
    the (`place_of`, id) last seen.
    """
    place, last_first = _place(wanted.of), wanted.of in _LAST_FIRST
    query = _named(visible_to(actor)).where(_of(wanted.of), *_narrowed(wanted, actor)).limit(limit)
    if after is not None:
        key = tuple_(place, Delivery.id)
        query = query.where(key < after if last_first else key > after)
    order = (place.desc(), Delivery.id.desc()) if last_first else (place, Delivery.id)
    return [DeliveryRow(*row) for row in session.execute(query.order_by(*order))]


def delivery_at_desk(session: Session, *, delivery_id: UUID, actor: Actor) -> DeliveryRow:
    """One delivery that the actor may see, with its names; raises DeliveryNotFound."""
    found = session.execute(_named(visible_to(actor)).where(Delivery.id == delivery_id)).one_or_none()
    if found is None:
        raise DeliveryNotFound
    return DeliveryRow(*found)


def place_of(delivery: Delivery, wanted: DeliveryList) -> datetime:
    """The instant by which a delivery stands where it stands in such a list."""
    if wanted == "sent":
        return delivery.sent_at or delivery.created_at
    return delivery.created_at if wanted == "stopped" else delivery.scheduled_for or delivery.created_at


def counts_for(session: Session, *, actor: Actor) -> DeliveryCounts:
    """How many there are in doubt, not taken and waiting, in one statement."""
    of = (_count(actor, "in_doubt"), _count(actor, "failed"), _count(actor, "waiting"))
    found = session.execute(select(*of)).one()
    return DeliveryCounts(*found)


def unsettled_count(actor: Actor) -> ScalarSelect[int]:
    """How many deliveries wait for a person to decide about them, as a part of somebody's statement."""
    some = visible_to(actor).with_only_columns(Delivery.id).where(or_(_of("in_doubt"), _of("failed")))
    return select(func.count()).select_from(some.limit(COUNTED_TO).subquery()).scalar_subquery()


def tried_again() -> ColumnElement[bool]:
    """Whether another delivery took over from this one."""
    other = aliased(Delivery)
    return exists().where(
        other.agency_id == Delivery.agency_id,
        other.letter_id == Delivery.letter_id,
        other.person_id == Delivery.person_id,
        other.state.not_in(NOT_LIVE),
    )


def _count(actor: Actor, of: DeliveryList) -> ScalarSelect[int]:
    some = visible_to(actor).with_only_columns(Delivery.id).where(_of(of)).limit(COUNTED_TO).subquery()
    return select(func.count()).select_from(some).scalar_subquery()


def _of(wanted: DeliveryList) -> ColumnElement[bool]:
    match wanted:
        case "open":
            return or_(_of("waiting"), _of("in_doubt"), _of("failed"))
        case "waiting":
            return Delivery.state.in_(_WAITING)
        case "failed":
            return and_(Delivery.state.in_(("failed", "bounced")), still_approved(), ~tried_again())
        case "stopped":
            return Delivery.state == "cancelled"
        case _:
            return Delivery.state == wanted


def still_approved() -> ColumnElement[bool]:
    """Whether the letter still stands: nobody needs to find a way for one that was taken back."""
    letter = aliased(Letter)
    return exists().where(
        letter.agency_id == Delivery.agency_id, letter.id == Delivery.letter_id, letter.state == "approved"
    )


def _place(wanted: DeliveryList) -> Any:
    if wanted == "sent":
        return Delivery.sent_at
    return Delivery.created_at if wanted == "stopped" else func.coalesce(Delivery.scheduled_for, Delivery.created_at)


def _narrowed(wanted: DeliveryFilter, actor: Actor) -> Iterator[ColumnElement[bool]]:
    if wanted.mine:
        yield Interview.consultant_id.in_(actor.acts_as if isinstance(actor, ConsultantActor) else ())
    for word in wanted.words.split():
        names = (Candidate.name, Client.name, Job.title, PersonMet.name, Delivery.address)
        yield or_(*(name.icontains(word, autoescape=True) for name in names))


def _named(deliveries: Select[Delivery]) -> Select[*tuple[Any, ...]]:
    of = Delivery.agency_id
    return (
        deliveries.join(PersonMet, and_(PersonMet.agency_id == of, PersonMet.id == Delivery.person_id))
        .join(Interview, and_(Interview.agency_id == of, Interview.id == Delivery.interview_id))
        .join(Application, and_(Application.agency_id == of, Application.id == Interview.application_id))
        .join(Candidate, and_(Candidate.agency_id == of, Candidate.id == Application.candidate_id))
        .join(Job, and_(Job.agency_id == of, Job.id == Application.job_id))
        .join(Client, and_(Client.agency_id == of, Client.id == Job.client_id))
        .join(Letter, and_(Letter.agency_id == of, Letter.id == Delivery.letter_id))
        .join(Consultant, and_(Consultant.agency_id == of, Consultant.id == Interview.consultant_id))
        .outerjoin(ClientContact, and_(ClientContact.agency_id == of, ClientContact.id == Delivery.contact_id))
        .with_only_columns(
            *(Delivery, PersonMet.name, Candidate.name, Job.title, Client.name, ClientContact),
            *(Letter.kind, Letter.state, Consultant.name),
        )
    )
