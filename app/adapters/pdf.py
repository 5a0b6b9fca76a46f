"""A letter as PDF for the reader, as SVG and as PNG for the screen, all from one layout.

The PDF is tagged and checked against PDF/UA-1 while it is written; it carries no date and no machine's name,
and equal input gives equal bytes in every process.
"""

import io
import json
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Final, Literal

import typst
from PIL import Image

from app.adapters.fonts import font_folders, undrawable
from app.adapters.letter_page import LetterPage
from app.core.errors import Invalid

_TEMPLATE = Path(__file__).with_name("letter.typ")
_ONE_AT_A_TIME = Lock()
PIXELS_PER_INCH: Final = 110
"""Of an image: a page is about 900 wide, which a telephone shows sharply."""
GREYS: Final = 16


class CannotBeDrawn(Invalid):
    """The letter holds characters that cannot be printed: write them in words."""

    code = "cannot_be_drawn"

    def __init__(self, characters: tuple[str, ...]) -> None:
        self.characters = characters
        named = ", ".join(f"{char} (U+{ord(char):04X})" for char in characters)
        super().__init__(f"The letter holds characters that cannot be printed: {named}. Write them in words.")


def letter_pdf(page: LetterPage) -> bytes:
    """Render the letter as PDF/UA-1.

    Raises `CannotBeDrawn`.
    """
    (pdf,) = _compiled(page, "pdf")
    return pdf


def letter_svg(page: LetterPage) -> list[str]:
    """Render the letter as one SVG image a page, drawn as paths, so that the reader needs no font.

    Raises `CannotBeDrawn`.
    """
    return [image.decode() for image in _compiled(page, "svg")]


def letter_png(page: LetterPage) -> list[bytes]:
    """Render the letter as one PNG image a page, in sixteen greys, so that a telephone loads it quickly.

    Raises `CannotBeDrawn`.
    """
    return [_in_greys(image) for image in _compiled(page, "png")]


def page_count(page: LetterPage) -> int:
    """Count the pages that the letter takes.

    Raises `CannotBeDrawn`.
    """
    return len(_compiled(page, "png", pixels_per_inch=5))


def _in_greys(image: bytes) -> bytes:
    """Write an image again in sixteen greys, each of four bits: a sixth of its length."""
    greys = Image.open(io.BytesIO(image)).convert("L").quantize(GREYS, method=Image.Quantize.MEDIANCUT)
    written = io.BytesIO()
    greys.save(written, "PNG", optimize=True, bits=4)
    return written.getvalue()


def _compiled(
    page: LetterPage, form: Literal["pdf", "svg", "png"], *, pixels_per_inch: int = PIXELS_PER_INCH
) -> list[bytes]:
    missing = undrawable(page.words)
    if missing:
        raise CannotBeDrawn(missing)
    with _ONE_AT_A_TIME:
        made = _compiler().compile(
            format=form,
            sys_inputs={"letter": _as_data(page)},
            ppi=pixels_per_inch,
            pdf_standards=["ua-1"] if form == "pdf" else [],
        )
    if made is None:
        raise RuntimeError("the typesetter returned nothing")
    return made if isinstance(made, list) else [made]


@cache
def _compiler() -> typst.Compiler:
    """Keep one compiler a process: it is warm after the first letter, and serves one thread at a time."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(font_folders()))
    return typst.Compiler(_TEMPLATE, root=_TEMPLATE.parent, font_paths=fonts, ignore_system_fonts=True)


def _as_data(page: LetterPage) -> str:
    language, _, region = page.language.partition("-")
    return json.dumps(
        {
            "title": page.title,
            "author": page.author,
            "language": language,
            "region": region or None,
            "date": page.date_line,
            "paragraphs": page.paragraphs,
            "footer": page.footer,
            "heading": page.heading,
            "sections": [{"heading": section.heading, "paragraphs": section.paragraphs} for section in page.sections],
        }
    )
