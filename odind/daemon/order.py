"""The order that the front sends to a worker, as one line on its stdin. It contains no secret."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from odind.config import Config, OdinConfig, StoreConfig


@dataclass(frozen=True)
class Order:
    """A worker's number and sockets, and the settings of the daemon. An empty audio socket means none."""

    number: int
    control_socket: str
    audio_socket: str
    tally_file: int
    config: Config

    def write(self) -> bytes:
        """Return the order as one line of JSON."""
        return msgspec.json.encode(self, enc_hook=str)


def order_for(config: Config, number: int, tally_file: int) -> Order:
    """Return the order of worker `number` of a daemon with these settings.

    Its sockets are beside the daemon's; without one, in the state folder, and there is no audio socket.
    """
    socket = config.server.socket
    place = Path(socket) if socket else config.server.state_dir / "odind.sock"
    own = place.with_name(f"{place.stem}-worker-{number}{place.suffix}")
    odin = OdinConfig(gateway=config.odin.gateway)
    settings = replace(config, odin=odin, gateways={}, tenants={}, store=StoreConfig())
    return Order(number, f"{own}.control", str(own) if socket else "", tally_file, settings)


def read_order(line: bytes) -> Order:
    """Return the order that `Order.write` wrote."""
    return msgspec.convert(json.loads(line), Order, dec_hook=_decode)


def _decode(kind: type, value: object) -> object:
    return Path(str(value)) if kind is Path else value
