"""The use cases around rooms: what RoomService and AudioService do, without any wire."""

from __future__ import annotations

import asyncio
import re
import secrets
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

from .admission import admit, check_gateway
from .connection import Connection
from .errors import (
    InvalidArgumentError,
    NotFoundError,
    OdindError,
    PermissionDeniedError,
    ResourceExhaustedError,
    UnavailableError,
)
from .events import ConnectionLeft, ConnectionState, ConnectionView, Dismissed, LinkClosed, LoggedEvent
from .hub import Hub, Subscription
from .payload import check_payload
from .ports import JoinSpec

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator, Sequence
    from types import TracebackType

    from .admission import Admission, JoinRequest
    from .audio_format import AudioFormat
    from .events import RoomEvent
    from .limits import Limits
    from .listening import ReceiveMode
    from .media import AudioStream
    from .payload import Payload
    from .plug import Plug
    from .ports import Clock, Runtime
    from .tokens import Tokens

DEFAULT_PAGE: Final = 100
MAX_PAGE: Final = 1_000
_PAGE_TOKEN: Final = re.compile("[0-9]{0,15}")
"""Number of the last connection seen, so that none is missed when others leave."""


@dataclass(frozen=True)
class Snapshot:
    """The watched connections, and the sequence of the last event that shaped them."""

    sequence: int
    connections: tuple[ConnectionView, ...]


