"""What to say to a client whose day has passed, and the mails in which the agency's people hear that it has (P14)."""

from dataclasses import dataclass
from datetime import datetime

from app.accounts.models import Consultant
from app.core.ids import public_id
from app.core.local_time import both_ends, day_month, local
from app.debriefs.rendering.mails import interview_time
from app.deliveries.rules.telling import first_name
from app.followup.models.decisions import Decision
from app.interviews.models import Meeting
from app.web.mails import Button, Mail, MailPart


@dataclass(frozen=True)
class Suggested:
    """Words to say, and to write: ``subject`` and ``paragraphs`` are a mail."""

    say: str
    subject: str
    paragraphs: tuple[str, ...]


def suggested(meeting: Meeting, decision: Decision, *, whom: str | None, by: str) -> Suggested:
    """Word the question for an updated time frame, with nothing in it that somebody confided. Source: P14."""
    name, candidate, job = first_name(meeting.candidate.name), meeting.candidate.name, meeting.job.title
    expected = f"You expected to decide on {candidate} for {job} {_by_day(decision)}."
    asked = _asked_before(decision)
    return Suggested(
        say=f"{expected} Has anything changed? When may {name} expect to hear now?",
        subject=f"{candidate}, {job}: when do you expect to decide?",
        paragraphs=(
            f"Dear {first_name(whom)}," if whom else "Good day,",
            f"{expected}{asked} Do you have an updated time frame? A day that is not certain helps {name}, too.",
            "If anything is still open on your side, tell me and I find out.",
            f"Kind regards\n{by}\n{meeting.agency.name}",
        ),
    )


def chase_mail(meeting: Meeting, decision: Decision, words: Suggested, *, public_url: str, now: datetime) -> Mail:
    """Tell the consultant that a day has passed, until when the client is to be asked, and with which words."""
    candidate, client = meeting.candidate.name, meeting.client.name
    return Mail(
        agency=meeting.agency.name,
        subject=f"{candidate} at {client}: ask when they decide",
        paragraphs=(
            f"{client} expected to decide {_by_day(decision)} on {candidate} for {meeting.job.title}, interview on "
            f"{interview_time(meeting)}. {_nothing_since(decision)}",
            f"Ask them by {_until(decision.ask_by or now, meeting, decision, now)}. One call or one mail is "
            f"enough: ask for an updated time frame, and note it. Then {first_name(candidate)} reads the new day.",
        ),
        button=Button("Note what they say", _link(meeting, public_url)),
        parts=(
            MailPart("On the telephone", (words.say,)),
            MailPart("In a mail", (words.subject, *words.paragraphs)),
        ),
        signed=(meeting.agency.name,),
    )


def escalated_mail(
    meeting: Meeting, decision: Decision, manager: Consultant, *, public_url: str, now: datetime
) -> Mail:
    """Tell a manager, once, that a client was asked and has not answered."""
    candidate, client = meeting.candidate.name, meeting.client.name
    mine = meeting.consultant.id == manager.id
    return Mail(
        agency=meeting.agency.name,
        subject=f"No answer from {client} about {candidate}",
        paragraphs=(
            f"Dear {manager.name},",
            f"{client} expected to decide {_by_day(decision)} on {candidate} for {meeting.job.title}. "
            f"{_nothing_since(decision)}",
            f"{'You have' if mine else f'{meeting.consultant.name} has'} it to do: they are to be asked again by "
            f"{_until(decision.ask_by or now, meeting, decision, now)}. You may know "
            "somebody else there to ask. This is said once.",
        ),
        button=Button("See where it stands", _link(meeting, public_url)),
        signed=(meeting.agency.name,),
    )


def wanted_mail(meeting: Meeting, decision: Decision, *, public_url: str, now: datetime) -> Mail:
    """Tell the consultant that an answer is wanted early; why stands on the page and in no mail (rule 4)."""
    candidate, client = meeting.candidate.name, meeting.client.name
    by = _until(decision.wanted_by or now, meeting, decision, now)
    return Mail(
        agency=meeting.agency.name,
        subject=f"{candidate} at {client}: ask for an answer",
        paragraphs=(
            f"{first_name(candidate)} needs an answer from {client} about {meeting.job.title}. Ask them by {by}.",
            "Why stands on the page and in no mail.",
        ),
        button=Button("See why, and ask", _link(meeting, public_url)),
        signed=(meeting.agency.name,),
    )


def _by_day(decision: Decision) -> str:
    if decision.expected_on is None:
        return "soon"
    return f"{'about' if decision.precision == 'about' else 'by'} {day_month(decision.expected_on)}"


def _asked_before(decision: Decision) -> str:
    if decision.last_chased_at is None or not decision.chases:
        return ""
    return f" I asked on {day_month(local(decision.last_chased_at, decision.time_zone).date())}."


def _nothing_since(decision: Decision) -> str:
    if decision.last_chased_at is None or not decision.chases:
        return "That day has passed, and nothing is noted."
    asked = day_month(local(decision.last_chased_at, decision.time_zone).date())
    return f"They were asked on {asked}, and nothing is noted since."


def _until(moment: datetime, meeting: Meeting, decision: Decision, now: datetime) -> str:
    return both_ends(moment, decision.time_zone, meeting.agency.time_zone, now=now)


def _link(meeting: Meeting, public_url: str) -> str:
    return f"{public_url}/desk/interviews/{public_id('int', meeting.interview.id)}/decision"
