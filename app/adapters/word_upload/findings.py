"""What a Word file holds beside its text, counted so that its writer and the consultant can be told.

Nothing of it is kept: names, comments and properties are counted and forgotten.
"""

from collections import Counter
from typing import Final

from app.adapters.word_upload.markup import Element, W, parsed
from app.adapters.word_upload.package import Package, relationships

_CHANGES: Final = frozenset(f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))
_SHOWN: Final = frozenset(f"{W}{name}" for name in ("drawing", "pict"))
_SEPARATORS: Final = frozenset({"separator", "continuationSeparator", "continuationNotice"})
_EQUATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"
_WRITTEN_BY: Final = (".comments+xml", ".footnotes+xml", ".endnotes+xml", ".header+xml", ".footer+xml")
_PEOPLE: Final = (".core-properties+xml", ".extended-properties+xml", ".people+xml")
_NAMING: Final = frozenset({"creator", "lastModifiedBy", "Manager", "Company"})
_AUTHOR: Final = f"{W}author"


def findings(package: Package, document: Element) -> Counter[str]:
    """Count what lies beside the text; what is within the text is counted where that is read."""
    outside = [one for name in ("", *package.types) for one in relationships(package.parts, name) if one.external]
    found = Counter(
        tracked_changes=sum(1 for element in document.iter() if element.tag in _CHANGES),
        comments=sum(1 for root in _roots(package, ".comments+xml") for _ in root.iter(f"{W}comment")),
        headers_and_footers=len({_shown_by(root) for root in _roots(package, ".header+xml", ".footer+xml")} - {""}),
        notes=sum(_notes(root) for root in _roots(package, ".footnotes+xml", ".endnotes+xml")),
        equations=sum(1 for _ in document.iter(_EQUATION)),
        links=sum(1 for one in outside if one.kind == "hyperlink") + _linking_fields(document),
        linked_files=sum(1 for one in outside if one.kind != "hyperlink"),
        author_names=len(_names(package, document)),
        custom_data=_custom_data(package),
    )
    return +found


def _roots(package: Package, *endings: str) -> list[Element]:
    return [parsed(part) for ending in endings for part in package.of_type(ending)]


def _shown_by(root: Element) -> str:
    """The text of a header or footer, or that it shows something; many have neither."""
    words = "".join(text.text or "" for text in root.iter(f"{W}t")).strip()
    return words or ("…" if any(element.tag in _SHOWN for element in root.iter()) else "")


def _notes(root: Element) -> int:
    return sum(1 for note in root if note.get(f"{W}id") and note.get(f"{W}type") not in _SEPARATORS)


def _linking_fields(document: Element) -> int:
    return sum("HYPERLINK" in (code.text or "") for code in document.iter(f"{W}instrText"))


def _names(package: Package, document: Element) -> set[str]:
    """Everybody whom the file names as a writer, in its properties, its changes or its comments."""
    marked = {element.get(_AUTHOR) for root in (document, *_roots(package, *_WRITTEN_BY)) for element in root.iter()}
    told = {
        value
        for root in _roots(package, *_PEOPLE)
        for element in root.iter()
        for value in (element.text if _local(element) in _NAMING else None, _person(element))
    }
    return {name.strip() for name in marked | told if name and name.strip()}


def _person(element: Element) -> str | None:
    found = (value for name, value in element.attrib.items() if name.rpartition("}")[2] == "author")
    return next(found, None)


def _custom_data(package: Package) -> int:
    items = sum(1 for name in package.parts if name.startswith("customXml/item") and "Props" not in name)
    properties = sum(len(root) for root in _roots(package, ".custom-properties+xml"))
    variables = sum(1 for root in _roots(package, ".settings+xml") for _ in root.iter(f"{W}docVar"))
    return items + properties + variables


def _local(element: Element) -> str:
    name: str = element.tag
    return name.rpartition("}")[2]
