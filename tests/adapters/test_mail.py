import socket
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from app.adapters.mail import Deferred, MailFailure, OutcomeUnknown, Receipt, Refused, send
from app.adapters.mail_relay import Relay
from app.adapters.mail_wire import wire_bytes
from tests.adapters.mail_case import PDF, RECIPIENT, a_message, send_by
from tests.adapters.smtp_ledger import Mode, SmtpLedger


@pytest.fixture
def ledger() -> Iterator[SmtpLedger]:
    with SmtpLedger() as running:
        yield running


def test_an_accepted_message_gives_a_receipt_and_arrives_once_byte_for_byte(ledger: SmtpLedger) -> None:
    receipt = send_by(ledger.relay)

    assert receipt == Receipt("2.0.0 queued as 4711", 250)
    (accepted,) = ledger.messages
    assert accepted.envelope_from == "bounces@service.example"
    assert accepted.rcpt == (RECIPIENT,)
    assert accepted.content == wire_bytes(a_message())


def test_names_subject_and_attachment_are_read_by_the_other_side_as_they_were(ledger: SmtpLedger) -> None:
    send_by(ledger.relay)

    message = message_from_bytes(ledger.messages[0].content, policy=default)
    assert isinstance(message, EmailMessage)
    assert message["From"].addresses[0].display_name == "Łucja Nair via Harcourt, Lane & Co"
    assert [(box.display_name, box.addr_spec) for box in message["To"].addresses] == [("Dana Żółć", RECIPIENT)]
    assert message["Subject"] == "Ein Gruß von Łucja"
    assert [part.get_content() for part in message.iter_attachments()] == [PDF]
    body = message.get_body(("plain",))
    assert body is not None
    assert body.get_content() == "Dear Dana,\r\n.\r\n..a line of dots\r\n.hidden\r\n"


def test_the_caller_commits_after_the_recipient_is_taken_and_before_data(ledger: SmtpLedger) -> None:
    seen: list[list[str]] = []

    send_by(ledger.relay, before_data=lambda: seen.append(list(ledger.commands)))

    assert seen == [["MAIL", "RCPT"]]
    assert ledger.commands == ["MAIL", "RCPT", "DATA", "QUIT"]


def test_nothing_is_sent_where_the_caller_cannot_commit(ledger: SmtpLedger) -> None:
    def fail() -> None:
        raise LookupError("the commit failed")

    with pytest.raises(LookupError, match="the commit failed"):
        send_by(ledger.relay, before_data=fail)

    assert ledger.messages == []
    assert ledger.commands == ["MAIL", "RCPT", "QUIT"]


@pytest.mark.parametrize(
    ("mode", "outcome", "code", "step", "committed"),
    [
        ("refuse_greeting", Refused, 554, "connect", False),
        ("refuse_sender", Refused, 553, "sender", False),
        ("refuse_rcpt", Refused, 550, "recipient", False),
        ("defer_rcpt", Deferred, 451, "recipient", False),
        ("refuse_data", Refused, 554, "data", True),
        ("defer_data", Deferred, 451, "data", True),
        ("drop_at_data", Deferred, None, "data", True),
        ("stall_at_data", Deferred, None, "data", True),
        ("refuse_after_data", Refused, 554, "content", True),
        ("defer_after_data", Deferred, 451, "content", True),
        ("nonsense_after_data", OutcomeUnknown, None, "content", True),
        ("drop_before_answer", OutcomeUnknown, None, "content", True),
        ("stall", OutcomeUnknown, None, "content", True),
    ],
)
def test_each_failure_says_whether_the_message_may_be_sent_again(
    ledger: SmtpLedger, mode: Mode, outcome: type[MailFailure], code: int | None, step: str, committed: bool
) -> None:
    ledger.mode = mode
    commits: list[str] = []
    timeout = 0.3 if mode.startswith("stall") else 10

    with pytest.raises(outcome) as failed:
        send_by(ledger.relay_with(timeout_seconds=timeout), before_data=lambda: commits.append("sending"))

    assert (type(failed.value), failed.value.code, failed.value.step) == (outcome, code, step)
    assert ledger.messages == []
    assert bool(commits) is committed


