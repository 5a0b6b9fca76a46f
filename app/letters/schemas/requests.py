"""What comes in about letters."""

from typing import Annotated

from pydantic import Field

from app.accounts.schemas.accounts import Incoming
from app.core.ids import PersonId
from app.core.text import FilledText
from app.letters.schemas.content import LetterContent, LetterKind

Addressees = Annotated[
    list[PersonId], Field(max_length=20, description="People met in this interview, in the order of the greeting.")
]


class LetterIn(Incoming):
    """A letter to begin; whom it is for may still be open."""

    kind: LetterKind
    addressees: Addressees


class LetterDraftIn(Incoming):
    """The whole of what is being written; it replaces what was saved before."""

    addressees: Addressees
    content: LetterContent


class LetterSubmission(Incoming):
    """Send the saved draft for review, or ``content`` in its place."""

    content: LetterContent | None = None
    contact_policy_acknowledged: Annotated[
        bool,
        Field(
            description="That the candidate was shown, and takes note of, how this client may be contacted (P6). "
            "Must be true where the letter's guidance says that it is required."
        ),
    ] = False


class SuggestionIn(Incoming):
    """Wording that a consultant suggests, whole, and why. Paragraphs that name neither part nor concerns keep those of
    the paragraphs that they replace."""

    content: LetterContent
    note: Annotated[
        FilledText,
        Field(
            description="Why, for the candidate.",
            examples=["Dana asked twice about Porto: I would say what you did there in your first sentence."],
        ),
    ]


class SuggestionDeclined(Incoming):
    """Why the candidate keeps to words of their own, if they say."""

    reason: Annotated[FilledText | None, Field(examples=["I did not lead that project, I was on it."])] = None
