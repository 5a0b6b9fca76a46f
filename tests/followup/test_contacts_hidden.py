"""Rule 6: whatever a candidate can fetch or receive holds no e-mail address and no number of whom they met."""

import io
import zipfile
from collections.abc import Iterator
from email.message import EmailMessage

from tests.adapters import pdf_text
from tests.delivered import mails_to
from tests.make import debriefs, heard, letters, loop
from tests.make.twins import Twin, travel, wait
from tests.office import MONDAY, Office

NUMBER, EXTENSION = "+1 212 555 0142", "+1 212 555 0177"


def test_nothing_that_a_candidate_fetches_or_receives_holds_an_address_or_number_of_the_client(office: Office) -> None:
    """From before the interview to what the client decided: every page, answer, file and mail that there is."""
    twin = Twin(office)
    dana = office.interviewer("Dana Whitfield", phone=NUMBER)
    tom = office.interviewer("Tom Achterberg", phone=EXTENSION)
    twin.interview = office.announce(interviewers=[dana, tom])
    interview = twin.interview
    hidden = [dana["email"], tom["email"], *(said for one in (NUMBER, EXTENSION) for said in (one, one[-8:]))]
    travel([twin], MONDAY.replace(hour=16, minute=20))
    theirs = twin.candidate.get(f"/v1/interviews/{interview['id']}").json()
    assert theirs["contact_policy"] == "forbidden"

    debriefs.submit(twin.candidate, interview["id"])
    debriefs.decide(office.priya, interview["id"], "accept")
    letter = letters.submitted(twin.candidate, interview)
    letters.consent(twin.candidate, letter)
    loop.approve(office.priya, loop.Loop(interview, twin.candidate, letter))
    heard.told_feedback(office.priya, interview, heard.feedback(office, interview))
    wait([twin], hours=26)
    heard.told(office.priya, interview)
    wait([twin], hours=12)

    found = {path: in_words(body) for path, (_, _, body) in twin.everything().items()}
    mailed = [part for mail in mails_to(office.premises.smtp, office.address("alex")) for part in parts_of(mail)]
    assert "Dana Whitfield" in found[f"sent /my/{interview['id']}"], "whom they met is named"
    assert any(path.endswith(".pdf") and "Dana" in words for path, words in found.items()), "the files are read"
    assert any("BEGIN:VCALENDAR" in words for words in (*found.values(), *mailed))
    assert [path for path, words in found.items() if any(one in words for one in hidden)] == []
    assert [words for words in mailed if any(one in words for one in hidden)] == []
    sent = [mail["To"] for mail in mails_to(office.premises.smtp, dana["email"])]
    assert sent, "while the agency knows the address and writes to it"


def in_words(body: bytes) -> str:
    """What a reader of these bytes would find in them: of a Word file all its parts, of a PDF its text."""
    if body.startswith(b"%PDF"):
        return pdf_text.text_of(body)
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            return "\n".join(packed.read(name).decode(errors="replace") for name in packed.namelist())
    return body.decode(errors="replace")


def parts_of(mail: EmailMessage) -> Iterator[str]:
    yield "\n".join(f"{name}: {value}" for name, value in mail.items())
    for part in mail.walk():
        if not part.is_multipart():
            yield in_words(part.get_payload(decode=True) or b"")  # type: ignore[arg-type]  # bytes where it is decoded
