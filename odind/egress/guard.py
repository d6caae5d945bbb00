"""Which URLs may be called, and which addresses of their hosts."""

from __future__ import annotations

import socket
from ipaddress import ip_network
from typing import TYPE_CHECKING, Final

from .addresses import is_public, unwrapped
from .refusals import address_refused, url_refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    import httpx

    from .config import EgressConfig

_LONGEST: Final = 2_048


class Guard:
    """Holds what the settings allow."""

    def __init__(self, config: EgressConfig) -> None:
        self._networks = tuple(map(ip_network, config.allow_networks))
        self._schemes = ("https", "http") if config.allow_http else ("https",)

    def check_url(self, url: str) -> httpx.URL:
        """Return a URL that may be called, as far as it can be told without asking for its host's address.

        Raises InvalidArgumentError URL_REFUSED, ADDRESS_REFUSED.
        """
        parsed = _parsed(url)
        self.check(parsed)
        return parsed

    def check(self, url: httpx.URL) -> None:
        """Raise what `check_url` does."""
        if url.scheme not in self._schemes:
            raise url_refused(f"must begin with {'://, or with '.join(self._schemes)}://")
        if url.userinfo:
            raise url_refused("must not hold a user name or password")
        self.check_host(url.host)

    def check_host(self, host: str) -> None:
        """Check a host where it is an address or a spelling of one.

        Raises InvalidArgumentError URL_REFUSED for none, ADDRESS_REFUSED.
        """
        if not host:
            raise url_refused("must name a host")
        address = _numeric(host)
        if address:
            self.permitted(host, (address,))

    def permitted(self, host: str, addresses: Sequence[str]) -> list[str]:
        """Return those of a host's addresses that may be called.

        Raises InvalidArgumentError ADDRESS_REFUSED when there is none.
        """
        permitted = [address for address in addresses if self._permits(address)]
        if not permitted:
            raise address_refused(host, ", ".join(addresses))
        return permitted

    def _permits(self, text: str) -> bool:
        address = unwrapped(text)
        return is_public(address) or any(address in network for network in self._networks)


def _parsed(url: str) -> httpx.URL:
    import httpx  # noqa: PLC0415 - see Egress

    if len(url) > _LONGEST:
        raise url_refused(f"must have at most {_LONGEST} characters")
    try:
        return httpx.URL(url)
    except (httpx.InvalidURL, ValueError):
        raise url_refused("must be one like https://example.com/path") from None


def _numeric(host: str) -> str | None:
    """Return the address that a host is a spelling of, as 0x7f000001 and 127.1 are; None for a name."""
    if host == "localhost" or host.endswith(".localhost"):
        return "127.0.0.1"
    try:
        return str(socket.getaddrinfo(host, None, flags=socket.AI_NUMERICHOST)[0][4][0])
    except (socket.gaierror, UnicodeError):
        return None
