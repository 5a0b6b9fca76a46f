"""The calls to the client about an interview."""

from uuid import UUID

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session

from app.accounts.models import Consultant
from app.core.actor import Actor
from app.directory.models import Client, ClientContact
from app.directory.queries.rows import ContactNotFound, contact_for
from app.followup.models.calls import Called, ClientCall
from app.interviews.models import Interview


def calls_of(session: Session, interview: Interview, *, before: UUID | None, limit: int) -> list[Called]:
    """The calls about an interview, newest first; ``before`` is the last one seen."""
    query = _calls(interview).order_by(ClientCall.id.desc()).limit(limit)
    if before is not None:
        query = query.where(ClientCall.id < before)
    return [Called(*row) for row in session.execute(query)]


def call_of(session: Session, interview: Interview, call_id: UUID) -> Called:
    """One call that is known to be there, with its names."""
    return Called(*session.execute(_calls(interview).where(ClientCall.id == call_id)).one())


def call_in(session: Session, interview: Interview, call_id: UUID) -> ClientCall | None:
    """A call about this interview that was made; None where there is none such."""
    query = _own(interview).where(ClientCall.id == call_id, ClientCall.state == "done")
    return session.scalars(query).one_or_none()


def planned_call(session: Session, interview: Interview) -> ClientCall | None:
    """The call that is planned, if one is; the interview's lock covers it."""
    return session.scalars(_own(interview).where(ClientCall.state == "planned")).one_or_none()


def newest_call(session: Session, interview: Interview) -> ClientCall | None:
    """The call that was noted last."""
    query = _own(interview).order_by(ClientCall.noted_at.desc(), ClientCall.id.desc()).limit(1)
    return session.scalars(query).one_or_none()


def is_at(session: Session, client: Client, contact_id: UUID, *, actor: Actor) -> bool:
    """Whether a contact is somebody at this client, whom the actor may see."""
    try:
        return contact_for(session, contact_id=contact_id, actor=actor).client_id == client.id
    except ContactNotFound:
        return False


def _own(interview: Interview) -> Select[ClientCall]:
    return select(ClientCall).where(
        ClientCall.agency_id == interview.agency_id, ClientCall.interview_id == interview.id
    )


def _calls(interview: Interview) -> Select[ClientCall, str, str | None]:
    whom = func.coalesce(ClientContact.name, ClientCall.spoke_with)
    return (
        select(ClientCall, Consultant.name, whom)
        .join(
            Consultant,
            and_(Consultant.agency_id == ClientCall.agency_id, Consultant.id == ClientCall.consultant_id),
        )
        .outerjoin(
            ClientContact,
            and_(ClientContact.agency_id == ClientCall.agency_id, ClientContact.id == ClientCall.contact_id),
        )
        .where(ClientCall.agency_id == interview.agency_id, ClientCall.interview_id == interview.id)
    )
