from datetime import UTC, datetime, timedelta, timezone
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.adapters.mail_message import Attachment, compose, mailbox, new_message_id
from app.adapters.mail_wire import needs_smtputf8, wire_address, wire_bytes

PRIYA = mailbox("Priya Nair via Harcourt & Lane", "letters@service.example")
NAMES = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], max_codepoint=0x2FFF), max_size=90)
ARGUMENTS: dict[str, Any] = {
    "sender": PRIYA,
    "recipient_name": "Dana Whitfield",
    "recipient_address": "dana@client.example",
    "subject": "A letter from Alex Moreau",
    "text": "Dear Dana,\n\nŁódź.\n.\n..dots\n",
    "html": "<p>Dear Dana, Łódź.</p>",
    "message_id": "<4711.afterword@service.example>",
    "reply_to": mailbox("Nair, Priya", "priya@agency.example"),
    "date": datetime(2026, 3, 3, 13, 30, tzinfo=UTC),
    "in_reply_to": "<4710.afterword@service.example>",
    "auto_submitted": True,
    "attachments": (
        Attachment("Letter.pdf", "application/pdf", bytes(range(256)) * 40),
        Attachment('Łetter of "Alex".txt', "text/plain", "Łódź\n.\r\nbare\rend".encode()),
    ),
}


def composed(**changes: Any) -> EmailMessage:
    return compose(**{**ARGUMENTS, **changes})


def read(message: EmailMessage) -> EmailMessage:
    back = message_from_bytes(wire_bytes(message), policy=default)
    assert isinstance(back, EmailMessage)
    return back


def test_a_composed_message_reads_back_as_it_was_meant() -> None:
    message = read(composed())

    assert message["From"].addresses[0].addr_spec == "letters@service.example"
    assert [(box.display_name, box.addr_spec) for box in message["To"].addresses] == [
        ("Dana Whitfield", "dana@client.example")
    ]
    assert message["Reply-To"].addresses[0].display_name == "Nair, Priya"
    assert message["Date"].datetime == ARGUMENTS["date"]
    assert message["Message-ID"] == "<4711.afterword@service.example>"
    assert message["In-Reply-To"] == message["References"] == "<4710.afterword@service.example>"
    assert message["Auto-Submitted"] == "auto-generated"


def test_a_plain_message_from_a_person_has_no_automatic_headers() -> None:
    message = read(composed(html=None, reply_to=None, in_reply_to=None, auto_submitted=False, attachments=()))

    assert message.get_content().replace("\r\n", "\n") == ARGUMENTS["text"]
    assert {"Reply-To", "In-Reply-To", "References", "Auto-Submitted"}.isdisjoint(message.keys())


def test_text_html_and_attachments_arrive_byte_for_byte() -> None:
    message = read(composed())

    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content().replace("\r\n", "\n") == ARGUMENTS["text"]
    assert html.get_content().strip() == ARGUMENTS["html"]
    received = [(part.get_filename(), part.get_payload(decode=True)) for part in message.iter_attachments()]
    assert received == [(sent.filename, sent.content) for sent in ARGUMENTS["attachments"]]


def test_equal_arguments_make_equal_bytes_and_another_identifier_does_not() -> None:
    first = wire_bytes(composed())

    assert first == wire_bytes(composed())
    assert first != wire_bytes(composed(message_id=new_message_id("service.example")))


def test_the_bytes_are_seven_bit_lines_that_every_server_takes() -> None:
    content = wire_bytes(composed(subject="é" * 300, text="x" * 5000 + "\nŁ\r\rend", recipient_name="Ł" * 200))

    assert content.isascii()
    assert b"\x00" not in content
    assert content.replace(b"\r\n", b"").count(b"\r") == content.replace(b"\r\n", b"").count(b"\n") == 0
    assert max(map(len, content.split(b"\r\n"))) <= 78


