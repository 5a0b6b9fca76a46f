"""Of an uploaded file only its visible text ever leaves: shown by secrets in every other place of it."""

import httpx
import pytest
from sqlalchemy import text

from app.core.ids import public_id
from tests.letters.outgoing import words_of_file, words_of_mail
from tests.make import letters as make
from tests.make import loop, uploads
from tests.make.word_secrets import PLACES, SHOWN, letter_with_secrets, secret
from tests.office import Office


def answers_about(office: Office, reader: httpx.Client, letter_id: str, document_id: str, interview_id: str) -> str:
    """All that this reader can fetch about a letter, unpacked."""
    paths = [
        f"/v1/letters/{letter_id}",
        f"/v1/letters/{letter_id}/uploads",
        f"/v1/letters/{letter_id}/versions",
        f"/v1/letters/{letter_id}/versions/1",
        f"/v1/letters/{letter_id}/coverage",
        f"/v1/interviews/{interview_id}/letters",
        f"/v1/documents/{document_id}",
        *(f"/v1/documents/{document_id}.{kind}" for kind in ("pdf", "docx", "txt")),
    ]
    answers = [reader.get(path) for path in paths]
    assert [answer.status_code for answer in answers] == [200] * len(paths)
    return "\n".join(words_of_file(answer.content) for answer in answers)


@pytest.mark.practice("P8")
def test_of_a_word_letter_only_what_its_reader_sees_reaches_the_client(office: Office) -> None:
    """The client receives a letter that was uploaded as Word as a document of our own making: its text, and nothing of
    what the file held beside it (properties, comments, tracked changes, hidden text, links, data of programs)."""
    file = letter_with_secrets()
    interview = office.held()
    candidate = office.candidate(interview["id"])
    begun = make.begin(candidate, interview, to=("Dana",))
    upload = uploads.read(office, candidate, begun, file)
    submitted = make.submit(candidate, make.read(candidate, begun))
    assert submitted.status_code == 200, submitted.text
    office.run_tasks()
    on_its_way = loop.Loop(interview, candidate, submitted.json())
    assert make.consent(candidate, on_its_way.letter).status_code == 200
    approved = loop.approve(office.priya, on_its_way, **loop.NOW)
    assert approved.status_code == 200, approved.text
    on_its_way.deliveries = loop.by_name(on_its_way, approved.json()["deliveries"])

    sent = loop.let_it_go(office, on_its_way)

    assert (sent["state"], [one["text"] for one in upload["content"]["paragraphs"]]) == ("sent", list(SHOWN))
    mails = [words_of_mail(one) for one in office.premises.smtp.messages if any(office.name in to for to in one.rcpt)]
    document, ids = on_its_way.letter["document"]["id"], (begun["id"], interview["id"])
    fetched = [
        answers_about(office, reader, ids[0], document, ids[1])
        for reader in (office.crm, office.priya, office.compliance, candidate)
    ]
    shown_back = candidate.get(uploads.path_to(upload)).text
    (received,) = loop.received(office)
    assert all(text in " ".join(words_of_mail(received).split()) for text in SHOWN)
    leaving = "\n".join([*mails, *fetched, shown_back, stored_text(office, upload["id"])]).lower()
    assert [place for place in PLACES if secret(place) in leaving] == []
    assert len(mails) >= 3


def stored_text(office: Office, upload_id: str) -> str:
    """All that is kept of the file itself."""
    with office.rows() as session:
        rows = session.execute(text("SELECT id, row_to_json(u)::text FROM letter_upload u")).all()
    return "\n".join(row[1] for row in rows if public_id("upl", row[0]) == upload_id)


def test_every_secret_is_really_in_the_file() -> None:
    held = words_of_file(letter_with_secrets())
    assert [place for place in PLACES if secret(place) not in held] == []
    assert len(PLACES) >= 20
    assert len({secret(place) for place in PLACES}) == len(PLACES)
