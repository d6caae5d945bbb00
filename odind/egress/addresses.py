"""Which IP addresses are public, that is, outside every network that only machines near us reach."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final, TypeAlias

Address: TypeAlias = IPv4Address | IPv6Address

_UNICAST: Final = ip_network("2000::/3")
"""The only part of IPv6 that is handed out; outside it are NAT64, IPv4-mapped, site-local and multicast."""
_RELAYED: Final = tuple(map(ip_network, ("192.88.99.0/24", "2002::/16")))
"""6to4: packets to these arrive at an IPv4 address within them. Python counts them as public."""


def unwrapped(text: str) -> Address:
    """Return the address of a text; of an IPv6 address that stands for an IPv4 address, the latter."""
    address = ip_address(text)
    return (isinstance(address, IPv6Address) and address.ipv4_mapped) or address


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public Internet."""
    if any(address in network for network in _RELAYED):
        return False
    if isinstance(address, IPv6Address) and address not in _UNICAST:
        return False
    return address.is_global and not address.is_multicast
