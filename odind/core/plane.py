"""The control plane: all use cases of the daemon, on top of its hosts, one registry and one log."""

from __future__ import annotations

import asyncio
import secrets
from contextlib import suppress
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Self

from odind.core.access.keys import Keys
from odind.core.access.live import LiveCalls
from odind.core.access.principal import mark_of
from odind.core.access.sessions import Sessions
from odind.core.access.tickets import Tickets, ticket_secret
from odind.core.archive.addresses import Addresses
from odind.core.archive.downloads import Downloads
from odind.core.archive.erasure import Erasure
from odind.core.archive.notices import Notices
from odind.core.archive.recordings import MAX_RUNNING, Recordings
from odind.core.archive.room_recordings import RoomRecordings
from odind.core.archive.shelf import RecordingShelf
from odind.core.archive.shipping import Shipping
from odind.core.capacity.gauge import Capacities
from odind.core.devices.devices import Devices
from odind.core.devices.events import LINE_EVENTS
from odind.core.devices.muting import LineMutes
from odind.core.errors import OdindError, UnavailableError
from odind.core.health.counters import Counters
from odind.core.health.doctor import Doctor
from odind.core.health.gateway import GatewayWatch
from odind.core.health.prober import Prober
from odind.core.health.vitals import Vitals
from odind.core.log.answers import Answers
from odind.core.log.log import Log
from odind.core.log.memory import MemoryStore
from odind.core.log.scribe import Scribe
from odind.core.outputs.output import Outputs
from odind.core.outputs.uploads import Uploads
from odind.core.recordings.capture import TakeBegan, TakeEnded
from odind.core.rooms.admission import JoinTerms
from odind.core.rooms.cipher import NO_PASSWORDS
from odind.core.rooms.consumers import Consumers
from odind.core.rooms.controls import Controls
from odind.core.rooms.doors import Doors
from odind.core.rooms.drain import Drain
from odind.core.rooms.events import CALLER_GONE, GRANT_OVER, LEFT_BY_US
from odind.core.rooms.gateways import Gateways
from odind.core.rooms.holder import OnLost
from odind.core.rooms.holding import Holding
from odind.core.rooms.memos import Memos
from odind.core.rooms.outcomes import JoinOutcomes
from odind.core.rooms.playing import Players
from odind.core.rooms.registry import Registry
from odind.core.rooms.restorer import Restorer
from odind.core.rooms.rooms import Rooms
from odind.core.rooms.saying import Speech
from odind.core.rooms.tenants import Tenant, Tenants
from odind.core.rooms.upgrade import Upgrade
from odind.core.rooms.watching import Watches

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
    from types import TracebackType

    from odind.core.access.key import ApiKey
    from odind.core.bounds.limits import Limits
    from odind.core.devices.lookout import Lookout
    from odind.core.health.ports import Dial
    from odind.core.log.ports import Store
    from odind.core.recordings.ports import Vault
    from odind.core.rooms.cipher import Passwords
    from odind.core.rooms.entry import Entry
    from odind.core.rooms.gateways import Gateway
    from odind.core.rooms.lease import Lease
    from odind.core.rooms.ports import Host
    from odind.core.timing.clock import Clock
    from odind.core.tokens.hosted import HostedTokens
    from odind.core.tokens.tokens import Tokens

    Work = Callable[[], Awaitable[None]]


