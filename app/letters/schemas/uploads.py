"""What is said of a Word file that was uploaded as a letter (P8)."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from app.accounts.schemas.accounts import Outgoing
from app.core.ids import LetterId, UploadId
from app.letters.schemas.content import LetterContent
from app.letters.schemas.views import CheckView, CoverageView, DraftMark

UploadState = Literal["waiting", "read", "refused", "superseded"]


class Refusal(Outgoing):
    """Why a file was not read, and the way out."""

    code: Annotated[str, Field(examples=["old_word"])]
    words: Annotated[str, Field(examples=["This is a Word file of the old kind (.doc). Open it in Word, choose …"])]


class UploadWarning(Outgoing):
    """What of a file is not sent as it stood; ``found`` counts it by kind."""

    code: Annotated[str, Field(examples=["clean_text"])]
    level: Literal["warning", "information"]
    words: Annotated[str, Field(examples=["3 tracked changes and a comment: we send the clean text."])]
    found: dict[str, int]


class UploadSummary(Outgoing):
    """One uploaded file, without its words."""

    id: UploadId
    letter_id: LetterId
    state: UploadState
    uploaded_at: datetime
    settled_at: Annotated[datetime | None, Field(description="When it was read, refused or superseded.")]
    taken: Annotated[bool, Field(description="Whether its text has become the letter's draft.")]
    version: Annotated[int, Field(description="The version of the letter that it was uploaded for.")]
    refusal: Refusal | None
    warnings: list[UploadWarning]


class UploadView(UploadSummary):
    """One uploaded file as it would be sent: its text, and what a reader would notice in it."""

    words: Annotated[str, Field(description="What is the matter, and what to do next.")]
    content: LetterContent | None
    word_count: int | None
    coverage: list[CoverageView]
    checks: list[CheckView]
    draft: Annotated[
        DraftMark | None, Field(description="The letter's draft as it now is: If-Match of taking the text.")
    ]


class Uploads(Outgoing):
    """The files that were uploaded as this letter, newest first."""

    data: list[UploadSummary]
    next_cursor: None
