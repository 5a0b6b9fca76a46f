"""What a reader of a Word file sees, copied into a body that holds nothing else.

Tracked insertions stay and deletions go, as if every change had been accepted. Hidden text, field codes, comments,
notes, pictures and whatever is not known here are not copied: an element is left out unless it is named.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from app.adapters.word_upload.hidden import HiddenStyles, hidden_styles
from app.adapters.word_upload.markup import MC, Element, W, is_on, made, value_in

_WRAPPERS: Final = frozenset(
    f"{W}{name}"
    for name in ("ins", "moveTo", "hyperlink", "fldSimple", "smartTag", "customXml", "bdo", "dir", "ruby", "rubyBase")
)
_PIECES: Final = frozenset(f"{W}{name}" for name in ("t", "tab", "ptab", "br", "cr", "noBreakHyphen", "sym"))
_DRAWN: Final = frozenset(f"{W}{name}" for name in ("drawing", "pict", "object"))
_LONGEST_CODE: Final = 6


@dataclass(frozen=True)
class Visible:
    """The visible body, and how much of what kind was left out or moved."""

    body: Element
    found: Counter[str]


def visible(document: Element, styles: Element | None) -> Visible:
    """Copy what is seen of a document's body."""
    reader = _Reader(hidden_styles(styles))
    body = made("body")
    source = document.find(f"{W}body")
    if source is not None:
        body.extend(reader.blocks(source))
    return Visible(body, reader.found)


class _Reader:
    """Reads in the order of the document, since fields begin in one run and end in another."""

    def __init__(self, hidden: HiddenStyles) -> None:
        self.found: Counter[str] = Counter()
        self._hidden = hidden
        self._fields: list[bool] = []
        """Of each open field, whether its code is over and its result has begun."""
        self._boxes: list[Element] = []
        self._style: str | None = None
        self._in_hidden = False

    def blocks(self, parent: Element) -> Iterator[Element]:
        """Copy paragraphs and tables; a paragraph whose end was deleted runs into the next."""
        held: list[Element] = []
        for child in self._children(parent):
            if child.tag == f"{W}tbl":
                yield self._table(child)
            elif child.tag == f"{W}p":
                paragraph = self._paragraph(child)
                runs = [run for run in paragraph if run.tag == f"{W}r"]
                if _end_is_deleted(child):
                    held += runs
                    continue
                for place, run in enumerate(held, start=len(paragraph) - len(runs)):
                    paragraph.insert(place, run)
                held = []
                yield paragraph
                yield from self._text_boxes()
        if held:
            last = made("p")
            last.extend(held)
            yield last
        yield from self._text_boxes()

    def _children(self, parent: Element) -> Iterator[Element]:
        """The children of an element, those of wrappers in their place; of alternatives the one that Word shows."""
        for child in parent:
            if child.tag in _WRAPPERS:
                yield from self._children(child)
            elif child.tag == f"{W}sdt":
                yield from self._control(child)
            elif child.tag == f"{MC}AlternateContent":
                yield from self._children(_chosen(child))
            else:
                yield child

    def _control(self, control: Element) -> Iterator[Element]:
        """What was filled into a content control; its prompt, where nothing was, is not the writer's."""
        if is_on(control.find(f"{W}sdtPr/{W}showingPlcHdr")):
            self.found["placeholders"] += 1
            return
        content = control.find(f"{W}sdtContent")
        if content is not None:
            yield from self._children(content)

    def _table(self, table: Element) -> Element:
        copied = made("tbl")
        for row in self._children(table):
            if row.tag != f"{W}tr" or row.find(f"{W}trPr/{W}del") is not None:
                continue
            if is_on(row.find(f"{W}trPr/{W}hidden")):
                self.found["hidden_text"] += 1
                continue
            copied.append(self._row(row))
        return copied

    def _row(self, row: Element) -> Element:
        copied = made("tr")
        for cell in self._children(row):
            if cell.tag == f"{W}tc":
                inner = made("tc")
                inner.extend(self.blocks(cell))
                copied.append(inner)
        return copied

    def _paragraph(self, paragraph: Element) -> Element:
        copied = made("p")
        properties = paragraph.find(f"{W}pPr")
        self._style = value_in(properties, "pStyle")
        if (kept := _properties(properties)) is not None:
            copied.append(kept)
        for run in self._children(paragraph):
            if run.tag == f"{W}r" and not self._hides(run):
                copied.append(self._run(run))
        self._in_hidden = False
        return copied

    def _hides(self, run: Element) -> bool:
        """Whether a run is hidden; runs beside each other are one place."""
        properties = run.find(f"{W}rPr")
        own = None if properties is None else properties.find(f"{W}vanish")
        style = value_in(properties, "rStyle")
        by_style = self._hidden.everywhere or self._hidden.hide(style) or self._hidden.hide(self._style)
        hides = is_on(own) if own is not None else by_style
        if hides:
            self._step_fields(run)
            if not self._in_hidden and run.find(f"{W}t") is not None:
                self.found["hidden_text"] += 1
        self._in_hidden = hides
        return hides

    def _run(self, run: Element) -> Element:
        copied = made("r")
        self.found["struck_through"] += _is_struck(run)
        for piece in self._children(run):
            if piece.tag == f"{W}fldChar":
                self._step(piece)
            elif not all(self._fields):
                continue
            elif piece.tag in _PIECES:
                copied.extend(_piece(piece))
            elif piece.tag == f"{W}r":
                copied.extend(self._run(piece))
            elif piece.tag in _DRAWN:
                self._draw(piece)
        return copied

    def _step_fields(self, run: Element) -> None:
        for mark in run.iterfind(f"{W}fldChar"):
            self._step(mark)

    def _step(self, mark: Element) -> None:
        match mark.get(f"{W}fldCharType"):
            case "begin":
                self._fields.append(False)
            case "separate" if self._fields:
                self._fields[-1] = True
            case "end" if self._fields:
                self._fields.pop()

    def _draw(self, drawn: Element) -> None:
        boxes = [box for box in drawn.iter(f"{W}txbxContent") if _is_shown(box, drawn)]
        self._boxes += boxes
        self.found["text_boxes" if boxes else "pictures"] += 1

    def _text_boxes(self) -> Iterator[Element]:
        """The paragraphs of the text boxes that stand beside what was just read."""
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            fields, self._fields = self._fields, []
            yield from self.blocks(box)
            self._fields = fields


