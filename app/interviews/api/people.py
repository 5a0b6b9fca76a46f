"""The people met in an interview: listed with the contacts they may be, matched, added, left."""

from typing import Annotated
from uuid import UUID

from fastapi import Response, status

from app.accounts.access import DECIDERS, READERS, Access, allow
from app.core.actor import Actor
from app.core.ids import InterviewId, PersonId
from app.interviews import queries
from app.interviews.actions import matching
from app.interviews.rendering.views import agency_view, people_view, person_view
from app.interviews.schemas import (
    AgencyInterview,
    Because,
    ContactOfPerson,
    PeopleMet,
    PersonMatchIn,
    PersonToMatch,
)
from app.web.deps import Now
from app.web.etag import Seen, set_etag
from app.web.problems import responses
from app.web.routes import router_for

router = router_for("interviews", under="/interviews/{interview_id}/people")
AsAgency = Annotated[Access[Actor], allow(roles=READERS, scope="interviews:write")]
AsDecider = Annotated[Access[Actor], allow(roles=DECIDERS, scope="letters:decide", for_consultant=True)]
DECISION = responses(401, 403, 404, 409, 412, 428)


@router.get("", operation_id="listPeopleMet", responses=responses(401, 403, 404))
def list_people_met(access: AsAgency, interview_id: InterviewId, response: Response) -> PeopleMet:
    """List the people met, each with the contact that they are or the contacts that they may be.

    The ETag is the interview's: send it as If-Match when you say who somebody is.
    """
    meeting = queries.meeting_for(access.session, interview_id=interview_id, actor=access.actor)
    set_etag(response, meeting.interview.audit_seq)
    contacts = queries.contacts_of(access.session, meeting.client)
    return people_view(queries.people_met_in(access.session, meeting.interview), contacts)


@router.post("/{person_id}/match", operation_id="matchPerson", responses=responses(401, 403, 404, 409))
def match_person(
    access: AsDecider,
    interview_id: InterviewId,
    person_id: PersonId,
    body: PersonMatchIn,
    now: Now,
    response: Response,
) -> AgencyInterview:
    """Say which client contact a person met is; matched before, it is corrected, and what has gone stays as it went."""
    matching.match_person(
        access.session,
        interview_id=interview_id,
        person_id=person_id,
        contact_id=body.contact_id,
        actor=access.actor,
        now=now,
    )
    meeting = queries.meeting_for(access.session, interview_id=interview_id, actor=access.actor)
    set_etag(response, meeting.interview.audit_seq)
    return agency_view(meeting, queries.people_met_in(access.session, meeting.interview))


@router.post(
    "/{person_id}/contact",
    operation_id="addContactOfPerson",
    status_code=status.HTTP_201_CREATED,
    responses=DECISION,
)
def add_contact_of_person(
    access: AsDecider,
    interview_id: InterviewId,
    person_id: PersonId,
    body: ContactOfPerson,
    now: Now,
    response: Response,
    seen: Seen,
) -> PersonToMatch:
    """Make a contact of the client from a person met, and match it."""
    matching.add_contact(
        access.session,
        interview_id=interview_id,
        person_id=person_id,
        given=body,
        seen=seen,
        actor=access.actor,
        now=now,
    )
    return _person(access, interview_id, person_id, response)


@router.post("/{person_id}/unmatch", operation_id="unmatchPerson", responses=DECISION)
def unmatch_person(
    access: AsDecider,
    interview_id: InterviewId,
    person_id: PersonId,
    body: Because,
    now: Now,
    response: Response,
    seen: Seen,
) -> PersonToMatch:
    """Take back that a person met is a contact, or is left: it is open again. What was still to go there stops."""
    matching.unmatch_person(
        access.session,
        interview_id=interview_id,
        person_id=person_id,
        reason=body.reason,
        seen=seen,
        actor=access.actor,
        now=now,
    )
    return _person(access, interview_id, person_id, response)


@router.post("/{person_id}/leave", operation_id="leavePerson", responses=DECISION)
def leave_person(
    access: AsDecider,
    interview_id: InterviewId,
    person_id: PersonId,
    body: Because,
    now: Now,
    response: Response,
    seen: Seen,
) -> PersonToMatch:
    """Leave a person met without a contact, with the reason; nobody is asked about them any more."""
    matching.leave_person(
        access.session,
        interview_id=interview_id,
        person_id=person_id,
        reason=body.reason,
        seen=seen,
        actor=access.actor,
        now=now,
    )
    return _person(access, interview_id, person_id, response)


def _person(access: Access[Actor], interview_id: UUID, person_id: UUID, response: Response) -> PersonToMatch:
    meeting = queries.meeting_for(access.session, interview_id=interview_id, actor=access.actor)
    set_etag(response, meeting.interview.audit_seq)
    met = queries.people_met_in(access.session, meeting.interview)
    who = next(who for who in met if who.person.id == person_id)
    return person_view(who, met, queries.contacts_of(access.session, meeting.client))
