"""A consultant says who somebody met is: a contact of the client, a new one, or nobody to write to."""

from typing import Annotated, Any

from fastapi import Request, Response
from pydantic import ValidationError

from app.accounts.access import DECIDERS, Access, allow
from app.core.actor import ConsultantActor
from app.core.ids import InterviewId, PersonId, public_id
from app.desk.pages.interview_outcome import Change, carry_out, interview_to_decide, mend
from app.interviews.actions import matching
from app.interviews.queries import people_met_in, person_in
from app.interviews.schemas import Because, ContactOfPerson, PersonMatchIn
from app.web.deps import Now
from app.web.etag import number_in_form
from app.web.fields import Posted, validated
from app.web.page_routes import FormPosted, desk_pages

router = desk_pages("/interviews/{interview_id}/people/{person_id}")
AsDecider = Annotated[Access[ConsultantActor], allow(roles=DECIDERS)]
FIELDS = ("name", "title", "email", "phone", "time_zone", "country")
WORDS = {
    "time_zone": "Write a time zone such as Europe/London",
    "country": "Write the two letters of the country, such as GB",
    "email": "Write an address such as dana@example.com, or leave it empty",
    "phone": "Write the number with its country, such as +44 20 7946 0991, or leave it empty",
}


@router.post("/match", operation_id="matchOnDesk")
def match_on_desk(
    access: AsDecider,
    interview_id: InterviewId,
    person_id: PersonId,
    request: Request,
    posted: FormPosted,
    now: Now,
) -> Response:
    """Say which contact of the client somebody met is; said again, it stays so."""
    person_in(access.session, interview_to_decide(access, interview_id), person_id)
    field = _field("contact", person_id)
    try:
        contact_id = PersonMatchIn.model_validate({"contact_id": posted.value(field)}).contact_id
    except ValidationError:
        return mend(request, access, interview_id, posted, {field: "Choose who they are"}, now=now)

    def act() -> object:
        return matching.match_person(
            access.session,
            interview_id=interview_id,
            person_id=person_id,
            contact_id=contact_id,
            actor=access.actor,
            now=now,
        )

    return carry_out(request, access, interview_id, posted, act, Change("people"), now=now)


@router.post("/contact", operation_id="addContactOnDesk")
def add_contact_on_desk(
    access: AsDecider,
    interview_id: InterviewId,
    person_id: PersonId,
    request: Request,
    posted: FormPosted,
    now: Now,
) -> Response:
    """Make a contact of the client from somebody met."""
    interview = interview_to_decide(access, interview_id)
    person_in(access.session, interview, person_id)
    names = {name: f"{_field('new', person_id)}.{name}" for name in FIELDS}
    typed: dict[str, Any] = {name: posted.value(field) or None for name, field in names.items()}
    typed["country"] = typed["country"] and typed["country"].upper()
    given, wrong = validated(ContactOfPerson, {name: value for name, value in typed.items() if value})
    if given is None:
        errors = {names.get(name, name): WORDS.get(name, words) for name, words in wrong.items()}
        return mend(request, access, interview_id, posted, errors, now=now)
    contact, seen = given, _seen(posted)
    matched = any(who.contact for who in people_met_in(access.session, interview) if who.person.id == person_id)

    def act() -> object:
        return matching.add_contact(
            access.session,
            interview_id=interview_id,
            person_id=person_id,
            given=contact,
            seen=seen,
            actor=access.actor,
            now=now,
        )

    return carry_out(request, access, interview_id, posted, act, Change("people", matched, names), now=now)


@router.post("/unmatch", operation_id="unmatchOnDesk")
def unmatch_on_desk(
    access: AsDecider,
    interview_id: InterviewId,
    person_id: PersonId,
    request: Request,
    posted: FormPosted,
    now: Now,
) -> Response:
    """Take back who somebody is taken for, or that they are left; what is still to go there stops."""
    return _with_reason(access, interview_id, person_id, request, posted, now, "unmatch")


@router.post("/leave", operation_id="leaveOnDesk")
def leave_on_desk(
    access: AsDecider,
    interview_id: InterviewId,
    person_id: PersonId,
    request: Request,
    posted: FormPosted,
    now: Now,
) -> Response:
    """Leave somebody met without a contact, with the reason."""
    return _with_reason(access, interview_id, person_id, request, posted, now, "leave")


def _with_reason(
    access: AsDecider,
    interview_id: InterviewId,
    person_id: PersonId,
    request: Request,
    posted: Posted,
    now: Now,
    step: str,
) -> Response:
    interview = interview_to_decide(access, interview_id)
    person = person_in(access.session, interview, person_id)
    field = f"{_field(step, person_id)}.reason"
    because, _ = validated(Because, {"reason": posted.value(field)})
    if because is None:
        words = "Write why it is taken back" if step == "unmatch" else "Write why nobody writes to them"
        return mend(request, access, interview_id, posted, {field: words}, now=now)
    seen, reason = _seen(posted), because.reason
    stands = person.left_reason == reason
    if step == "unmatch":
        stands = not any(who.contact for who in people_met_in(access.session, interview) if who.person.id == person_id)
    take = matching.unmatch_person if step == "unmatch" else matching.leave_person

    def act() -> object:
        return take(
            access.session,
            interview_id=interview_id,
            person_id=person_id,
            reason=reason,
            seen=seen,
            actor=access.actor,
            now=now,
        )

    return carry_out(request, access, interview_id, posted, act, Change("people", stands), now=now)


def _field(step: str, person_id: PersonId) -> str:
    """The name of a field about one person; several of them stand on the page."""
    return f"{step}.{public_id('prs', person_id)}"


def _seen(posted: Posted) -> int:
    return number_in_form(posted.value("seen"))
