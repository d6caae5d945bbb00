"""One client's session: its hello, commands, voice and sockets. Knows the protocol, not the transport."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

import structlog

from odind.grid.wire import events
from odind.grid.wire.commands import (
    MAX_MASKS,
    ChangeSelf,
    Command,
    Ping,
    SendMessage,
    SetChannelMasks,
    read_command,
    read_hello,
)
from odind.grid.wire.errors import WireError
from odind.grid.wire.value_stream import ValueStream

from .lobby import JoinRefusedError, Lobby, Membership, parameters_bytes
from .socket_relay import SocketRelay
from .token_buckets import TokenBucket
from .voice_path import VoicePath

if TYPE_CHECKING:
    from collections.abc import Callable

    from odind.grid.config import GridLimits, GridTimes
    from odind.grid.counters import Counters

    from .faults import FaultyPath
    from .rooms import Peer

_log = structlog.get_logger(__name__)

_HELLO_SPARE_BYTES: Final = 64 * 1024
_REFRESH_SHARE: Final = 0.5


class Link(Protocol):
    """The transport under a session. Calls return at once and never raise."""

    def send_stream(self, stream_id: int, data: bytes, *, end: bool = False) -> None:
        """Append to a stream."""

    def send_datagram(self, datagram: bytes) -> None:
        """Send a datagram."""

    def open_stream(self) -> int | None:
        """Open a unidirectional stream of the session, None when the connection is over."""

    def stop_stream(self, stream_id: int, code: int) -> None:
        """Ask the client to send no more on a stream."""

    def reset_stream(self, stream_id: int, code: int) -> None:
        """Cut our side of a stream off."""

    def now(self) -> float:
        """Return the loop's time."""

    def call_later(self, delay: float, callback: Callable[[bytes], None], datagram: bytes) -> None:
        """Call back with the datagram after a delay in seconds, unless the connection is over by then."""

    def silence(self, until: float) -> None:
        """Swallow every packet both ways until then."""

    def backlog(self, stream_id: int) -> int:
        """How many bytes of a stream wait for their first transmission."""

    def close_soon(self) -> None:
        """End the connection once what was sent before has had time to leave."""

    def close(self, reason: str) -> None:
        """End the connection now."""


