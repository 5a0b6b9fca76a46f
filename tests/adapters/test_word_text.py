"""What of a Word file becomes the letter's text, and what is counted and left behind."""

import re

import pytest

from app.adapters.word_upload.contents import Contents, contents
from tests.make import word_files as files
from tests.make.word_files import built, paragraph, run, said

AUTHOR = 'w:id="1" w:author="Jo Coach"'
BULLETS = (
    f"<w:numbering {files.W}>"
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    "</w:numbering>"
)
STYLES = (
    f"<w:styles {files.W}>"
    '<w:style w:type="character" w:styleId="Note"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Aside"><w:basedOn w:val="Note"/></w:style>'
    '<w:style w:type="character" w:styleId="Loud"><w:basedOn w:val="Note"/>'
    '<w:rPr><w:vanish w:val="0"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Memo"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Round"><w:basedOn w:val="Round"/></w:style>'
    "</w:styles>"
)


def texts(body: str, **parts: str) -> list[str]:
    return read(body, **parts).paragraphs


def read(body: str, **parts: str) -> Contents:
    """Read a body with the parts that stand beside it, such as ``numbering``."""
    links = tuple(files.related(name, f"{name}.xml") for name in parts)
    return contents(built(body, links=links, parts={f"word/{name}.xml": part for name, part in parts.items()}))


def item(text: str, *, level: int = 0, number: int = 1) -> str:
    listed = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return paragraph(run(text), properties=listed)


def field(code: str, shown: str, *, between: str = "") -> str:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    written = f"<w:r><w:instrText>{code}</w:instrText></w:r>"
    return f"{mark('begin')}{written}{between}{mark('separate')}{run(shown)}{mark('end')}"


def test_tracked_changes_are_taken_as_accepted() -> None:
    inserted, gone = f"<w:ins {AUTHOR}>{run('new')}</w:ins>", f"<w:del {AUTHOR}>{run('old')}</w:del>"
    moved = f"<w:moveFrom {AUTHOR}>{run('there')}</w:moveFrom><w:moveTo {AUTHOR}>{run('here')}</w:moveTo>"

    found = read(paragraph(run("a "), inserted, gone, run(" b "), moved))

    assert found.paragraphs == ["a new b here"]
    assert found.found == {"tracked_changes": 4, "author_names": 1}


def test_a_deleted_end_of_a_paragraph_joins_it_to_the_next_and_loses_nothing_at_the_end() -> None:
    deleted = f"<w:rPr><w:del {AUTHOR}/></w:rPr>"

    assert texts(paragraph(run("One "), properties=deleted) + said("two.")) == ["One two."]
    assert texts(said("One.") + paragraph(run("Two."), properties=deleted)) == ["One.", "Two."]


def test_a_deleted_row_of_a_table_is_gone() -> None:
    row = f"<w:tr><w:trPr><w:del {AUTHOR}/></w:trPr><w:tc>{said('old')}</w:tc></w:tr>"
    assert texts(f"<w:tbl>{row}<w:tr><w:tc>{said('kept')}</w:tc></w:tr></w:tbl>") == ["kept"]


@pytest.mark.parametrize(
    "hidden",
    [
        "<w:vanish/>",
        '<w:vanish w:val="true"/>',
        '<w:rStyle w:val="Note"/>',
        '<w:rStyle w:val="Aside"/>',
    ],
)
def test_hidden_text_is_left_out_however_it_was_hidden(hidden: str) -> None:
    found = read(paragraph(run("Seen."), run("not", hidden), run("seen", hidden), run(" Here.")), styles=STYLES)

    assert found.paragraphs == ["Seen. Here."]
    assert found.found == {"hidden_text": 1}


@pytest.mark.parametrize("shown", ['<w:vanish w:val="0"/>', '<w:rStyle w:val="Loud"/>', '<w:rStyle w:val="Round"/>'])
def test_text_that_is_only_nearly_hidden_is_kept(shown: str) -> None:
    assert texts(paragraph(run("Seen.", shown)), styles=STYLES) == ["Seen."]


def test_a_paragraph_in_a_hiding_style_is_left_out() -> None:
    memo = paragraph(run("For Priya only"), properties='<w:pStyle w:val="Memo"/>')
    assert texts(said("Dear Dana") + memo, styles=STYLES) == ["Dear Dana"]


def test_of_a_field_only_the_result_is_text() -> None:
    link = field(' HYPERLINK "http://secret.example" ', "our site", between=run("not shown"))
    simple = f'<w:fldSimple w:instr="DOCVARIABLE secret">{run(" today")}</w:fldSimple>'

    found = read(paragraph(run("See "), link, simple, run(".")))

    assert found.paragraphs == ["See our site today."]
    assert found.found == {"links": 1}


def test_a_field_that_begins_in_hidden_text_hides_nothing_after_it() -> None:
    begun = '<w:r><w:rPr><w:vanish/></w:rPr><w:fldChar w:fldCharType="begin"/></w:r>'
    ended = '<w:r><w:rPr><w:vanish/></w:rPr><w:fldChar w:fldCharType="end"/></w:r>'
    assert texts(paragraph(begun, run("code"), ended, run("Dear Dana"))) == ["Dear Dana"]


