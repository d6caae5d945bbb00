"""The calls of a daemon that treat a connection's sound, place it, and count it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

from google.protobuf.duration_pb2 import Duration
from google.protobuf.timestamp_pb2 import Timestamp
from grpc_health.v1.health_pb2 import HealthCheckRequest, HealthCheckResponse
from grpc_health.v1.health_pb2_grpc import HealthStub

from odind.v1 import audit_pb2, fleet_pb2, processing_pb2, server_pb2, space_pb2, statistics_pb2
from odind.v1.audit_pb2_grpc import AuditServiceStub
from odind.v1.fleet_pb2_grpc import FleetServiceStub
from odind.v1.processing_pb2_grpc import ProcessingServiceStub
from odind.v1.server_pb2_grpc import ServerServiceStub
from odind.v1.space_pb2_grpc import SpaceServiceStub
from odind.v1.statistics_pb2_grpc import StatisticsServiceStub

from .calls import Calls
from .failures import raised_again
from .retries import named, sent_again

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime, timedelta

    import grpc

    Request = TypeVar("Request")
    Response = TypeVar("Response")

Item = TypeVar("Item")


class Controls:
    """What `Daemon` does beside rooms and streams. Each raises what its RPC's comment in proto/ lists."""

    def __init__(
        self, channel: grpc.aio.Channel, target: str, call_timeout: float | None = None, retries: int = 0
    ) -> None:
        self.target = target
        self._call_timeout = call_timeout
        self._retries = retries
        self.calls = Calls(channel, target, call_timeout)
        self._health = HealthStub(channel)
        self._server = ServerServiceStub(channel)
        self._processing = ProcessingServiceStub(channel)
        self._space = SpaceServiceStub(channel)
        self._statistics = StatisticsServiceStub(channel)
        self._audit = AuditServiceStub(channel)
        self._fleet = FleetServiceStub(channel)

    async def is_serving(self) -> bool:
        """Ask whether the daemon serves calls: it does not while it starts, nor while it stops."""
        answer = await self._ask(self._health.Check, HealthCheckRequest())
        return bool(answer.status == HealthCheckResponse.SERVING)

    async def info(self) -> server_pb2.GetInfoResponse:
        """Describe the daemon: version, runtime, grid, limits."""
        return await self._ask(self._server.GetInfo, server_pb2.GetInfoRequest())

    async def capacity(self) -> server_pb2.GetCapacityResponse:
        """Ask how many more connections fit, what would run out first, and what is in use."""
        return await self._ask(self._server.GetCapacity, server_pb2.GetCapacityRequest())

    async def health(self) -> server_pb2.GetHealthResponse:
        """Ask what the daemon knows about its own health."""
        return await self._ask(self._server.GetHealth, server_pb2.GetHealthRequest())

    async def diagnose(self, *, probe: bool = False, gateway: str = "") -> server_pb2.DiagnoseResponse:
        """Look closer at the daemon; with `probe`, also whether sound comes through a gateway."""
        request = server_pb2.DiagnoseRequest(probe=probe, gateway=gateway)
        return await self._ask(self._server.Diagnose, request)

    async def drain(self, deadline: timedelta | None = None) -> server_pb2.DrainResponse:
        """Have the daemon join no more rooms, and stop when its last connection has left.

        With a `deadline`, 1 s to 30 days, it stops then in any case.
        """
        request = server_pb2.DrainRequest(deadline=None if deadline is None else duration(deadline))
        return await self._ask(self._server.Drain, request)

    async def undrain(self) -> None:
        """Have the daemon join rooms again."""
        await self._ask(self._server.Undrain, server_pb2.UndrainRequest())

    async def upgrade(self) -> str:
        """Have the version of odind that is installed now take over; return its number.

        Raises FailedPreconditionError UPGRADE_FAILED when it would not start: then this one goes on.
        """
        return (await self._ask(self._server.Upgrade, server_pb2.UpgradeRequest())).version

    async def processing(self, connection_id: str) -> processing_pb2.Processing:
        """Return how the connection's sound is treated."""
        request = processing_pb2.GetProcessingRequest(connection_id=connection_id)
        return (await self._ask(self._processing.GetProcessing, request)).processing

    async def set_processing(
        self, connection_id: str, processing: processing_pb2.Processing | None = None
    ) -> processing_pb2.Processing:
        """Treat the connection's sound as a preset says, and what differs from it; return all settings."""
        request = processing_pb2.SetProcessingRequest(connection_id=connection_id, processing=processing)
        return (await self._ask(self._processing.SetProcessing, request)).processing

    async def space(self, connection_id: str) -> space_pb2.Space:
        """Return where the connection is and what it hears."""
        request = space_pb2.GetSpaceRequest(connection_id=connection_id)
        return (await self._ask(self._space.GetSpace, request)).space

    async def set_positions(
        self, connection_id: str, positions: Iterable[space_pb2.Position] = (), *, scale: float | None = None
    ) -> space_pb2.Space:
        """Move the connection on some channels, and say what coordinates are multiplied with."""
        request = space_pb2.SetPositionsRequest(
            connection_id=connection_id, positions=positions, position_scale=scale
        )
        return (await self._ask(self._space.SetPositions, request)).space

    async def clear_positions(self, connection_id: str, channels: Iterable[int] = ()) -> space_pb2.Space:
        """Take the connection off these channels, or off all."""
        request = space_pb2.ClearPositionsRequest(connection_id=connection_id, channels=channels)
        return (await self._ask(self._space.ClearPositions, request)).space

    async def set_channel_masks(
        self,
        connection_id: str,
        *,
        default: int | None = None,
        masks: Mapping[int, int] | None = None,
        reset: bool = False,
    ) -> space_pb2.Space:
        """Say which channels are heard: of everybody, and of single peers by their ids."""
        request = space_pb2.SetChannelMasksRequest(
            connection_id=connection_id,
            default_mask=default,
            masks=[space_pb2.ChannelMask(peer_id=peer, mask=mask) for peer, mask in (masks or {}).items()],
            reset=reset,
        )
        return (await self._ask(self._space.SetChannelMasks, request)).space

    async def statistics(self, connection_id: str) -> statistics_pb2.ConnectionStatistics:
        """Return what was counted on the connection."""
        request = statistics_pb2.GetStatisticsRequest(connection_id=connection_id)
        return (await self._ask(self._statistics.GetStatistics, request)).statistics

    def watch_statistics(self, *connection_ids: str, interval: timedelta | None = None) -> StatisticsWatch:
        """Watch the counters of some connections, or of all and those to come, every second by default."""
        request = statistics_pb2.WatchStatisticsRequest(
            connection_ids=connection_ids, interval=None if interval is None else duration(interval)
        )
        return StatisticsWatch(self._statistics.WatchStatistics(request), self.target)

    async def members(self) -> fleet_pb2.ListMembersResponse:
        """Return the members of the daemon's fleet, and how old the list is."""
        return await self._ask(self._fleet.ListMembers, fleet_pb2.ListMembersRequest())

    async def member(self, name: str = "") -> fleet_pb2.Member:
        """Return a member of the daemon's fleet, the daemon itself without a name."""
        return (await self._ask(self._fleet.GetMember, fleet_pb2.GetMemberRequest(name=name))).member

    def watch_audit(self, last: int = 0, *, until_now: bool = False) -> AuditWatch:
        """Watch who calls what, for admins: first so many of the latest notes, then those to come."""
        request = audit_pb2.WatchAuditRequest(last=last, until_now=until_now)
        return AuditWatch(self._audit.WatchAudit(request), self.target)

    async def _ask(
        self, method: grpc.aio.UnaryUnaryMultiCallable[Request, Response], request: Request
    ) -> Response:
        async def send() -> Response:
            with raised_again(self.target):
                return await method(request, timeout=self._call_timeout)

        return await sent_again(send, self._retries if self._retries and named(request) else 0)


class Watch(Generic[Item]):
    """Yields what a call sends again and again, until the daemon ends it or `close`."""

    def __init__(self, call: grpc.aio.UnaryStreamCall[Any, Item], target: str) -> None:
        self._call = call
        self._target = target
        self._responses = aiter(call)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Item:
        with raised_again(self._target):
            return await anext(self._responses)

    def close(self) -> None:
        """End the watch. Nobody may be waiting for its next item."""
        self._call.cancel()


StatisticsWatch = Watch[statistics_pb2.WatchStatisticsResponse]
AuditWatch = Watch[audit_pb2.WatchAuditResponse]


def duration(span: timedelta) -> Duration:
    """Return the message of a length of time."""
    message = Duration()
    message.FromTimedelta(span)
    return message


def timestamp(moment: datetime) -> Timestamp:
    """Return the message of a moment, which must have a time zone."""
    if moment.tzinfo is None:
        raise ValueError("the moment must have a time zone")
    message = Timestamp()
    message.FromDatetime(moment)
    return message
