"""What can be said of a file that was uploaded as a letter: why it is not read, and what it holds beside its text."""

from typing import Final, Literal, get_args

MOST_CHARACTERS: Final = 20_000
MOST_PARAGRAPHS: Final = 200

Reason = Literal[
    "old_word",
    "macros",
    "encrypted",
    "pdf",
    "rtf",
    "open_document",
    "other_office",
    "template",
    "not_word",
    "damaged",
    "path_outside",
    "too_many_parts",
    "too_large_inside",
    "doctype",
    "active_content",
    "other_files",
    "too_complex",
    "too_slow",
    "not_readable",
    "no_text",
    "too_long",
    "too_many_paragraphs",
]
REASONS: Final[frozenset[str]] = frozenset(get_args(Reason))

What = Literal[
    "tracked_changes",
    "comments",
    "hidden_text",
    "placeholders",
    "headers_and_footers",
    "notes",
    "pictures",
    "equations",
    "text_boxes",
    "struck_through",
    "links",
    "author_names",
    "custom_data",
    "linked_files",
    "invisible_characters",
]
WHATS: Final[frozenset[str]] = frozenset(get_args(What))


class Refused(Exception):
    """The file is not read, for this reason; ``count`` is how much there was of what is too much, where that helps."""

    def __init__(self, reason: Reason, count: int | None = None) -> None:
        """Keep why."""
        super().__init__(reason)
        self.reason: Reason = reason
        self.count = count
