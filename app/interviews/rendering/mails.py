"""The mails about an interview: to its candidate, and to its consultant."""

import re

from app.core.local_time import both_ends, day_month, local
from app.interviews.models import AttendanceAnswer, Meeting
from app.interviews.rendering.attendance import next_for_agency, said
from app.web.mails import Button, Mail


def attendance_mail(meeting: Meeting, answer: AttendanceAnswer) -> Mail:
    """Tell the consultant what became of an interview, by the word of whoever was asked, and what to do about it."""
    candidate, client = meeting.candidate, meeting.client.name
    who = candidate.name if answer.told_by == "candidate" else "Your agency"
    what = said(answer)
    return Mail(
        agency=meeting.agency.name,
        subject=f"{candidate.name} at {client}: {what}",
        paragraphs=(
            f"{who} says of the interview for {meeting.job.title} at {client}: {what}.",
            *([f"“{answer.reason}”"] if answer.reason else []),
            next_for_agency(answer),
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


def moved_mail(meeting: Meeting, *, link: str) -> Mail:
    """Tell the candidate the new time of an interview whose entry they were mailed; the new one is attached."""
    interview, client = meeting.interview, meeting.client.name
    when = both_ends(interview.starts_at, interview.time_zone, meeting.candidate.time_zone)
    day = day_month(local(interview.starts_at, meeting.candidate.time_zone).date())
    return Mail(
        agency=meeting.agency.name,
        subject=f"New time: {meeting.job.title} at {client}, {day}",
        paragraphs=(
            f"Dear {meeting.candidate.name},",
            f"Your interview for {meeting.job.title} at {client} was moved. It is now on {when}.",
            f"If that does not suit you, tell {meeting.consultant.name} at once: a reply to this mail is enough.",
        ),
        button=Button("Open my interview", link),
        after_button=(
            "The attached file changes the entry in your calendar to the new time.",
            "The link is meant for you alone: please do not pass it on.",
        ),
        signed=_signed(meeting),
    )


def off_mail(meeting: Meeting) -> Mail:
    """Tell the candidate that an interview whose entry they were mailed is off; the attached file takes it out."""
    interview, client, consultant = meeting.interview, meeting.client.name, meeting.consultant.name
    when = both_ends(interview.starts_at, interview.time_zone, meeting.candidate.time_zone)
    return Mail(
        agency=meeting.agency.name,
        subject=f"Your interview at {client} is off",
        paragraphs=(
            f"Dear {meeting.candidate.name},",
            f"Your interview for {meeting.job.title} at {client} on {when}, does not take place.",
            f"Nothing is asked of you. If there is to be another one, {consultant} tells you when. Reply to this mail, "
            "or ring, if you have a question.",
            "The attached file takes it out of your calendar.",
        ),
        signed=_signed(meeting),
    )


def _signed(meeting: Meeting) -> tuple[str, ...]:
    consultant = meeting.consultant
    return (consultant.name, meeting.agency.name, *([consultant.phone] if consultant.phone else []))


def disowned_mail(meeting: Meeting) -> Mail:
    """Tell the consultant that a link reached somebody who is not the candidate; of them nothing is known or told."""
    candidate, client = meeting.candidate.name, meeting.client.name
    return Mail(
        agency=meeting.agency.name,
        subject=f"{candidate}'s link reached somebody else",
        paragraphs=(
            f"Somebody opened the link for {candidate}'s interview for {meeting.job.title} at {client} and said that "
            f"they are not {candidate}. That link opens nothing any more.",
            f"Check the e-mail address that you hold for {candidate}, then send a new link. A changed address ends "
            "every link that was mailed to the old one.",
        ),
        button=Button(f"Ring {candidate}", f"tel:{dialled(meeting.candidate.phone)}")
        if meeting.candidate.phone
        else None,
        signed=(meeting.agency.name,),
    )