@pytest.mark.parametrize(
    "name",
    [
        "Łukasz Żółć-Bardzodługienazwisko Drugieimię Trzeciednazwisko via Harcourt & Lane Recruiting",
        "Very Long Name, With A Comma And More Words That Must Fold Across The Line via Harcourt & Lane",
        'Nair, Priya (via) "A" <evil@elsewhere.example>, other@elsewhere.example;',
        'Jörg, "evil" <a@b.example>, other <e@f.example>',
        "back\\slash",
        "é" * 120,
        "O'Neil",
        "x" * 200,
    ],
)
def test_whatever_a_name_holds_there_is_one_recipient_of_that_name(name: str) -> None:
    message = read(composed(recipient_name=name, sender=mailbox(name, "letters@service.example")))

    for header, address in (("To", "dana@client.example"), ("From", "letters@service.example")):
        found = [(box.display_name, box.addr_spec) for box in message[header].addresses]
        assert [box[1] for box in found] == [address]
        assert found[0][0].replace(" ", "") == name.replace(" ", "")


@given(NAMES)
def test_no_name_ever_adds_an_address_or_a_header(name: str) -> None:
    message = composed(recipient_name=name, subject=name, attachments=(), html=None, text="Hello")
    back = read(message)

    assert [box.addr_spec for box in back["To"].addresses] == ["dana@client.example"]
    assert back.keys() == message.keys()
    assert "".join(str(back["Subject"]).split()) == "".join(name.split())


@pytest.mark.parametrize("field", ["subject", "recipient_name", "sender", "reply_to"])
@pytest.mark.parametrize("char", ["\r", "\n", "\x00", "\x1b", "\x7f"])
def test_a_control_character_in_a_header_is_refused(field: str, char: str) -> None:
    with pytest.raises(ValueError, match="control character"):
        composed(**{field: f"Priya{char}Bcc: all@client.example"})


@pytest.mark.parametrize(
    "changes",
    [
        {"message_id": "4711"},
        {"message_id": "<a@b>\r\nBcc: x@y.example"},
        {"in_reply_to": "<a b@c>"},
        {"date": datetime(2026, 3, 3, 13, 30)},  # noqa: DTZ001
        {"text": "a\x00b"},
        {"html": "a\x00b"},
        {"sender": "a@b.example, c@d.example"},
        {"sender": "nobody"},
        {"attachments": (Attachment("a\r\nX: y", "text/plain", b""),)},
        {"attachments": (Attachment("a", "message/rfc822", b""),)},
        {"attachments": (Attachment("a", "text/plain; name=x", b""),)},
    ],
)
def test_what_would_break_a_message_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        composed(**changes)


@pytest.mark.parametrize(
    "address",
    ["", "dana", "@client.example", "dana@", "da na@client.example", "dana@client.example>", "a@b@c.example",
     "dana@client..example", "dana,tom@client.example", "dana@client.example\r\nRCPT TO:<x@y.example>",
     "d\x00@c.example"],
)  # fmt: skip
def test_what_is_not_one_plain_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="not valid"):
        wire_address(address)
    with pytest.raises(ValueError, match="not valid"):
        composed(recipient_address=address)


def test_a_domain_beyond_ascii_is_written_in_ascii() -> None:
    assert wire_address("dana@bücher.example") == "dana@xn--bcher-kva.example"
    assert wire_address("dana@straße.example") == "dana@xn--strae-oqa.example"
    assert wire_bytes(composed(recipient_address="dana@bücher.example")).count(b"xn--bcher-kva.example") == 1


def test_only_letters_before_the_at_sign_need_an_international_server() -> None:
    assert not needs_smtputf8(composed(recipient_name="Dańa", recipient_address="dana@bücher.example"))
    assert needs_smtputf8(composed(recipient_address="dańa@client.example"))
    assert "<dańa@client.example>".encode() in wire_bytes(composed(recipient_address="dańa@client.example"))


def test_a_header_set_past_compose_is_checked_as_well() -> None:
    message = composed()
    message["X-Note"] = "a\x00b"

    with pytest.raises(ValueError, match="control character"):
        wire_bytes(message)


def test_identifiers_are_unique_and_stay_on_one_line() -> None:
    long = new_message_id("a-very-long-name-of-a-service.an-even-longer-name-of-an-agency.example")

    assert len({new_message_id("service.example") for _ in range(50)}) == 50
    assert read(composed(message_id=long, in_reply_to=long))["References"] == long
    with pytest.raises(ValueError, match="domain"):
        new_message_id("not a domain")


def test_the_date_keeps_its_offset() -> None:
    local = datetime(2026, 3, 3, 8, 30, tzinfo=timezone(timedelta(hours=-5)))

    assert b"Date: Tue, 03 Mar 2026 08:30:00 -0500\r\n" in wire_bytes(composed(date=local))
