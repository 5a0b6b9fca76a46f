import hashlib
import io
from typing import Any

import docx
import pytest
import rfc8785
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from app.documents.rules import ascii_name, file_stem
from tests.adapters.pdf_text import text_of as pdf_text
from tests.make import letters as make
from tests.office import Office

Json = dict[str, Any]
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": "text/plain; charset=utf-8",
}


def test_a_submitted_letter_can_be_read_as_pdf_word_and_text(office: Office) -> None:
    """What was frozen cannot be changed or deleted even by SQL."""
    interview = office.announce()
    candidate = office.candidate(interview["id"])
    letter = make.submitted(candidate, interview, make.thank_you())
    path = f"/v1/documents/{letter['document']['id']}"

    pdf, word, plain = (candidate.get(f"{path}.{kind}").content for kind in ("pdf", "docx", "txt"))

    paragraphs = [one["text"] for one in make.thank_you()["paragraphs"]]
    assert pdf.startswith(b"%PDF")
    assert "meal-planning" in pdf_text(pdf).replace("\n", " ")
    assert [one.text for one in docx.Document(io.BytesIO(word)).paragraphs] == paragraphs
    assert plain.decode() == "\n\n".join(paragraphs) + "\n"
    for table in ("document", "document_file", "letter_version"):
        for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET agency_id = agency_id"):
            with pytest.raises(ProgrammingError, match="permission denied"), office.rows() as session:
                session.execute(text(statement))


def test_the_hash_that_is_agreed_to_stands_for_every_byte_of_the_files(office: Office) -> None:
    interview = office.announce()
    candidate = office.candidate(interview["id"])
    letter = make.submitted(candidate, interview)

    shown = candidate.get(f"/v1/documents/{letter['document']['id']}").json()
    contents = {one["format"]: candidate.get(one["path"]).content for one in shown["files"]}

    hashes = {kind: hashlib.sha256(content).hexdigest() for kind, content in contents.items()}
    assert {one["format"]: (one["sha256"], one["bytes"]) for one in shown["files"]} == {
        kind: (hashes[kind], len(content)) for kind, content in contents.items()
    }
    files: Json = {kind: {"sha256": hashes[kind], "bytes": len(content)} for kind, content in contents.items()}
    manifest = rfc8785.dumps({"version": 1, "files": files})
    assert shown["sha256"] == letter["document"]["sha256"] == hashlib.sha256(manifest).hexdigest()


def test_a_file_says_what_it_is_and_that_it_never_changes(office: Office) -> None:
    candidate = {"external_id": "CAND-9", "name": "Zoë Łukasz", "email": office.address("zoe")}
    interview = office.announce(candidate=candidate)
    came_in = office.candidate(interview["id"])
    letter = make.submitted(came_in, interview)

    for kind, media_type in MEDIA_TYPES.items():
        answer = came_in.get(f"/v1/documents/{letter['document']['id']}.{kind}")
        assert answer.headers["Content-Type"] == media_type
        assert answer.headers["Content-Disposition"] == (
            f'attachment; filename="Letter from Zoe ukasz.{kind}"; '
            f"filename*=UTF-8''Letter%20from%20Zo%C3%AB%20%C5%81ukasz.{kind}"
        )
        assert answer.headers["ETag"] == f'"{hashlib.sha256(answer.content).hexdigest()}"'
        assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("candidate", "stem", "plain"),
    [
        ("Alex Moreau", "Letter from Alex Moreau", "Letter from Alex Moreau"),
        ('Al "the/pen" <M>', "Letter from Al the pen M", "Letter from Al the pen M"),
        ("Đỗ Thị", "Letter from Đỗ Thị", "Letter from o Thi"),
        ("王芳", "Letter from 王芳", "Letter from"),
        ("x" * 300, "Letter from " + "x" * 108, "Letter from " + "x" * 108),
    ],
)
def test_a_file_has_a_name_that_every_system_takes(candidate: str, stem: str, plain: str) -> None:
    assert file_stem("letter", candidate) == stem
    assert ascii_name(stem) == plain


def test_the_agency_reads_a_document_and_strangers_do_not_learn_that_it_exists(office: Office) -> None:
    interview = office.announce()
    letter = make.submitted(office.candidate(interview["id"]), interview)
    someone = {"external_id": "CAND-2", "name": "Bo Lind", "email": office.address("bo")}
    other = office.candidate(office.announce("I-2", candidate=someone)["id"])
    missing = "doc_01h455vb4pex5vsknk084sn02q"

    with Office.open(office.premises) as elsewhere:
        for rest in ("", ".pdf", ".docx", ".txt"):
            path = f"/v1/documents/{letter['document']['id']}{rest}"
            assert [one.get(path).status_code for one in (office.priya, office.compliance, office.crm)] == [200] * 3
            assert office.admin.get(path).status_code == 403
            assert office.anybody.get(path).status_code == 401
            for stranger in (other, elsewhere.priya, elsewhere.crm):
                theirs, none = stranger.get(path), stranger.get(f"/v1/documents/{missing}{rest}")
                assert theirs.status_code == none.status_code == 404
                assert {**theirs.json(), "request_id": ""} == {**none.json(), "request_id": ""}