def _chosen(alternatives: Element) -> Element:
    """Of alternatives take what Word of today shows: the first choice, unless it is empty."""
    first, fallback = alternatives.find(f"{MC}Choice"), alternatives.find(f"{MC}Fallback")
    if first is not None and (len(first) or fallback is None):
        return first
    return alternatives if fallback is None else fallback


def _is_shown(box: Element, drawn: Element) -> bool:
    """Whether a text box is neither within another one nor in an alternative that is not shown."""
    inner = box
    for outer in box.iterancestors():
        if outer.tag == f"{W}txbxContent":
            return False
        if outer.tag == f"{MC}AlternateContent" and _chosen(outer) is not inner:
            return False
        if outer is drawn:
            break
        inner = outer
    return True


def _is_struck(run: Element) -> bool:
    properties = run.find(f"{W}rPr")
    return properties is not None and any(is_on(properties.find(f"{W}{name}")) for name in ("strike", "dstrike"))


def _end_is_deleted(paragraph: Element) -> bool:
    marks = paragraph.find(f"{W}pPr/{W}rPr")
    return marks is not None and any(marks.find(f"{W}{name}") is not None for name in ("del", "moveFrom"))


def _properties(properties: Element | None) -> Element | None:
    """What makes a paragraph an item of a list; no other property is copied."""
    kept = made("pPr")
    if style := value_in(properties, "pStyle"):
        kept.append(made("pStyle", val=style))
    number, level = value_in(properties, "numPr/numId"), value_in(properties, "numPr/ilvl")
    if number is not None:
        listed = made("numPr")
        listed.extend(made(name, val=value) for name, value in (("ilvl", level), ("numId", number)) if value)
        kept.append(listed)
    return kept if len(kept) else None


def _piece(piece: Element) -> list[Element]:
    """Copy a piece of text, a break or a sign."""
    match piece.tag.removeprefix(W):
        case "t":
            copied = made("t")
            copied.text = (piece.text or "").replace("\n", " ").replace("\r", " ")
            return [copied]
        case "sym":
            font, code = piece.get(f"{W}font", ""), piece.get(f"{W}char", "")
            return [made("sym", font=font, char=code)] if _is_code(code) else []
        case "tab" | "ptab":
            return [made("tab")]
        case "noBreakHyphen":
            return [made("noBreakHyphen")]
        case _:
            return [made("br")]


def _is_code(code: str) -> bool:
    return 0 < len(code) <= _LONGEST_CODE and all(digit in "0123456789abcdefABCDEF" for digit in code)
