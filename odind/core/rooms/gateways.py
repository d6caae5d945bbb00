"""The gateways that joins may go to, by their addresses and by the names of the configuration. Pure."""

from __future__ import annotations

import re
from dataclasses import field
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from odind.core.access.globs import any_matches
from odind.core.access.grant import EVERYTHING
from odind.core.access.refusals import gateway_not_granted
from odind.core.errors import InvalidArgumentError, PermissionDeniedError
from odind.core.values.late import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from odind.core.tokens.tokens import Tokens

ANY_GATEWAY: Final = "*"
PUBLIC: Final = {"eu": "gateway.odin.4players.io", "us": "gateway-us.odin.4players.io"}
"""The gateways of ODIN's cloud."""
NAME: Final = re.compile(r"(?!localhost$)[A-Za-z0-9][A-Za-z0-9_-]{0,62}")
"""What names a gateway. A host of such a name is written with its port or as a URL."""
_LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
_SECRETS: Final = re.compile(r"(?<=//)[^/]*(?=@)|^[^/]*(?=@)|(?<=[?#]).*", re.DOTALL)
"""Where an address that is refused may hold a password or a key."""


@dataclass(frozen=True)
class Gateway:
    """A gateway and what signs tokens for it; with None that is the daemon's own key."""

    address: str
    tokens: Tokens | None = None


@dataclass(frozen=True)
class Gateways:
    """The gateways that joins may go to: the daemon's `own`, `others`, where "*" is any, and `named` ones.

    `granted` are globs of those that the caller may name beside the first.

    A gateway gets our token, and its answers reach the caller, so callers must not choose freely.
    """

    own: str
    others: tuple[str, ...] = ()
    named: Mapping[str, Gateway] = field(default_factory=dict)
    granted: tuple[str, ...] = EVERYTHING

    def choose(self, wanted: str) -> Gateway:
        """Return the gateway of a name or an address, the daemon's own for "".

        Raises InvalidArgumentError GATEWAY_INVALID, GATEWAY_UNKNOWN,
        PermissionDeniedError GATEWAY_NOT_ALLOWED, GATEWAY_NOT_GRANTED.
        """
        if wanted in ("", self.own):
            return Gateway(check_gateway(self.own))
        if not any_matches(self.granted, wanted):
            raise gateway_not_granted(wanted, self.granted)
        return self.named.get(wanted) or self._by_address(wanted)

    def _by_address(self, wanted: str) -> Gateway:
        if wanted not in self.others and wanted not in PUBLIC and NAME.fullmatch(wanted):
            raise self._unknown(wanted)
        address = check_gateway(PUBLIC.get(wanted, wanted))
        found = next((gateway for gateway in self.named.values() if gateway.address == address), None)
        if found is None and address not in (self.own, *self.others) and ANY_GATEWAY not in self.others:
            raise PermissionDeniedError(
                "GATEWAY_NOT_ALLOWED",
                "the gateway {gateway} is not one of the daemon's: "
                "add it to odin.allowed_gateways, or as a table [gateways.NAME]",
                gateway=address,
            )
        return found or Gateway(address)

    def _unknown(self, name: str) -> InvalidArgumentError:
        return InvalidArgumentError(
            "GATEWAY_UNKNOWN",
            "no gateway is called {name!r}; the daemon's settings name {known}",
            name=name,
            known=", ".join(sorted(self.named)) or "none",
        )


def check_gateway(gateway: str) -> str:
    """Return a gateway's address if it is a host, host:port or http(s) URL without user, password or query.

    Tokens go there, so plain http is for loopback alone. Addresses are logged and listed, so they hold no
    secrets. The native runtime panics on some malformed ones. Raises InvalidArgumentError GATEWAY_INVALID.
    """
    try:
        url = urlsplit(gateway if "://" in gateway else f"https://{gateway}")
        safe = url.scheme == "https" or (url.scheme == "http" and url.hostname in _LOOPBACK)
        sound = safe and bool(url.hostname) and url.port != 0 and url.username is None
        sound = sound and not (url.query or url.fragment)
    except ValueError:
        sound = False
    if not sound or not gateway.isascii() or not gateway.isprintable() or " " in gateway:
        raise InvalidArgumentError(
            "GATEWAY_INVALID",
            "the gateway {gateway!r} must be a host, host:port or https URL (http on this machine alone)",
            gateway=_SECRETS.sub("***", gateway[:200]),
        )
    return gateway
