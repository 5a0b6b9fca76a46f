"""Word files as people send them, and as nobody should; made here, byte by byte where a library would not."""

import io
import struct
import zipfile
from collections.abc import Mapping

import docx
from msoffcrypto.format.ooxml import OOXMLFile  # type: ignore[import-untyped]

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
MAIN = f"{WORD}.document.main+xml"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
THANKS = "Dear Dana, thank you for the hour on Monday."
WISH = "I want this role, and I would start in January."


def letter(*paragraphs: str) -> bytes:
    """An ordinary letter, as a word processor saves it."""
    document = docx.Document()
    document.core_properties.author = "Alex Moreau"
    for paragraph in paragraphs or (THANKS, WISH):
        document.add_paragraph(paragraph)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*inner: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(inner)}</w:p>"


def said(text: str) -> str:
    """A paragraph of one run."""
    return paragraph(run(text))


def table(*rows: tuple[str, ...]) -> str:
    cells = ("".join(f"<w:tc>{said(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def document(body: str) -> str:
    return f"<w:document {W} {R} {MC}><w:body>{body}</w:body></w:document>"


def related(kind: str, target: str, *, external: bool = False) -> str:
    """A line of a ``.rels`` part."""
    mode = ' TargetMode="External"' if external else ""
    kind = kind if "://" in kind else f"{OFFICE}/{kind}"
    return f'<Relationship Id="r{abs(hash((kind, target)))}" Type="{kind}" Target="{target}"{mode}/>'


def relations(*lines: str) -> str:
    return f'<Relationships xmlns="{RELATIONSHIPS}">{"".join(lines)}</Relationships>'


def types(own: Mapping[str, str]) -> str:
    lines = "".join(f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in own.items())
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{lines}</Types>'
    )


def built(
    body: str = said(THANKS),
    *,
    main: str = MAIN,
    own_types: Mapping[str, str] | None = None,
    links: tuple[str, ...] = (),
    parts: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """A package around this body; ``parts`` are added, or replace what is there."""
    return packed(
        {
            "[Content_Types].xml": types({"word/document.xml": main, **(own_types or {})}),
            "_rels/.rels": relations(related("officeDocument", "word/document.xml")),
            "word/document.xml": document(body),
            "word/_rels/document.xml.rels": relations(*links),
            **(parts or {}),
        }
    )


def packed(parts: Mapping[str, str | bytes], *, comment: bytes = b"") -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
        package.comment = comment
    return content.getvalue()


def macro_enabled() -> bytes:
    """A .docm with its program."""
    return built(
        main="application/vnd.ms-word.document.macroEnabled.main+xml", parts={"word/vbaProject.bin": b"\x00" * 512}
    )


def encrypted() -> bytes:
    """A .docx with a password, which from outside is an OLE file like an old .doc."""
    locked = io.BytesIO()
    OOXMLFile(io.BytesIO(letter())).encrypt("correct horse battery staple", locked)
    return locked.getvalue()


def ole(stream: str, content: bytes = b"") -> bytes:
    """A compound file (MS-CFB) with one stream, such as ``WordDocument`` of a .doc."""
    data = content.ljust(4096, b"\x00")
    sectors = len(data) // 512
    header = struct.pack(
        "<8s16sHHHHH6x9I",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"",
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        0,
        1,
        1,
        0,
        4096,
        0xFFFFFFFE,
        0,
        0xFFFFFFFE,
        0,
    )
    header += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 2 + sectors), 0xFFFFFFFE]
    table_ = struct.pack("<128I", *chain, *[0xFFFFFFFF] * (128 - len(chain)))
    entries = _entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1) + _entry(stream, 2, 2, len(data))
    return header + table_ + entries.ljust(512, b"\x00") + data


def old_doc() -> bytes:
    """A .doc of Word 97: the beginning of its file information block (MS-DOC 2.5.1), without a password."""
    return ole("WordDocument", struct.pack("<HHHHHHH", 0xA5EC, 0x00C1, 0, 0x0409, 0, 0x1000, 0x00BF))


def lying_about_its_size() -> bytes:
    """A member that says it has 10 bytes and unpacks to 30 MB."""
    content = bytearray(built(parts={"word/media/a.bin": b"\x00" * 30 * 1024 * 1024}))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = content.find(signature)
        while at != -1:
            name_at = at + (30 if signature == b"PK\x03\x04" else 46)
            if content[name_at : name_at + 16] == b"word/media/a.bin":
                content[at + offset : at + offset + 4] = struct.pack("<I", 10)
            at = content.find(signature, at + 4)
    return bytes(content)


def spreadsheet() -> bytes:
    """An .xlsx, whatever name it is given."""
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    return packed(
        {
            "[Content_Types].xml": types({"xl/workbook.xml": sheet}),
            "_rels/.rels": relations(related("officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": "<workbook/>",
        }
    )


def with_entities(system: str = "file:///etc/passwd") -> bytes:
    """XXE: a document type that reads another file into the text."""
    declared = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY e SYSTEM "{system}">]>'
    return built(parts={"word/document.xml": declared + document(said("Dear &e;"))})


def laughing() -> bytes:
    """Entities of entities, which unfold to gigabytes."""
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    declared = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY e0 "ha">{lines}]>'
    return built(parts={"word/document.xml": declared + document(said("Dear &e9;"))})


def in_the_margins() -> bytes:
    """A letter with three tracked changes, a comment, hidden text, a header, a picture, a footnote, and a text box."""
    comments = f'<w:comments {W}><w:comment w:id="0" w:author="Jo Coach">{said("Too keen?")}</w:comment></w:comments>'
    header = f"<w:hdr {W}>{said('Moreau family paper')}</w:hdr>"
    notes = f'<w:footnotes {W}><w:footnote w:id="2">{said("Ibid.")}</w:footnote></w:footnotes>'
    author = 'w:id="1" w:author="Jo Coach" w:date="2026-11-20T10:00:00Z"'
    box = f"<box><w:txbxContent>{said('A product people eat.')}</w:txbxContent></box>"
    body = (
        paragraph(
            run("Thank you for "),
            f"<w:del {author}><w:r><w:delText>an</w:delText></w:r></w:del>",
            f"<w:ins {author}>{run('the')}</w:ins>",
            run(" hour on "),
            f"<w:ins {author}>{run('Monday.')}</w:ins>",
        )
        + paragraph(run("I want this role."), run(" My other offer is better.", "<w:vanish/>"))
        + paragraph(run("Call me."), "<w:r><w:drawing><pic/></w:drawing></w:r>")
        + f"<w:p><w:r><w:pict>{box}</w:pict></w:r></w:p>"
    )
    parts = {"word/comments.xml": comments, "word/header1.xml": header, "word/footnotes.xml": notes}
    names = ("comments", "header", "footnotes")
    return built(
        body,
        own_types=dict(zip(parts, (f"{WORD}.{name}+xml" for name in names), strict=True)),
        links=tuple(related(name, part.removeprefix("word/")) for name, part in zip(names, parts, strict=True)),
        parts=dict(parts),
    )


def _entry(name: str, kind: int, start: int, size: int, *, child: int = 0xFFFFFFFF) -> bytes:
    written = (name + "\0").encode("utf-16-le")
    nobody = 0xFFFFFFFF
    return struct.pack(
        "<64sHBBIII16sIQQIQ", written, len(written), kind, 1, nobody, nobody, child, b"", 0, 0, 0, start, size
    )
