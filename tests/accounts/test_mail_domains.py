"""A domain is the agency's own once DNS says so, and stays so only as long as it does."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from app.accounts.models import MailDomain
from app.accounts.rules.mail_domains import DomainLook, covers, judge, own_domain, record_value
from app.core.clock import utc_now
from app.core.ids import Prefixed
from tests.adapters.dns_server import DnsServer
from tests.make.mail import Json, added_domain, domain_now, domain_of, looked_at, publish, verified_domain
from tests.office import Office, text_of

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HERE, NOT_HERE, SILENT = (record_value("t"),), ("something else",), None


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("harcourt.com", "harcourt.com"),
        (" Harcourt.COM. ", "harcourt.com"),
        ("london.harcourt.co.uk", "london.harcourt.co.uk"),
        ("münchen-personal.de", "xn--mnchen-personal-zvb.de"),
        ("straße.example", "xn--strae-oqa.example"),
        ("live.harcourt.com", "live.harcourt.com"),
        ("outlook-recruiting.com", "outlook-recruiting.com"),
        ("co.com", "co.com"),
    ],
)
def test_a_domain_of_ones_own_is_written_as_dns_knows_it(text: str, domain: str) -> None:
    assert own_domain(text) == domain


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "the domain alone"),
        ("localhost", "the domain alone"),
        ("priya@harcourt.com", "the domain alone"),
        ("https://harcourt.com", "the domain alone"),
        ("harcourt.com/mail", "the domain alone"),
        ("harcourt com", "the domain alone"),
        ("-harcourt.com", "the domain alone"),
        ("harcourt..com", "the domain alone"),
        ("har_court.com", "the domain alone"),
        ("192.0.2.1", "the domain alone"),
        (".".join(["abcdefgh"] * 27), "the domain alone"),
        ("gmail.com", "of your own"),
        ("mail.gmail.com", "of your own"),
        ("yahoo.co.uk", "of your own"),
        ("hotmail.fr", "of your own"),
        ("team.outlook.com.au", "of your own"),
        ("co.uk", "bought there"),
        ("com.au", "bought there"),
    ],
)
def test_what_cannot_be_an_agencys_own_is_refused_with_what_to_write(office: Office, text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        own_domain(text)
    answer = office.admin.post("/v1/agency/mail-domains", json={"domain": text})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "#/domain")


@pytest.mark.parametrize(
    ("address", "covered"),
    [
        ("priya@harcourt.com", True),
        ("priya@London.Harcourt.com", True),
        ("priya@notharcourt.com", False),
        ("priya@harcourt.com.other.example", False),
        ("harcourt.com@other.example", False),
        ("priya@", False),
    ],
)
def test_a_domain_stands_for_itself_and_what_lies_below_it(address: str, covered: bool) -> None:
    assert covers("harcourt.com", address) is covered


def test_a_domain_in_letters_of_its_own_covers_the_addresses_people_write() -> None:
    assert covers(own_domain("straße.example"), "priya@straße.example")
    assert not covers(own_domain("straße.example"), "priya@strasse.example")


def states(begin: str, *looks: tuple[timedelta, tuple[str, ...] | None]) -> list[tuple[str, timedelta | None]]:
    """The state after each look, and when the next one is, of a domain that was in its state since noon."""
    state, since, missing, silent, told = begin, NOON, None, None, []
    for after, texts in looks:
        now = NOON + after
        verdict = judge(DomainLook("h.example", "t", state, since, missing, silent, texts), now=now)
        since = now if verdict.state != state else since
        state, missing, silent = verdict.state, verdict.missing_since, verdict.silent_since
        told.append((state, verdict.look_again))
    return told


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


@pytest.mark.parametrize(
    ("begin", "looks", "expected"),
    [
        ("pending", [(hours(1), HERE)], [("verified", hours(24))]),
        ("pending", [(hours(1), ()), (hours(71), NOT_HERE), (hours(72), ())], ["pending", "pending", "failed"]),
        ("pending", [(hours(1), SILENT), (hours(72), SILENT)], ["pending", "failed"]),
        ("failed", [(hours(24), ()), (hours(48), HERE)], [("failed", hours(24)), ("verified", hours(24))]),
        ("failed", [(hours(29 * 24), ()), (hours(30 * 24), ())], [("failed", hours(24)), ("failed", None)]),
        ("verified", [(hours(24), ()), (hours(24.5), ()), (hours(25), ())], ["verified", "verified", "failed"]),
        ("verified", [(hours(24), ()), (hours(25), HERE), (hours(49), ())], ["verified"] * 3),
        ("verified", [(hours(24), ()), (hours(25), SILENT), (hours(26), ())], ["verified"] * 2 + ["failed"]),
        ("verified", [(hours(24), SILENT), (hours(95), SILENT), (hours(96), SILENT)], ["verified"] * 2 + ["failed"]),
        ("verified", [(hours(24), SILENT), (hours(90), HERE), (hours(97), SILENT)], ["verified"] * 3),
        ("verified", [(hours(24), (*NOT_HERE, *HERE))], [("verified", hours(24))]),
    ],
)
def test_one_miss_is_no_loss_and_silence_none_for_three_days(
    begin: str,
    looks: list[tuple[timedelta, tuple[str, ...] | None]],
    expected: list[str | tuple[str, timedelta | None]],
) -> None:
    found = states(begin, *looks)
    assert [
        one if isinstance(wanted, tuple) else one[0] for one, wanted in zip(found, expected, strict=True)
    ] == expected


def test_a_domain_is_proven_by_a_record_that_holds_the_agencys_token(office: Office, dns: DnsServer) -> None:
    domain = added_domain(office, f" {office.name.upper()}.Example. ")
    assert (domain["domain"], domain["state"], domain["found"]) == (domain_of(office), "pending", None)
    assert domain["record"]["name"] == f"_afterword-verify.{domain_of(office)}"
    assert "under the service's address" in domain["effect"]

    missing = looked_at(office, domain)
    assert missing["state"] == "pending"
    assert missing["found"].startswith(f"There is no TXT record at _afterword-verify.{domain_of(office)}.")

    dns.publish(domain["record"]["name"], "TXT", "afterword-verify=somebody-elses")
    other = looked_at(office, domain)
    assert "it says “afterword-verify=somebody-elses”" in other["found"]

    dns.publish(domain["record"]["name"], "TXT", "afterword-verify=somebody-elses", domain["record"]["value"])
    found = looked_at(office, domain)
    assert (found["state"], found["verified_at"] is not None, found["asked_at"]) == ("verified", True, None)
    assert "set a mail server of your own" in found["effect"]
    assert office.trail(domain["id"]) == ["mail_domain.added", "mail_domain.verified"]


def test_each_look_changes_the_etag(office: Office) -> None:
    path = f"/v1/agency/mail-domains/{added_domain(office)['id']}"
    etags = [office.admin.get(path).headers["ETag"]]
    etags.append(office.admin.post(f"{path}/verify").headers["ETag"])
    office.run_tasks()
    etags.append(office.admin.get(path).headers["ETag"])

    assert all(before != after for before, after in pairwise(etags))


def test_a_second_press_while_a_look_is_under_way_asks_for_no_second_one(office: Office, dns: DnsServer) -> None:
    domain = added_domain(office)
    for _ in range(3):
        assert office.admin.post(f"/v1/agency/mail-domains/{domain['id']}/verify").status_code == 202
    office.run_tasks()

    assert dns.asked.count(f"{domain['record']['name']} TXT") == 1


def test_a_record_that_appears_later_is_found_without_anybody_asking(office: Office, dns: DnsServer) -> None:
    domain = added_domain(office)
    office.travel(utc_now() + timedelta(hours=2))
    publish(dns, domain)
    office.travel(utc_now() + timedelta(hours=1))

    assert domain_now(office, domain)["state"] == "verified"


def test_a_record_that_is_lost_ends_it_an_hour_later_and_the_administrators_are_told_once(
    office: Office, dns: DnsServer
) -> None:
    domain = verified_domain(office, dns)
    dns.withdraw(domain["record"]["name"], "TXT")
    office.travel(utc_now() + timedelta(hours=24, minutes=5))
    assert state_of(office, domain) == "verified"

    office.travel(utc_now() + timedelta(hours=30))
    assert state_of(office, domain) == "failed"
    (told,) = office.mails(f"ada@{domain_of(office)}")
    assert told["Subject"] == f"{domain_of(office)} is no longer verified"
    assert domain["record"]["value"] in text_of(told).replace("\n", "")

    publish(dns, domain)
    office.travel(utc_now() + timedelta(hours=25))
    assert state_of(office, domain) == "verified"
    assert office.trail(domain["id"])[1:] == ["mail_domain.verified", "mail_domain.failed", "mail_domain.verified"]
    assert len(office.mails(f"ada@{domain_of(office)}")) == 1


def state_of(office: Office, domain: Json) -> str:
    """The state, also days after every session has ended."""
    with office.rows() as session:
        return session.get_one(MailDomain, (office.agency_id, Prefixed("mdm").parse(domain["id"]))).state


def test_dns_that_does_not_answer_takes_nothing_away(office: Office, dns: DnsServer) -> None:
    domain = verified_domain(office, dns)
    dns.failing.add(domain["record"]["name"])

    found = looked_at(office, domain)

    assert (found["state"], found["found"]) == ("verified", f"DNS did not answer for {domain['record']['name']}.")


def test_two_agencies_prove_one_domain_each_for_itself(office: Office, dns: DnsServer) -> None:
    ours = verified_domain(office, dns)
    with Office.open(office.premises) as other:
        theirs = added_domain(other, domain_of(office))
        assert theirs["record"]["value"] != ours["record"]["value"]
        assert looked_at(other, theirs)["state"] == "pending"
        assert other.admin.get(f"/v1/agency/mail-domains/{ours['id']}").status_code == 404


def test_a_domain_is_named_once_and_after_it_was_removed_again_with_another_token(office: Office) -> None:
    domain = added_domain(office)
    again = office.admin.post("/v1/agency/mail-domains", json={"domain": domain_of(office)})
    assert (again.status_code, again.json()["code"]) == (409, "mail_domain_known")

    for _ in range(2):
        assert office.admin.delete(f"/v1/agency/mail-domains/{domain['id']}").status_code == 204
    assert office.admin.get(f"/v1/agency/mail-domains/{domain['id']}").status_code == 404
    assert office.admin.post(f"/v1/agency/mail-domains/{domain['id']}/verify").status_code == 404
    assert office.admin.get("/v1/agency/mail-domains").json()["data"] == []
    assert office.trail(domain["id"]) == ["mail_domain.added", "mail_domain.removed"]
    assert added_domain(office)["record"]["value"] != domain["record"]["value"]


def test_a_domain_that_was_removed_is_not_looked_at_again(office: Office, dns: DnsServer) -> None:
    domain = verified_domain(office, dns)
    assert office.admin.post(f"/v1/agency/mail-domains/{domain['id']}/verify").status_code == 202
    asked = len(dns.asked)
    assert office.admin.delete(f"/v1/agency/mail-domains/{domain['id']}").status_code == 204
    office.travel(utc_now() + timedelta(days=3))

    assert not any(domain_of(office) in name for name in dns.asked[asked:])


def test_domains_are_listed_by_pages_and_there_are_not_too_many(office: Office) -> None:
    for number in range(20):
        added_domain(office, f"d{number}.{domain_of(office)}")
    one_more = office.admin.post("/v1/agency/mail-domains", json={"domain": domain_of(office)})
    assert (one_more.status_code, one_more.json()["code"]) == (409, "too_many_mail_domains")

    first = office.admin.get("/v1/agency/mail-domains?limit=12").json()
    rest = office.admin.get(f"/v1/agency/mail-domains?limit=12&cursor={first['next_cursor']}").json()
    names = [one["domain"] for one in (*first["data"], *rest["data"])]
    assert names == [f"d{number}.{domain_of(office)}" for number in range(20)]
    assert rest["next_cursor"] is None
