"""What one letter says, before it becomes a PDF, a Word file or text."""

import re
from dataclasses import dataclass

_NOT_IN_A_DOCUMENT = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONGEST_LINE = 255
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")


@dataclass(frozen=True)
class Section:
    """Paragraphs under a heading of their own."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class LetterPage:
    """A letter as plain text and simple structure: the only thing that is ever rendered.

    `title` is for the file's properties, `author` is the candidate's name, `language` is like en or en-GB.
    A paragraph may hold line breaks. `footer` runs along every page. `heading` stands above the paragraphs, and the
    `sections` follow them; a letter has neither, a summary both.

    Raises ValueError for what no document can hold: control characters, unpaired surrogates, an empty letter,
    a title, author, date, footer or heading of several lines or of more than 255 characters, a section without a
    heading or without words, sections under no heading.
    """

    title: str
    author: str
    language: str
    paragraphs: tuple[str, ...]
    date_line: str | None = None
    footer: str | None = None
    heading: str | None = None
    sections: tuple[Section, ...] = ()

    def __post_init__(self) -> None:
        if not _LANGUAGE.fullmatch(self.language):
            raise ValueError("the language of a letter is written like en or en-GB")
        if not any(paragraph.strip() for paragraph in self.paragraphs):
            raise ValueError("a letter needs at least one paragraph")
        if self.sections and not self.heading:
            raise ValueError("sections stand under a heading")
        for line in (self.title, self.author, self.date_line, self.footer, self.heading):
            _require_one_line(line or "")
        for section in self.sections:
            if not section.heading.strip() or not any(paragraph.strip() for paragraph in section.paragraphs):
                raise ValueError("a section needs a heading and at least one paragraph")
            _require_one_line(section.heading)
        for paragraph in self._all_paragraphs():
            _require_text(paragraph)

    @property
    def words(self) -> str:
        """All that a reader of the page sees, and its properties, in one text."""
        single = (self.title, self.author, self.date_line or "", self.footer or "", self.heading or "")
        headings = (section.heading for section in self.sections)
        return "\n".join((*single, *headings, *self._all_paragraphs()))

    def _all_paragraphs(self) -> tuple[str, ...]:
        return (*self.paragraphs, *(paragraph for section in self.sections for paragraph in section.paragraphs))


def _require_one_line(text: str) -> None:
    if "\n" in text or len(text) > _LONGEST_LINE:
        raise ValueError(f"title, author, date, footer and headings take one line of {_LONGEST_LINE} characters")
    _require_text(text)


def _require_text(text: str) -> None:
    found = _NOT_IN_A_DOCUMENT.search(text)
    if found:
        raise ValueError(f"a letter cannot hold the control character U+{ord(found.group()):04X}")
