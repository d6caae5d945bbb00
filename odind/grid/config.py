"""The settings of the grid. The limits have the defaults of ODIN's own server where it documents one."""

from __future__ import annotations

from dataclasses import field, fields
from pathlib import Path  # noqa: TC003 - settings are read by their types

from odind.core.errors import InvalidArgumentError
from odind.core.values.late import dataclass

from .addresses import split_address


@dataclass(frozen=True)
class Rate:
    """A sustained rate per second, and a burst that is allowed after a pause."""

    per_second: float
    burst: float


@dataclass(frozen=True)
class GridLimits:
    """What exceeds these limits is refused or dropped, and counted.

    `media_packets` (per media), `medias` (per peer) and `incoming_messages` (per peer) are ODIN's own
    numbers. `incoming_bytes` bounds messages and user data (per peer) to half of `stream_backlog_bytes` at
    once: with more, a peer could have others cut off as slow readers. ODIN's licences set the number of
    clients, rooms and peers (25 by default); here the machine is the limit. `max_connecting` clients may be
    connected without having joined; the oldest make way.
    """

    max_clients: int = 1000
    max_rooms: int = 1000
    max_peers: int = 1000
    max_peers_per_room: int = 250
    max_connecting: int = 100
    media_packets: Rate = Rate(per_second=50, burst=100)
    medias: int = 5
    position_packets: Rate = Rate(per_second=50, burst=100)
    socket_packets: Rate = Rate(per_second=200, burst=400)
    incoming_messages: Rate = Rate(per_second=10, burst=50)
    incoming_bytes: Rate = Rate(per_second=256 * 1024, burst=512 * 1024)
    socket_streams: int = 64
    user_data_bytes: int = 64 * 1024
    message_bytes: int = 128 * 1024
    parameters_bytes: int = 16 * 1024
    identifier_bytes: int = 1024
    stream_backlog_bytes: int = 1024 * 1024
    in_flight_bytes: int = 256 * 1024
    request_body_bytes: int = 256 * 1024
    http_waiting_per_peer: int = 100
    bans: int = 10_000


@dataclass(frozen=True)
class GridTimes:
    """Intervals, lifetimes and time-outs in seconds."""

    ping_interval: float = 5.0
    idle_timeout: float = 30.0
    connect_timeout: float = 5.0
    sfu_token_lifetime: float = 300.0
    reconnect_token_lifetime: float = 3600.0
    gateway_leeway: float = 300.0
    sfu_leeway: float = 5.0
    kick_ban: float = 10.0
    request_timeout: float = 10.0


@dataclass(frozen=True)
class GridConfig:
    """The grid's settings. `listen` is the gateway's HTTP address, `udp` the SFU's; port 0 is any."""

    listen: str = "127.0.0.1:0"
    udp: str = "127.0.0.1:0"
    public_host: str = ""
    certificate_file: Path | None = None
    private_key_file: Path | None = None
    allow_unknown_keys: bool = False
    control: bool = False
    fault_seed: int = 0
    limits: GridLimits = field(default_factory=GridLimits)
    times: GridTimes = field(default_factory=GridTimes)

    def __post_init__(self) -> None:
        split_address(self.listen)
        split_address(self.udp)
        if (self.certificate_file is None) != (self.private_key_file is None):
            raise InvalidArgumentError(
                "GRID_CONFIG_INVALID",
                "certificate_file and private_key_file must both be set or both be empty",
            )
        _check_positive(self.limits)
        _check_positive(self.times)


def _check_positive(table: GridLimits | GridTimes) -> None:
    for setting in fields(table):
        value = getattr(table, setting.name)
        numbers = (value.per_second, value.burst) if isinstance(value, Rate) else (value,)
        if any(number <= 0 for number in numbers):
            raise InvalidArgumentError(
                "GRID_CONFIG_INVALID", "{setting} must be greater than zero", setting=setting.name
            )
