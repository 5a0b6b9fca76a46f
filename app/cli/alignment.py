"""Whether receivers believe mail of a domain: its MX, SPF and DMARC records, as `afterword doctor` tells them.

From and envelope always carry the same address (ADR 0018), so a mail aligns as soon as SPF names the mail server that
sends it, or that server signs for the domain (RFC 7489, section 3.1). Which addresses a server sends from, and under
which selector it signs, cannot be looked up from here.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from app.adapters.dns_records import DnsSilent, mail_exchangers, txt_records
from app.cli.finding import Finding

_EXAMPLES = (".example", ".test", ".invalid", ".localhost", ".example.com", ".example.net", ".example.org")
_NO_ANSWER = "DNS does not answer here, so whether mail of {domain} aligns was not looked at"


@dataclass(frozen=True)
class Published:
    """What DNS has about a domain's mail; ``policy_at`` is the name of the DMARC records, its own or one above."""

    domain: str
    exchangers: tuple[str, ...]
    senders: tuple[str, ...]
    policies: tuple[str, ...]
    policy_at: str


def alignment(domain: str, *, servers: str | None) -> list[Finding]:
    """Look a domain up and say what is missing; without DNS, that it was not looked at."""
    if f".{domain}".endswith(_EXAMPLES):
        return [Finding(f"{domain} is an example: nothing was looked up")]
    try:
        published = look_up(domain, servers=servers)
    except DnsSilent:
        return [Finding(_NO_ANSWER.format(domain=domain))]
    return list(judged(published))


def look_up(domain: str, *, servers: str | None) -> Published:
    """Ask for the records; raises DnsSilent."""
    senders = [text for text in txt_records(domain, servers=servers) if _begins(text, "v=spf1")]
    policies: tuple[str, ...] = ()
    at = domain
    for at in _and_above(domain):
        found = txt_records(f"_dmarc.{at}", servers=servers)
        policies = tuple(text for text in found if _begins(text.replace(" ", ""), "v=dmarc1"))
        if policies:
            break
    return Published(domain, mail_exchangers(domain, servers=servers), tuple(senders), policies, at)


def judged(published: Published) -> Iterator[Finding]:
    """Say of each record whether it is right, and how to mend it."""
    yield _where_bounces_go(published)
    yield _who_may_send(published)
    yield _what_receivers_do(published)


def _where_bounces_go(published: Published) -> Finding:
    domain = published.domain
    if published.exchangers in {(), (".",)}:
        mend = f"Publish an MX record for {domain}: what bounces or is answered has nowhere to go, and looks like spam."
        return Finding(f"{domain} takes no mail", mend)
    return Finding(f"{domain} takes mail at {published.exchangers[0]}")


def _who_may_send(published: Published) -> Finding:
    domain, records = published.domain, published.senders
    if not records:
        mend = f"Publish TXT at {domain}: v=spf1 include:… -all, with what the provider of your mail server names."
        return Finding(f"{domain} has no SPF record", mend)
    if len(records) > 1:
        mend = "Join them into one: several count as none (RFC 7208, section 4.5)."
        return Finding(f"{domain} has {len(records)} SPF records", mend)
    terms = records[0].lower().split()[1:]
    if "+all" in terms or "all" in terms:
        return Finding(f"the SPF record of {domain} lets everybody send", "End it with -all or ~all.")
    if not any(term for term in terms if not term.endswith("all")):
        return Finding(f"the SPF record of {domain} names no server", "Name the mail server that sends its mail.")
    return Finding(f"{domain} has an SPF record; see that it names the mail server that sends its mail")


def _what_receivers_do(published: Published) -> Finding:
    domain, records = published.domain, published.policies
    if not records:
        mend = (
            f"Publish TXT at _dmarc.{domain}: v=DMARC1; p=none; rua=mailto:… and read the reports before you ask more."
        )
        return Finding(f"{domain} has no DMARC record", mend)
    if len(records) > 1:
        mend = "Leave one: several count as none (RFC 7489, section 6.6.3)."
        return Finding(f"_dmarc.{published.policy_at} has {len(records)} DMARC records", mend)
    tags = dict(part.strip().lower().split("=", 1) for part in records[0].split(";") if "=" in part)
    above = published.policy_at != domain
    policy = tags.get("sp" if above and "sp" in tags else "p", "none").strip()
    if policy not in {"none", "quarantine", "reject"}:
        return Finding(f"the DMARC record of {domain} has no policy", "Write p=none, p=quarantine or p=reject.")
    where = f", by the record of {published.policy_at}" if above else ""
    return Finding(
        f"{domain} has DMARC, p={policy}{where}; From and envelope are the same address, so mail aligns where SPF "
        f"names the mail server or it signs with d={domain}"
    )


def _begins(text: str, version: str) -> bool:
    first = text.strip().lower()
    return first == version or first.startswith((f"{version} ", f"{version};"))


def _and_above(domain: str) -> Iterator[str]:
    """The domain and those above it that could be an organisation's, nearest first."""
    labels = domain.split(".")
    yield from (".".join(labels[at:]) for at in range(max(1, len(labels) - 1)))
