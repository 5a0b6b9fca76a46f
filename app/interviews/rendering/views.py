"""An interview as each audience sees it: what an audience may not see does not exist in its model."""

from collections.abc import Sequence
from typing import Any

from app.core.actor import Actor, CandidateActor
from app.directory.models import ClientContact
from app.directory.schemas import CandidateView, ClientView, JobView
from app.interviews.models import AttendanceAnswer, Meeting, Met
from app.interviews.rendering.attendance import next_for_agency, next_for_candidate
from app.interviews.rules import guidance, likely, person_state
from app.interviews.schemas import (
    AgencyAttendance,
    AgencyInterview,
    CandidateAttendance,
    CandidateInterview,
    ConsultantCard,
    LikelyContact,
    MatchedContact,
    PeopleMet,
    PersonMatched,
    PersonToMatch,
    PersonView,
)


def agency_view(meeting: Meeting, met: Sequence[Met]) -> AgencyInterview:
    """For the agency and its systems."""
    interview = meeting.interview
    return AgencyInterview(
        audience="agency",
        **{name: getattr(interview, name) for name in AgencyInterview.model_fields if hasattr(interview, name)},
        candidate=CandidateView.model_validate(meeting.candidate),
        client=ClientView.model_validate(meeting.client),
        job=JobView.model_validate(meeting.job),
        people=[
            PersonMatched(
                id=who.person.id,
                name=who.person.name,
                title=who.person.title,
                source=who.person.source,
                contact_id=who.contact.id if who.contact else None,
                state=person_state(who),
            )
            for who in met
        ],
    )


def people_view(met: Sequence[Met], contacts: Sequence[ClientContact]) -> PeopleMet:
    """Everybody met, with the contacts of the client that they may be."""
    return PeopleMet(data=[person_view(who, met, contacts) for who in met], next_cursor=None)


def person_view(who: Met, met: Sequence[Met], contacts: Sequence[ClientContact]) -> PersonToMatch:
    """One person met, for the consultant who says who they are."""
    person, contact = who.person, who.contact
    names = {} if contact else {one.id: one.name for one in contacts}
    by_id = {one.id: one for one in contacts}
    return PersonToMatch(
        id=person.id,
        name=person.name,
        title=person.title,
        source=person.source,
        contact_id=contact.id if contact else None,
        state=person_state(who),
        role_in_decision=person.role_in_decision,
        contact=MatchedContact.model_validate(contact) if contact else None,
        left_reason=person.left_reason,
        same_contact_as=[
            other.person.id for other in met if contact and other.contact == contact and other.person != person
        ],
        likely_contacts=[_likely(by_id[id_], likeness) for id_, likeness in likely(person.name, names)],
    )


def candidate_view(meeting: Meeting, met: Sequence[Met]) -> CandidateInterview:
    """For the candidate: nobody's address or number but their consultant's (rule 6)."""
    interview, client, consultant = meeting.interview, meeting.client, meeting.consultant
    return CandidateInterview(
        audience="candidate",
        **{
            name: getattr(interview, name)
            for name in ("id", "state", "round", "starts_at", "ends_at", "time_zone", "introduced_by")
        },
        agency=meeting.agency.name,
        client=client.name,
        job=meeting.job.title,
        people=[PersonView.model_validate(who.person) for who in met],
        consultant=ConsultantCard.model_validate(consultant),
        contact_policy=client.contact_policy,
        letter_policy=client.letter_policy,
        guidance=guidance(
            introduced_by=interview.introduced_by,
            contact_policy=client.contact_policy,
            consultant=consultant.name,
            client=client.name,
        ),
    )


def attendance_view(answer: AttendanceAnswer, meeting: Meeting, actor: Actor) -> CandidateAttendance | AgencyAttendance:
    """What was said to "did it go ahead?", for whoever asks: only the agency reads the reason."""
    fields: dict[str, Any] = {
        name: getattr(answer, name)
        for name in ("id", "answer", "starts_at", "ends_at", "time_zone", "told_at", "told_by")
    }
    if isinstance(actor, CandidateActor):
        return CandidateAttendance(audience="candidate", next=next_for_candidate(answer, meeting), **fields)
    return AgencyAttendance(audience="agency", next=next_for_agency(answer), reason=answer.reason, **fields)


def _likely(contact: ClientContact, likeness: int) -> LikelyContact:
    return LikelyContact(
        contact_id=contact.id,
        name=contact.name,
        title=contact.title,
        has_address=contact.email is not None,
        likeness=likeness,
    )
