"""The mails about an interview: to its candidate, and to its consultant."""

import re

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