def test_a_message_accepted_without_an_answer_is_an_unknown_outcome(ledger: SmtpLedger) -> None:
    ledger.mode = "drop_after_data"

    with pytest.raises(OutcomeUnknown) as unknown:
        send_by(ledger.relay)

    assert len(ledger.messages) == 1
    assert unknown.value.reply == "the mail server did not answer in time or closed the connection"


def test_what_happens_after_the_acceptance_does_not_matter(ledger: SmtpLedger) -> None:
    ledger.mode = "drop_at_quit"

    assert send_by(ledger.relay).code == 250
    assert len(ledger.messages) == 1


def test_a_deferred_message_goes_through_later_with_the_same_bytes(ledger: SmtpLedger) -> None:
    ledger.mode = "defer_rcpt"
    with pytest.raises(Deferred):
        send_by(ledger.relay)
    ledger.mode = "accept"
    send_by(ledger.relay)
    send_by(ledger.relay)

    first, second = ledger.messages
    assert first == second


def test_a_reply_is_kept_without_addresses(ledger: SmtpLedger) -> None:
    ledger.mode = "refuse_rcpt"

    with pytest.raises(Refused) as refused:
        send_by(ledger.relay)

    assert refused.value.reply == "5.1.1 <address>: no such person here"
    assert "@" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_a_long_reply_is_cut_and_loses_control_characters() -> None:
    failure = Refused("recipient", 550, b"a\x00b\x1b[31m\r\n" + b"x" * 500 + b" dana@client.example \xff")

    assert failure.reply.startswith("a b [31m xxx")
    assert len(failure.reply) == 200


def test_a_server_that_is_not_there_is_a_reason_to_try_later() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        relay = Relay("127.0.0.1", unused.getsockname()[1], tls="none", timeout_seconds=5)

        with pytest.raises(Deferred) as deferred:
            send_by(relay)

    assert deferred.value.reply == "the mail server does not take connections"


def test_a_server_that_never_greets_is_a_reason_to_try_later() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        relay = Relay("127.0.0.1", silent.getsockname()[1], tls="none", timeout_seconds=0.3)

        with pytest.raises(Deferred, match="did not answer in time"):
            send_by(relay)


@pytest.mark.parametrize("recipient", ["dana@client.example, tom@client.example", "dana@client.example\r\nDATA", ""])
def test_exactly_one_recipient_is_taken(ledger: SmtpLedger, recipient: str) -> None:
    with pytest.raises(ValueError, match="not valid"):
        send(
            a_message(), relay=ledger.relay, envelope_from="a@b.example", recipient=recipient, before_data=lambda: None
        )

    assert ledger.commands == []


def test_a_header_with_a_nul_never_reaches_the_server(ledger: SmtpLedger) -> None:
    message = a_message()
    message.replace_header("Subject", "a\x00b")

    with pytest.raises(ValueError, match="control character"):
        send(message, relay=ledger.relay, envelope_from="a@b.example", recipient=RECIPIENT, before_data=lambda: None)

    assert ledger.commands == []


def test_an_international_address_goes_to_a_server_that_takes_it(ledger: SmtpLedger) -> None:
    send_by(ledger.relay, recipient="dańa@bücher.example")

    assert ledger.messages[0].rcpt == ("dańa@xn--bcher-kva.example",)


def test_an_international_address_is_refused_where_the_server_takes_only_ascii() -> None:
    with SmtpLedger(smtputf8=False) as plain:
        with pytest.raises(Refused, match="only addresses in ASCII"):
            send_by(plain.relay, recipient="dańa@client.example")
        send_by(plain.relay, recipient="dana@bücher.example")

    assert [accepted.rcpt for accepted in plain.messages] == [("dana@xn--bcher-kva.example",)]
