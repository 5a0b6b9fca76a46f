"""Read the words of a PDF as its reader would copy them; knows just enough PDF for the files that we write."""

import re
import zlib
from collections.abc import Iterator

_OBJECT = re.compile(rb"^(\d+) 0 obj\n(.*?)\nendobj$", re.DOTALL | re.MULTILINE)
_MAPPED = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]+)>")
_PLAIN = rb"\\.|[^\\()]"
_LITERAL = rb"\((?:%b|\((?:%b|\((?:%b)*\))*\))*\)|<[0-9A-Fa-f]*>" % (_PLAIN, _PLAIN, _PLAIN)  # pairs may nest
_DRAWN = re.compile(
    rb"/(?P<font>f\d+) [\d.]+ Tf|/ActualText ?(?P<actual>%b)|(?P<drawn>%b)|(?P<end>\bET\b|\bEMC\b)"
    % (_LITERAL, _LITERAL),
    re.DOTALL,
)
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_CONTROLS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def text_of(pdf: bytes) -> str:
    """The text of all pages in drawing order, a line of output for each run of glyphs."""
    objects = {int(number): body for number, body in _OBJECT.findall(pdf)}
    return "\n".join(line for page in _pages(objects) for line in _lines(page, objects))


def page_count(pdf: bytes) -> int:
    return len(_pages({int(number): body for number, body in _OBJECT.findall(pdf)}))


def _pages(objects: dict[int, bytes]) -> list[bytes]:
    (tree,) = (body for body in objects.values() if b"/Type/Pages" in body)
    kids = re.search(rb"/Kids\[([^\]]*)\]", tree)
    assert kids is not None
    return [objects[int(number)] for number in re.findall(rb"(\d+) 0 R", kids.group(1))]


def _lines(page: bytes, objects: dict[int, bytes]) -> Iterator[str]:
    resources = objects[_reference(page, b"/Resources")]
    fonts = {
        name: _unicode_map(objects[int(number)], objects)
        for name, number in re.findall(rb"/(f\d+) (\d+) 0 R", resources)
    }
    content = _stream(objects[_reference(page, b"/Contents")])
    glyphs: dict[bytes, str] = {}
    line, replaced = "", False
    for found in _DRAWN.finditer(content):
        if found["font"]:
            glyphs = fonts[found["font"]]
        elif found["actual"]:
            line, replaced = line + _words(_bytes_of(found["actual"])), True
        elif found["drawn"] and not replaced:
            raw = _bytes_of(found["drawn"])
            line += "".join(glyphs[raw[at : at + 2]] for at in range(0, len(raw), 2))
        elif found["end"] == b"EMC":
            replaced = False
        elif found["end"]:
            yield line
            line = ""


def _unicode_map(font: bytes, objects: dict[int, bytes]) -> dict[bytes, str]:
    mapping = _stream(objects[_reference(font, b"/ToUnicode")])
    return {
        bytes.fromhex(code.decode()): bytes.fromhex(text.decode()).decode("utf-16-be")
        for code, text in _MAPPED.findall(mapping)
    }


def _bytes_of(literal: bytes) -> bytes:
    inner = literal[1:-1]
    return bytes.fromhex(inner.decode()) if literal[:1] == b"<" else _ESCAPED.sub(_unescaped, inner)


def _words(text: bytes) -> str:
    return text.decode("utf-16" if text.startswith(b"\xfe\xff") else "latin-1")


def _unescaped(found: re.Match[bytes]) -> bytes:
    what = found.group(1)
    return bytes([int(what, 8)]) if what.isdigit() else _CONTROLS.get(what, what)


def _reference(body: bytes, key: bytes) -> int:
    found = re.search(re.escape(key) + rb" (\d+) 0 R", body)
    assert found is not None, f"{key!r} is missing"
    return int(found.group(1))


def _stream(body: bytes) -> bytes:
    head, _, rest = body.partition(b"stream\n")
    data = rest.rpartition(b"\nendstream")[0]
    return zlib.decompress(data) if b"/FlateDecode" in head else data
