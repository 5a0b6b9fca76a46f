import email
import email.policy
import hashlib
import io
import json
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email.message import EmailMessage

import pytest

from app.core.clock import utc_now
from app.core.ids import Prefixed
from app.core.queue import Work
from app.deliveries.tasks import sending as tasks
from tests.adapters import pdf_text
from tests.adapters.smtp_ledger import Accepted
from tests.make import debriefs, letters
from tests.make.loop import (
    NOW,
    Loop,
    approve,
    by_name,
    decide,
    let_it_go,
    letter_approved,
    letter_submitted,
    path_to,
    received,
)
from tests.make.loop import delivery as delivery_now
from tests.office import Office, text_of

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def parsed(accepted: Accepted) -> EmailMessage:
    return email.message_from_bytes(accepted.content, policy=email.policy.default)


def content_of(part: EmailMessage) -> bytes:
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content


def everything_in(accepted: Accepted) -> str:
    """Every word of a message: headers, text, and what is packed into its attachments."""
    words = [accepted.content.decode("ascii")]
    for part in parsed(accepted).walk():
        words += [f"{name}: {value}" for name, value in part.items()]
        if not part.is_multipart():
            words.append(opened(part.get_content_type(), content_of(part)))
    return "\n".join(words)


def opened(kind: str, content: bytes) -> str:
    if kind == WORD:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return "\n".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    if kind == "application/pdf":
        return pdf_text.text_of(content) + content.decode("latin-1")
    return content.decode()


def send_twice(office: Office, loop: Loop, name: str) -> None:
    work = Work(office.premises.db, office.premises.settings)
    subject_id = Prefixed("dlv").parse(loop.deliveries[name]["id"])
    for _ in range(2):
        tasks.send_delivery.run(work, agency_id=office.agency_id, subject_id=subject_id)


@pytest.mark.practice("P8")
def test_the_interviewer_receives_the_letter_as_mail_with_pdf_and_word(office: Office) -> None:
    """The client receives one mail from the consultant: the letter to read at once, and as PDF and Word."""
    line = "Dana, Alex asked me to pass this on; I will ring you at ten."
    loop = letter_approved(office, to=("Dana",), approval={**NOW, "covering_line": line})
    document = f"/v1/documents/{loop.letter['document']['id']}"
    manifest = {one["format"]: one["sha256"] for one in office.crm.get(document).json()["files"]}

    sent = let_it_go(office, loop)

    assert (sent["state"], sent["attempts"], sent["reply"]) == ("sent", 1, "2.0.0 queued as 4711")
    (accepted,) = received(office)
    assert accepted.rcpt == (office.address("dana", "meridian"),)
    assert accepted.envelope_from == "letters@afterword.example"
    message = parsed(accepted)
    assert message["To"] == f"Dana Whitfield <{office.address('dana', 'meridian')}>"
    assert (message["Cc"], message["Bcc"]) == (None, None)
    assert message["From"] == "Priya Nair via Harcourt & Lane <letters@afterword.example>"
    assert message["Reply-To"] == f"Priya Nair <priya@{office.name}.example>"
    assert message["Message-ID"] == sent["message_id"] == loop.deliveries["Dana"]["message_id"]
    assert message["Subject"] == "Alex Moreau: after our meeting about Product Manager"
    body = text_of(message).replace("\r\n", "\n")
    assert body.startswith(f"{line}\n\nDear Dana, dear Tom,\n")
    assert "Forwarded by Priya Nair, Harcourt & Lane" in body
    attached = {part.get_content_type(): part for part in message.iter_attachments()}
    assert {kind: part.get_filename() for kind, part in attached.items()} == {
        "application/pdf": "Letter from Alex Moreau to Meridian Foods.pdf",
        WORD: "Letter from Alex Moreau to Meridian Foods.docx",
    }
    hashes = {kind: hashlib.sha256(content_of(part)).hexdigest() for kind, part in attached.items()}
    assert hashes == {"application/pdf": manifest["pdf"], WORD: manifest["docx"]}
    text = office.crm.get(f"{document}.txt").text
    assert " ".join(text.split()) in " ".join(body.split())
    assert hashlib.sha256(text.encode()).hexdigest() == manifest["txt"]


def test_what_is_sent_is_the_document_that_was_consented_to_and_nothing_that_only_the_agency_reads(
    office: Office,
) -> None:
    interview = office.held()
    candidate = office.candidate(interview["id"])
    debriefs.submit(candidate, interview["id"], **debriefs.confidences())
    assert debriefs.decide(office.priya, interview["id"], "accept").status_code == 200
    loop = Loop(interview, candidate, letters.submitted(candidate, interview))
    letters.consent(candidate, loop.letter)
    loop.deliveries = by_name(loop, approve(office.priya, loop, **NOW).json()["deliveries"])
    agreed = loop.letter["document"]["sha256"]

    let_it_go(office, loop)

    document = office.crm.get(f"/v1/documents/{loop.letter['document']['id']}").json()
    files = {one["format"]: {"sha256": one["sha256"], "bytes": one["bytes"]} for one in document["files"]}
    manifest = json.dumps({"files": files, "version": 1}, sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(manifest.encode()).hexdigest() == agreed
    for who in ("dana", "tom"):
        (accepted,) = received(office, who)
        sent = {part.get_content_type(): content_of(part) for part in parsed(accepted).iter_attachments()}
        assert hashlib.sha256(sent["application/pdf"]).hexdigest() == files["pdf"]["sha256"]
        assert hashlib.sha256(sent[WORD]).hexdigest() == files["docx"]["sha256"]
        words = everything_in(accepted)
        assert "At Corvid I led nine people" in words
        secrets = (*debriefs.confidences().values(), "Zephyrine", "91,234")
        assert [said for said in secrets if said in words] == []
    assert {one["sha256"] for one in loop.deliveries.values()} == {agreed}
    assert len({one["message_id"] for one in loop.deliveries.values()}) == 2


def test_a_task_that_runs_twice_sends_once(office: Office) -> None:
    """As do tasks that run at the same time; one that runs early or for nothing sends nothing."""
    loop = letter_approved(office)
    work = Work(office.premises.db, office.premises.settings)
    send_twice(office, loop, "Dana")
    tasks.send_delivery.run(work, agency_id=office.agency_id, subject_id=office.agency_id)
    assert received(office) == []
    assert delivery_now(office, loop, "Dana")["state"] == "scheduled"
    for name in ("Dana", "Tom"):
        assert decide(office.priya, path_to(loop.deliveries[name]), "send-now", {"reason": "Today."}).is_success
    office.clock.shift(timedelta(seconds=90))

    send_twice(office, loop, "Dana")
    with ThreadPoolExecutor(4) as workers:
        for running in [workers.submit(send_twice, office, loop, "Tom") for _ in range(4)]:
            running.result()
    office.travel(utc_now() + timedelta(hours=1))

    for name in ("Dana", "Tom"):
        assert (len(received(office, name.lower())), delivery_now(office, loop, name)["state"]) == (1, "sent")
    assert office.trail(loop.deliveries["Dana"]["id"]) == [
        "delivery.scheduled",
        "delivery.sent_now",
        "delivery.claimed",
        "delivery.sending",
        "delivery.sent",
    ]


def test_the_client_of_a_letter_that_nobody_approved_hears_nothing(office: Office) -> None:
    loop = letter_submitted(office)
    letters.consent(loop.candidate, letters.submitted(loop.candidate, loop.interview))

    office.travel(utc_now() + timedelta(days=3))

    assert (received(office, "dana"), received(office, "tom")) == ([], [])
