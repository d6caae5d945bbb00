"""Direct calls to the QUIC library's native connection, for what happens with every packet.

The library's facade checks the address, looks for a log and wraps every call anew. None of that is needed
after the handshake, and it was a third of the cost of forwarding. Only this file and `webtransport` use the
library's private names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qh3._hazmat import QuicConnectionCore
    from qh3.quic.connection import QuicConnection

UdpAddress = tuple[str, int] | tuple[str, int, int, int]


class NativeConnection:
    """The native connection of a `QuicConnection`, from its first packet on."""

    __slots__ = ("_native", "_quic")

    def __init__(self, quic: QuicConnection) -> None:
        self._quic = quic
        self._native: QuicConnectionCore | None = None

    def receive(self, packets: list[bytes], address: UdpAddress, now: float) -> None:
        """Handle UDP packets from one address."""
        quic = self._quic
        if not quic._handshake_complete or self._native is None:  # noqa: SLF001
            for packet in packets:
                quic.receive_datagram(packet, address, now)
            self._native = quic._core  # noqa: SLF001
            return
        self._native.receive_many_datagrams(packets, address, now)
        quic._drain_core()  # noqa: SLF001

    def transmit(self, now: float) -> Iterator[tuple[bytes, UdpAddress]]:
        """Yield the UDP packets that are ready, each with its destination."""
        if self._native is not None:
            poll = self._native.poll_transmit
            while (packet := poll(now)) is not None:
                yield packet[0], packet[1]

    def due(self) -> float | None:
        """Return the time at which the connection's timer is due."""
        timer = self._native.get_timer() if self._native is not None else None
        return None if timer is None else timer[1]

    def send_datagram(self, datagram: bytes) -> None:
        """Queue a datagram; raises RuntimeError or ValueError when the connection refuses it."""
        if self._native is not None:
            self._native.send_datagram(datagram)

    def release(self) -> None:
        """Free the memory of a connection that has ended. Must be called once, at the end.

        The library's connection and its TLS state refer to each other, in two cycles. Without this both stay
        until the next full garbage collection, tens of kilobytes for each client that has ever connected.
        """
        tls, self._quic._tls, self._native = self._quic._tls, None, None  # noqa: SLF001
        if tls is not None:
            tls._version_change_handler = None  # noqa: SLF001
            del tls.tls

    def in_flight(self) -> int:
        """Return how many bytes the client has not acknowledged."""
        return self._native.bytes_in_flight if self._native is not None else 0
