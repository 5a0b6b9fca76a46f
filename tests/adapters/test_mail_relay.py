import pytest

from app.adapters.mail_relay import Relay, relay_from_url


@pytest.mark.parametrize(
    ("url", "relay"),
    [
        ("smtp://127.0.0.1:2525", Relay("127.0.0.1", 2525, tls="none")),
        ("smtp://localhost", Relay("localhost", 25, tls="none")),
        ("smtp://[::1]:2525/", Relay("::1", 2525, tls="none")),
        ("smtp://mail.example", Relay("mail.example", 25, tls="starttls")),
        ("smtp://mail.example:1025?tls=none", Relay("mail.example", 1025, tls="none")),
        ("smtps://mail.example?timeout=5", Relay("mail.example", 465, tls="tls", timeout_seconds=5)),
        ("smtp://u:p%40%2F%3A@mail.example:587", Relay("mail.example", 587, "u", "p@/:", "starttls")),
        ("smtp://u:za%C5%BC%C3%B3%C5%82%C4%87@mail.example", Relay("mail.example", 25, "u", "zażółć", "starttls")),
        ("smtp://u:zażółć@mail.example", Relay("mail.example", 25, "u", "zażółć", "starttls")),
        ("smtp://a%40b:pw@127.0.0.1:25?tls=starttls", Relay("127.0.0.1", 25, "a@b", "pw", "starttls")),
    ],
)
def test_an_address_names_a_relay(url: str, relay: Relay) -> None:
    assert relay_from_url(url) == relay


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mail.example:25",
        "http://u:s3cret@mail.example",
        "smtp://u:s3cret@",
        "smtp://u:s3cret@mail.example:port",
        "smtp://u:s3cret#x@mail.example",
        "smtp://u:12/s3cret@mail.example",
        "smtp://u:12?s3cret@mail.example",
        "smtp://u:s3cret@[mail.example",
        "smtp://u:s3cret@mail.example/path",
        "smtp://u:s3cret@mail.example?tls=maybe",
        "smtp://u:s3cret@mail.example?tls=none",
        "smtp://u:s3cret@mail.example?helo=x",
        "smtp://u:s3cret@mail.example?timeout=0",
        "smtp://u:s3cret@mail.example?timeout=soon",
        "smtps://u:s3cret@mail.example?tls=starttls",
        "smtp://u:s3cret%FF@mail.example",
        "smtp://u:s3cret%00@mail.example",
        "smtp://u:s3cret%0A@mail.example",
        "smtp://u@mail.example",
        "smtp://:s3cret@mail.example",
    ],
)
def test_an_address_that_cannot_be_meant_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(ValueError, match=r"mail server|smtps") as refused:
        relay_from_url(url)

    assert "s3cret" not in str(refused.value)
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__ or refused.value.__context__ is None


def test_a_relay_never_shows_its_password() -> None:
    assert "s3cret" not in repr(relay_from_url("smtp://u:s3cret@mail.example"))
