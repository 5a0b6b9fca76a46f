"""The words of the mails about a debrief: the request, reminders, a return, and what the consultant is told."""

from datetime import date, datetime

from app.core.local_time import date_time, day_month, local, place_of
from app.debriefs.models import Debrief
from app.debriefs.rules import Completeness, named_concerns
from app.debriefs.schemas.content import NONE_NOTICED, NOT_DISCUSSED, Concern, DebriefAnswers
from app.interviews.models import Meeting
from app.interviews.rendering.mails import dialled
from app.interviews.rules import guidance
from app.web.mails import Button, Mail

_TAKES = {"full": "about ten minutes", "short": "about a minute"}
_NAMED_AT_MOST = 2
_SURENESS = {"exact": "", "about": "about "}


def request_mail(
    meeting: Meeting, debrief: Debrief, *, link: str, link_expires_at: datetime, privacy_notice: str
) -> Mail:
    """Ask for the debrief while it is fresh (P1), and say what may be said to whom (P6)."""
    consultant, client = meeting.consultant.name, meeting.client.name
    until = day_month(local(link_expires_at, meeting.candidate.time_zone).date())
    return Mail(
        agency=meeting.agency.name,
        subject=f"How did it go at {client}?",
        paragraphs=(
            f"Dear {meeting.candidate.name},",
            f"Your interview for {meeting.job.title} at {client} was on {interview_time(meeting)}. How did it go?",
            "Now is the best moment to say it. Within the hour you still have the names, the questions they came "
            "back to and what they seemed unsure about; a day later much of that has faded.",
            f"{consultant} and their team at {meeting.agency.name} read it before they speak to {client}. It takes "
            f"{_TAKES[debrief.profile]} on a phone, and what you type is kept, so you can stop and go on later.",
            guidance(
                introduced_by=meeting.interview.introduced_by,
                contact_policy=meeting.client.contact_policy,
                consultant=consultant,
                client=client,
            ),
        ),
        button=Button("Tell us how it went", link),
        after_button=(
            f"The link is meant for you alone and works until {until}.",
            f"If the interview did not take place, or is still going on, answer this mail and tell {consultant}.",
            f"How {meeting.agency.name} handles what you write: {privacy_notice}",
        ),
        signed=signed(meeting),
    )


def reminder_mail(meeting: Meeting, debrief: Debrief, *, link: str, last: bool) -> Mail:
    """Remind once more, gently; the last one says that it is the last (P15)."""
    consultant, client = meeting.consultant.name, meeting.client.name
    begun = "What you have written so far is kept; go on where you stopped. " if debrief.state == "draft" else ""
    return Mail(
        agency=meeting.agency.name,
        subject=f"Still time to say how it went at {client}",
        paragraphs=(
            f"Dear {meeting.candidate.name},",
            f"{consultant} would like to hear how your interview for {meeting.job.title} at {client} went, on "
            f"{interview_time(meeting)}, before they speak to {client}.",
            f"{begun}Short answers help too: whom you met, what they seemed unsure about, and what happens next.",
        ),
        button=Button("Tell us how it went", link),
        after_button=("We do not remind you again.",) if last else (),
        signed=signed(meeting),
    )


def returned_mail(meeting: Meeting, *, reason: str, link: str) -> Mail:
    """Tell the candidate what the consultant would like to know, and that nothing must be typed again."""
    consultant, client = meeting.consultant.name, meeting.client.name
    return Mail(
        agency=meeting.agency.name,
        subject=f"{consultant} has a question about your interview at {client}",
        paragraphs=(
            f"Dear {meeting.candidate.name},",
            f"Thank you for your account of the interview for {meeting.job.title}. Before they speak to {client}, "
            f"{consultant} asks you to add to it:",
            *(line for line in reason.splitlines() if line.strip()),
            "Everything you wrote is still there. Change what is needed and send it again.",
        ),
        button=Button("Add to it and send it again", link),
        signed=signed(meeting),
    )


