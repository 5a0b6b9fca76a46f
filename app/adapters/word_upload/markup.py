"""The XML of a Word file: parsed without entities, external files or DTD, strict names read as the usual ones."""

from typing import Any, Final

from lxml import etree  # type: ignore[import-untyped]  # ships no types

from app.adapters.word_upload.answers import Refused

Element = Any
"""An element of lxml, which has no types of its own."""

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
VAL: Final = f"{W}val"
MOST_ELEMENTS: Final = 60_000
"""Of one part. A letter of 20,000 characters has about a tenth; readers take seconds for more, or never end."""

_USUAL: Final = {
    "http://purl.oclc.org/ooxml/wordprocessingml/main": W[1:-1],
    "http://purl.oclc.org/ooxml/officeDocument/relationships": (
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
}
_OFF: Final = frozenset({"0", "false", "off"})


def parsed(content: bytes) -> Element:
    """Parse one part; raises Refused for what is no XML, has a DTD, or holds far more than a letter can."""
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        raise Refused("damaged") from None
    if root.getroottree().docinfo.doctype:
        raise Refused("doctype")
    if sum(1 for _ in root.iter()) > MOST_ELEMENTS:
        raise Refused("too_complex")
    if any(uri in _USUAL for uri in root.nsmap.values()):
        _name_as_usual(root)
    return root


def written(root: Element) -> bytes:
    """Write an element as a part of its own."""
    content: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return content


def made(name: str, **values: str) -> Element:
    """Make an element of Word's; the values are its attributes."""
    return etree.Element(f"{W}{name}", {f"{W}{key}": value for key, value in values.items()})


def is_on(switch: Element | None) -> bool:
    """Whether an on/off element is there and on."""
    return switch is not None and switch.get(VAL, "1").lower() not in _OFF


def value_in(parent: Element | None, path: str) -> str | None:
    """The ``w:val`` of the element that a path such as ``numPr/numId`` leads to."""
    found = None if parent is None else parent.find("/".join(f"{W}{name}" for name in path.split("/")))
    value: str | None = None if found is None else found.get(VAL)
    return value


def _name_as_usual(root: Element) -> None:
    for element in root.iter(etree.Element):
        element.tag = _usual(element.tag)
        for name, value in element.attrib.items():
            if (usual := _usual(name)) != name:
                element.set(usual, value)


def _usual(name: str) -> str:
    uri, brace, local = name.removeprefix("{").partition("}")
    return f"{{{_USUAL[uri]}}}{local}" if brace and uri in _USUAL else name