class Session:
    """A client from its hello to its end. Is its peer's outlet."""

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
        self._room_stream: int | None = None
        self._values = ValueStream(_HELLO_SPARE_BYTES + limits.user_data_bytes + limits.message_bytes)
        self._commands = TokenBucket(limits.incoming_messages, now)
        self._voice: VoicePath | None = None
        self._relays: dict[int, SocketRelay | None] = {}
        self._outbound: set[int] = set()
        self._refresh_at = 0.0
        self._silenced_hello: object = None
        self._sent_path: FaultyPath | None = None
        self._received_path: FaultyPath | None = None
        self.membership: Membership | None = None
        self.ended = False

    @property
    def peer(self) -> Peer | None:
        """The peer this client is, while it is in a room."""
        return self.membership.peer if self.membership else None

    # what the transport tells

    def room_data_received(self, stream_id: int, data: bytes, *, end: bool, now: float) -> None:
        """Take bytes of a bidirectional stream: the room."""
        if self._room_stream is None:
            self._room_stream = stream_id
        if stream_id != self._room_stream:
            self._link.stop_stream(stream_id, 0)
            self._link.send_stream(stream_id, events.rejected("one room per connection"), end=True)
            return
        try:
            for value in self._values.feed(data):
                if self.ended:
                    return
                self._value_received(value, now)
        except WireError as error:
            self._fail(str(error))
        if end:
            self.finish()

    def socket_data_received(self, stream_id: int, data: bytes, *, end: bool) -> None:
        """Take bytes of a unidirectional stream: a reliable socket."""
        if stream_id not in self._relays:
            self._relays[stream_id] = self._new_relay()
            if self._relays[stream_id] is None:
                self._link.stop_stream(stream_id, 0)
        relay = self._relays[stream_id]
        if relay is not None and not relay.receive(data, end=end):
            # What is still on its way must not be taken for the beginning of another socket.
            self._relays[stream_id] = None
            self._link.stop_stream(stream_id, 0)
        if end:
            del self._relays[stream_id]

    def datagram_received(self, datagram: bytes, now: float) -> None:
        """Take a datagram."""
        if self._voice is None:
            self._counters.datagrams_spoofed += 1
            return
        if self._sent_path is None:
            self._voice.receive(datagram, now)
        else:
            self._lead(self._sent_path, datagram, self._voice_received)

    def stream_reset(self, stream_id: int, code: int) -> None:
        """The client cut one of its streams off."""
        if stream_id == self._room_stream:
            self.finish()
            return
        relay = self._relays.pop(stream_id, None)
        if relay is not None:
            relay.reset(code)

    def stream_stopped(self, stream_id: int, code: int) -> None:
        """The client wants no more of one of our streams."""
        if stream_id == self._room_stream:
            self.finish()
        elif stream_id in self._outbound:
            self._outbound.discard(stream_id)
            self._link.reset_stream(stream_id, code)

    def tick(self, now: float) -> None:
        """Do what is due: a fresh reconnect token in good time, and the hello of a user in a blackhole."""
        if self._silenced_hello is not None:
            hello, self._silenced_hello = self._silenced_hello, None
            self._enter(hello, now)
        if self.membership is not None and now >= self._refresh_at:
            self._send_reconnect_token(self.membership, now)

    def finish(self) -> None:
        """The client has left, in whatever way."""
        self.connection_lost()
        self._link.close_soon()

    def connection_lost(self) -> None:
        """The connection is gone."""
        self.ended = True
        if self.membership is not None:
            self._lobby.leave(self.membership)
            _log.info("grid.left", room=self.membership.room.room_id, peer_id=self.membership.peer.peer_id)
            self.membership = None
        self._voice = None
        for relay in self._relays.values():
            if relay is not None:
                relay.reset(0)
        self._relays.clear()

    # the peer's outlet

    def send_event(self, event: bytes) -> None:
        """Append an event to the room stream; a client that does not read is put out."""
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
            self._lead(self._received_path, datagram, self._link.send_datagram)

    def open_socket(self, hello: bytes) -> int | None:
        """Open a socket stream towards the client."""
        if len(self._outbound) >= self._limits.socket_streams or self.ended:
            return None
        stream_id = self._link.open_stream()
        if stream_id is None:
            return None
        self._outbound.add(stream_id)
        self._link.send_stream(stream_id, hello)
        return stream_id

    def send_socket(self, stream: int, data: bytes, *, end: bool) -> bool:
        """Append to a socket stream."""
        if stream not in self._outbound:
            return False
        if self._link.backlog(stream) + len(data) > self._limits.stream_backlog_bytes:
            self._counters.slow_readers += 1
            self.reset_socket(stream, 0)
            return False
        self._link.send_stream(stream, data, end=end)
        if end:
            self._outbound.discard(stream)
        return True

    def reset_socket(self, stream: int, code: int) -> None:
        """Cut a socket stream off."""
        if stream in self._outbound:
            self._outbound.discard(stream)
            self._link.reset_stream(stream, code)

    def dismiss(self, reason: str) -> None:
        """Tell the client that it is out, end the room stream and soon the connection."""
        if self._room_stream is not None and not self.ended:
            self._link.send_stream(self._room_stream, events.left(reason), end=True)
        self.ended = True
        self._link.close_soon()

    def disturb(self, sent: FaultyPath | None, received: FaultyPath | None) -> None:
        """Lead datagrams through faulty paths."""
        self._sent_path, self._received_path = sent, received

    def silence(self, until: float) -> None:
        """Swallow every packet both ways until then."""
        self._link.silence(until)

    def _lead(self, path: FaultyPath, datagram: bytes, onward: Callable[[bytes], None]) -> None:
        leaving = path.pass_through(datagram)
        if leaving != [(0.0, datagram)]:
            self._counters.datagrams_faulted += 1
        for delay, packet in leaving:
            if delay > 0:
                self._link.call_later(delay, onward, packet)
            else:
                onward(packet)

    def _voice_received(self, datagram: bytes) -> None:
        if self._voice is not None:
            self._voice.receive(datagram, self._link.now())

    # commands

    def _value_received(self, value: object, now: float) -> None:
        if self._silenced_hello is not None:
            return
        if self.membership is None:
            self._enter(value, now)
            return
        if not self._commands.take(now):
            self._counters.commands_limited += 1
            self.send_event(events.error("too many commands"))
            return
        self._counters.commands += 1
        try:
            self._execute(self.membership, read_command(value))
        except WireError as error:
            self._counters.commands_malformed += 1
            self.send_event(events.error(str(error)))

    def _enter(self, value: object, now: float) -> None:
        hello = read_hello(value)
        try:
            membership = self._lobby.admit(hello, self, self._wall_clock())
        except JoinRefusedError as refusal:
            self._refuse(str(refusal))
            return
        if until := self._lobby.faults.silence_of(membership):
            self._link.silence(until)
            self._silenced_hello = value
            return
        self.send_event(events.HELLO_OK)
        self._lobby.enter(membership)
        self.membership = membership
        self._voice = VoicePath(membership, self._limits, self._counters, now)
        self._send_reconnect_token(membership, now)
        _log.info("grid.joined", room=membership.room.room_id, peer_id=membership.peer.peer_id)

    def _refuse(self, message: str) -> None:
        _log.info("grid.refused", message=message)
        if self._room_stream is not None:
            self._link.send_stream(self._room_stream, events.rejected(message), end=True)
        self.ended = True
        self._link.close_soon()

    def _fail(self, message: str) -> None:
        """Give up on a client that does not speak the protocol."""
        self._counters.commands_malformed += 1
        if self.membership is None:
            self._refuse(message)
            return
        self.send_event(events.error(message))
        self.finish()

    def _execute(self, membership: Membership, command: Command) -> None:
        room, peer = membership.room, membership.peer
        match command:
            case SendMessage():
                self._check_size(len(command.message), self._limits.message_bytes, "message is too large")
                room.send_message(peer, command.peer_ids, command.message)
            case ChangeSelf():
                self._check_change(command)
                room.change(peer, command)
            case SetChannelMasks():
                self._check_size(
                    len(command.masks) + peer.hearing.mask_count * (not command.reset),
                    MAX_MASKS,
                    "too many masks",
                )
                peer.hearing.set_masks(command.masks, reset=command.reset)
                room.version += 1
            case Ping():
                self.send_event(events.pong(command.id))

    def _check_change(self, change: ChangeSelf) -> None:
        self._check_size(len(change.user_data or b""), self._limits.user_data_bytes, "user data is too large")
        self._check_size(
            parameters_bytes(change.parameters), self._limits.parameters_bytes, "parameters are too large"
        )

    @staticmethod
    def _check_size(size: int, most: int, message: str) -> None:
        if size > most:
            raise WireError(message)

    def _send_reconnect_token(self, membership: Membership, now: float) -> None:
        self._refresh_at = now + self._times.reconnect_token_lifetime * _REFRESH_SHARE
        token = self._lobby.reconnect_token(membership, self._wall_clock())
        self.send_event(events.new_reconnect_token(token))

    def _new_relay(self) -> SocketRelay | None:
        open_relays = sum(relay is not None for relay in self._relays.values())
        if self.membership is None or open_relays >= self._limits.socket_streams:
            self._counters.sockets_refused += 1
            return None
        return SocketRelay(self.membership, self._counters)
