"""Word files on their way to a letter, over HTTP."""

from typing import Any

import httpx
from sqlalchemy import text

from app.core.ids import Prefixed
from tests.make import letters, word_files
from tests.office import Office

Json = dict[str, Any]
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def begun(office: Office, **announced: Any) -> tuple[httpx.Client, Json]:
    """A candidate who has begun a letter."""
    interview = office.announce(**announced)
    candidate = office.candidate(interview["id"])
    return candidate, letters.begin(candidate, interview)


def send(candidate: httpx.Client, letter: Json, file: bytes | None = None, name: str = "letter.docx") -> httpx.Response:
    """Upload a file as this letter."""
    content = word_files.letter() if file is None else file
    return candidate.post(f"/v1/letters/{letter['id']}/upload", files={"file": (name, content, DOCX)})


def sent(candidate: httpx.Client, letter: Json, file: bytes | None = None) -> Json:
    answer = send(candidate, letter, file)
    assert answer.status_code == 202, answer.text
    view: Json = answer.json()
    return view


def looked_at(reader: httpx.Client, upload: Json) -> Json:
    """The upload as it now is."""
    answer = reader.get(path_to(upload))
    assert answer.status_code == 200, answer.text
    view: Json = answer.json()
    return view


def read(office: Office, candidate: httpx.Client, letter: Json, file: bytes | None = None) -> Json:
    """Upload a file, let the worker read it, and look where the answer said."""
    upload = sent(candidate, letter, file)
    office.run_tasks()
    return looked_at(candidate, upload)


def take(candidate: httpx.Client, upload: Json, etag: str | None) -> httpx.Response:
    headers = {} if etag is None else {"If-Match": etag}
    return candidate.post(f"{path_to(upload)}/take", headers=headers)


def path_to(upload: Json) -> str:
    return f"/v1/letters/{upload['letter_id']}/uploads/{upload['id']}"


def stored(office: Office, upload: Json, column: str) -> Any:
    """A column of the upload's row."""
    with office.rows() as session:
        query = text(f"SELECT {column} FROM letter_upload WHERE id = :id")
        return session.scalar(query, {"id": Prefixed("upl").parse(upload["id"])})
