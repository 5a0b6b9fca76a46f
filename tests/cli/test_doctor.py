"""`afterword doctor` says whether mail can align, and how to mend what cannot."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from typer.testing import CliRunner

from app.cli.__main__ import command_line
from app.cli.agencies_mail import sealed_passwords
from app.cli.alignment import Published, alignment, judged
from app.core.secret_box import SecretBox
from tests.adapters.dns_server import DnsServer
from tests.adapters.smtp_ledger import SmtpLedger
from tests.make.mail import domain_of, own_relay, verified_domain
from tests.office import Office

MX, SPF, DMARC = ("mail.harcourt.com",), ("v=spf1 include:spf.provider.com -all",), ("v=DMARC1; p=reject",)


@pytest.fixture
def server() -> Iterator[DnsServer]:
    with DnsServer() as running:
        yield running


def mends(**changes: tuple[str, ...] | str) -> list[str]:
    """What is to mend of a domain that would be in order without these changes."""
    good: dict[str, object] = {"exchangers": MX, "senders": SPF, "policies": DMARC, "policy_at": "harcourt.com"}
    found = judged(Published("harcourt.com", **{**good, **changes}))  # type: ignore[arg-type]  # the fields of it
    return [f"{one.what}: {one.mend}" for one in found if one.mend is not None]


def test_a_domain_with_all_its_records_is_in_order() -> None:
    assert mends() == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"exchangers": ()}, "takes no mail: Publish an MX record"),
        ({"exchangers": (".",)}, "takes no mail: Publish an MX record"),
        ({"senders": ()}, "no SPF record: Publish TXT at harcourt.com: v=spf1"),
        ({"senders": (*SPF, *SPF)}, "2 SPF records: Join them into one"),
        ({"senders": ("v=spf1 -all",)}, "names no server"),
        ({"senders": ("v=spf1 include:spf.provider.com +all",)}, "lets everybody send"),
        ({"policies": ()}, "no DMARC record: Publish TXT at _dmarc.harcourt.com"),
        ({"policies": (*DMARC, *DMARC)}, "2 DMARC records: Leave one"),
        ({"policies": ("v=DMARC1; p=maybe",)}, "no policy: Write p=none"),
    ],
)
def test_what_is_missing_is_named_with_the_way_to_mend_it(changes: dict[str, tuple[str, ...]], words: str) -> None:
    (found,) = mends(**changes)
    assert words in found


def test_records_are_found_in_dns_and_a_policy_also_above(server: DnsServer) -> None:
    server.publish("mail.harcourt.com", "MX", "10 in.harcourt.com.")
    server.publish("mail.harcourt.com", "TXT", "something else", "v=spf1 mx -all", "v=spf10 no")
    server.publish("_dmarc.harcourt.com", "TXT", "v=DMARC1; p=reject; sp=quarantine")

    found = alignment("mail.harcourt.com", servers=server.address)

    assert [one.mend for one in found] == [None, None, None]
    assert "p=quarantine, by the record of harcourt.com" in found[2].what
    assert "d=mail.harcourt.com" in found[2].what
    assert not any(name.startswith("_dmarc.com ") for name in server.asked)


def test_without_dns_it_says_that_it_could_not_look(server: DnsServer) -> None:
    server.mode = "fail"
    (found,) = alignment("harcourt.com", servers=server.address)

    assert found.mend is None
    assert "was not looked at" in found.what


def test_an_example_is_not_looked_up(server: DnsServer) -> None:
    (found,) = alignment("afterword.example", servers=server.address)
    assert (found.mend, server.asked) == (None, [])


def test_it_looks_at_the_domains_and_passwords_of_every_agency(
    office: Office, dns: DnsServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    verified_domain(office, dns)
    with SmtpLedger(credentials=("u", "hunter22")) as ledger:
        own_relay(office, ledger)
    cluster, settings = office.premises.cluster, office.premises.settings
    assert settings.secret_key is not None
    dns.publish("harcourt.com", "MX", "10 in.harcourt.com.")
    for name, value in {
        "DATABASE_URL": cluster.url_for("afterword_app", "afterword_shared"),
        "DATABASE_OWNER_URL": cluster.url_for("afterword_owner", "afterword_shared"),
        "AFTERWORD_MAIL_FROM": "letters@harcourt.com",
        "AFTERWORD_DNS_SERVERS": dns.address,
        "AFTERWORD_SECRET_KEY": settings.secret_key.get_secret_value(),
    }.items():
        monkeypatch.setenv(name, value)

    told = CliRunner().invoke(command_line(["doctor"]), ["doctor"])

    assert "ok   harcourt.com takes mail at in.harcourt.com\n" in told.output
    assert "MEND harcourt.com has no SPF record\n" in told.output
    assert f"ok   {domain_of(office)} is an example" in told.output
    assert "passwords of agencies' mail servers" in told.output
    assert (told.exit_code, "hunter22" in told.output) == (1, False)


def test_passwords_say_which_key_they_still_need() -> None:
    former, newest, row = SecretBox(["former"]), SecretBox(["newest"]), uuid4()
    sealed = [(row, former.seal("hunter22", bound_to=row)), (row, newest.seal("hunter22", bound_to=row))]

    assert sealed_passwords(newest, sealed[1:]).what == "1 passwords of agencies' mail servers are sealed"
    both = sealed_passwords(SecretBox(["newest", "former"]), sealed)
    assert (both.mend, "1 of them with a former key" in both.what) == (None, True)
    lost = sealed_passwords(newest, sealed)
    assert "1 of 2 passwords" in lost.what
    assert "AFTERWORD_SECRET_KEY" in (lost.mend or "")
    assert "no AFTERWORD_SECRET_KEY is set" in sealed_passwords(SecretBox([]), []).what
