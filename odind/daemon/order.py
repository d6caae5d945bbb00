"""The order that the front sends to a worker, as one line on its stdin. Its one secret is that of tickets."""

from __future__ import annotations

import json
from dataclasses import field, replace
from pathlib import Path

import msgspec

from odind.config import Config, OdinConfig, StoreConfig
from odind.core.values.late import dataclass
from odind.tenants_config import TenantConfig


@dataclass(frozen=True)
class Order:
    """A worker's number and sockets, and the settings of the daemon. An empty audio socket means none."""

    number: int
    control_socket: str
    audio_socket: str
    tally_file: int
    config: Config
    ticket_secret: str = field(repr=False)

    def write(self) -> bytes:
        """Return the order as one line of JSON."""
        return msgspec.json.encode(self, enc_hook=str)


def order_for(config: Config, number: int, tally_file: int, ticket_secret: bytes) -> Order:
    """Return the order of worker `number` of a daemon with these settings.

    Its sockets are beside the daemon's; without one, in the state folder, and there is no audio socket.
    """
    socket = config.server.socket
    place = Path(socket) if socket else config.server.state_dir / "odind.sock"
    own = place.with_name(f"{place.stem}-worker-{number}{place.suffix}")
    odin = OdinConfig(gateway=config.odin.gateway)
    quotas = {name: TenantConfig(quotas=tenant.quotas) for name, tenant in config.tenants.items()}
    settings = replace(config, odin=odin, gateways={}, tenants=quotas, store=StoreConfig(), storage={})
    return Order(
        number, f"{own}.control", str(own) if socket else "", tally_file, settings, ticket_secret.hex()
    )


def read_order(line: bytes) -> Order:
    """Return the order that `Order.write` wrote."""
    return msgspec.convert(json.loads(line), Order, dec_hook=_decode)


def _decode(kind: type, value: object) -> object:
    return Path(str(value)) if kind is Path else value
