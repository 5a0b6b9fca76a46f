"""The words of the mails about suggested wording: what the candidate is asked, and what they answered (P7)."""

from collections.abc import Sequence

from app.core.local_time import date_time, place_of
from app.interviews.models import Meeting
from app.letters.models import Letter, LetterVersion, SuggestionAnswer
from app.letters.rendering.mails import KINDS, listed
from app.letters.rules.policies import review_due_at
from app.web.mails import Button, Mail


def suggestion_mail(meeting: Meeting, suggestion: LetterVersion, *, by: str, link: str) -> Mail:
    """Ask the candidate whether the suggested wording may go in place of theirs."""
    client = meeting.client.name
    return Mail(
        agency=meeting.agency.name,
        subject=f"{by} suggests wording for your letter to {client}",
        paragraphs=(
            f"Dear {meeting.candidate.name},",
            f"{by} has read your letter after the interview for {meeting.job.title} and suggests wording for it:",
            *(line for line in (suggestion.note or "").splitlines() if line.strip()),
            "Behind the link you see what would change, word by word, and the letter as it would be sent. Accept it, "
            "and it goes back for approval; decline it, and your own words are as you left them. Nothing is sent "
            "before you agree.",
        ),
        button=Button("Look at the suggestion", link),
        after_button=("The link is meant for you alone.",),
        signed=(
            meeting.consultant.name,
            meeting.agency.name,
            *([meeting.consultant.phone] if meeting.consultant.phone else []),
        ),
    )


def accepted_mail(meeting: Meeting, letter: Letter, *, people: Sequence[str]) -> Mail:
    """Tell the consultant that the candidate agreed to the suggested wording, for whom, and by when to decide."""
    candidate, client, zone = meeting.candidate.name, meeting.client.name, meeting.agency.time_zone
    due = date_time(review_due_at(letter.submitted_at or letter.created_at), zone)
    return Mail(
        agency=meeting.agency.name,
        subject=f"{candidate} accepts your wording for {client}",
        paragraphs=(
            f"{candidate} accepts the suggested wording of the {KINDS[letter.kind]} to {client}, version "
            f"{letter.version}, and agrees that it goes to {listed(people)}.",
            f"It waits for your approval. Please decide by {due} ({place_of(zone)} time).",
        ),
        signed=(meeting.agency.name,),
    )


def declined_mail(meeting: Meeting, letter: Letter, answer: SuggestionAnswer) -> Mail:
    """Tell the consultant that the candidate keeps to words of their own, and why, if they said."""
    candidate, client = meeting.candidate.name, meeting.client.name
    reason = [line for line in (answer.reason or "").splitlines() if line.strip()]
    return Mail(
        agency=meeting.agency.name,
        subject=f"{candidate} keeps to their own words for {client}",
        paragraphs=(
            f"{candidate} declined the suggested wording of the {KINDS[letter.kind]} to {client}, version "
            f"{answer.version}.",
            *(["They say:", *reason] if reason else []),
            f"Their own letter is a draft again. You are told when {candidate} sends it.",
        ),
        signed=(meeting.agency.name,),
    )
