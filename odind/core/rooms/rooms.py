"""The use cases around rooms: what RoomService and AudioService do, without any wire."""

from __future__ import annotations

import asyncio
import secrets
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from odind.core.base.clock import time_limit
from odind.core.base.errors import (
    NotFoundError,
    OdindError,
    PermissionDeniedError,
    ResourceExhaustedError,
    UnavailableError,
)
from odind.core.base.paging import page_of
from odind.core.base.payload import check_payload
from odind.core.base.tick import TICK_MS
from odind.core.log.hub import Hub, until_all_over
from odind.core.voice.call import AudioCall
from odind.core.voice.hearing import PeerHearing

from .admission import prepare, require_room_for_one
from .connection import Connection
from .events import ConnectionLeft, ConnectionState, ConnectionView, LoggedEvent
from .signals import Dismissed, LinkClosed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
    from types import TracebackType

    from odind.core.base.clock import Clock
    from odind.core.base.limits import Limits
    from odind.core.base.payload import Payload
    from odind.core.base.tick import Ticker
    from odind.core.space.place import Place
    from odind.core.tokens.tokens import Tokens
    from odind.core.voice.lane import Lane
    from odind.core.voice.lane_config import LaneConfig
    from odind.core.voice.media import Media
    from odind.core.voice.plug import Plug

    from .admission import Admission, JoinRequest
    from .events import RoomEvent
    from .ports import JoinSpec, Runtime


@dataclass(frozen=True)
class Snapshot:
    """The watched connections, and the sequence of the last event that shaped them."""

    sequence: int
    connections: tuple[ConnectionView, ...]


def new_connection_id() -> str:
    """Return an id that no connection has had."""
    return f"c{secrets.token_hex(8)}"


def joining_view(connection_id: str, spec: JoinSpec, admission: Admission, now: float) -> ConnectionView:
    """Return how a connection looks as its join begins."""
    return ConnectionView(
        connection_id=connection_id,
        room_id=admission.room_id,
        user_id=admission.user_id,
        customer="",
        gateway=spec.gateway,
        state=ConnectionState.JOINING,
        own_peer_id=0,
        user_data=spec.user_data,
        peers=(),
        created_at=now,
    )


