"""The way past the QUIC library's facade, for what happens with every packet.

The facade checks the address, looks for a log and wraps every call anew; past the handshake nothing of that
is needed, and it was a third of the cost of forwarding. All use of the library's insides is in this file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qh3.quic.connection import QuicConnection


class QuicCore:
    """The native connection under a `QuicConnection`."""

    __slots__ = ("_core", "_quic")

    def __init__(self, quic: QuicConnection) -> None:
        self._quic = quic
        self._core: Any = None

    def receive(self, packets: list[bytes], address: Any, now: float) -> None:
        """Take UDP packets from one address."""
        quic = self._quic
        if not quic._handshake_complete:  # noqa: SLF001
            for packet in packets:
                quic.receive_datagram(packet, address, now)
            self._core = quic._core  # noqa: SLF001
            return
        self._core.receive_many_datagrams(packets, address, now)
        quic._drain_core()  # noqa: SLF001

    def transmit(self, now: float) -> Iterator[tuple[bytes, Any]]:
        """Yield the UDP packets that are ready, each with its destination."""
        if self._core is not None:
            poll = self._core.poll_transmit
            while (packet := poll(now)) is not None:
                yield packet[0], packet[1]

    def due(self) -> float | None:
        """Return when the connection's timer shall fire."""
        timer = self._core.get_timer() if self._core is not None else None
        return None if timer is None else timer[1]

    def send_datagram(self, datagram: bytes) -> None:
        """Queue a datagram; raises RuntimeError or ValueError when that cannot be."""
        self._core.send_datagram(datagram)

    def in_flight(self) -> int:
        """Return how many bytes are on their way that the client has not confirmed."""
        return self._core.bytes_in_flight if self._core is not None else 0
