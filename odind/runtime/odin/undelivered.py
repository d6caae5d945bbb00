"""What a server sends that the native runtime delivers nothing of, as voice that its cipher cannot decrypt.

The native runtime tells neither of such voice nor of who sent it. It counts what it receives, though.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from odind.core.values.statistics import LinkStatistics

_PACKET_BYTES: Final = 22
"""What QUIC adds to a packet: 20 to 23, by the length of the packet's number."""
_VOICE_BYTES: Final = 30
"""What a cipher, 27, and the head of a QUIC datagram add to voice."""
_EVENT_BYTES: Final = 200
"""What an event takes; a long message takes more, but not for long."""
_ACKNOWLEDGED_BYTES: Final = 16
"""What the server's acknowledgement takes of something that we sent."""


class Undelivered:
    """Counts what is accounted for of what one link receives. Belongs to the loop."""

    def __init__(self) -> None:
        self._accounted = 0

    def on_voice(self, size: int) -> None:
        """A datagram of so many bytes was delivered."""
        self._accounted += size + _VOICE_BYTES

    def on_event(self) -> None:
        """An event, or a message of a socket, was delivered."""
        self._accounted += _EVENT_BYTES

    def on_sent(self) -> None:
        """Something was sent that the server acknowledges."""
        self._accounted += _ACKNOWLEDGED_BYTES

    def bytes_of(self, received: LinkStatistics) -> int:
        """Return how many of the received bytes are not accounted for; may be less than zero."""
        return received.rx_bytes - _PACKET_BYTES * received.rx_datagrams - self._accounted
