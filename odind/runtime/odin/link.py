"""One room of the native runtime, from its join to the release of everything it held."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Final, TypeVar

import odin_voice

from odind.core.errors import UnavailableError
from odind.core.rooms.signals import JoinConfirmed, LinkClosed
from odind.core.values.payload import to_value
from odind.core.values.statistics import LinkStatistics

from .datagram import DatagramError, EncryptedError, parse_voice
from .failures import runtime_failed
from .panics import contain
from .probe import unreachable_because
from .signals import EventReader
from .sockets import ClosedSocket, NativeSocket, open_socket
from .undelivered import Undelivered

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping, Sequence

    from odind.core.bounds.limits import Limits
    from odind.core.errors import OdindError
    from odind.core.rooms.ports import RoomSink
    from odind.core.sockets.ports import SocketLink, SocketOptions
    from odind.core.values.json_text import JsonValue
    from odind.core.values.payload import Payload

    from .health import Health
    from .pools import Pool

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

_WRITTEN_S: Final = 0.005
"""A thread of the native runtime writes the leave within a millisecond, after it has told of the end."""
_GOODBYE_S: Final = 0.05
"""Shut down before the leave is written, the native runtime loses it, so it is left alone for much longer."""
_CLOSE_TIMEOUT_S: Final = 1.0


class NativeLink:
    """A room, and its share of a connection pool. Belongs to the loop.

    `run` is the room's life, in a task of the runtime; `aclose` only asks for its end, so a caller that is
    cancelled while it waits cannot cut the leave short. The native streams never end by themselves and lose
    what a cancelled read has taken: each is read by one task until the room is over.
    """

    def __init__(
        self,
        pool: Pool,
        room: odin_voice.OdinRoom,
        sink: RoomSink,
        *,
        gateway: str,
        limits: Limits,
        health: Health,
    ) -> None:
        self._pool = pool
        self._room = room
        self._sink = sink
        self._gateway = gateway
        self._health = health
        self._events = EventReader(limits)
        self._undecodable = 0
        self._undelivered = Undelivered()
        self._error: OdindError | None = None
        self._leaving = False
        self._ending = asyncio.Event()
        self._closed = asyncio.Event()
        self._left = asyncio.Event()

    @property
    def malformed(self) -> int:
        """How many events and datagrams of peers could not be read or were over a limit."""
        return self._undecodable + self._events.malformed

    @property
    def dropped(self) -> int:
        """How many messages and changes of peers were beyond their rates."""
        return self._events.dropped

    @property
    def undelivered(self) -> int:
        """How many bytes came of which nothing was delivered; only its growth counts."""
        stats = self.stats()
        return 0 if stats is None else self._undelivered.bytes_of(stats)

    async def run(self) -> None:
        """Deliver what the room sends to the sink until the room is over. `release` must follow."""
        async with asyncio.TaskGroup() as tasks:
            readers = (
                tasks.create_task(self._read("room.rpcs", self._room.rpcs(), self._on_event)),
                tasks.create_task(self._read("room.datagrams", self._room.datagrams(), self._on_voice)),
                tasks.create_task(self._read("room.sockets", self._room.sockets(), self._on_socket)),
            )
            await self._ending.wait()
            await self._report_end()
            await self._farewell()
            self._left.set()
            await asyncio.sleep(_GOODBYE_S)
            for reader in readers:
                reader.cancel()

    def release(self) -> None:
        """Give back the room's share of the pool."""
        _attempt("pool.release", self._pool.release)
        self._left.set()

    async def aclose(self) -> None:
        """Leave the room; return when the server can know. What the room held is released soon after."""
        if not self._leaving:
            self._leaving = True
            _attempt("room.close", self._room.close)
            self._ending.set()
        await self._left.wait()

    # What the room sends

    async def _read(self, doing: str, stream: AsyncIterator[_Item], on_item: Callable[[_Item], None]) -> None:
        """Pass on what a native stream delivers, and count the items that the native runtime cannot decode.

        Such an item, as a message nested too deep, is for a peer to send at will, so no number of them is
        taken for the end of the stream.
        """
        try:
            while True:
                try:
                    on_item(await anext(stream))
                except odin_voice.OdinError:
                    self._undecodable += 1
                    await asyncio.sleep(0)
        except StopAsyncIteration:
            return
        except BaseException as error:  # noqa: BLE001 - panics derive from it
            contain(error, doing)
            _attempt("room.close", self._room.close)
            self._end(runtime_failed(type(error).__name__))

    def _on_event(self, event: JsonValue) -> None:
        self._undelivered.on_event()
        signal = self._events.read(event)
        if isinstance(signal, LinkClosed):
            self._end(signal.error)
        elif signal and not self._leaving:
            if isinstance(signal, JoinConfirmed):
                self._health.on_joined()
            self._sink.signal(signal)

    def _on_voice(self, datagram: odin_voice.OdinDatagram) -> None:
        self._undelivered.on_voice(len(datagram.data))
        try:
            packet = parse_voice(datagram.data)
        except EncryptedError as error:
            self._sink.unreadable(error.peer_id)
        except DatagramError:
            self._undecodable += 1
        else:
            self._sink.voice(packet)

    def _on_socket(self, message: odin_voice.OdinSocketMessage) -> None:
        self._undelivered.on_event()
        if not self._leaving:
            self._sink.socket_data(NativeSocket(message.socket), message.data)

    # The end

    def _end(self, error: OdindError) -> None:
        """The native runtime gave the room up, or closed it as we asked."""
        self._error = self._error or error
        self._closed.set()
        self._ending.set()

    async def _report_end(self) -> None:
        """Tell the sink and the runtime of an end that we did not ask for."""
        if self._leaving or self._error is None:
            return
        error = await self._explained(self._error)
        if error.reason == "RUNTIME_FAILED":
            self._pool.retire()
            self._health.on_failure()
        if not self._leaving:  # nobody left while the cause was looked for
            self._sink.signal(LinkClosed(error))

    async def _explained(self, error: OdindError) -> OdindError:
        if error.reason != "GATEWAY_UNREACHABLE":
            return error
        cause = await unreachable_because(self._gateway)
        return UnavailableError(
            "GATEWAY_UNREACHABLE", "the gateway cannot be reached: {detail}", detail=cause
        )

    async def _farewell(self) -> None:
        """Wait until our leave can have been written."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_CLOSE_TIMEOUT_S):
                await self._closed.wait()
        await asyncio.sleep(_WRITTEN_S)

    # What we send

    def send_message(self, peer_ids: Sequence[int], message: Payload) -> None:
        """Send to these peers; to all others when the list is empty."""
        self._command({"SendMessage": {"peer_ids": list(peer_ids), "message": to_value(message)}})

    def set_user_data(self, user_data: Payload) -> None:
        """Replace our peer's user data; the native runtime remembers it for reconnects."""
        self._command({"ChangeSelf": {"user_data": to_value(user_data)}})

    def set_channel_masks(self, masks: Mapping[int, int]) -> None:
        """Replace what the server sends us; for reconnects, the native runtime remembers the mask of id 0."""
        self._undelivered.on_sent()
        _attempt("room.set_channel_masks", self._room.set_channel_masks, dict(masks))

    def open_socket(self, options: SocketOptions) -> SocketLink:
        """Open a socket to a peer."""
        self._undelivered.on_sent()
        socket = _attempt("room.create_socket", open_socket, self._room, options)
        return ClosedSocket(options) if socket is None else socket

    def send_voice(self, datagram: bytes) -> None:
        """Send a datagram; the native runtime puts our peer id into it."""
        self._undelivered.on_sent()
        _attempt("room.send_datagram", self._room.send_datagram, datagram)

    def stats(self) -> LinkStatistics | None:
        """Return what the native runtime counted on its QUIC connection; it gives the loss in percent."""
        stats = None if self._leaving else _attempt("room.stats", getattr, self._room, "stats")
        return None if stats is None else _read_stats(stats)

    def _command(self, command: dict[str, object]) -> None:
        self._undelivered.on_sent()
        _attempt("room.send_rpc", self._room.send_rpc, command)


def _attempt(doing: str, call: Callable[..., _Result], *arguments: object) -> _Result | None:
    """Call the native runtime; return None when it fails."""
    try:
        return call(*arguments)
    except BaseException as error:  # noqa: BLE001 - panics derive from it
        contain(error, doing)
        return None


def _read_stats(stats: odin_voice.OdinConnectionStats) -> LinkStatistics:
    return LinkStatistics(
        rtt_ms=stats.rtt,
        tx_datagrams=stats.udp_tx_datagrams,
        tx_bytes=stats.udp_tx_bytes,
        tx_loss=stats.udp_tx_loss / 100,
        rx_datagrams=stats.udp_rx_datagrams,
        rx_bytes=stats.udp_rx_bytes,
        congestion_window_bytes=stats.cwnd,
        congestion_events=stats.congestion_events,
    )
