"""The visible body as paragraphs of plain text: mammoth reads lists and tables, nh3 lets only a few elements through.

mammoth is given a package of our own making: the visible body and the numbering of its lists, nothing else.
"""

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import mammoth  # type: ignore[import-untyped]  # ships no types
import nh3
from lxml import html  # type: ignore[import-untyped]  # ships no types

from app.adapters.word_upload.markup import Element, W, made, value_in, written

_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LISTS: Final = frozenset({"ul", "ol"})
_TAGS: Final = _HEADINGS | _LISTS | {"p", "br", "li", "table", "thead", "tbody", "tr", "td", "th"}
_BLANK_LINES: Final = re.compile(r"\n[^\S\n]*\n\s*")
_NEVER_SEEN: Final = re.compile("[\u00ad\u180e\u200b\u2060-\u2064\ufeff\U000e0001\U000e0020-\U000e007f]")
"""Signs without width that many programs leave behind."""
_TURNING: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_MAIN: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES: Final = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>'
)
_LINKS: Final = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)


@dataclass(frozen=True)
class Paragraphs:
    """The text, and how many control characters were taken out of it."""

    texts: list[str]
    removed: int


def paragraphs(body: Element, *, numbering: Element | None, styles: Element | None) -> Paragraphs:
    """Turn a visible body into paragraphs; items of a list and rows of a table are lines of one."""
    page = mammoth.convert_to_html(
        _package(body, numbering, styles), include_embedded_style_map=False, external_file_access=False
    ).value
    clean = nh3.clean(page, tags=set(_TAGS), attributes={})
    found = list(_blocks(html.fragment_fromstring(clean, create_parent="div")))
    tidied = [_tidied(text) for text in found]
    texts = [part for text, _ in tidied for part in _BLANK_LINES.split(text) if part]
    return Paragraphs(texts, sum(removed for _, removed in tidied))


def _package(body: Element, numbering: Element | None, styles: Element | None) -> io.BytesIO:
    document = made("document")
    document.append(body)
    parts = {
        "[Content_Types].xml": _TYPES.encode(),
        "_rels/.rels": _LINKS.encode(),
        "word/document.xml": written(document),
        "word/numbering.xml": written(_numbering(numbering)),
        "word/styles.xml": written(_list_styles(styles)),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    packed.seek(0)
    return packed


def _numbering(source: Element | None) -> Element:
    """Which list of which level has signs, and which has numbers."""
    copied = made("numbering")
    for one in () if source is None else source.iterfind(f"{W}abstractNum"):
        abstract = made("abstractNum", abstractNumId=one.get(f"{W}abstractNumId", ""))
        if linked := value_in(one, "numStyleLink"):
            abstract.append(made("numStyleLink", val=linked))
        for level in one.iterfind(f"{W}lvl"):
            kept = made("lvl", ilvl=level.get(f"{W}ilvl", "0"))
            values = ((name, value_in(level, name)) for name in ("numFmt", "pStyle"))
            kept.extend(made(name, val=value) for name, value in values if value)
            abstract.append(kept)
        copied.append(abstract)
    for one in () if source is None else source.iterfind(f"{W}num"):
        kept = made("num", numId=one.get(f"{W}numId", ""))
        kept.append(made("abstractNumId", val=value_in(one, "abstractNumId") or ""))
        copied.append(kept)
    return copied


def _list_styles(source: Element | None) -> Element:
    copied = made("styles")
    for style in () if source is None else source.iterfind(f"{W}style"):
        number = value_in(style, "pPr/numPr/numId")
        if style.get(f"{W}type") == "numbering" and number:
            kept, properties, listed = (
                made("style", type="numbering", styleId=style.get(f"{W}styleId", "")),
                made("pPr"),
                made("numPr"),
            )
            listed.append(made("numId", val=number))
            properties.append(listed)
            kept.append(properties)
            copied.append(kept)
    return copied


def _blocks(parent: Element) -> Iterator[str]:
    for block in parent:
        if block.tag in _LISTS:
            yield "\n".join(_items(block, nested=False))
        elif block.tag == "table":
            yield from _rows(block)
        else:
            yield _line(block)


def _items(listed: Element, *, nested: bool) -> Iterator[str]:
    sign = "–" if nested else "•"
    for number, item in enumerate(listed.iterchildren("li"), start=1):
        yield f"{f'{number}.' if listed.tag == 'ol' else sign} {_line(item)}"
        for inner in item:
            if inner.tag in _LISTS:
                yield from _items(inner, nested=True)


def _rows(table: Element) -> Iterator[str]:
    """Rows of short cells are lines of one paragraph; a cell that holds more is text in its own right."""
    lines: list[str] = []
    for row in table.iter("tr"):
        if next(row.iterancestors("table")) is not table:
            continue
        cells = [texts for cell in row if (texts := [text for text in _cell(cell) if text.strip()])]
        if len(cells) > 1 and all(len(texts) == 1 for texts in cells):
            lines.append(" | ".join(" ".join(texts[0].split()) for texts in cells))
            continue
        yield "\n".join(lines)
        lines = []
        yield from (text for texts in cells for text in texts)
    yield "\n".join(lines)


def _cell(cell: Element) -> Iterator[str]:
    yield cell.text or ""
    yield from _blocks(cell)


def _line(block: Element) -> str:
    """The text of a block without that of lists within it, a line break for each ``br``."""
    pieces = [block.text or ""]
    for child in block:
        if child.tag == "br":
            pieces.append("\n")
        elif child.tag not in _LISTS:
            pieces.append(_line(child))
        pieces.append(child.tail or "")
    return "".join(pieces)


def _tidied(text: str) -> tuple[str, int]:
    """Take out what is never seen, and count what would break a row or turn the text's direction."""
    without, turned = _TURNING.subn("", _NEVER_SEEN.sub("", text))
    kept = "".join(sign for sign in without if sign in "\n\t" or unicodedata.category(sign) not in {"Cc", "Cs"})
    lines = (line.strip() for line in unicodedata.normalize("NFC", kept).split("\n"))
    return "\n".join(lines).strip(), turned + len(without) - len(kept)