def test_what_was_filled_into_a_form_is_text_and_its_prompt_is_not() -> None:
    filled = f'<w:sdt><w:sdtPr><w:alias w:val="x"/></w:sdtPr><w:sdtContent>{run("Dana")}</w:sdtContent></w:sdt>'
    prompt = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('Click here')}</w:sdtContent></w:sdt>"

    found = read(paragraph(run("Dear "), filled, prompt))

    assert found.paragraphs == ["Dear Dana"]
    assert found.found == {"placeholders": 1}


def test_of_two_alternatives_the_one_that_word_shows_is_read() -> None:
    both = (
        f"<mc:AlternateContent><mc:Choice Requires='wps'>{run('shown')}</mc:Choice>"
        f"<mc:Fallback>{run('older')}</mc:Fallback></mc:AlternateContent>"
    )
    older = (
        f"<mc:AlternateContent><mc:Choice Requires='x'/><mc:Fallback>{run('older')}</mc:Fallback></mc:AlternateContent>"
    )

    assert texts(paragraph(both)) == ["shown"]
    assert texts(paragraph(older)) == ["older"]


def test_a_text_box_follows_the_paragraph_beside_it_once() -> None:
    box = f"<x><w:txbxContent>{said('In a box.')}</w:txbxContent></x>"
    drawn = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )

    found = read(paragraph(run("Before"), drawn, run(" and after.")) + said("Next."))

    assert found.paragraphs == ["Before and after.", "In a box.", "Next."]
    assert found.found == {"text_boxes": 1}


def test_items_of_a_list_are_lines_of_one_paragraph() -> None:
    body = item("Apple") + item("Pear", level=1) + item("Quince") + said("Then:") + item("First", number=2)
    body += item("Second", number=2)

    assert texts(body, numbering=BULLETS) == ["• Apple\n1. Pear\n• Quince", "Then:", "1. First\n2. Second"]


def test_rows_of_a_table_are_lines_and_a_table_made_for_layout_is_paragraphs() -> None:
    layout = f"<w:tbl><w:tr><w:tc>{said('Dear Dana')}{said('Thank you.')}</w:tc></w:tr></w:tbl>"

    assert texts(files.table(("Top left", "Top right"), ("Below", "right"))) == ["Top left | Top right\nBelow | right"]
    assert texts(layout) == ["Dear Dana", "Thank you."]


def test_breaks_stay_breaks_and_a_blank_line_ends_a_paragraph() -> None:
    lines = "<w:r><w:t>Harcourt</w:t><w:br/><w:t>London</w:t><w:br/><w:br/><w:t>Dear</w:t><w:tab/><w:t>Dana</w:t></w:r>"
    assert texts(f"<w:p>{lines}</w:p>") == ["Harcourt\nLondon", "Dear\tDana"]


def test_signs_that_break_a_row_or_turn_the_text_are_taken_out_and_counted() -> None:
    found = read(said("Da&#x85;na \u202eevil\u202c co\u00adop\u200b \ufeffok"))

    assert found.paragraphs == ["Dana evil coop ok"]
    assert found.found == {"invisible_characters": 3}


@pytest.mark.parametrize(
    "text", ["Łucja, Ελληνικά, Привет", "e\u0301", "中文 日本語", "a &amp; b &lt;p&gt; {{x}}", "« 1 »"]
)
def test_any_writing_comes_out_as_it_was_typed(text: str) -> None:
    plain = re.sub("&(amp|lt|gt);", lambda found: {"amp": "&", "lt": "<", "gt": ">"}[found[1]], text)
    assert texts(said(text)) == [plain.replace("e\u0301", "é")]


def test_the_strict_form_of_the_format_is_read_too() -> None:
    strict = files.document(said("Dear Dana") + paragraph(run("hidden", "<w:vanish/>")))
    strict = strict.replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006", "http://purl.oclc.org/ooxml/wordprocessingml"
    )
    assert contents(built(parts={"word/document.xml": strict})).paragraphs == ["Dear Dana"]


def test_a_byte_order_mark_is_no_hindrance() -> None:
    marked = "\ufeff".encode() + files.document(said("Dear Dana")).encode()
    assert contents(built(parts={"word/document.xml": marked})).paragraphs == ["Dear Dana"]


def test_struck_text_stays_and_is_named() -> None:
    found = read(paragraph(run("Salmon", "<w:strike/>"), run(" Trout")))

    assert found.paragraphs == ["Salmon Trout"]
    assert found.found == {"struck_through": 1}


def test_everything_beside_the_text_is_counted_and_none_of_it_read() -> None:
    found = contents(files.in_the_margins())

    assert found.paragraphs == [
        "Thank you for the hour on Monday.",
        "I want this role.",
        "Call me.",
        "A product people eat.",
    ]
    assert found.found == {
        "tracked_changes": 3,
        "comments": 1,
        "hidden_text": 1,
        "headers_and_footers": 1,
        "notes": 1,
        "pictures": 1,
        "text_boxes": 1,
        "author_names": 1,
    }
