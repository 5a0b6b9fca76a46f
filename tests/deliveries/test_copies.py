"""The consultant gets a copy of what went to the client, as a mail of its own on which nothing depends."""

import email
import email.policy
from email.message import EmailMessage

import pytest

from app.core.ids import Prefixed
from app.core.queue import Work
from app.deliveries.tasks import sending as tasks
from tests.make.loop import NOW, decide, delivery, let_it_go, letter_approved, mail_server, path_to, received
from tests.make.mail import domain_of
from tests.office import Office, text_of


def copies(office: Office) -> list[EmailMessage]:
    return [mail for mail in office.mails(f"priya@{domain_of(office)}") if mail["Subject"].startswith("Copy: ")]


def attached(message: EmailMessage) -> dict[str, bytes]:
    return {part.get_filename() or "": part.get_content() for part in message.iter_attachments()}


def copy_again(office: Office, delivery_id: str) -> None:
    work = Work(office.premises.db, office.premises.settings)
    subject_id = Prefixed("dlv").parse(delivery_id)
    tasks.copy_to_consultant.run(work, agency_id=office.agency_id, subject_id=subject_id)


def test_the_consultant_gets_what_the_client_got_as_a_mail_of_its_own(office: Office) -> None:
    line = "Dana, Alex asked me to pass this on."
    loop = letter_approved(office, to=("Dana", "Tom"), approval={**NOW, "covering_line": line})

    sent = let_it_go(office, loop)

    to_dana, to_tom = copies(office)
    assert to_dana["Subject"] == "Copy: Alex Moreau to Dana Whitfield at Meridian Foods"
    assert to_dana["In-Reply-To"] == sent["message_id"]
    assert (to_dana["Reply-To"], to_dana["Cc"], to_dana["Bcc"]) == (None, None, None)
    assert "Tom Achterberg" in to_tom["Subject"]
    (accepted,) = received(office)
    assert accepted.rcpt == (office.address("dana", "meridian"),)
    assert f"priya@{domain_of(office)}".encode() not in accepted.content.partition(b"To: ")[0].partition(b"Reply-")[0]
    clients = email.message_from_bytes(accepted.content, policy=email.policy.default)
    assert attached(to_dana) == attached(clients)
    body = " ".join(text_of(to_dana).split())
    assert f"This went to Dana Whitfield ({office.address('dana', 'meridian')}), noted as sent on Monday" in body
    assert line in body
    assert "Dear Dana, dear Tom," in body

    copy_again(office, sent["id"])
    assert len(copies(office)) == 2, "a task that runs again makes no second copy"


def test_a_copy_that_is_not_taken_is_tried_again_as_the_same_message_and_the_delivery_stays_sent(
    office: Office,
) -> None:
    loop = letter_approved(office, to=("Dana",), approval=NOW)
    office.admin.patch("/v1/agency", json={"settings": {"copy_to_consultant": False}})
    sent = let_it_go(office, loop)
    assert (sent["state"], copies(office)) == ("sent", [])

    office.admin.patch("/v1/agency", json={"settings": {"copy_to_consultant": True}})
    with mail_server(office, "drop_after_data"), pytest.raises(Exception, match="content"):
        copy_again(office, sent["id"])
    copy_again(office, sent["id"])

    first, second = copies(office)
    assert first["Message-ID"] == second["Message-ID"]
    assert delivery(office, loop, "Dana")["state"] == "sent"
    assert office.trail(sent["id"])[-1] == "delivery.sent"


def test_what_a_person_found_to_have_arrived_is_copied_and_what_failed_is_not(office: Office) -> None:
    loop = letter_approved(office, to=("Dana",), approval=NOW)
    with mail_server(office, "drop_before_answer"):
        assert let_it_go(office, loop)["state"] == "in_doubt"
    assert copies(office) == []
    body = {"resolution": "delivered", "reason": "Dana has it."}
    assert decide(office.priya, path_to(loop.deliveries["Dana"]), "resolve", body).status_code == 200
    office.run_tasks()
    assert len(copies(office)) == 1

    other = letter_approved(office, "I-2", to=("Tom",), approval=NOW)
    with mail_server(office, "refuse_rcpt"):
        assert let_it_go(office, other, "Tom")["state"] == "failed"
    assert len(copies(office)) == 1
