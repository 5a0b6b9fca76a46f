"""A letter with a secret in every place of a Word file that a reader of it does not see."""

from collections.abc import Mapping

from tests.make import word_files as files
from tests.make.word_files import OFFICE, WORD, W, paragraph, related, relations, run, said

PLACES = (
    "core title",
    "core creator",
    "core last modified by",
    "core description",
    "company",
    "custom property",
    "comment",
    "comment author",
    "insertion author",
    "deleted text",
    "moved-away text",
    "hidden run",
    "run in a hiding style",
    "hidden row",
    "custom XML",
    "header",
    "footer",
    "footnote",
    "endnote",
    "image alt text",
    "image name",
    "image bytes",
    "document variable",
    "attached template",
    "link target",
    "external image",
    "bookmark name",
    "glossary",
    "thumbnail",
    "people",
    "theme",
    "font name",
    "style name",
    "field code",
    "text within a field code",
    "simple field",
    "control tag",
    "control prompt",
    "fallback",
    "equation",
    "unknown element",
    "attribute of an unknown namespace",
    "processing instruction",
    "XML comment",
    "unrelated part",
    "archive comment",
)
SHOWN = ("Dear Dana, thank you for the hour on Monday, and for the roadmap.", "I want this role; see our site.", "Alex")
"""The text that a reader sees."""
_PROPERTIES = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_PACKAGE = "application/vnd.openxmlformats-package"
_OFFICE_PARTS = "application/vnd.openxmlformats-officedocument"
_BY = 'w:id="7" w:date="2026-11-20T10:00:00Z" w:author='


def secret(place: str) -> str:
    """The word that is planted in a place, found nowhere else."""
    return f"zq{PLACES.index(place):02d}{''.join(sorted(set(place) - {' '}))}qz".lower()


def letter_with_secrets() -> bytes:
    """The letter of `SHOWN`, with a secret in each of `PLACES`."""
    parts = _parts()
    names = {
        "word/comments.xml": f"{WORD}.comments+xml",
        "word/header1.xml": f"{WORD}.header+xml",
        "word/footer1.xml": f"{WORD}.footer+xml",
        "word/footnotes.xml": f"{WORD}.footnotes+xml",
        "word/endnotes.xml": f"{WORD}.endnotes+xml",
        "word/settings.xml": f"{WORD}.settings+xml",
        "word/styles.xml": f"{WORD}.styles+xml",
        "word/people.xml": f"{WORD}.people+xml",
        "word/glossary/document.xml": f"{WORD}.document.glossary+xml",
        "docProps/core.xml": f"{_PACKAGE}.core-properties+xml",
        "docProps/app.xml": f"{_OFFICE_PARTS}.extended-properties+xml",
        "docProps/custom.xml": f"{_OFFICE_PARTS}.custom-properties+xml",
    }
    return files.packed(
        {"[Content_Types].xml": files.types({"word/document.xml": files.MAIN, **names}), **parts},
        comment=secret("archive comment").encode(),
    )


def _parts() -> Mapping[str, str | bytes]:
    return {
        "_rels/.rels": relations(
            related("officeDocument", "word/document.xml"), related(_PROPERTIES, "docProps/core.xml")
        ),
        "word/document.xml": _document(),
        "word/_rels/document.xml.rels": _relations(),
        "word/comments.xml": f'<w:comments {W}><w:comment w:id="1" w:author="{secret("comment author")}">'
        f"{said(secret('comment'))}</w:comment></w:comments>",
        "word/header1.xml": f"<w:hdr {W}>{said(secret('header'))}</w:hdr>",
        "word/footer1.xml": f"<w:ftr {W}>{said(secret('footer'))}</w:ftr>",
        "word/footnotes.xml": _notes("footnote"),
        "word/endnotes.xml": _notes("endnote"),
        "word/settings.xml": f'<w:settings {W}><w:docVars><w:docVar w:name="a" w:val="{secret("document variable")}"/>'
        "</w:docVars></w:settings>",
        "word/_rels/settings.xml.rels": relations(
            related("attachedTemplate", f"file:///C:/{secret('attached template')}.dotm", external=True)
        ),
        "word/styles.xml": f'<w:styles {W}><w:style w:type="character" w:styleId="Quiet">'
        f'<w:name w:val="{secret("style name")}"/><w:rPr><w:vanish/></w:rPr></w:style></w:styles>',
        "word/theme/theme1.xml": f'<a:theme xmlns:a="urn:a" name="{secret("theme")}"/>',
        "word/fontTable.xml": f'<w:fonts {W}><w:font w:name="{secret("font name")}"/></w:fonts>',
        "word/people.xml": f'<p:people xmlns:p="urn:w15"><p:person p:author="{secret("people")}"/></p:people>',
        "word/glossary/document.xml": files.document(said(secret("glossary"))),
        "word/media/image1.png": b"\x89PNG" + secret("image bytes").encode(),
        "word/media/unrelated.xml": f"<a>{secret('unrelated part')}</a>",
        "customXml/item1.xml": f"<a>{secret('custom XML')}</a>",
        "docProps/thumbnail.jpeg": b"\xff\xd8" + secret("thumbnail").encode(),
        "docProps/core.xml": _core(),
        "docProps/app.xml": f"<Properties><Company>{secret('company')}</Company></Properties>",
        "docProps/custom.xml": f'<Properties><property name="a">{secret("custom property")}</property></Properties>',
    }


