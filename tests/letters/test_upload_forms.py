"""How a file comes in: one file in the field ``file`` of a form, at most 10 MB; all else names what is wrong."""

from collections.abc import Iterator
from typing import Any

import pytest

from app.web.middleware import MOST_FILE_BYTES
from tests.make import uploads, word_files
from tests.make.uploads import DOCX, begun
from tests.office import Office

Json = dict[str, Any]
MULTIPART = {"Content-Type": "multipart/form-data; boundary=x"}


@pytest.mark.parametrize(
    ("form", "pointer"),
    [
        ({"files": {"letter": ("a.docx", b"x", DOCX)}}, "#/letter"),
        ({"files": [("file", ("a.docx", b"x", DOCX)), ("file", ("b.docx", b"y", DOCX))]}, "#/file"),
        ({"files": {"file": (None, "Dear Dana")}}, "#/file"),
        ({"files": {"file": ("a.docx", b"", DOCX)}}, "#/file"),
        ({"files": {"file": ("a.docx", b"x", DOCX)}, "data": {"note": "x"}}, "#/note"),
        ({"json": {"file": "x"}}, "header:Content-Type"),
        ({"data": {"file": "x"}}, "header:Content-Type"),
        ({"content": b"PK\x03\x04", "headers": {"Content-Type": DOCX}}, "header:Content-Type"),
        ({"content": b"", "headers": {"Content-Type": "multipart/form-data; boundary=x"}}, "header:Content-Type"),
        ({"content": b"x", "headers": {"Content-Type": "multipart/form-data"}}, "#"),
        ({"content": b"junk", "headers": {"Content-Type": "multipart/form-data; boundary=x"}}, "#"),
        (
            {
                "content": b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nPK',
                "headers": {"Content-Type": "multipart/form-data; boundary=x"},
            },
            "#",
        ),
        ({"content": b"--x--\r\n", "headers": {"Content-Type": "multipart/form-data; boundary=x"}}, "#/file"),
    ],
)
def test_a_form_that_does_not_hold_one_file_is_refused_by_field(office: Office, form: Json, pointer: str) -> None:
    candidate, letter = begun(office)

    refused = candidate.post(f"/v1/letters/{letter['id']}/upload", **form)

    assert (refused.status_code, refused.json()["code"]) == (422, "invalid")
    assert refused.json()["errors"][0]["pointer"] == pointer
    assert candidate.get(f"/v1/letters/{letter['id']}/uploads").json()["data"] == []


def test_a_wrong_identifier_in_the_path_of_an_upload_is_named(office: Office) -> None:
    candidate, _ = begun(office)

    refused = uploads.send(candidate, {"id": "int_01h455vb4pex5vsknk084sn02q"})

    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "path:letter_id")


def test_a_file_past_ten_megabytes_is_refused_and_one_of_ten_is_taken(office: Office) -> None:
    candidate, letter = begun(office)

    just_too_large = uploads.send(candidate, letter, b"x" * (MOST_FILE_BYTES + 1))
    far_too_large = uploads.send(candidate, letter, b"x" * (MOST_FILE_BYTES * 2))
    unsaid = candidate.post(f"/v1/letters/{letter['id']}/upload", content=endless(), headers=MULTIPART)

    for refused in (just_too_large, far_too_large, unsaid):
        assert (refused.status_code, refused.json()["code"]) == (413, "too_large")
        assert str(MOST_FILE_BYTES) in refused.json()["detail"]
    assert uploads.read(office, candidate, letter, b"x" * MOST_FILE_BYTES)["refusal"]["code"] == "not_word"


def endless() -> Iterator[bytes]:
    """A form that is longer than is taken, in pieces and without a length."""
    yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.docx"\r\n\r\n'
    for _ in range(MOST_FILE_BYTES // 65_536 + 2):
        yield b"x" * 65_536


def test_the_same_upload_sent_again_with_its_key_is_one_upload(office: Office) -> None:
    candidate, letter = begun(office)
    file = {"file": ("letter.docx", word_files.letter(), DOCX)}
    path, headers = f"/v1/letters/{letter['id']}/upload", {"Idempotency-Key": "one-upload"}

    answers = [candidate.post(path, files=file, headers=headers) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [202, 202]
    assert answers[0].json()["id"] == answers[1].json()["id"]
    assert answers[1].headers["Location"] == answers[0].headers["Location"]
    assert len(candidate.get(f"/v1/letters/{letter['id']}/uploads").json()["data"]) == 1
