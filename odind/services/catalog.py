"""All services of the daemon, for every face to serve."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from google.protobuf.descriptor_pool import Default

from odind.core.players.absent import AbsentFeeds
from odind.core.rooms.streaming import Streaming
from odind.core.values.late import dataclass

from .access_keys import AccessServicer
from .audio import AudioServicer, AudioStreamer, run_audio
from .audit import AuditServicer
from .auditing import noting
from .captions import CaptionServicer
from .devices import DeviceServicer
from .fleet import FleetServicer
from .hls import HlsServicer
from .managed import ManagedRoomServicer
from .moderation import ModerationServicer
from .once import once
from .players import PlayerServicer
from .processing import ProcessingServicer
from .push import PushServicer
from .recordings import RecordingServicer
from .rooms import RoomServicer
from .scope import Scope, require_tickets_connection, require_tickets_lane
from .server import ServerServicer
from .sockets import HostSockets, SocketServicer
from .sounds import SoundServicer
from .space import SpaceServicer
from .statistics import StatisticsServicer
from .tokens import TokenServicer
from .tools import ToolServicer
from .webhooks import WebhookServicer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping

    from google.protobuf.descriptor import MethodDescriptor, ServiceDescriptor
    from google.protobuf.message import Message

    from odind.core.captions.captions import Captions
    from odind.core.captions.live import LiveCaptions
    from odind.core.captions.summaries import Summaries
    from odind.core.fleet.membership import Membership
    from odind.core.hls.outputs import HlsOutputs
    from odind.core.log.answers import Answers
    from odind.core.managed.managed import Managed
    from odind.core.moderation.moderation import Moderation
    from odind.core.plane import ControlPlane
    from odind.core.players.library import SoundLibrary
    from odind.core.players.ports import Feeds
    from odind.core.push.pushes import Pushes
    from odind.core.rooms.local import LocalHost
    from odind.core.webhooks.webhooks import Webhooks

    from .audio import StreamAudio
    from .calls import Call
    from .passing import Passing
    from .server import DaemonFacts
    from .sockets import SocketStreams
    from .trail import AuditTrail

    Behaviour = Callable[[Message | AsyncIterator[Message], Call], Awaitable[Message | None]]

PACKAGE: Final = "odind.v1"


@dataclass(frozen=True)
class Service:
    """A service and what answers it. Its methods are coroutines; streaming ones write to their call.

    `scope` checks what callers name, `passing` has other members of a fleet answer for what is theirs.
    """

    descriptor: ServiceDescriptor
    servicer: object
    answers: Answers | None = None
    scope: Scope | None = None
    passing: Passing | None = None

    def behaviour(self, method: MethodDescriptor) -> Behaviour:
        """Return the coroutine function that answers a method."""
        found: Behaviour = getattr(self.servicer, method.name)
        made = self.passing.placed(found, method) if self.passing else found
        made = once(made, method, self.answers) if self.answers else made
        made = self.scope.within(made, method) if self.scope else made
        return noting(self.passing.within(made, method) if self.passing else made, method)


def all_services(
    plane: ControlPlane,
    facts: DaemonFacts,
    stream_audio: StreamAudio,
    moderation: Moderation | None = None,
    *,
    sockets: SocketStreams | None = None,
    managed: Managed | None = None,
    library: SoundLibrary | None = None,
    feeds: Feeds | None = None,
    webhooks: Webhooks | None = None,
    pushes: Pushes | None = None,
    hls: HlsOutputs | None = None,
    trail: AuditTrail | None = None,
    captions: Captions | None = None,
    live_captions: LiveCaptions | None = None,
    summaries: Summaries | None = None,
    membership: Membership | None = None,
    passing: Passing | None = None,
) -> tuple[Service, ...]:
    """Return the services of odind.v1 over these use cases."""
    scope = Scope(plane.registry, plane.devices, plane.recordings)
    streaming = Streaming(plane.speech, feeds or AbsentFeeds())
    outside: dict[str, object] = {"ModerationService": ModerationServicer(moderation)} if moderation else {}
    if webhooks:
        outside["WebhookService"] = WebhookServicer(webhooks)
    if captions and live_captions and summaries:
        outside["CaptionService"] = CaptionServicer(captions, live_captions, summaries)
    if pushes:
        outside["PushService"] = PushServicer(pushes)
    if hls:
        outside["HlsService"] = HlsServicer(hls)
    between = {"SocketService": SocketServicer(sockets, scope.require_connection)} if sockets else {}
    kept = {"ManagedRoomService": ManagedRoomServicer(managed)} if managed else {}
    uploaded = {"SoundService": SoundServicer(library)} if library else {}
    return catalog_of(
        {
            **outside,
            **uploaded,
            **kept,
            **between,
            "AccessService": AccessServicer(plane.keys, plane.sessions),
            "AuditService": AuditServicer(trail),
            "ServerService": ServerServicer(
                facts,
                plane.capacities,
                plane.vitals,
                doctor=plane.doctor,
                drain=plane.drain,
                upgrade=plane.upgrade,
                membership=membership,
            ),
            "TokenService": TokenServicer(plane.tokens, plane.tenants),
            "RoomService": RoomServicer(
                plane.rooms, plane.holding, plane.watches, plane.consumers, doors=plane.doors
            ),
            "AudioService": AudioServicer(plane.controls, stream_audio, scope.require_lane),
            "DeviceService": DeviceServicer(plane.devices),
            "FleetService": FleetServicer(membership),
            "PlayerService": PlayerServicer(plane.players, plane.speech, streaming, scope.require_connection),
            "ProcessingService": ProcessingServicer(plane.controls),
            "RecordingService": RecordingServicer(plane),
            "SpaceService": SpaceServicer(plane.controls),
            "StatisticsService": StatisticsServicer(plane.controls),
            "ToolService": ToolServicer(),
        },
        plane.answers,
        scope,
        passing,
    )


def streams_alone(host: LocalHost) -> tuple[Service, ...]:
    """Return the services for callers who pass by the control plane: they may stream, and set nothing."""
    return catalog_of(
        {
            "AudioService": AudioStreamer(partial(run_audio, host), require_tickets_lane),
            "SocketService": SocketServicer(HostSockets(host), require_tickets_connection),
        }
    )


def catalog_of(
    servicers: Mapping[str, object],
    answers: Answers | None = None,
    scope: Scope | None = None,
    passing: Passing | None = None,
) -> tuple[Service, ...]:
    """Return the services of odind.v1 that these servicers answer, which are named after them."""
    pool = Default()
    return tuple(
        Service(pool.FindServiceByName(f"{PACKAGE}.{name}"), servicer, answers, scope, passing)
        for name, servicer in servicers.items()
    )


def behaviour_of(services: Iterable[Service], method: str) -> Behaviour:
    """Return what answers a method, which is named in full."""
    service_name, _, method_name = method.rpartition(".")
    (found,) = (service for service in services if service.descriptor.full_name == service_name)
    return found.behaviour(found.descriptor.methods_by_name[method_name])
