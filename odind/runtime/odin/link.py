"""One room of the native core: its two streams read until we leave, its commands written.

The streams never end by themselves and lose what a cancelled read had taken, so each is read by one task that
is cancelled only when the room is over.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

from odind.core.base.errors import UnavailableError
from odind.core.base.payload import to_value
from odind.core.base.statistics import LinkStatistics
from odind.core.rooms.signals import LinkClosed

from .datagram import DatagramError, parse_voice
from .panics import contain
from .probe import unreachable_because
from .signals import read_signal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import odin_voice

    from odind.core.base.payload import Payload
    from odind.core.rooms.ports import RoomSink

_GOODBYE_S: Final = 0.05
"""The core writes its leave from a thread of its own; shut down within a millisecond, it is lost."""
_CLOSE_TIMEOUT_S: Final = 1.0


class NativeLink:
    """A room of the core. Belongs to the loop."""

    def __init__(self, room: odin_voice.OdinRoom, sink: RoomSink, gateway: str) -> None:
        self._room = room
        self._sink = sink
        self._gateway = gateway
        self.malformed = 0
        self._closing = False
        self._closed = asyncio.Event()

    async def read(self) -> None:
        """Deliver what the room sends to the sink, until the room is over."""
        async with asyncio.TaskGroup() as tasks:
            readers = (tasks.create_task(self._read_events()), tasks.create_task(self._read_voice()))
            await self._closed.wait()
            for reader in readers:
                reader.cancel()

    async def _read_events(self) -> None:
        try:
            async for event in self._room.rpcs():
                await self._take(event)
        except BaseException as error:  # noqa: BLE001 - panics derive from it
            contain(error, "room.rpcs")
            self._fail(error)

    async def _read_voice(self) -> None:
        try:
            async for datagram in self._room.datagrams():
                self._take_voice(datagram.data)
        except BaseException as error:  # noqa: BLE001 - panics derive from it
            contain(error, "room.datagrams")
            self._fail(error)

    def _take_voice(self, datagram: bytes) -> None:
        try:
            packet = parse_voice(datagram)
        except DatagramError:
            self.malformed += 1
        else:
            self._sink.voice(packet)

    async def _take(self, event: Any) -> None:
        signal = read_signal(event)
        if not isinstance(signal, LinkClosed):
            if signal:
                self._sink.signal(signal)
            return
        if not self._closing:
            self._sink.signal(await self._explained(signal))
        self._closed.set()

    async def _explained(self, closed: LinkClosed) -> LinkClosed:
        if closed.error.reason != "GATEWAY_UNREACHABLE":
            return closed
        cause = await unreachable_because(self._gateway)
        return LinkClosed(
            UnavailableError("GATEWAY_UNREACHABLE", "the gateway cannot be reached: {detail}", detail=cause)
        )

    def _fail(self, error: BaseException) -> None:
        self._sink.signal(
            LinkClosed(
                UnavailableError(
                    "RUNTIME_FAILED", "the voice runtime failed: {fault}", fault=type(error).__name__
                )
            )
        )

    def send_message(self, peer_ids: Sequence[int], message: Payload) -> None:
        """Send to these peers; to all others when the list is empty."""
        self._command({"SendMessage": {"peer_ids": list(peer_ids), "message": to_value(message)}})

    def set_user_data(self, user_data: Payload) -> None:
        """Replace our peer's user data; the core remembers it for reconnects."""
        self._command({"ChangeSelf": {"user_data": to_value(user_data)}})

    def set_channel_masks(self, masks: Mapping[int, int]) -> None:
        """Replace what the server is to send us; the core remembers the mask of peer id 0 for reconnects."""
        try:
            self._room.set_channel_masks(dict(masks))
        except BaseException as error:  # noqa: BLE001 - panics derive from it
            contain(error, "room.set_channel_masks")

    def send_voice(self, datagram: bytes) -> None:
        """Send a datagram; the core puts our peer id into it."""
        try:
            self._room.send_datagram(datagram)
        except BaseException as error:  # noqa: BLE001 - panics derive from it
            contain(error, "room.send_datagram")

    def stats(self) -> LinkStatistics | None:
        """Return what the core counted on its QUIC connection; it gives the loss in percent."""
        try:
            stats = None if self._closing else self._room.stats
        except BaseException as error:  # noqa: BLE001 - panics derive from it
            contain(error, "room.stats")
            return None
        return None if stats is None else _read_stats(stats)

    async def aclose(self) -> None:
        """Leave the room; return once the leave can have been written."""
        if not self._closing:
            self._closing = True
            try:
                self._room.close()
            except BaseException as error:  # noqa: BLE001 - panics derive from it
                contain(error, "room.close")
        try:
            async with asyncio.timeout(_CLOSE_TIMEOUT_S):
                await self._closed.wait()
        except TimeoutError:
            self._closed.set()
        await asyncio.sleep(_GOODBYE_S)

    def _command(self, command: dict[str, Any]) -> None:
        try:
            self._room.send_rpc(command)
        except BaseException as error:  # noqa: BLE001 - panics derive from it
            contain(error, "room.send_rpc")


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
