"""What a follow-up letter is made of: paragraphs, and which concern each of them answers (P9)."""

import re
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError

from app.core.text import Line, LongText
from app.debriefs.schemas.content import ConcernKey

LetterKind = Literal["thank_you", "strategic"]
WrittenKind = Literal["thank_you", "strategic", "summary"]
"""What a row of `Letter` may be: a letter of either kind, or the client summary of the debrief."""

ParagraphPart = Literal[
    "thanks", "interest", "point_discussed", "fit", "concern", "unsaid", "question", "more", "other"
]

MAX_CHARACTERS: Final = 20_000
_BLANK_LINES: Final = re.compile(r"\n[^\S\n]*\n\s*")

_EXAMPLE: Final[JsonDict] = {
    "paragraphs": [
        {"part": "thanks", "text": "Thank you for the hour on Monday, and for showing me the Leeds roadmap."},
        {"part": "interest", "text": "I want this role: a product people eat every day, a team that ships."},
        {
            "part": "concern",
            "text": "You asked how I would run a team I see twice a year. At Corvid I led nine people across "
            "Porto and Dublin for three years.",
            "answers": ["c1"],
        },
    ],
    "left_out": [{"concern": "c2", "reason": "You said you would raise my notice period yourself."}],
}


class Paragraph(BaseModel):
    """One paragraph of a letter, in the candidate's words."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[LongText, Field(min_length=1)]
    part: ParagraphPart | None = Field(default=None, description="What the paragraph is for, if guided (P9).")
    answers: list[ConcernKey] = Field(
        default_factory=list, max_length=20, description="Keys of the debrief's concerns that it answers."
    )


class LeftOut(BaseModel):
    """A concern that the letter leaves unanswered on purpose."""

    model_config = ConfigDict(extra="forbid")

    concern: ConcernKey
    reason: Line = Field(default="", description="Why, in the candidate's words.")


class LetterContent(BaseModel):
    """The content of one letter: paragraphs, or plain `text`, which is split at its blank lines.

    A partial letter is valid, so that a draft can be saved at any moment. Paragraphs without words are
    dropped.
    """

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_EXAMPLE]})

    paragraphs: list[Paragraph] = Field(default_factory=list, max_length=200)
    left_out: list[LeftOut] = Field(default_factory=list, max_length=20)
    text: LongText | None = Field(
        default=None,
        exclude=True,
        description="Instead of paragraphs: the letter, a blank line between paragraphs. Never returned.",
    )

    @field_validator("paragraphs", mode="before")
    @classmethod
    def _drop_wordless(cls, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return [item for item in value if not (isinstance(item, dict) and _is_blank(item.get("text", "")))]

    @model_validator(mode="after")
    def _paragraphs_from_text(self) -> Self:
        if self.text and self.paragraphs:
            raise PydanticCustomError("text_and_paragraphs", "Send text or paragraphs, not both.")
        if self.text:
            self.paragraphs = [Paragraph(text=part) for part in paragraphs_of(self.text)]
        self.text = None
        return self

    @model_validator(mode="after")
    def _within_length(self) -> Self:
        length = len(plain_text(self))
        if length > MAX_CHARACTERS:
            raise PydanticCustomError(
                "letter_too_long",
                "The letter has {length} characters; at most {limit} can be sent.",
                {"length": length, "limit": MAX_CHARACTERS},
            )
        return self


def plain_text(content: LetterContent) -> str:
    """Return the letter as one text, a blank line between paragraphs."""
    return "\n\n".join(paragraph.text for paragraph in content.paragraphs)


def paragraphs_of(text: str) -> list[str]:
    """Split a text at its blank lines."""
    return _BLANK_LINES.split(text)


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
