"""The composer: each paragraph's name, and what of the candidate's own debrief is of use in it (P8, P9)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.core.ids import public_id
from app.debriefs.rules import named_concerns
from app.debriefs.schemas.content import NOT_DISCUSSED, Concern, DebriefAnswers
from app.letters.models import Standing
from app.letters.rules.guided import Slot
from app.letters.schemas.content import LetterContent, ParagraphPart
from app.threads.schemas import CandidateComment

_LABELS: Final[Mapping[ParagraphPart, str]] = {
    "thanks": "Thanks",
    "interest": "Why I want this role",
    "point_discussed": "The point we discussed",
    "fit": "Why I fit",
    "concern": "An answer to what they were unsure about",
    "unsaid": "What I did not get to say",
    "question": "A question that follows on, if there is one",
    "more": "Happy to supply anything further",
    "other": "Another paragraph",
}
_ROOMS: Final = {
    "yes": "You answered it in the room: once more in writing, in a sentence.",
    "partly": "You answered part of it in the room. Here is the rest.",
    "no": "It was left open in the room.",
}
_LONGEST_QUOTE: Final = 240
_LONGEST_LABEL: Final = 90


@dataclass(frozen=True)
class Remark:
    """A comment with its replies; ``settles``: whether its reader may note that it is settled."""

    comment: CandidateComment
    replies: Sequence[CandidateComment]
    place: str
    settles: bool

    @property
    def id(self) -> str:
        """The comment's public identifier."""
        return public_id("cmt", self.comment.id)


@dataclass(frozen=True)
class ConcernAt:
    """A concern of the debrief in a form: its place there, its key and its words."""

    place: int
    key: str
    text: str


@dataclass(frozen=True)
class Part:
    """One paragraph to be written: ``name`` begins the names of its fields."""

    name: str
    label: str
    hint: str
    part: ParagraphPart | None
    answers: Sequence[str]
    concerns: Sequence[ConcernAt]
    remarks: Sequence[Remark]


def concerns_of(answers: DebriefAnswers | None) -> list[Concern]:
    """The concerns of a debrief that a letter can answer."""
    return [one for one in named_concerns(answers) if one.text != NOT_DISCUSSED] if answers else []


def concerns_at(answers: DebriefAnswers | None) -> list[ConcernAt]:
    """The same, each at its place in the form."""
    return [ConcernAt(place, one.key or "", one.text) for place, one in enumerate(concerns_of(answers))]


def parts_of(offered: Sequence[Slot], standing: Standing, beside: Mapping[int, Sequence[Remark]]) -> list[Part]:
    """Name the paragraphs of the composer; ``beside`` are the remarks on each that is written, counted from 0."""
    answers, written, made = standing.answers, 0, list[Part]()
    concerns = {one.key: one for one in concerns_at(answers)}
    for place, slot in enumerate(offered):
        about = [concerns[key] for key in slot.answers if key in concerns]
        part = Part(
            name=f"content.paragraphs.{place}",
            label=_label(slot, about),
            hint=_hint(slot, standing),
            part=slot.part,
            answers=slot.answers,
            concerns=about,
            remarks=beside.get(written, ()) if slot.text else (),
        )
        written += bool(slot.text)
        made.append(part)
    return made


def elsewhere(parts: Sequence[Part], answers: DebriefAnswers | None) -> list[ConcernAt]:
    """The concerns that no paragraph of the composer is for."""
    here = {one.key for part in parts for one in part.concerns}
    return [one for one in concerns_at(answers) if one.key not in here]


def opening(text: str, longest: int = _LONGEST_LABEL) -> str:
    """Return how a text begins, cut at a word."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[:longest].rpartition(' ')[0]} …"


def words_in(content: LetterContent) -> int:
    """Count the words of a letter."""
    return sum(len(paragraph.text.split()) for paragraph in content.paragraphs)


def _label(slot: Slot, about: Sequence[ConcernAt]) -> str:
    if about:
        return f"Your concern about “{opening(about[0].text)}”"
    return _LABELS[slot.part or "other"]


def _hint(slot: Slot, standing: Standing) -> str:
    """Say what belongs here, with the words of the debrief that are of use."""
    told = standing.answers or DebriefAnswers()
    match slot.part:
        case "thanks":
            return f"For their time, by name. {_quoted('You learned', told.organisation_facts)}"
        case "interest":
            why = told.interest.why if told.interest else None
            return f"Say that you want it, and why. {_quoted('You said', why) or _quoted('You said', told.appealed)}"
        case "point_discussed":
            found = _quoted("What went well", told.went_well) or _quoted("The role", told.role_as_described)
            return f"One thing from the conversation that stayed with you. {found}"
        case "fit":
            return f"Where your experience will be used. {_quoted('You said', told.fit)}"
        case "concern":
            return _about_concern(slot, told)
        case "unsaid":
            return f"One thing, if it matters to them. {_quoted('You noted', told.unsaid)}"
        case "question":
            return f"Leave it empty rather than invent one. {_quoted('What happens next', told.next_step)}"
        case "more":
            who = standing.meeting.consultant.name
            return f"Offer what else they may need, through {who}, and sign with your name."
        case _:
            return ""


def _about_concern(slot: Slot, told: DebriefAnswers) -> str:
    concern = next((one for one in concerns_of(told) if one.key in slot.answers), None)
    if concern is None:
        return "Answer it with something that you did."
    who = f"{concern.raised_by} raised it." if concern.raised_by else ""
    sensed = "You sensed it; nobody is noted as having said it." if concern.stated_or_sensed == "sensed" else ""
    room = _ROOMS.get(concern.answered_in_room or "", "")
    difficult = _quoted("What was difficult", told.difficult)
    return " ".join(filter(None, (who, sensed, room, "Answer it with something that you did.", difficult)))


def _quoted(lead: str, text: str | None) -> str:
    return f"{lead}: “{opening(text, _LONGEST_QUOTE)}”" if text and text != NOT_DISCUSSED else ""