def _notes(kind: str) -> str:
    return f'<w:{kind}s {W}><w:{kind} w:id="2">{said(secret(kind))}</w:{kind}></w:{kind}s>'


def _core() -> str:
    return (
        f'<p:coreProperties xmlns:p="{_PROPERTIES}" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{secret('core title')}</dc:title><dc:creator>{secret('core creator')}</dc:creator>"
        f"<dc:description>{secret('core description')}</dc:description>"
        f"<p:lastModifiedBy>{secret('core last modified by')}</p:lastModifiedBy></p:coreProperties>"
    )


def _relations() -> str:
    inner = {"comments", "footnotes", "endnotes", "settings", "styles", "fontTable", "people"}
    return relations(
        *(related(kind, f"{kind}.xml") for kind in sorted(inner)),
        related("header", "header1.xml"),
        related("footer", "footer1.xml"),
        related("theme", "theme/theme1.xml"),
        related("glossaryDocument", "glossary/document.xml"),
        f'<Relationship Id="pic" Type="{OFFICE}/image" Target="media/image1.png"/>',
        f'<Relationship Id="link" Type="{OFFICE}/hyperlink" Target="http://{secret("link target")}.example" '
        'TargetMode="External"/>',
        f'<Relationship Id="far" Type="{OFFICE}/image" Target="http://{secret("external image")}.example/x.png" '
        'TargetMode="External"/>',
    )


def _document() -> str:
    body = _first() + _second() + said(SHOWN[2]) + _third()
    declared = f'<?xml version="1.0"?><?pi {secret("processing instruction")}?><!-- {secret("XML comment")} -->'
    return declared + files.document(body)


def _first() -> str:
    insertion, author = f'<w:ins {_BY}"{secret("insertion author")}">', f'{_BY}"Jo"'
    deleted = f"<w:r><w:delText>{secret('deleted text')}</w:delText></w:r>"
    return paragraph(
        f'<w:bookmarkStart w:id="0" w:name="{secret("bookmark name")}"/>',
        run("Dear Dana, thank you for the hour on Monday"),
        f"{insertion}{run(', and for the roadmap')}</w:ins>",
        f"<w:del {author}>{deleted}</w:del>",
        f"<w:moveFrom {author}>{run(secret('moved-away text'))}</w:moveFrom>",
        run(secret("hidden run"), "<w:vanish/>"),
        run(secret("run in a hiding style"), '<w:rStyle w:val="Quiet"/>'),
        run("."),
        _picture(),
    )


def _second() -> str:
    between = run(secret("text within a field code"))
    code = f'<w:r><w:instrText>HYPERLINK "{secret("field code")}"</w:instrText></w:r>'
    marks = {kind: f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")}
    control = f'<w:sdtPr><w:tag w:val="{secret("control tag")}"/></w:sdtPr>'
    prompt = f"<w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run(secret('control prompt'))}</w:sdtContent>"
    return paragraph(
        f"<w:sdt>{control}<w:sdtContent>{run('I want this role; see ')}</w:sdtContent></w:sdt>",
        f"<w:sdt>{prompt}</w:sdt>",
        f"{marks['begin']}{code}{between}{marks['separate']}{run('our ')}{marks['end']}",
        f'<w:hyperlink r:id="link">{run("site")}</w:hyperlink>',
        f'<w:fldSimple w:instr="DOCPROPERTY {secret("simple field")}">{run(".")}</w:fldSimple>',
        f"<mc:AlternateContent><mc:Choice Requires='wps'><w:r><w:t></w:t></w:r></mc:Choice><mc:Fallback>"
        f"{run(secret('fallback'))}</mc:Fallback></mc:AlternateContent>",
    )


def _third() -> str:
    row = f"<w:tr><w:trPr><w:hidden/></w:trPr><w:tc>{said(secret('hidden row'))}</w:tc></w:tr>"
    math = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    return (
        f"<w:tbl>{row}</w:tbl>"
        f"<w:p><m:oMath {math}><m:r><m:t>{secret('equation')}</m:t></m:r></m:oMath>"
        f'<x:odd xmlns:x="urn:x" x:note="{secret("attribute of an unknown namespace")}">'
        f"{run(secret('unknown element'))}</x:odd></w:p>"
    )


def _picture() -> str:
    described = f'<docPr id="1" name="{secret("image name")}" descr="{secret("image alt text")}"/>'
    return f'<w:r><w:drawing>{described}<blip r:embed="pic"/><blip r:link="far"/></w:drawing></w:r>'
