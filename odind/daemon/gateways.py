"""The gateways of the configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.core.rooms.admission import ANY_GATEWAY, check_gateway

if TYPE_CHECKING:
    from odind.config import Config


def check_gateways(config: Config) -> None:
    """Raise InvalidArgumentError unless all gateways that the configuration names are URLs of gateways."""
    for gateway in (config.odin.gateway, *config.odin.allowed_gateways):
        if gateway not in ("", ANY_GATEWAY):
            check_gateway(gateway)
