"""The letters of one interview as their candidate sees them: where each stands, and what to do next."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.core.ids import public_id
from app.core.local_time import both_ends
from app.interviews.models import Meeting
from app.letters.rendering.mails import listed
from app.letters.rules.coverage import STRATEGIC_FROM_INTEREST
from app.letters.rules.policies import review_due_at
from app.letters.schemas.views import LetterSummary

KINDS: Final = {"thank_you": "Thank-you note", "strategic": "Strategic letter", "summary": "Summary of the debrief"}


@dataclass(frozen=True)
class Next:
    """What the candidate does next: the words of the link, and where it leads under the letter's own address."""

    words: str
    path: str


@dataclass(frozen=True)
class Shelved:
    """One line of the list: ``sign`` is good, warn, bad or now."""

    id: str
    title: str
    to: str
    sign: str
    state: str
    says: str
    next: Next | None


def shelved(
    letter: LetterSummary, meeting: Meeting, *, acts: str, agreed: int, shows_stored: bool, now: datetime
) -> Shelved:
    """Say where a letter stands; ``agreed`` counts whom its newest version may go to, ``acts`` reads it now."""
    who = acts if letter.state == "submitted" else meeting.consultant.name
    sign, state, says, then = _standing(letter, meeting, who, agreed, now)
    if not shows_stored:
        says = "What stands in it is shown by the link in a mail to you alone."
        then = Next("Write and send", "") if letter.kind != "summary" and letter.state in _OPEN else None
    return Shelved(
        id=public_id("ltr", letter.id),
        title=KINDS[letter.kind],
        to=listed([one.name for one in letter.addressees]),
        sign=sign,
        state=state,
        says=says,
        next=then,
    )


def kind_reason(interest: int | None, client: str) -> str:
    """Say why one kind is suggested. Source: P10."""
    if interest is None:
        return f"A thank-you note is never wrong. If you want this role, {client} should read why: write a letter."
    if interest >= STRATEGIC_FROM_INTEREST:
        return f"You said {interest} of 5: a strategic letter is worth the hour."
    return f"You said {interest} of 5: a few lines of thanks keep the door open."


def due_words(meeting: Meeting, now: datetime) -> str:
    """By when a letter should be with the people met. Source: P10."""
    at = both_ends(meeting.interview.ends_at, meeting.interview.time_zone, meeting.candidate.time_zone)
    verb = "ended" if meeting.interview.ends_at <= now else "ends"
    return (
        f"Your interview {verb} on {at}. Write the same day or the next: a letter is read best the morning after, "
        f"while they still see you before them."
    )


_OPEN: Final = frozenset({"draft", "changes_requested"})


def _standing(
    letter: LetterSummary, meeting: Meeting, who: str, agreed: int, now: datetime
) -> tuple[str, str, str, Next | None]:
    there, here = meeting.agency.time_zone, meeting.candidate.time_zone
    match letter.state:
        case "draft":
            return "now", "You are writing", "Nobody reads it before you send it.", Next("Go on writing", "")
        case "changes_requested":
            return "warn", "Back with you", f"{who} asks you to change something.", Next("Read and change", "")
        case "suggested":
            says = f"{who} suggests wording. Nothing goes before you agree."
            return "warn", "A suggestion for you", says, Next("Answer the suggestion", "/suggestion")
        case "submitted" if meeting.interview.introduced_by == "direct":
            says = f"{who} reads it. You arranged this interview yourself, so you send it after that."
            return "now", "With your consultant", says, Next("Read it", "")
        case "submitted" if not agreed:
            says = f"{who} has it. It can go only once you agree to exactly this text."
            return "warn", "Waits for your agreement", says, Next("Look and agree", "/agree")
        case "submitted":
            due = review_due_at(letter.submitted_at or letter.created_at)
            by = f"by {both_ends(due, there, here, now=now)}" if due >= now else "next"
            return "now", "With your consultant", f"{who} reads it {by}.", Next("Read it", "")
        case "approved":
            return (
                "good",
                "Approved",
                "When it goes, or that it went, stands on the page of your interview.",
                Next("Read it", ""),
            )
        case "released":
            return "good", "Yours to send", "You arranged this interview: send it yourself.", Next("Read it", "")
        case "withdrawn":
            return "bad", "Withdrawn", "You took it back; it does not go.", Next("Read it, or write anew", "")
        case _:
            return "bad", "Not forwarded", f"{who} did not forward it.", Next("Read why", "")
