"""An agency's own domain and its own mail server, set up over HTTP as its administrator would."""

from typing import Any

from tests.adapters.dns_server import DnsServer
from tests.adapters.smtp_ledger import SmtpLedger
from tests.office import Office

Json = dict[str, Any]


def domain_of(office: Office) -> str:
    """The domain of every user's address."""
    return f"{office.name}.example"


def added_domain(office: Office, domain: str | None = None) -> Json:
    """Name a domain, which nobody has proven yet."""
    answer = office.admin.post("/v1/agency/mail-domains", json={"domain": domain or domain_of(office)})
    assert answer.status_code == 201, answer.text
    added: Json = answer.json()
    return added


def publish(dns: DnsServer, domain: Json) -> None:
    """Publish the record that proves a domain."""
    dns.publish(domain["record"]["name"], domain["record"]["type"], domain["record"]["value"])


def looked_at(office: Office, domain: Json) -> Json:
    """Have a domain looked at; return it as it then is."""
    asked = office.admin.post(f"/v1/agency/mail-domains/{domain['id']}/verify")
    assert asked.status_code == 202, asked.text
    assert asked.json()["asked_at"] is not None
    office.run_tasks()
    return domain_now(office, domain)


def domain_now(office: Office, domain: Json) -> Json:
    found: Json = office.admin.get(f"/v1/agency/mail-domains/{domain['id']}").json()
    return found


def verified_domain(office: Office, dns: DnsServer) -> Json:
    """The domain of every user's address, proven."""
    domain = added_domain(office)
    publish(dns, domain)
    found = looked_at(office, domain)
    assert found["state"] == "verified", found
    return found


def relay_body(ledger: SmtpLedger, **changes: Any) -> Json:
    """The settings that lead to this server, which stands on this machine and wants a sign-in if it has credentials."""
    relay = ledger.relay
    signing_in = {"user": relay.user, "password": relay.password} if relay.user else {}
    return {"host": relay.host, "port": relay.port, "tls": "none", **signing_in, **changes}


def own_relay(office: Office, ledger: SmtpLedger, **changes: Any) -> Json:
    """Set the agency's own mail server."""
    answer = office.admin.put("/v1/agency/relay", json=relay_body(ledger, **changes))
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


def relay_now(office: Office) -> Json:
    found: Json = office.admin.get("/v1/agency/relay").json()
    return found
