import io
import zipfile

import docx
import pytest

from app.adapters.word_upload.answers import Refused
from app.adapters.word_upload.contents import contents
from tests.make import word_files as files

MANY = {f"word/part{number}.xml": "<a/>" for number in range(1_000)}
ACTIVE_X = {"word/activeX/activeX1.xml": "<ax/>"}
MACRO_TEMPLATE = "application/vnd.ms-word.template.macroEnabledTemplate.main+xml"
TEMPLATE = f"{files.WORD}.template.main+xml"
ALT_CHUNK = '<w:altChunk r:id="r1"/>'
DEEP = "<w:smartTag>" * 5_000 + files.run("x") + "</w:smartTag>" * 5_000
UTF_16 = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY b "c">]><a/>'.encode("utf-16")


def reason(file: bytes) -> str:
    with pytest.raises(Refused) as refused:
        contents(file)
    return refused.value.reason


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (b"", "not_word"),
        (b"Dear Dana", "not_word"),
        (b"<html>Dear Dana</html>", "not_word"),
        (b"%PDF-1.7\n", "pdf"),
        (b"\xef\xbb\xbf junk before %PDF-1.4", "pdf"),
        (b"{\\rtf1 Dear Dana}", "rtf"),
        (files.old_doc(), "old_word"),
        (files.encrypted(), "encrypted"),
        (files.ole("Something"), "not_word"),
        (files.packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}), "open_document"),
        (files.packed({"index.html": "Dear Dana"}), "not_word"),
        (files.spreadsheet(), "other_office"),
        (files.macro_enabled(), "macros"),
        (files.built(parts={"word/vbaProject.bin": b"x"}), "macros"),
        (files.built(main=MACRO_TEMPLATE), "macros"),
        (files.built(main=TEMPLATE), "template"),
    ],
)
def test_what_is_no_word_document_is_recognised(file: bytes, why: str) -> None:
    assert reason(file) == why


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (files.letter()[:-400], "damaged"),
        (files.letter()[:9_000], "damaged"),
        (files.built(parts={"word/document.xml": "<w:document"}), "damaged"),
        (files.built(parts={"[Content_Types].xml": "<Types"}), "damaged"),
        (files.built(parts={"_rels/.rels": files.relations(files.related("officeDocument", "gone.xml"))}), "not_word"),
        (
            files.built(parts={"word/numbering.xml": "junk"}, links=(files.related("numbering", "numbering.xml"),)),
            "damaged",
        ),
        (files.lying_about_its_size(), "damaged"),
        (files.built(DEEP), "damaged"),
    ],
)
def test_what_is_broken_is_said_to_be(file: bytes, why: str) -> None:
    assert reason(file) == why


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (files.built(parts={"../../etc/cron.d/x": "x"}), "path_outside"),
        (files.built(parts={"word/../../x.xml": "<a/>"}), "path_outside"),
        (files.built(parts={"/etc/x.xml": "<a/>"}), "path_outside"),
        (files.built(parts={"C:\\x.xml": "<a/>"}), "path_outside"),
        (files.built(parts=MANY), "too_many_parts"),
        (files.built(parts={"word/media/a.png": b"\x00" * 26 * 1024 * 1024}), "too_large_inside"),
        (files.built(files.said("word " * 900_000)), "too_large_inside"),
        (files.built("<w:p/>" * 300_000), "too_complex"),
        (files.built(parts=ACTIVE_X), "active_content"),
        (files.built(parts={"word/embeddings/a.xlsx": b"PK"}), "active_content"),
        (
            files.built(own_types={"word/x.bin": f"{files.OFFICE}.oleObject"}, parts={"word/x.bin": b"x"}),
            "active_content",
        ),
        (files.built(ALT_CHUNK), "other_files"),
        (files.built(links=(files.related("aFChunk", "chunk.html"),)), "other_files"),
        (files.built('<w:subDoc r:id="r1"/>'), "other_files"),
        (files.with_entities(), "doctype"),
        (files.with_entities("http://127.0.0.1:1/x"), "doctype"),
        (files.laughing(), "doctype"),
        (files.built(parts={"customXml/item1.xml": "<!DOCTYPE a><a/>"}), "doctype"),
        (files.built(parts={"customXml/item1.xml": UTF_16}), "doctype"),
    ],
)
def test_what_is_hostile_is_refused_before_it_is_read(file: bytes, why: str) -> None:
    assert reason(file) == why


def test_two_parts_of_one_name_are_refused_whichever_a_reader_would_take() -> None:
    content = io.BytesIO(files.built())
    with zipfile.ZipFile(content, "a") as package, pytest.warns(UserWarning, match="Duplicate"):
        package.writestr("word/document.xml", files.document(files.said("Something else")))

    assert reason(content.getvalue()) == "damaged"


def test_a_member_that_is_locked_or_packed_in_an_unusual_way_is_refused() -> None:
    flagged = bytearray(files.letter())
    at = flagged.rfind(b"PK\x01\x02")
    flagged[at + 8] |= 1
    unusual = io.BytesIO()
    with zipfile.ZipFile(unusual, "w", zipfile.ZIP_LZMA) as package:
        package.writestr("word/document.xml", files.document(""))

    assert reason(bytes(flagged)) == "encrypted"
    assert reason(unusual.getvalue()) == "damaged"


def test_a_letter_without_text_and_one_that_is_too_long_are_refused_with_the_number() -> None:
    assert reason(files.built("")) == "no_text"
    assert reason(files.letter("   ", "\t")) == "no_text"
    for body, why, count in (
        (files.said("x" * 20_001), "too_long", 20_001),
        (files.said("word " * 100_000), "too_long", 500_000),
        (files.said("x") * 201, "too_many_paragraphs", 201),
    ):
        with pytest.raises(Refused) as refused:
            contents(files.built(body))
        assert (refused.value.reason, refused.value.count) == (why, count)
    assert len(contents(files.built(files.said("x" * 20_000))).paragraphs[0]) == 20_000


def test_a_link_to_outside_is_never_followed_and_is_no_hindrance() -> None:
    links = (
        files.related("attachedTemplate", "http://127.0.0.1:1/evil.dotm", external=True),
        files.related("image", "http://127.0.0.1:1/x.png", external=True),
        files.related("hyperlink", "http://127.0.0.1:1/", external=True),
    )

    read = contents(files.built(links=links))

    assert read.paragraphs == [files.THANKS]
    assert read.found == {"linked_files": 2, "links": 1}


def test_what_our_own_service_writes_can_be_uploaded_again() -> None:
    document = docx.Document()
    document.add_paragraph("Łódź – R&D: O & <x> “quoted” e\u0301")
    saved = io.BytesIO()
    document.save(saved)

    assert contents(saved.getvalue()).paragraphs == ["Łódź – R&D: O & <x> “quoted” é"]
