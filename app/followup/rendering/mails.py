"""The mails in which the consultant hears of what came in: the call brief, without what is for the agency only."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.core.ids import public_id
from app.core.local_time import both_ends, date_time, place_of
from app.debriefs.rendering.mails import interview_time
from app.debriefs.rules import Completeness, completeness
from app.debriefs.schemas.content import DebriefAnswers, DebriefProfile
from app.followup.models.calls import Grounds
from app.followup.rendering.digest import day_time
from app.followup.rendering.views import answers_in, first_name, outline_of
from app.followup.schemas.calls import BriefConcern, CallBrief
from app.interviews.models import Meeting
from app.interviews.rendering.mails import dialled
from app.letters.models import Letter, LetterUpload, Standing
from app.letters.rendering.mails import KINDS, submitted_mail
from app.letters.rendering.parts import in_order, judged
from app.letters.rendering.upload_views import file_lines
from app.letters.schemas.summary import content_of
from app.letters.schemas.views import CoverageView
from app.reviews.models import ReviewItem
from app.reviews.rules.deadlines import shareable
from app.web.mails import Button, Mail, MailPart

_NAMED_AT_MOST = 2
_CONCERNS = "Concerns"
ELSEWHERE = "What is for your agency only stands on the page and in no mail."


@dataclass(frozen=True)
class Waits:
    """What waits, and where to decide on it."""

    item: ReviewItem
    public_url: str

    @property
    def link(self) -> str:
        """The page on which it is decided."""
        return f"{self.public_url}/desk/review/{public_id('rvw', self.item.id)}"


@dataclass(frozen=True)
class ShownLetter:
    """A letter as it came in: the mail that shows it, and what it does about each concern."""

    letter: Letter
    mail: Mail
    coverage: Sequence[CoverageView]


def debrief_mail(grounds: Grounds, waits: Waits, *, now: datetime) -> Mail:
    """Give the consultant what they need before ringing the client; never what is for the agency only (rule 4)."""
    meeting, brief = grounds.meeting, outline_of(grounds)
    found = _completeness(grounds)
    by = brief.debrief.taken_by
    came = f"{by} took by telephone from {brief.candidate}" if by else f"{brief.candidate} sent"
    return Mail(
        agency=meeting.agency.name,
        subject=f"{brief.candidate} at {brief.client}: {_lacking(found)}, by {_until(meeting, waits.item, now)}",
        paragraphs=(
            f"{came} version {brief.debrief.version} of the debrief: {brief.job} at {brief.client}, interview on "
            f"{interview_time(meeting)}.",
            *_completeness_lines(found),
            _decide_by(meeting, waits.item),
        ),
        button=Button("Read it and decide", waits.link),
        links=_numbers(grounds),
        parts=brief_parts(brief),
        after_button=(ELSEWHERE,),
        signed=(meeting.agency.name,),
    )


def submitted(at: Standing, upload: LetterUpload | None) -> ShownLetter:
    """Show a letter that came in, as the feature of letters does."""
    if at.version is None:
        raise LookupError("a submitted letter has a version")
    content = content_of(at.version.content)
    found = judged(at.letter, content, meeting=at.meeting, met=at.met, answers=at.answers, around=at.around)
    people = [who.person.name for who in in_order(at.version.addressees, at.met)]
    came_as = file_lines(upload) if upload else ()
    mail = submitted_mail(at.meeting, at.letter, content, addressees=people, came_as=came_as, **found)
    return ShownLetter(at.letter, mail, found["coverage"])


def letter_mail(grounds: Grounds, shown: ShownLetter, waits: Waits, *, now: datetime) -> Mail:
    """Show the consultant the letter with what it leaves open, and what they need when ringing the client (P7, P9)."""
    meeting, brief = grounds.meeting, outline_of(grounds)
    still_open = sum(1 for one in shown.coverage if one.state == "open")
    lacking = f", {still_open} {'concern' if still_open == 1 else 'concerns'} open" if still_open else ""
    what = f"{KINDS[shown.letter.kind]}{lacking}"
    noun = "summary" if shown.letter.kind == "summary" else "letter"
    return replace(
        shown.mail,
        subject=f"{brief.candidate} at {brief.client}: {what}, by {_until(meeting, waits.item, now)}",
        paragraphs=(shown.mail.paragraphs[0], _decide_by(meeting, waits.item)),
        button=Button("Read it and decide", waits.link),
        links=_numbers(grounds),
        parts=(
            MailPart(f"The {noun}, and what it answers", shown.mail.paragraphs[1:]),
            *(part for part in brief_parts(brief) if part.title != _CONCERNS),
        ),
        after_button=(ELSEWHERE,),
    )


def brief_parts(brief: CallBrief) -> tuple[MailPart, ...]:
    """The brief as parts of a mail; a part without anything to say is left out."""
    name = first_name(brief.candidate)
    parts = (
        MailPart(f"Strengths, in {name}'s words", tuple(one.words for one in brief.strengths), listed=True),
        MailPart(_CONCERNS, _concern_lines(brief), listed=bool(brief.concerns)),
        MailPart("Not said in the room", (brief.unsaid,) if brief.unsaid else ()),
        MailPart("Where it stands", _standing_lines(brief)),
        MailPart(f"Ask {brief.client}", tuple(one.words for one in brief.questions), listed=True),
    )
    return tuple(part for part in parts if part.lines)


def _concern_lines(brief: CallBrief) -> tuple[str, ...]:
    if brief.concerns:
        return tuple(f"{one.words.strip().rstrip('.')}{_circumstances(one)}" for one in brief.concerns)
    return ("Concerns: none noticed." if brief.none_noticed else "Concerns: not answered.",)


def _circumstances(concern: BriefConcern) -> str:
    by = f" by {concern.raised_by}" if concern.raised_by else ""
    parts = (concern.kind, f"{concern.stated_or_sensed}{by}" if concern.stated_or_sensed else None)
    known = "; ".join(part for part in parts if part)
    return f" ({known}). {concern.answer.words}." if known else f". {concern.answer.words}."


def _standing_lines(brief: CallBrief) -> tuple[str, ...]:
    interest = brief.interest
    wanted = f"{interest.words}{f'. {interest.why}' if interest.why else '.'}" if interest else "not answered."
    lines = (
        f"Interest: {wanted}",
        f"What happens next: {brief.next_step or 'not known.'}",
        f"Decision: {brief.decision.words}.",
        f"Availability: {brief.availability}" if brief.availability else None,
    )
    return tuple(line for line in lines if line)


def _numbers(grounds: Grounds) -> tuple[Button, ...]:
    """Whom to ring, the client's people first; the label holds the number for whoever reads the plain text."""
    client, candidate = grounds.meeting.client.name, grounds.meeting.candidate
    found = [_ring(f"{who.name} at {client}", who.phone) for who in grounds.contacts if who.phone]
    return (*found, *([_ring(candidate.name, candidate.phone)] if candidate.phone else []))


def _ring(whom: str, phone: str) -> Button:
    return Button(f"Ring {whom}: {phone}", f"tel:{dialled(phone)}")


def _until(meeting: Meeting, item: ReviewItem, now: datetime) -> str:
    return day_time(item.due_at, meeting.agency.time_zone, now)


def _decide_by(meeting: Meeting, item: ReviewItem) -> str:
    zone = meeting.agency.time_zone
    why = shareable(item.due_why) if item.due_why else None
    if why is None:
        return f"Decide by {both_ends(item.due_at, item.cut_off_zone or zone, zone)}."
    return f"Decide by {date_time(item.due_at, zone)} in {place_of(zone)}: {why.rstrip('.')}."


def _completeness(grounds: Grounds) -> Completeness:
    debrief = grounds.standing.debrief
    profile: DebriefProfile = "short" if debrief and debrief.profile == "short" else "full"
    return completeness(answers_in(grounds) or DebriefAnswers(), profile)


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
