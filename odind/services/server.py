"""ServerService: what the daemon is, how much more it can take, its drain and its upgrade."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from odind.core.values.late import dataclass
from odind.pack.capacity import pack_capacity
from odind.pack.daemon import pack_draining
from odind.pack.health import pack_diagnosis, pack_health
from odind.pack.times import pack_time, unpack_seconds
from odind.v1 import server_pb2

if TYPE_CHECKING:
    from collections.abc import Mapping

    from odind.core.access.principal import Principal
    from odind.core.bounds.limits import Limits
    from odind.core.capacity.gauge import Capacities
    from odind.core.fleet.membership import Membership
    from odind.core.health.doctor import Doctor
    from odind.core.health.vitals import Vitals
    from odind.core.rooms.drain import Drain
    from odind.core.rooms.ports import RuntimeInfo
    from odind.core.rooms.upgrade import Upgrade

    from .calls import Call


@dataclass(frozen=True)
class GridFacts:
    """The embedded grid, where there is one."""

    gateway: str
    key_id: str
    ca_file: str


@dataclass(frozen=True)
class GatewayFacts:
    """A gateway that callers can name; `key_id` is "" where the daemon has no key for it."""

    name: str
    url: str
    key_id: str


@dataclass(frozen=True)
class DaemonFacts:
    """What does not change while the daemon runs; `started_at` is seconds since the epoch.

    `of_tenants` is what callers of tenants are told instead.
    """

    version: str
    runtime: RuntimeInfo
    gateway: str
    limits: Limits
    started_at: float
    grid: GridFacts | None = None
    gateways: tuple[GatewayFacts, ...] = ()
    of_tenants: Mapping[str, DaemonFacts] = field(default_factory=dict)

    def told(self, by: Principal) -> DaemonFacts:
        """Return what a principal is told."""
        return self.of_tenants.get(by.tenant, self)


class ServerServicer:
    """Answers from facts, and from what is measured."""

    def __init__(
        self,
        facts: DaemonFacts,
        capacities: Capacities,
        vitals: Vitals,
        *,
        doctor: Doctor,
        drain: Drain,
        upgrade: Upgrade,
        membership: Membership | None,
    ) -> None:
        self._facts = facts
        self._capacities = capacities
        self._vitals = vitals
        self._doctor = doctor
        self._drain = drain
        self._upgrade = upgrade
        self._membership = membership

    async def GetInfo(self, request: server_pb2.GetInfoRequest, call: Call) -> server_pb2.GetInfoResponse:
        """Describe the daemon."""
        facts, limits = self._facts.told(call.caller.principal), self._facts.limits
        return server_pb2.GetInfoResponse(
            version=facts.version,
            runtime=server_pb2.RuntimeInfo(
                name=facts.runtime.name, generation=facts.runtime.generation, version=facts.runtime.version
            ),
            grid=_grid(facts.grid),
            gateway=facts.gateway,
            limits=server_pb2.Limits(
                max_connections=limits.max_connections,
                max_user_data_bytes=limits.max_user_data_bytes,
                max_message_bytes=limits.max_message_bytes,
                max_audio_streams=limits.max_audio_streams,
                send_buffer_ms=limits.send_buffer_ms,
                receive_buffer_ms=limits.receive_buffer_ms,
                event_buffer=limits.event_buffer,
                event_buffer_bytes=limits.event_buffer_bytes,
                max_watchers=limits.max_watchers,
                join_timeout_ms=limits.join_timeout_ms,
                caller_share_percent=limits.caller_share_percent,
                buffer_bytes=limits.buffer_bytes,
                request_bytes=limits.request_bytes,
                waiting_calls=limits.waiting_calls,
                first_message_ms=limits.first_message_ms,
                peer_messages_per_second=limits.peer_messages_per_second,
                peer_bytes_per_second=limits.peer_bytes_per_second,
                caller_calls_per_second=limits.caller_calls_per_second,
                caller_joins_per_minute=limits.caller_joins_per_minute,
                caller_messages_per_second=limits.caller_messages_per_second,
                caller_bytes_per_second=limits.caller_bytes_per_second,
            ),
            started_at=pack_time(facts.started_at),
            draining=pack_draining(self._drain.draining) if self._drain.draining else None,
            gateways=[server_pb2.NamedGateway(**vars(gateway)) for gateway in facts.gateways],
        )

    async def GetCapacity(
        self, request: server_pb2.GetCapacityRequest, call: Call
    ) -> server_pb2.GetCapacityResponse:
        """Tell how many more connections fit."""
        fleet = self._membership.directory.capacity if self._membership else None
        return pack_capacity(await self._capacities.capacity(), fleet)

    async def GetHealth(
        self, request: server_pb2.GetHealthRequest, call: Call
    ) -> server_pb2.GetHealthResponse:
        """Tell what the last look at the daemon's health found."""
        return pack_health(self._vitals.health)

    async def Diagnose(self, request: server_pb2.DiagnoseRequest, call: Call) -> server_pb2.DiagnoseResponse:
        """Look closer."""
        return pack_diagnosis(await self._doctor.diagnose(request.gateway, probe=request.probe))

    async def Drain(self, request: server_pb2.DrainRequest, call: Call) -> server_pb2.DrainResponse:
        """Join no more rooms, and stop when the last connection has left."""
        within_s = unpack_seconds(request.deadline) if request.HasField("deadline") else None
        draining = await self._drain.begin(within_s)
        return server_pb2.DrainResponse(draining=pack_draining(draining), connections=self._drain.connections)

    async def Undrain(self, request: server_pb2.UndrainRequest, call: Call) -> server_pb2.UndrainResponse:
        """Join rooms again."""
        await self._drain.undo()
        return server_pb2.UndrainResponse()

    async def Upgrade(self, request: server_pb2.UpgradeRequest, call: Call) -> server_pb2.UpgradeResponse:
        """Begin anew as the installed version."""
        return server_pb2.UpgradeResponse(version=await self._upgrade.begin())


def _grid(grid: GridFacts | None) -> server_pb2.GridInfo | None:
    if grid is None:
        return None
    return server_pb2.GridInfo(gateway=grid.gateway, key_id=grid.key_id, ca_file=grid.ca_file)