class Rooms:
    """All connections of the daemon. Belongs to the loop; leaving its `async with` leaves every room."""

    def __init__(
        self, runtime: Runtime, tokens: Tokens, clock: Clock, limits: Limits, default_gateway: str
    ) -> None:
        self._runtime = runtime
        self._tokens = tokens
        self._clock = clock
        self._limits = limits
        self._default_gateway = default_gateway
        self._connections: dict[str, Connection] = {}
        self._hub: Hub[LoggedEvent] = Hub(limits.event_buffer, limits.max_watchers)
        self._joins = 0
        self._sequence = 0
        self._audio_streams = 0
        self._stopping = False
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
        self._stopping = True
        self._hub.close()
        for connection in tuple(self._connections.values()):
            connection.media.end(_stopping())
            if connection.state.standing is ConnectionState.JOINING:
                connection.signal(LinkClosed(_stopping()))

    # Joining and leaving

    async def join(self, request: JoinRequest) -> ConnectionView:
        """Enter a room; raises what RoomService.JoinRoom lists."""
        if self._stopping:
            raise _stopping()
        admission = admit(request, self._tokens)
        spec = JoinSpec(
            gateway=check_gateway(request.gateway or self._default_gateway),
            token=admission.token,
            room_id=admission.room_id if len(admission.rooms) > 1 else None,
            user_data=check_payload(
                request.user_data, self._limits.max_user_data_bytes, "USER_DATA_TOO_LARGE"
            ),
        )
        if len(self._connections) >= self._limits.max_connections:
            raise ResourceExhaustedError(
                "TOO_MANY_CONNECTIONS",
                "there are {limit} connections already; leave a room first",
                limit=self._limits.max_connections,
            )
        return await self._enter(spec, admission)

    async def leave(self, connection_id: str) -> None:
        """End a connection; raises NotFoundError CONNECTION_NOT_FOUND."""
        connection = self._find(connection_id)
        connection.signal(Dismissed("left by us"))
        await connection.link.aclose()

    async def _enter(self, spec: JoinSpec, admission: Admission) -> ConnectionView:
        view = ConnectionView(
            connection_id=f"c{secrets.token_hex(8)}",
            room_id=admission.room_id,
            user_id=admission.user_id,
            customer="",
            gateway=spec.gateway,
            state=ConnectionState.JOINING,
            own_peer_id=0,
            user_data=spec.user_data,
            peers=(),
            created_at=self._clock.now(),
        )
        self._joins += 1
        connection = Connection(view, self._joins, self._publish, self._forget)
        connection.begin(self._runtime, spec, self._limits, self._clock)
        self._connections[view.connection_id] = connection
        try:
            await self._confirm(connection, spec, admission)
        except BaseException:
            connection.signal(Dismissed("the join was given up"))
            raise
        return connection.state.view

    async def _confirm(self, connection: Connection, spec: JoinSpec, admission: Admission) -> None:
        try:
            async with asyncio.timeout(self._limits.join_timeout_ms / 1000):
                await connection.confirmed()
        except TimeoutError:
            raise UnavailableError(
                "JOIN_TIMEOUT",
                "the room was not joined within {limit} ms; is {gateway} the right gateway?",
                limit=self._limits.join_timeout_ms,
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
        return self._find(connection_id).state.view

    def list_page(self, page_size: int, page_token: str) -> tuple[list[ConnectionView], str]:
        """Return a page of connections, oldest first, and the token of the next page or "".

        Raises InvalidArgumentError PAGE_TOKEN_INVALID.
        """
        if not _PAGE_TOKEN.fullmatch(page_token):
            raise InvalidArgumentError(
                "PAGE_TOKEN_INVALID", "the page token is none that ListConnections gave"
            )
        size = min(page_size or DEFAULT_PAGE, MAX_PAGE)
        last_seen = int(page_token or "0")
        rest = [connection for connection in self._connections.values() if connection.number > last_seen]
        page = rest[:size]
        return [connection.state.view for connection in page], str(page[-1].number) if rest[size:] else ""

    @contextmanager
    def watch(self, connection_ids: Sequence[str]) -> Iterator[tuple[Snapshot, AsyncIterator[LoggedEvent]]]:
        """Give a snapshot and every event after it, of these connections or of all when none is named.

        Raises NotFoundError CONNECTION_NOT_FOUND, ResourceExhaustedError TOO_MANY_WATCHERS; the iteration
        raises ResourceExhaustedError SUBSCRIBER_LAGGED. It ends when the last named connection has left.
        """
        named = {connection_id: self._find(connection_id) for connection_id in connection_ids}
        watched = named or self._connections
        with self._hub.subscribe(lambda item: not named or item.connection_id in named) as events:
            views = tuple(connection.state.view for connection in watched.values())
            yield Snapshot(self._sequence, views), _until_all_left(events, set(named)) if named else events

    # Talking

    def update_user_data(self, connection_id: str, user_data: Payload) -> None:
        """Replace our user data in a room; raises what RoomService.UpdateUserData lists."""
        connection = self._find(connection_id)
        connection.require_joined()
        check_payload(user_data, self._limits.max_user_data_bytes, "USER_DATA_TOO_LARGE")
        connection.link.set_user_data(user_data)
        connection.state.set_user_data(user_data)

    def send_message(self, connection_id: str, message: Payload, peer_ids: Sequence[int]) -> None:
        """Send a message to these peers, or to all others; raises what RoomService.SendMessage lists."""
        connection = self._find(connection_id)
        connection.require_joined()
        check_payload(message, self._limits.max_message_bytes, "MESSAGE_TOO_LARGE")
        for peer_id in peer_ids:
            if not connection.state.peer(peer_id):
                raise NotFoundError(
                    "PEER_NOT_FOUND",
                    "peer {peer_id} is not in the room of {connection_id}",
                    peer_id=peer_id,
                    connection_id=connection_id,
                )
        connection.link.send_message(peer_ids, message)

    @contextmanager
    def audio(
        self, connection_id: str, send: AudioFormat | None, receive: AudioFormat | None, mode: ReceiveMode
    ) -> Iterator[AudioStream]:
        """Attach an audio stream for the length of the block; raises what AudioService.StreamAudio lists."""
        connection = self._find(connection_id)
        if not send and not receive:
            raise InvalidArgumentError("DIRECTION_MISSING", "the stream neither sends nor receives")
        with self._audio_slot():
            stream = connection.media.attach(send, receive, mode, connection.user_id)
            try:
                yield stream
            finally:
                connection.media.detach(stream)

    @contextmanager
    def plugged_in(self, connection_id: str, plug: Plug) -> Iterator[Callable[[int], str]]:
        """Attach a plug for the length of the block, which learns the user ids of peers.

        Raises NotFoundError CONNECTION_NOT_FOUND, AlreadyExistsError SENDER_EXISTS, ResourceExhaustedError
        TOO_MANY_STREAMS, UnavailableError DAEMON_STOPPING.
        """
        connection = self._find(connection_id)
        with self._audio_slot():
            stream = connection.media.plug_in(plug)
            try:
                yield connection.user_id
            finally:
                connection.media.detach(stream)

    @contextmanager
    def _audio_slot(self) -> Iterator[None]:
        """Count an audio stream for the length of the block, and keep the clock awake for it."""
        if self._stopping:
            raise _stopping()
        if self._audio_streams >= self._limits.max_audio_streams:
            raise ResourceExhaustedError(
                "TOO_MANY_STREAMS",
                "there are {limit} audio streams already; end one first",
                limit=self._limits.max_audio_streams,
            )
        self._audio_streams += 1
        self._clock.wake()
        try:
            yield
        finally:
            self._audio_streams -= 1

    def tick(self, tick: int) -> bool:
        """Speak and hear one frame everywhere; return whether another tick is wanted."""
        busy = [connection for connection in self._connections.values() if not connection.media.idle]
        for connection in busy:
            connection.media.tick(tick)
        return bool(busy)

    def _find(self, connection_id: str) -> Connection:
        connection = self._connections.get(connection_id)
        if connection is None:
            raise NotFoundError(
                "CONNECTION_NOT_FOUND",
                "there is no connection {connection_id}; list the connections to see those there are",
                connection_id=connection_id,
            )
        return connection

    def _publish(self, connection_id: str, event: RoomEvent) -> None:
        self._sequence += 1
        self._hub.publish(LoggedEvent(self._sequence, self._clock.now(), connection_id, event))


async def _until_all_left(
    events: Subscription[LoggedEvent], connection_ids: set[str]
) -> AsyncIterator[LoggedEvent]:
    async for item in events:
        yield item
        if isinstance(item.event, ConnectionLeft):
            connection_ids.discard(item.connection_id)
        if not connection_ids:
            return


def _stopping() -> OdindError:
    return UnavailableError("DAEMON_STOPPING", "the daemon is stopping; try again in a moment")
