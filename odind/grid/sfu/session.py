"""One client's session: its hello, commands and datagrams. Knows the protocol, not the transport."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, assert_never

import structlog

from odind.grid.wire import events
from odind.grid.wire.commands import (
    MAX_MASKS,
    ChangeSelf,
    Command,
    Hello,
    Ping,
    SendMessage,
    SetChannelMasks,
    read_command,
    read_early_token,
    read_hello,
)
from odind.grid.wire.errors import WireError
from odind.grid.wire.value_stream import ValueStream

from .link import ClosedLink, Link
from .lobby import Lobby, Membership, parameters_bytes
from .passes import JoinRefusedError
from .sockets import Sockets
from .token_buckets import bucket_of
from .voice_path import VoicePath

if TYPE_CHECKING:
    from collections.abc import Callable

    from odind.grid.config import GridLimits, GridTimes
    from odind.grid.counters import Counters

    from .faulty_path import FaultyPath

_log = structlog.get_logger(__name__)

HELLO_BYTES: Final = 8 * 1024
"""How much of a hello is stored before its token has been checked."""
_VALUE_SPARE_BYTES: Final = 64 * 1024
_REFRESH_SHARE: Final = 0.5
_CLOCK_JUMP_S: Final = 1.0


class Session:
    """A client from its hello to its end; the outlet of its peer.

    All calls come from the event loop's thread. `now` is the loop's time in seconds; `wall_clock` gives
    seconds since the epoch, by which tokens are signed and checked.
    """

    def __init__(
        self,
        link: Link,
        lobby: Lobby,
        *,
        limits: GridLimits,
        times: GridTimes,
        counters: Counters,
        wall_clock: Callable[[], float],
        now: float,
    ) -> None:
        self._link = link
        self._lobby = lobby
        self._limits = limits
        self._times = times
        self._counters = counters
        self._wall_clock = wall_clock
        self._client_id = ""
        self._room_stream: int | None = None
        self._values = ValueStream(HELLO_BYTES)
        self._commands = bucket_of(limits.incoming_messages, now)
        self._shared_bytes = bucket_of(limits.incoming_bytes, now)
        self._voice: VoicePath | None = None
        self._sockets = Sockets(link, limits, counters)
        self._refresh_at = 0.0
        self._clock_offset = 0.0
        self._blackholed_hello: Hello | None = None
        self._sent_path: FaultyPath | None = None
        self._received_path: FaultyPath | None = None
        self.membership: Membership | None = None
        self.is_trusted = False
        """Whether the client has shown a valid token; until then its streams are strictly bounded."""
        self.ended = False

    @property
    def has_joined(self) -> bool:
        """Whether the client has joined a room."""
        return self.membership is not None

    # events of the transport

    def client_identified(self, client_id: str) -> None:
        """The client's request names its process."""
        self._client_id = client_id

    def room_data_received(self, stream_id: int, data: bytes, *, end: bool, now: float) -> None:
        """Handle bytes of a bidirectional stream: the room stream."""
        if self.ended:
            return
        if self._room_stream is None:
            self._room_stream = stream_id
        if stream_id != self._room_stream:
            self._link.stop_stream(stream_id, 0)
            self._link.send_stream(stream_id, events.rejected("one room per connection"), end=True)
            return
        try:
            self._values_received(data, now)
        except WireError as error:
            self._fail(str(error))
        except JoinRefusedError as refusal:
            self._refuse(str(refusal))
        if end:
            self.finish()

    def socket_data_received(self, stream_id: int, data: bytes, *, end: bool) -> None:
        """Handle bytes of a unidirectional stream: a reliable socket."""
        self._sockets.receive(self.membership, stream_id, data, end=end)

    def datagram_received(self, datagram: bytes, now: float) -> None:
        """Handle a datagram."""
        if self._voice is None:
            self._counters.datagrams_spoofed += 1
            return
        if self._sent_path is None:
            self._voice.receive(datagram, now)
        else:
            self._send_through(self._sent_path, datagram, self._voice_received)

    def stream_reset(self, stream_id: int, code: int) -> None:
        """The client reset one of its streams."""
        if stream_id == self._room_stream:
            self.finish()
        else:
            self._sockets.stream_reset(stream_id, code)

    def stream_stopped(self, stream_id: int, code: int) -> None:
        """The client refuses more data on one of our streams."""
        if stream_id == self._room_stream:
            self.finish()
        else:
            self._sockets.stream_stopped(stream_id, code)

    def tick(self, now: float) -> None:
        """Do what is due: renew the reconnect token, retry the hello of a user in a blackhole."""
        if self._blackholed_hello is not None:
            hello, self._blackholed_hello = self._blackholed_hello, None
            self._enter(hello, now)
        if self.membership is not None and self._needs_new_token(now):
            self._send_reconnect_token(self.membership, now)

    def finish(self) -> None:
        """The client has left: end the session and soon the connection."""
        link = self._link
        self.connection_lost()
        link.close_soon()

    def connection_lost(self) -> None:
        """The connection has ended: leave the room and let go of the link."""
        self.ended = True
        if self.membership is not None:
            self._lobby.leave(self.membership)
            _log.debug("grid.left", room=self.membership.room.room_id, peer_id=self.membership.peer.peer_id)
            self.membership = None
        self._voice = None
        self._link = ClosedLink()
        self._sockets.close(self._link)

    # the peer's outlet

    def send_event(self, event: bytes) -> None:
        """Append an event to the room stream; a client that does not read is disconnected."""
        if self._room_stream is None or self.ended:
            return
        if self._link.backlog(self._room_stream) + len(event) > self._limits.stream_backlog_bytes:
            self._counters.slow_readers += 1
            self.ended = True
            self._link.close("too slow")
            return
        self._link.send_stream(self._room_stream, event)

    def send_datagram(self, datagram: bytes) -> None:
        """Send a datagram to the client."""
        if self._received_path is None:
            self._link.send_datagram(datagram)
        else:
            self._send_through(self._received_path, datagram, self._link.send_datagram)

    def open_socket(self, hello: bytes) -> int | None:
        """Open a socket stream to the client."""
        return None if self.ended else self._sockets.open(hello)

    def send_socket(self, stream: int, data: bytes, *, end: bool) -> bool:
        """Append to a socket stream."""
        return self._sockets.send(stream, data, end=end)

    def reset_socket(self, stream: int, code: int) -> None:
        """Reset a socket stream."""
        self._sockets.reset(stream, code)

    def dismiss(self, reason: str) -> None:
        """Tell the client that it has left, end the room stream and soon the connection."""
        if self._room_stream is not None and not self.ended:
            self._link.send_stream(self._room_stream, events.left(reason), end=True)
        self.ended = True
        self._link.close_soon()

    def disturb(self, sent: FaultyPath | None, received: FaultyPath | None) -> None:
        """Send datagrams through these faulty paths from now on."""
        self._sent_path, self._received_path = sent, received

    def silence(self, until: float) -> None:
        """Drop every packet in both directions until then."""
        self._link.silence(until)

    def _send_through(self, path: FaultyPath, datagram: bytes, onward: Callable[[bytes], None]) -> None:
        passed = path.pass_through(datagram)
        if passed != [(0.0, datagram)]:
            self._counters.datagrams_faulted += 1
        for delay, packet in passed:
            if delay > 0:
                self._link.call_later(delay, onward, packet)
            else:
                onward(packet)

    def _voice_received(self, datagram: bytes) -> None:
        if self._voice is not None:
            self._voice.receive(datagram, self._link.now())

    # the room stream

    def _values_received(self, data: bytes, now: float) -> None:
        self._values.append(data)
        if not self.is_trusted and len(self._values) > HELLO_BYTES:
            self._lobby.check_token(read_early_token(self._values.pending()), self._wall_clock())
            self._trust()
        for value in self._values:
            self._value_received(value, now)
            if self.ended:
                self._values.clear()

    def _value_received(self, value: object, now: float) -> None:
        if self._blackholed_hello is not None:
            return
        if self.membership is None:
            self._enter(read_hello(value), now)
            return
        if not self._commands.spend(now):
            self._limit("too many commands")
            return
        try:
            command = read_command(value)
            if self._shared_bytes.spend(now, _shared_bytes(command)):
                self._counters.commands += 1
                self._execute(self.membership, command)
            else:
                self._limit("too many bytes")
        except WireError as error:
            self._counters.commands_malformed += 1
            self.send_event(events.error(str(error)))

    def _limit(self, message: str) -> None:
        self._counters.commands_limited += 1
        self.send_event(events.error(message))

    def _trust(self) -> None:
        self.is_trusted = True
        self._values.max_bytes = (
            _VALUE_SPARE_BYTES + self._limits.user_data_bytes + self._limits.message_bytes
        )

    def _enter(self, hello: Hello, now: float) -> None:
        try:
            membership = self._lobby.admit(hello, self._client_id, self, self._wall_clock())
        except JoinRefusedError as refusal:
            self._refuse(str(refusal))
            return
        self._trust()
        if end := self._lobby.blackhole_end(membership):
            self._link.silence(end)
            self._blackholed_hello = hello
            return
        self.send_event(events.HELLO_OK)
        self.membership = membership
        self._lobby.enter(membership)
        self._voice = VoicePath(membership.room, membership.peer, self._limits, self._counters, now)
        self._send_reconnect_token(membership, now)
        _log.debug("grid.joined", room=membership.room.room_id, peer_id=membership.peer.peer_id)

    def _refuse(self, message: str) -> None:
        _log.info("grid.refused", message=message)
        if self._room_stream is not None:
            self._link.send_stream(self._room_stream, events.rejected(message), end=True)
        self.ended = True
        self._link.close_soon()

    def _fail(self, message: str) -> None:
        """Disconnect a client that violates the protocol."""
        self._counters.commands_malformed += 1
        if self.membership is None:
            self._refuse(message)
            return
        self.send_event(events.error(message))
        self.finish()

    # commands

    def _execute(self, membership: Membership, command: Command) -> None:
        room, peer = membership.room, membership.peer
        match command:
            case SendMessage():
                _check_size(len(command.message), self._limits.message_bytes, "message is too large")
                room.send_message(peer, command.peer_ids, command.message)
            case ChangeSelf():
                self._check_change(command)
                room.change(peer, command)
            case SetChannelMasks():
                stored = 0 if command.reset else peer.hearing.mask_count
                _check_size(len(command.masks) + stored, MAX_MASKS, "too many masks")
                peer.hearing.set_masks(command.masks, reset=command.reset)
                room.version += 1
            case Ping():
                self.send_event(events.pong(command.id))
            case _:
                assert_never(command)

    def _check_change(self, change: ChangeSelf) -> None:
        _check_size(len(change.user_data or b""), self._limits.user_data_bytes, "user data is too large")
        _check_size(
            parameters_bytes(change.parameters), self._limits.parameters_bytes, "parameters are too large"
        )

    # the reconnect token

    def _needs_new_token(self, now: float) -> bool:
        """Whether the token is old, or the wall clock has jumped so that the token's times are wrong."""
        jump = abs(self._wall_clock() - now - self._clock_offset)
        return now >= self._refresh_at or jump > _CLOCK_JUMP_S

    def _send_reconnect_token(self, membership: Membership, now: float) -> None:
        wall_time = self._wall_clock()
        self._refresh_at = now + self._times.reconnect_token_lifetime * _REFRESH_SHARE
        self._clock_offset = wall_time - now
        self.send_event(events.new_reconnect_token(self._lobby.reconnect_token(membership, wall_time)))


def _check_size(size: int, limit: int, message: str) -> None:
    if size > limit:
        raise WireError(message)


def _shared_bytes(command: Command) -> int:
    """Return how many bytes of a command the other peers of the room are sent."""
    match command:
        case SendMessage():
            return len(command.message)
        case ChangeSelf():
            return len(command.user_data or b"") + parameters_bytes(command.parameters)
        case _:
            return 0
