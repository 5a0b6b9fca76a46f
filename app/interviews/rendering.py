"""An interview as each audience sees it: what an audience may not see does not exist in its model."""

from collections.abc import Sequence

from app.directory.schemas import CandidateView, ClientView, JobView
from app.interviews.models import Meeting, Met
from app.interviews.rules import guidance
from app.interviews.schemas import AgencyInterview, CandidateInterview, ConsultantCard, PersonMatched, PersonView
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
            )
            for who in met
        ],
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


def link_mail(meeting: Meeting, *, link: str) -> Mail:
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
        after_button=("It is meant for you alone: please do not pass it on.",),
        signed=(consultant, agency),
    )