class Rooms:
    """All connections of the daemon. Belongs to the loop; leaving its `async with` leaves every room.

    Audio streams that other processes have, `attached_elsewhere`, count for the limit.
    """

    def __init__(
        self,
        runtime: Runtime,
        tokens: Tokens,
        limits: Limits,
        default_gateway: str,
        *,
        clock: Clock,
        ticker: Ticker,
        attached_elsewhere: Callable[[], int] = lambda: 0,
    ) -> None:
        self._runtime = runtime
        self._tokens = tokens
        self._clock = clock
        self._ticker = ticker
        self.limits = limits
        self._default_gateway = default_gateway
        self._attached_elsewhere = attached_elsewhere
        self._connections: dict[str, Connection] = {}
        self._hub: Hub[LoggedEvent] = Hub(limits.event_buffer, limits.max_watchers)
        self._joins = 0
        self._sequence = 0
        self.stopped = asyncio.Event()
        self._closing = asyncio.TaskGroup()

    async def __aenter__(self) -> Self:
        await self._closing.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        for connection in tuple(self._connections.values()):
            connection.signal(Dismissed("the daemon stopped"))
        await self._closing.__aexit__(None, None, None)  # leave properly whatever ended the block

    def stop(self) -> None:
        """End all watches, audio streams and joins under way, and refuse new ones; rooms are left later."""
        self.stopped.set()
        self._hub.close()
        for connection in tuple(self._connections.values()):
            connection.media.end(stopping())
            if connection.state.standing is ConnectionState.JOINING:
                connection.signal(LinkClosed(stopping()))

    # Joining and leaving

    async def join(self, request: JoinRequest, connection_id: str = "") -> ConnectionView:
        """Enter a room; raises what RoomService.JoinRoom lists. A given id must be new."""
        if self.stopped.is_set():
            raise stopping()
        spec, admission = prepare(request, self._tokens, self.limits, self._default_gateway)
        require_room_for_one(len(self._connections), self.limits)
        return await self._enter(connection_id or new_connection_id(), spec, admission, request.place)

    async def leave(self, connection_id: str) -> None:
        """End a connection; raises NotFoundError CONNECTION_NOT_FOUND."""
        connection = self.find(connection_id)
        connection.signal(Dismissed("left by us"))
        await connection.link.aclose()

    async def _enter(
        self, connection_id: str, spec: JoinSpec, admission: Admission, place: Place | None
    ) -> ConnectionView:
        view = joining_view(connection_id, spec, admission, self._clock.now())
        self._joins += 1
        connection = Connection(view, self._joins, self._publish, self._forget)
        connection.begin(self._runtime, spec, self._ticker, place)
        self._connections[view.connection_id] = connection
        try:
            await self._confirm(connection, spec, admission)
        except BaseException:
            connection.signal(Dismissed("the join was given up"))
            raise
        return connection.state.view

    async def _confirm(self, connection: Connection, spec: JoinSpec, admission: Admission) -> None:
        try:
            async with time_limit(self._clock, self.limits.join_timeout_ms / 1000):
                await connection.confirmed()
        except TimeoutError:
            raise UnavailableError(
                "JOIN_TIMEOUT",
                "the room was not joined within {limit} ms; is {gateway} the right gateway?",
                limit=self.limits.join_timeout_ms,
                gateway=spec.gateway,
            ) from None
        except PermissionDeniedError as error:
            raise self._told_expired(error, admission) from None

    def _told_expired(self, error: PermissionDeniedError, admission: Admission) -> PermissionDeniedError:
        """Gateways word a refusal as they like; an expired token is told by its own claims."""
        if error.reason == "TOKEN_REFUSED" and admission.expires_at < self._clock.now():
            return PermissionDeniedError(
                "TOKEN_EXPIRED", "the token has expired; make a new one ({detail})", **error.metadata
            )
        return error

    def _forget(self, connection: Connection) -> None:
        """A connection is over: let go of its link, whoever ended it."""
        del self._connections[connection.connection_id]
        self._closing.create_task(connection.link.aclose())

    # Looking

    def get(self, connection_id: str) -> ConnectionView:
        """Return a connection; raises NotFoundError CONNECTION_NOT_FOUND."""
        return self.find(connection_id).state.view

    @property
    def clock(self) -> Clock:
        """The daemon's clock."""
        return self._clock

    def connections(self) -> tuple[Connection, ...]:
        """Return all connections, oldest first."""
        return tuple(self._connections.values())

    def list_page(self, page_size: int, page_token: str) -> tuple[list[ConnectionView], str]:
        """Return a page of connections, oldest first, and the token of the next page or "".

        Raises InvalidArgumentError PAGE_TOKEN_INVALID.
        """
        page, next_page_token = page_of(self._connections.values(), page_size, page_token)
        return [connection.state.view for connection in page], next_page_token

    @contextmanager
    def watch(self, connection_ids: Sequence[str]) -> Iterator[tuple[Snapshot, AsyncIterator[LoggedEvent]]]:
        """Give a snapshot and every event after it, of these connections or of all when none is named.

        Raises NotFoundError CONNECTION_NOT_FOUND, ResourceExhaustedError TOO_MANY_WATCHERS; the iteration
        raises ResourceExhaustedError SUBSCRIBER_LAGGED. It ends when the last named connection has left.
        """
        named = {connection_id: self.find(connection_id) for connection_id in connection_ids}
        watched = named or self._connections
        with self._hub.subscribe(lambda item: not named or item.connection_id in named) as events:
            views = tuple(connection.state.view for connection in watched.values())
            yield Snapshot(self._sequence, views), until_all_over(events, named, _left) if named else events

    # Talking

    def update_user_data(self, connection_id: str, user_data: Payload) -> None:
        """Replace our user data in a room; raises what RoomService.UpdateUserData lists."""
        connection = self.find(connection_id)
        connection.require_joined()
        check_payload(user_data, self.limits.max_user_data_bytes, "USER_DATA_TOO_LARGE")
        connection.link.set_user_data(user_data)
        connection.state.set_user_data(user_data)

    def send_message(self, connection_id: str, message: Payload, peer_ids: Sequence[int]) -> None:
        """Send a message to these peers, or to all others; raises what RoomService.SendMessage lists."""
        connection = self.find(connection_id)
        connection.require_joined()
        check_payload(message, self.limits.max_message_bytes, "MESSAGE_TOO_LARGE")
        self.require_peers(connection, peer_ids)
        connection.link.send_message(peer_ids, message)

    @contextmanager
    def audio_call(self) -> Iterator[AudioCall]:
        """Give a call whose lanes are attached through it, for the length of the block.

        When the block ends by one of our errors, what was accepted is still spoken; when it is cancelled,
        it is not.
        """
        call = AudioCall(self.limits.receive_buffer_ms // TICK_MS, self._open_lane)
        try:
            yield call
        except OdindError:
            call.close(abandon=False)
            raise
        finally:
            call.close(abandon=True)

    def update_listening(
        self, connection_id: str, *, deafened: bool | None, peers: Mapping[int, Mapping[str, float | bool]]
    ) -> Media:
        """Change how a connection hears; raises what AudioService.UpdateListening lists."""
        connection = self.find(connection_id)
        self.require_peers(connection, peers)
        for changes in peers.values():
            PeerHearing(**changes)  # type: ignore[arg-type]
        for peer_id, changes in peers.items():
            connection.media.update_peer(peer_id, **changes)
        if deafened is not None:
            connection.media.deafen(deafened=deafened)
        return connection.media

    def _open_lane(self, call: AudioCall, number: int, config: LaneConfig) -> Lane:
        connection = self.find(config.connection_id)
        self._require_place()
        lane = connection.media.open_lane(call, number, config, self._ticker.tick())
        self._ticker.wake()
        return lane

    @contextmanager
    def plugged_in(self, connection_id: str, plug: Plug) -> Iterator[Callable[[int], str]]:
        """Attach a plug for the length of the block, which learns the user ids of peers.

        Raises NotFoundError CONNECTION_NOT_FOUND, AlreadyExistsError SENDER_EXISTS, ResourceExhaustedError
        TOO_MANY_STREAMS, UnavailableError DAEMON_STOPPING.
        """
        connection = self.find(connection_id)
        self._require_place()
        stream = connection.media.plug_in(plug, self._ticker.tick())
        self._ticker.wake()
        try:
            yield connection.user_id
        finally:
            connection.media.unplug(stream)

    @property
    def attached(self) -> int:
        """How many lanes and plugs are attached to all connections."""
        return sum(connection.media.attached for connection in self._connections.values())

    def _require_place(self) -> None:
        """Raise UnavailableError DAEMON_STOPPING, ResourceExhaustedError TOO_MANY_STREAMS."""
        if self.stopped.is_set():
            raise stopping()
        if self.attached + self._attached_elsewhere() >= self.limits.max_audio_streams:
            raise ResourceExhaustedError(
                "TOO_MANY_STREAMS",
                "there are {limit} audio streams already; end one first",
                limit=self.limits.max_audio_streams,
            )

    def tick(self, tick: int) -> bool:
        """Speak one frame everywhere, then hear one; return whether another tick is wanted.

        One kind of work at a time finds its code and tables in the processor's caches. A bug that shows on
        one connection ends that one's audio only; it is raised when all others are done.
        """
        busy = [connection for connection in self._connections.values() if not connection.idle]
        failures = [failure for one in busy if (failure := _failure_of(one, one.speak, tick))]
        failures += [failure for one in busy if (failure := _failure_of(one, one.hear, tick))]
        if failures:
            raise ExceptionGroup("audio failed", failures)
        return bool(busy)

    def find(self, connection_id: str) -> Connection:
        """Return a connection; raises NotFoundError CONNECTION_NOT_FOUND."""
        connection = self._connections.get(connection_id)
        if connection is None:
            raise no_connection(connection_id)
        return connection

    def require_peers(self, connection: Connection, peer_ids: Iterable[int]) -> None:
        """Raise NotFoundError PEER_NOT_FOUND unless all are there."""
        for peer_id in peer_ids:
            if not connection.state.peer(peer_id):
                raise NotFoundError(
                    "PEER_NOT_FOUND",
                    "peer {peer_id} is not in the room of {connection_id}",
                    peer_id=peer_id,
                    connection_id=connection.connection_id,
                )

    def _publish(self, connection_id: str, event: RoomEvent) -> None:
        self._sequence += 1
        self._hub.publish(LoggedEvent(self._sequence, self._clock.now(), connection_id, event))


def no_connection(connection_id: str) -> NotFoundError:
    """Return the error of a call that names a connection which is not there."""
    return NotFoundError(
        "CONNECTION_NOT_FOUND",
        "there is no connection {connection_id}; list the connections to see those there are",
        connection_id=connection_id,
    )


def _left(item: LoggedEvent) -> str:
    return item.connection_id if isinstance(item.event, ConnectionLeft) else ""


def _failure_of(connection: Connection, work: Callable[[int], None], tick: int) -> Exception | None:
    try:
        work(tick)
    except Exception as failure:  # noqa: BLE001 - raised again by the caller
        connection.media.end(UnavailableError("AUDIO_FAILED", "the daemon failed here; its log says how"))
        return failure
    return None


def stopping() -> OdindError:
    """Return the error of a call that comes too late."""
    return UnavailableError("DAEMON_STOPPING", "the daemon is stopping; try again in a moment")
