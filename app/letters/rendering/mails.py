"""The words of the mails about a letter: what the consultant is told, and what the candidate is asked."""

from collections.abc import Sequence

from app.interviews.models import Meeting
from app.interviews.rules import letter_policy_words
from app.letters.models import Letter
from app.letters.schemas.content import LetterContent, Paragraph
from app.letters.schemas.summary import SummarySection
from app.letters.schemas.views import CheckView, CoverageView
from app.web.mails import Button, Mail

KINDS = {"thank_you": "thank-you letter", "strategic": "strategic letter", "summary": "summary of the debrief"}


def submitted_mail(
    meeting: Meeting,
    letter: Letter,
    content: LetterContent,
    *,
    addressees: Sequence[str],
    coverage: Sequence[CoverageView],
    checks: Sequence[CheckView],
    came_as: Sequence[str] = (),
) -> Mail:
    """Show the consultant the letter, what it leaves open, and what is worth a look (P7, P9); ``came_as`` says what
    stayed behind of the file that it was uploaded as (P8)."""
    candidate, client = meeting.candidate, meeting.client.name
    return Mail(
        agency=meeting.agency.name,
        subject=f"{candidate.name} at {client}: {KINDS[letter.kind]}, version {letter.version}",
        paragraphs=(
            f"{candidate.name} sent a {KINDS[letter.kind]} for {listed(addressees)} at {client}, after the interview "
            f"for {meeting.job.title}.",
            *_policy_lines(meeting),
            *([] if letter.kind == "summary" else _coverage_lines(coverage)),
            *_check_lines(checks),
            *came_as,
            f"The {_noun(letter)}:",
            *(_worded(paragraph) for paragraph in content.paragraphs),
        ),
        signed=(meeting.agency.name,),
    )


def ask_client_mail(meeting: Meeting, letter: Letter) -> Mail:
    """Tell the consultant to ask the client while the candidate still writes."""
    candidate, client = meeting.candidate.name, meeting.client.name
    return Mail(
        agency=meeting.agency.name,
        subject=f"{candidate} at {client}: ask them whether a letter is welcome",
        paragraphs=(
            f"{candidate} has begun a {KINDS[letter.kind]} after the interview for {meeting.job.title}.",
            f"{client} wants to be asked before a letter comes. Ask them now, and tell {candidate} if they would "
            "rather not have one.",
        ),
        signed=(meeting.agency.name,),
    )


def returned_mail(meeting: Meeting, letter: Letter, *, reason: str, link: str) -> Mail:
    """Tell the candidate what the consultant would change in letter or summary, and that no word is lost (P7)."""
    consultant, client = meeting.consultant.name, meeting.client.name
    preposition = "for" if letter.kind == "summary" else "to"
    return Mail(
        agency=meeting.agency.name,
        subject=f"{consultant} has a suggestion for your {_noun(letter)} {preposition} {client}",
        paragraphs=(
            f"Dear {meeting.candidate.name},",
            f"{consultant} has read your {_noun(letter)} after the interview for {meeting.job.title} and asks you to "
            "change something before it goes:",
            *(line for line in reason.splitlines() if line.strip()),
            "Your words are all there. Change what is needed and send it again: agreeing to the new version is a "
            "step of its own.",
        ),
        button=Button(f"Open my {_noun(letter)}", link),
        after_button=("The link is meant for you alone.",),
        signed=(consultant, meeting.agency.name, *([meeting.consultant.phone] if meeting.consultant.phone else [])),
    )


def listed(names: Sequence[str]) -> str:
    """Write names as a sentence does."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _noun(letter: Letter) -> str:
    return "summary" if letter.kind == "summary" else "letter"


def _worded(paragraph: Paragraph) -> str:
    return f"{paragraph.heading}\n{paragraph.text}" if isinstance(paragraph, SummarySection) else paragraph.text


def _policy_lines(meeting: Meeting) -> list[str]:
    introduced_by = meeting.interview.introduced_by
    if meeting.client.letter_policy == "welcome" or introduced_by == "direct":
        return []
    policy = meeting.client.letter_policy
    words = letter_policy_words(
        policy,  # type: ignore[arg-type]  # kept to the policies by a CHECK
        client=meeting.client.name,
        consultant=meeting.consultant.name,
        introduced_by=introduced_by,
    )
    return [words]


def _coverage_lines(coverage: Sequence[CoverageView]) -> list[str]:
    if not coverage:
        return ["The debrief names no concerns that a letter could answer."]
    still_open = sum(1 for one in coverage if one.state == "open")
    summary = f"{still_open} of {len(coverage)} concerns stay open:" if still_open else "Every concern is dealt with:"
    return [summary, *(f"– {_without_stop(one.text)}: {_dealt_with(one)}" for one in coverage)]


def _dealt_with(one: CoverageView) -> str:
    if one.state == "answered":
        return f"answered in paragraph {one.paragraph}."
    if one.state == "left_out":
        return f"left out on purpose. {one.left_out_reason}".rstrip()
    return "open, nothing in the letter answers it."


def _check_lines(checks: Sequence[CheckView]) -> list[str]:
    return ["Worth a look before it goes:", *(f"– {one.words}" for one in checks)] if checks else []


def _without_stop(text: str) -> str:
    return text.strip().rstrip(".")
