"""The letter: written, refused without consent, agreed to, approved, scheduled, then sent now with a reason."""

import hashlib
import io
import json
import zipfile
from dataclasses import dataclass
from email.message import EmailMessage

import rfc8785

from app.demo import content
from app.demo.opening import Agency
from app.demo.stage import Caller, Json, Stage, text_of

MEDIA = {
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}


@dataclass(frozen=True)
class Sent:
    """What left, for the last line of the demonstration."""

    letter_id: str
    sha256: str
    recipients: list[str]
    attachments: list[str]


def send_letter(stage: Stage, agency: Agency, alex: Caller, interview: Json) -> Sent:
    """Bring one letter to two people's inboxes, and check what arrived against what was agreed to."""
    stage.chapter("The candidate writes a letter and agrees to exactly this one")
    letter = _write(stage, alex, interview)
    path = f"/v1/letters/{letter['id']}"
    problem = agency.priya.refused("POST", f"{path}/approve", {}, If_Match=agency.priya.etag(path))
    stage.require(problem["code"] == "consent_missing", "approving before the candidate agrees is refused")
    document = _agree(stage, alex, letter)
    stage.chapter("The consultant approves; it waits for the client's morning")
    body = {"when": "window", "covering_line": content.COVERING_LINE}
    approved = agency.priya.send("POST", f"{path}/approve", body, If_Match=agency.priya.etag(path))
    for planned in alex.get_list(f"{path}/send-window"):
        stage.show(f"{planned['name']}: {planned['both_ends']}; {planned['why']}")
    states = {delivery["state"] for delivery in approved["deliveries"]}
    stage.require(states == {"scheduled"}, f"{len(approved['deliveries'])} deliveries scheduled, one per person")
    _send_now(stage, agency, approved["deliveries"])
    recipients = [content.DANA["email"], content.TOM["email"]]
    attachments = [_check_message(stage, alex, address, document) for address in recipients]
    return Sent(letter["id"], document["sha256"], recipients, sorted({name for names in attachments for name in names}))


def _write(stage: Stage, alex: Caller, interview: Json) -> Json:
    people = [person["id"] for person in alex.get(f"/v1/interviews/{interview['id']}")["people"]]
    debrief = alex.get(f"/v1/interviews/{interview['id']}/debrief")
    begun = alex.send("POST", f"/v1/interviews/{interview['id']}/letters", {"kind": "strategic", "addressees": people})
    path = f"/v1/letters/{begun['id']}"
    paragraphs: list[Json] = [{"text": text} for text in content.PARAGRAPHS]
    paragraphs[content.ANSWERING_PARAGRAPH]["answers"] = [concern["key"] for concern in debrief["answers"]["concerns"]]
    draft = {"addressees": people, "content": {"paragraphs": paragraphs}}
    alex.send("PUT", path, draft, If_Match=alex.get(path)["draft"]["etag"])
    etag = alex.get(path)["draft"]["etag"]
    letter = alex.send("POST", f"{path}/submit", {"contact_policy_acknowledged": True}, If_Match=etag)
    stage.done(f"submitted to {', '.join(person['name'] for person in letter['addressees'])}")
    covered = [one["state"] for one in letter["coverage"]]
    stage.require(covered == ["answered"], "the concern is answered by a paragraph, and both sides see which")
    return letter


def _agree(stage: Stage, alex: Caller, letter: Json) -> Json:
    path = f"/v1/documents/{letter['document']['id']}"
    document = alex.get(path)
    files = {kind: alex.raw(f"{path}.{kind}") for kind in ("pdf", "docx", "txt")}
    stage.require(_manifest_hash(files) == document["sha256"], "the document's SHA-256 is that of its three files")
    people = [person["id"] for person in letter["addressees"]]
    alex.send("POST", f"{path}/consents", {"people": people, "sha256": document["sha256"]})
    stage.done(f"Alex agreed to document {document['sha256'][:16]}… for {len(people)} people")
    return document


def _send_now(stage: Stage, agency: Agency, deliveries: list[Json]) -> None:
    stage.chapter("Sent now, with a reason")
    for delivery in deliveries:
        path = f"/v1/deliveries/{delivery['id']}"
        reason = {"reason": "The panel meets this evening; Dana asked for it today."}
        agency.priya.send("POST", f"{path}/send-now", reason, If_Match=agency.priya.etag(path))
    for delivery in deliveries:
        path = f"/v1/deliveries/{delivery['id']}"
        stage.until(lambda path=path: agency.priya.get(path)["state"] == "sent", f"sent to {delivery['address']}")  # type: ignore[misc]


def _check_message(stage: Stage, alex: Caller, address: str, document: Json) -> list[str]:
    mail = stage.mail_to(address)
    stage.show(f"To: {mail['To']}\nFrom: {mail['From']}\nReply-To: {mail['Reply-To']}\nSubject: {mail['Subject']}")
    stage.show(text_of(mail))
    stage.require(str(mail["X-Envelope-To"]) == address, f"one recipient: {address}")
    files = {MEDIA[part.get_content_type()]: bytes(part.get_content()) for part in mail.iter_attachments()}
    names = [str(part.get_filename()) for part in mail.iter_attachments()]
    files["txt"] = alex.raw(f"/v1/documents/{document['id']}.txt")
    stage.require(
        _manifest_hash(files) == document["sha256"],
        f"{' and '.join(names)}: SHA-256 equal to what was agreed to",
    )
    stage.require(not _secret_in(mail, files["docx"]), "nothing agency-only in the message or its files")
    return names


def _manifest_hash(files: dict[str, bytes]) -> str:
    """Make the document's SHA-256 anew from its files, as anybody could (docs/architecture.md)."""
    marks: Json = {
        kind: {"bytes": len(body), "sha256": hashlib.sha256(body).hexdigest()} for kind, body in files.items()
    }
    return hashlib.sha256(rfc8785.dumps({"version": 1, "files": marks})).hexdigest()


def _secret_in(mail: EmailMessage, docx: bytes) -> bool:
    secret = content.AGENCY_ONLY["other_processes"]
    word = b"".join(
        zipfile.ZipFile(io.BytesIO(docx)).read(name) for name in zipfile.ZipFile(io.BytesIO(docx)).namelist()
    )
    return secret in text_of(mail) or secret.encode() in word or json.dumps(secret) in mail.as_string()
