"""An interview as each audience sees it: what an audience may not see does not exist in its model."""

import re
from collections.abc import Sequence
from typing import Any

from app.core.actor import Actor, CandidateActor
from app.core.local_time import date_time, place_of
from app.directory.models import ClientContact
from app.directory.schemas import CandidateView, ClientView, JobView
from app.interviews.models import AttendanceAnswer, Meeting, Met
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
from app.web.mails import Button, Mail


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
        return CandidateAttendance(audience="candidate", next=_next_for_candidate(answer, meeting), **fields)
    return AgencyAttendance(audience="agency", next=_next_for_agency(answer), reason=answer.reason, **fields)


def attendance_mail(meeting: Meeting, answer: AttendanceAnswer) -> Mail:
    """Tell the consultant what became of an interview, by the word of whoever was asked, and what to do about it."""
    candidate, client = meeting.candidate, meeting.client.name
    who = candidate.name if answer.told_by == "candidate" else "Your agency"
    said = _said(answer)
    return Mail(
        agency=meeting.agency.name,
        subject=f"{candidate.name} at {client}: {said}",
        paragraphs=(
            f"{who} says of the interview for {meeting.job.title} at {client}: {said}.",
            *([f"“{answer.reason}”"] if answer.reason else []),
            _next_for_agency(answer),
        ),
        button=Button(f"Ring {candidate.name}", f"tel:{dialled(candidate.phone)}") if candidate.phone else None,
        signed=(meeting.agency.name,),
    )


def dialled(phone: str) -> str:
    """Return a telephone number as a link takes it."""
    return re.sub(r"[^\d+]", "", phone)


def link_mail(meeting: Meeting, *, link: str, privacy_notice: str) -> Mail:
    """Send a candidate the link that they, or their consultant, asked for."""
    agency, consultant, client = meeting.agency.name, meeting.consultant.name, meeting.client.name
    return Mail(
        agency=agency,
        subject=f"Your link: {meeting.job.title} at {client}",
        paragraphs=(
            f"Dear {meeting.candidate.name},",
            f"Here is your own link for the interview for {meeting.job.title} at {client}. It opens what you have "
            "written so far, and it is the one with which you can agree to a letter being sent.",
        ),
        button=Button("Open my interview", link),
        after_button=(
            "It is meant for you alone: please do not pass it on.",
            f"How {agency} handles what you write: {privacy_notice}",
        ),
        signed=(consultant, agency),
    )


def _likely(contact: ClientContact, likeness: int) -> LikelyContact:
    return LikelyContact(
        contact_id=contact.id,
        name=contact.name,
        title=contact.title,
        has_address=contact.email is not None,
        likeness=likeness,
    )


def _said(answer: AttendanceAnswer) -> str:
    match answer.answer:
        case "moved" if answer.starts_at and answer.time_zone:
            return f"moved to {date_time(answer.starts_at, answer.time_zone)} in {place_of(answer.time_zone)}"
        case "moved":
            return "moved, the new time is not known yet"
        case "cancelled":
            return "cancelled"
        case _:
            return "did not go"


def _next_for_agency(answer: AttendanceAnswer) -> str:
    match answer.answer:
        case "yes":
            return "The candidate goes on to the debrief."
        case "still_going":
            return "The candidate is asked again in an hour, not at night."
        case "moved" if answer.starts_at:
            return "The interview was moved to that time here. If it is wrong, move it again."
        case "moved":
            return "Find out the new time and move the interview. Until then the candidate is asked nothing."
        case "cancelled":
            return "Ask the client, then cancel the interview or move it. Until then the candidate is asked nothing."
        case _:
            return (
                "Ring the candidate and the client, then record that the candidate did not attend, or cancel or move "
                "the interview. Until then the candidate is asked nothing."
            )


def _next_for_candidate(answer: AttendanceAnswer, meeting: Meeting) -> str:
    consultant = meeting.consultant.name
    match answer.answer:
        case "yes":
            return f"Tell us how it went, while it is fresh. {consultant} reads it."
        case "still_going":
            return "We ask you again in an hour, or in the morning if that would be at night."
        case "moved" if answer.starts_at:
            return f"M{_said(answer).removeprefix('m')}. We ask you how it went when it is over."
        case "moved":
            return f"{consultant} finds out the new time. We ask you nothing until then."
        case _:
            return (
                f"{consultant} settles it with {meeting.client.name} and gets in touch. We ask you nothing until then."
            )
