"""A letter as a Word file: the words and their simple structure, and nothing of the machine that made it.

No date, no user or machine name, no comment, macro, custom part or link to outside; equal input gives equal
bytes.
"""

import io
import zipfile

import docx
from docx.document import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from app.adapters.letter_page import LetterPage

_SOFT = RGBColor(0x5A, 0x62, 0x72)
_SIDE, _ENDS = Mm(32), Mm(34)
_WIDTH, _HEIGHT = Mm(210), Mm(297)
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
_KEPT_PARTS = {
    RELATIONSHIP_TYPE.OFFICE_DOCUMENT,
    RELATIONSHIP_TYPE.CORE_PROPERTIES,
    RELATIONSHIP_TYPE.STYLES,
    RELATIONSHIP_TYPE.SETTINGS,
}
_STYLES = """<w:styles {namespaces}>
  <w:docDefaults>
    <w:rPrDefault><w:rPr>
      <w:rFonts w:ascii="Georgia" w:hAnsi="Georgia" w:eastAsia="Georgia" w:cs="Georgia"/>
      <w:color w:val="1C2330"/><w:sz w:val="23"/><w:szCs w:val="23"/><w:lang w:val="{language}"/>
    </w:rPr></w:rPrDefault>
    <w:pPrDefault><w:pPr>
      <w:widowControl/><w:spacing w:after="200" w:line="320" w:lineRule="auto"/>
    </w:pPr></w:pPrDefault>
  </w:docDefaults>
  <w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>
  <w:style w:type="paragraph" w:styleId="Footer">
    <w:name w:val="footer"/><w:basedOn w:val="Normal"/>
    <w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>
    <w:rPr><w:color w:val="5A6272"/><w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr>
  </w:style>
</w:styles>"""
_HEADING_STYLES = """<w:styles {namespaces}>
  <w:style w:type="paragraph" w:styleId="Heading1">
    <w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/>
    <w:pPr><w:keepNext/><w:spacing w:after="280"/><w:outlineLvl w:val="0"/></w:pPr>
    <w:rPr><w:b/><w:bCs/><w:sz w:val="30"/><w:szCs w:val="30"/></w:rPr>
  </w:style>
  <w:style w:type="paragraph" w:styleId="Heading2">
    <w:name w:val="heading 2"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/>
    <w:pPr><w:keepNext/><w:spacing w:before="360" w:after="120"/><w:outlineLvl w:val="1"/></w:pPr>
    <w:rPr><w:b/><w:bCs/></w:rPr>
  </w:style>
</w:styles>"""
_SETTINGS = """<w:settings {namespaces}>
  <w:defaultTabStop w:val="720"/>
  <w:compat>
    <w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>
  </w:compat>
</w:settings>"""


def letter_docx(page: LetterPage) -> bytes:
    """Render the letter as .docx, laid out like the PDF, in a typeface that comes with Word."""
    document = docx.Document()
    _strip(document, page)
    _describe(document, page)
    _set_sheet(document.sections[0], page)
    if page.date_line:
        dated = document.add_paragraph()
        dated.add_run(page.date_line).font.color.rgb = _SOFT
        dated.paragraph_format.space_after = Pt(26)
    if page.heading:
        document.add_heading(page.heading, level=1)
    for paragraph in page.paragraphs:
        document.add_paragraph(paragraph)
    for section in page.sections:
        document.add_heading(section.heading, level=2)
        for paragraph in section.paragraphs:
            document.add_paragraph(paragraph)
    return _repacked(document)


def _strip(document: Document, page: LetterPage) -> None:
    """Put our few styles and settings in place of the library's template, and drop its other parts.

    Styles of headings are for those pages only that have one.
    """
    for relationships in (document.part.rels, document.part.package.rels):
        for key in [key for key, found in relationships.items() if found.reltype not in _KEPT_PARTS]:
            del relationships[key]
    document.element.body[-1].attrib.clear()
    namespaces = nsdecls("w")
    styles = [_STYLES.format(namespaces=namespaces, language=page.language)]
    if page.heading:
        styles.append(_HEADING_STYLES.format(namespaces=namespaces))
    document.styles.element[:] = [style for part in styles for style in parse_xml(part)]
    document.settings.element[:] = list(parse_xml(_SETTINGS.format(namespaces=namespaces)))


def _describe(document: Document, page: LetterPage) -> None:
    properties = document.core_properties
    properties.title = page.title
    properties.author = properties.last_modified_by = page.author
    properties.language = page.language
    properties.comments = ""
    element = document.part.package.part_related_by(RELATIONSHIP_TYPE.CORE_PROPERTIES).element
    for name in ("dcterms:created", "dcterms:modified"):
        for found in element.findall(qn(name)):
            element.remove(found)


def _set_sheet(section: Section, page: LetterPage) -> None:
    """Lay out A4 with the running footer; the author and the page's number from the second page on."""
    section.page_width, section.page_height = _WIDTH, _HEIGHT
    section.left_margin = section.right_margin = _SIDE
    section.top_margin = section.bottom_margin = _ENDS
    section.different_first_page_header_footer = True
    _footer_line(section.first_page_footer.paragraphs[0], page)
    following = _footer_line(section.footer.paragraphs[0], page)
    following.add_run(f"\t{page.author} · ")
    number = OxmlElement("w:fldSimple")
    number.set(qn("w:instr"), "PAGE")
    section.footer.part.element[-1].append(number)


def _footer_line(line: Paragraph, page: LetterPage) -> Paragraph:
    line.paragraph_format.tab_stops.add_tab_stop(_WIDTH - 2 * _SIDE, WD_TAB_ALIGNMENT.RIGHT)
    line.add_run(page.footer or "")
    return line


def _repacked(document: Document) -> bytes:
    """Save, then pack again with one fixed time; stored, since zlib versions compress to different bytes."""
    saved, packed = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            member = zipfile.ZipInfo(name, _ZIP_EPOCH)
            member.create_system = 0
            target.writestr(member, source.read(name), zipfile.ZIP_STORED)
    return packed.getvalue()