class ControlPlane:
    """Identical in a single process and in front of workers: only the hosts differ.

    It passes the events of hosts on to the registry and the devices. `scribe` brings the log, and runs for
    longer than the plane; without one, nothing is kept. With `restore`, connections of an earlier daemon come
    back. `dial` reaches for the gateway to see whether it answers. `secret` is in hashes of API keys, and
    signs sessions; without one, neither outlives the plane. Gateways, passwords and tokens are those of the
    default tenant; `more_tenants` bring their own. `vault` has the folders of recordings, `outputs` what may
    get their files. Used on the event loop's thread alone.
    """

    def __init__(
        self,
        hosts: Sequence[Host],
        lookout: Lookout,
        tokens: Tokens,
        limits: Limits,
        default_gateway: str,
        *,
        clock: Clock,
        more_gateways: tuple[str, ...] = (),
        named_gateways: Mapping[str, Gateway] = MappingProxyType({}),
        passwords: Passwords = NO_PASSWORDS,
        hosted: HostedTokens | None = None,
        version: str = "",
        dial: Dial | None = None,
        scribe: Scribe | None = None,
        restore: bool = True,
        secret: bytes = b"",
        vault: Vault | None = None,
        max_recordings: int = MAX_RUNNING,
        outputs: Outputs | None = None,
        more_tenants: Sequence[Tenant] = (),
    ) -> None:
        self.gateways = Gateways(default_gateway, more_gateways, named_gateways)
        terms = JoinTerms(tokens, limits, self.gateways, passwords, hosted, version)
        self.tenants = Tenants(Tenant("", terms), more_tenants)
        self.tokens = tokens
        self.scribe = scribe or Scribe(new_log(clock, limits), MemoryStore(), clock)
        self.log = self.scribe.log
        self.answers = Answers(self.scribe, clock)
        secret = secret or secrets.token_bytes(32)
        self.keys = Keys(self.scribe, clock, secret, [tenant.name for tenant in more_tenants])
        self.sessions = Sessions(self.keys, clock, secret)
        self.tickets = Tickets(ticket_secret(secret), clock)
        self.live = LiveCalls(self.keys.stands, clock, self._leave_what_nobody_owns)
        self.keys.on_change = self.live.look
        self.keys.on_end = self._forget_what_was_of
        self.registry = Registry(
            self.log,
            hosts,
            Memos(self.scribe, restore=restore),
            orphaned=self._orphaned,
            refused=self._return_soon,
            ended=self._ended,
        )
        self.doors = Doors(self.registry, self.tickets)
        self.drain = Drain(self.registry, clock)
        self.upgrade = Upgrade(self.drain)
        self.outcomes = JoinOutcomes(default_gateway, clock)
        self.rooms = Rooms(
            self.registry,
            self.tenants,
            limits,
            clock=clock,
            drain=self.drain,
            outcomes=self.outcomes,
            leases=self,
        )
        self.holding = Holding(self.registry)
        self.consumers = Consumers(self.scribe, clock)
        self.watches = Watches(self.registry, self.consumers, clock)
        self.controls = Controls(self.registry, clock)
        self.players = Players(self.registry)
        self.speech = Speech(self.registry, self.players)
        self.devices = Devices(self.registry, lookout, clock, self._lines_changed)
        self.mutes = LineMutes(self.registry, self.devices)
        self.capacities = Capacities(self.registry)
        shelf = RecordingShelf(self.scribe)
        self.uploads = Uploads(self.scribe, clock, outputs or Outputs())
        self.shipping = Shipping(shelf, self.uploads, clock)
        self.erasure = Erasure(shelf, self.shipping, vault, clock)
        self.downloads = Downloads(shelf, self.uploads.outputs, vault)
        self.addresses = Addresses(shelf, self.uploads.outputs, clock)
        self.recordings = Recordings(
            self.registry,
            self.rooms,
            shelf,
            vault,
            require_outputs=self.shipping.require,
            clock=clock,
            spawn=self._until_stopped,
            max_running=max_recordings,
        )
        self.room_recordings = RoomRecordings(
            self.rooms, self.recordings, Notices(self.speech, self.recordings), self._until_stopped
        )
        self.restorer = Restorer(
            self.registry, self.tenants, limits, clock=clock, leases=self, outcomes=self.outcomes
        )
        self.counters = Counters(self.registry)
        watch = GatewayWatch(default_gateway, self.outcomes, clock, dial)
        self.prober = Prober(self.registry, terms, clock)
        self.vitals = Vitals(
            self.registry,
            self.counters,
            watch,
            self.prober,
            drain=self.drain,
            scribe=self.scribe,
            uploads=self.uploads,
            clock=clock,
        )
        self.doctor = Doctor(self.vitals, self.prober, clock, tokens=tokens, lookout=lookout)
        self._tasks = asyncio.TaskGroup()
        self._cancelled_at_stop: set[asyncio.Task[None]] = set()
        for host in hosts:
            host.attend(self)

    async def __aenter__(self) -> Self:
        await self._tasks.__aenter__()
        self.restorer.recall()
        self.recordings.recall()
        self.shipping.recall()
        self._until_stopped(self.uploads.run())
        self._until_stopped(self.erasure.run())
        self.restore_all()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        await self._tasks.__aexit__(None, None, None)

    def stop(self) -> None:
        """End all watches, and refuse calls that need a host."""
        self.registry.stop()
        for task in self._cancelled_at_stop:
            task.cancel()

    def happened(self, host: Host, subject: str, event: object) -> None:
        """Pass an event of a host on."""
        if isinstance(event, LINE_EVENTS):
            self.devices.happened(host, event)
        elif isinstance(event, TakeBegan | TakeEnded):
            self.recordings.happened(host, event)
        else:
            self.registry.happened(host, subject, event)  # type: ignore[arg-type] # the other events of hosts

    def restore_all(self) -> None:
        """Have the connections that are away join again, where their host can be called."""
        for host in self.registry.hosts:
            if host.serving:  # others are restored when they begin to serve
                self._until_stopped(self.restorer.restore(host))

    async def begun(self, host: Host) -> None:
        """Bring a process that has just begun to serve as `host` to where the one before it was."""
        with suppress(UnavailableError):  # it is lost again
            await self.drain.inform(host)
        await self.restorer.restore(host)

    def lost(self, host: Host, detail: str) -> None:
        """Handle the loss of a host."""
        self.devices.lost(host)
        self.registry.lost(host, detail)
        self.recordings.lost(host)

    def _ended(self) -> None:
        """Look whether that was the last connection that a drain waits for, and what it has recorded."""
        self.drain.settle()
        self.recordings.settle()

    def _orphaned(self, host: Host, connection_id: str) -> None:
        """Leave a connection that a host has and the registry does not know."""
        self._soon(partial(host.leave, connection_id, LEFT_BY_US))

    def lease_expired(self, connection_id: str) -> None:
        """Leave a connection that no call holds any more."""
        self._soon(partial(self.rooms.leave, connection_id, CALLER_GONE))

    def _forget_what_was_of(self, key: ApiKey) -> None:
        """Forget how far the consumers of a key have come that is no more."""
        self.consumers.forget_of(mark_of(key.key_id, key.grant.home))

    def _leave_what_nobody_owns(self) -> None:
        """Leave the connections of keys that are no more."""
        self.keys.expire()
        for entry in self.registry.named(()):
            if entry.admitted and not self.keys.vouches(entry.connection_id):
                self._soon(partial(self.rooms.leave, entry.connection_id, GRANT_OVER))

    def lease_changed(self, connection_id: str, lease: Lease) -> None:
        """Log who holds a connection, and let it be silent or speak."""
        self.registry.lease_changed(connection_id, lease)
        if lease.on_lost is OnLost.MUTE:
            self._soon(partial(self.registry.settle_silence, connection_id))

    def _lines_changed(self, connection_id: str) -> None:
        """Let a connection know whether its lines are muted."""
        self._soon(partial(self.mutes.settle, connection_id))

    def _soon(self, work: Work) -> None:
        if not self.registry.stopped.is_set():
            self._tasks.create_task(_unless_gone(work))

    def _return_soon(self, entry: Entry) -> None:
        """Have a connection join again."""
        if not self.registry.stopped.is_set():
            self._until_stopped(self.restorer.join_again(entry))

    def _until_stopped(self, work: Coroutine[object, object, None]) -> None:
        """Do something until it is done or the daemon stops."""
        task = self._tasks.create_task(work)
        self._cancelled_at_stop.add(task)
        task.add_done_callback(self._cancelled_at_stop.discard)


def new_log(clock: Clock, limits: Limits, store: Store | None = None) -> Log:
    """Return an empty log within the limits."""
    return Log(clock, limits.event_buffer, limits.event_buffer_bytes, store)


async def _unless_gone(work: Work) -> None:
    with suppress(OdindError):  # the connection is gone already
        await work()
