"""Where a relay may lie that an agency names: at a public address, at a port of mail, or where the operator allows.

An administrator of an agency must not be able to make this service speak to machines beside it (server-side request
forgery), so the address is looked at when it is connected to, and exactly that address is connected to.
"""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address

PORTS = frozenset({25, 465, 587, 2525})
_UNICAST = ip_network("2000::/3")
"""All of version 6 that is handed out to networks of the Internet (RFC 4291, section 2.4)."""
_NOBODYS = tuple(map(ip_network, ("192.0.0.0/24", "2001::/23", "2002::/16")))
"""Kept for protocols (RFC 6890), among them tunnels that wrap any address of version 4."""


@dataclass(frozen=True)
class Guard:
    """What may be connected to; ``internal`` are the networks that the operator opened, at every port."""

    internal: tuple[Network, ...] = ()

    def allows(self, address: str, port: int, *, in_clear: bool) -> bool:
        """Whether this address may be connected to; ``in_clear``, that is without TLS, only on this machine."""
        try:
            found = ip_address(address.partition("%")[0])
        except ValueError:
            return False
        if in_clear and not _plain(found).is_loopback:
            return False
        return self.opens(found) or (port in PORTS and is_public(found))

    def opens(self, address: Address) -> bool:
        """Whether it lies in a network that the operator opened."""
        plain = _plain(address)
        return any(plain in network for network in self.internal)


def guard_from(networks: str | None) -> Guard:
    """Read networks as an operator writes them, ``10.1.0.0/16, ::1/128``; raises ValueError."""
    return Guard(tuple(ip_network(one.strip()) for one in (networks or "").split(",") if one.strip()))


def is_public(address: Address) -> bool:
    """Whether an address can only be one of the open Internet."""
    plain = _plain(address)
    if isinstance(plain, IPv6Address) and plain not in _UNICAST:
        return False
    return plain.is_global and not plain.is_multicast and not any(plain in network for network in _NOBODYS)


def _plain(address: Address) -> Address:
    """Take an address of version 4 out of the form that version 6 wraps it in."""
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address