def submitted_mail(
    meeting: Meeting, debrief: Debrief, answers: DebriefAnswers, found: Completeness, *, taken_by: str | None
) -> Mail:
    """Give the consultant what they need before ringing the client; never what is for the agency only (rule 4)."""
    candidate, client = meeting.candidate, meeting.client.name
    return Mail(
        agency=meeting.agency.name,
        subject=f"{candidate.name} at {client}: {_lacking(found)}",
        paragraphs=(
            f"{_came(candidate.name, taken_by)} version {debrief.version} of the debrief: {meeting.job.title} at "
            f"{client}, interview on {interview_time(meeting)}.",
            *_completeness_lines(found),
            *_concern_lines(answers),
            _interest_line(answers),
            f"What happens next: {_said(answers.next_step)}",
            f"Decision: {_decision(answers)}",
        ),
        button=Button(f"Ring {candidate.name}", f"tel:{dialled(candidate.phone)}") if candidate.phone else None,
        signed=(meeting.agency.name,),
    )


def declined_mail(meeting: Meeting, *, reason: str | None) -> Mail:
    """Tell the consultant that the candidate does not tell how it went, and what remains to do."""
    candidate, client = meeting.candidate, meeting.client.name
    return Mail(
        agency=meeting.agency.name,
        subject=f"{candidate.name} at {client}: no debrief",
        paragraphs=(
            f"{candidate.name} chose not to tell how the interview for {meeting.job.title} at {client} went.",
            *([f"“{reason}”"] if reason else []),
            "They are not asked again. If they change their mind, open the debrief again.",
        ),
        button=Button(f"Ring {candidate.name}", f"tel:{dialled(candidate.phone)}") if candidate.phone else None,
        signed=(meeting.agency.name,),
    )


def interview_time(meeting: Meeting) -> str:
    """Say when the interview began, where the candidate is."""
    zone = meeting.candidate.time_zone
    return f"{date_time(meeting.interview.starts_at, zone)} ({place_of(zone)} time)"


def signed(meeting: Meeting) -> tuple[str, ...]:
    """Sign as the consultant."""
    user = meeting.consultant
    return (user.name, meeting.agency.name, *([user.phone] if user.phone else []))


def _came(candidate: str, taken_by: str | None) -> str:
    return f"{taken_by} took by telephone from {candidate}" if taken_by else f"{candidate} sent"


def _lacking(found: Completeness) -> str:
    if found.complete:
        return "debrief complete"
    if not found.thin and len(found.missing) <= _NAMED_AT_MOST:
        return "debrief without " + " and ".join(item.words for item in found.missing)
    return f"debrief with {found.answered} of {found.required} items"


def _completeness_lines(found: Completeness) -> list[str]:
    lines = [f"{found.answered} of {found.required} items are answered."]
    if found.missing:
        lines.append("Missing: " + "; ".join(item.words for item in found.missing) + ".")
    if found.thin:
        lines.append("Too short: " + "; ".join(item.words for item in found.thin) + ".")
    return lines


def _concern_lines(answers: DebriefAnswers) -> list[str]:
    if answers.concerns == NONE_NOTICED:
        return ["Concerns: none noticed."]
    concerns = named_concerns(answers)
    if not concerns:
        return ["Concerns: not answered."]
    return ["Concerns:", *(f"– {concern.text}{_circumstances(concern)}" for concern in concerns)]


def _circumstances(concern: Concern) -> str:
    by = f" by {concern.raised_by}" if concern.raised_by else ""
    parts = (
        concern.kind,
        f"{concern.stated_or_sensed}{by}" if concern.stated_or_sensed else None,
        f"answered in the room: {concern.answered_in_room}" if concern.answered_in_room else None,
    )
    said = "; ".join(part for part in parts if part)
    return f" ({said})" if said else ""


def _interest_line(answers: DebriefAnswers) -> str:
    interest = answers.interest
    if interest is None or interest.after is None:
        return "Interest: not answered."
    before = f", {interest.before} before" if interest.before is not None else ""
    why = f". {interest.why}" if interest.why else ""
    return f"Interest: {interest.after} of 5 now{before}{why}"


def _said(text: str | None) -> str:
    if text is None:
        return "not answered."
    return "not discussed." if text == NOT_DISCUSSED else text


def _decision(answers: DebriefAnswers) -> str:
    expected = answers.decision_expected
    if expected is None or (expected.on is None and expected.precision != "unknown"):
        return "not answered."
    by = f", as {expected.source} said" if expected.source else ""
    if expected.on is None:
        return f"no date was given{by}."
    return f"{_SURENESS.get(expected.precision or 'exact', 'not surely ')}{_day(expected.on)}{by}."


def _day(day: date) -> str:
    return f"{day_month(day)} {day.year}"
