"""The text of an uploaded file becomes a letter's words; pure."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from app.letters.schemas.content import LetterContent, Paragraph

MOST_UPLOADS: Final = 10
"""Uploads of one letter that are kept; of more, the oldest go."""
GIVE_UP_AFTER: Final = timedelta(minutes=10)
"""How long a file may wait to be read, should the worker be away."""
TAKES_LONG_AFTER: Final = timedelta(seconds=15)
MOST_ATTEMPTS: Final = 3
"""How often reading one file is begun; a worker that dies of it does not die of it again and again."""


def put_together(draft: LetterContent, texts: Sequence[str]) -> LetterContent:
    """Make a file's paragraphs the letter's, keeping what the draft says of a paragraph whose words are the same.

    What was left out on purpose stays left out.
    """
    known = {paragraph.text: paragraph for paragraph in reversed(draft.paragraphs)}
    fresh = (Paragraph(text=text) for text in texts)
    return LetterContent(
        paragraphs=[known.get(paragraph.text, paragraph) for paragraph in fresh], left_out=draft.left_out
    )
