"""The settings of requests that the daemon sends to addresses that callers name."""

from __future__ import annotations

from ipaddress import ip_network

from odind.core.errors import InvalidArgumentError
from odind.core.values.late import dataclass


@dataclass(frozen=True)
class EgressConfig:
    """Where the daemon may send requests to on behalf of callers, as for webhooks and sounds.

    Public addresses are allowed, and those in `allow_networks`, as in "10.1.0.0/16". With `allow_http`, URLs
    may begin with http:// too.
    """

    allow_networks: tuple[str, ...] = ()
    allow_http: bool = False

    def __post_init__(self) -> None:
        for network in self.allow_networks:
            try:
                ip_network(network)
            except ValueError as error:
                raise InvalidArgumentError(
                    "CONFIG_INVALID", "egress.allow_networks: {problem}", problem=error
                ) from None
