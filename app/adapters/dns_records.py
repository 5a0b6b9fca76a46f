"""Questions to DNS: what is published at a name, nothing, or no answer; each ends within seconds."""

from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import dns.exception
import dns.nameserver
import dns.rdatatype
import dns.resolver

LIFETIME_SECONDS = 5.0
_PORT = 53


class DnsSilent(Exception):
    """DNS did not answer, or not in a way that says anything: what is published there is not known."""


def txt_records(name: str, *, servers: str | None) -> tuple[str, ...]:
    """The TXT records at a name in ASCII, each whole (RFC 7208, 3.3); empty where there is none; raises DnsSilent.

    ``servers`` are those to ask, as in `AFTERWORD_DNS_SERVERS`; None: those of the machine.
    """
    return tuple(b"".join(one.strings).decode("utf-8", "replace") for one in _asked(name, "TXT", servers))


def mail_exchangers(name: str, *, servers: str | None) -> tuple[str, ...]:
    """The hosts that take mail for a domain, best first; "." is the one of a domain that takes none (RFC 7505)."""
    found = sorted(_asked(name, "MX", servers), key=lambda one: one.preference)
    return tuple(one.exchange.to_text(omit_final_dot=len(one.exchange) > 1) for one in found)


def _asked(name: str, kind: str, servers: str | None) -> list[Any]:
    try:
        resolver = _resolver(servers)
        answer = resolver.resolve(f"{name.rstrip('.')}.", kind, lifetime=LIFETIME_SECONDS, search=False)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except (dns.exception.DNSException, OSError, ValueError) as error:
        raise DnsSilent from error
    return list(answer)


def _resolver(servers: str | None) -> dns.resolver.Resolver:
    if not servers:
        return dns.resolver.Resolver()
    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers = [_server(one.strip()) for one in servers.split(",") if one.strip()]
    return resolver


def _server(text: str) -> dns.nameserver.Nameserver:
    """Read ``192.0.2.1``, ``192.0.2.1:5353``, ``2001:db8::1`` or ``[2001:db8::1]:5353``; raises ValueError."""
    try:
        return dns.nameserver.Do53Nameserver(str(ip_address(text)), _PORT)
    except ValueError:
        parts = urlsplit(f"//{text}")
        return dns.nameserver.Do53Nameserver(str(ip_address(parts.hostname or "")), parts.port or _PORT)
