"""Just enough of Opus to tell how long a packet is (RFC 6716, section 3.1)."""

from __future__ import annotations

from typing import Final

from odind.core.timing.tick import TICK_SAMPLES

MAX_PACKET_BYTES: Final = 1_275

_SILK_SAMPLES: Final = (480, 960, 1920, 2880)
_HYBRID_SAMPLES: Final = (480, 960)
_CELT_SAMPLES: Final = (120, 240, 480, 960)
_HYBRID_CONFIG: Final = 12
_CELT_CONFIG: Final = 16
_ARBITRARY: Final = 3
_STEREO: Final = 4


def is_frame(packet: bytes) -> bool:
    """Whether the packet holds exactly 20 ms and fits into a voice datagram."""
    return 0 < len(packet) <= MAX_PACKET_BYTES and _samples(packet) == TICK_SAMPLES


def is_stereo(packet: bytes) -> bool:
    """Whether the packet holds two channels."""
    return bool(packet[0] & _STEREO)


def emptied(packet: bytes) -> bytes:
    """Return a packet of as many frames as this one, all without content."""
    toc = packet[0]
    match toc & _ARBITRARY:
        case 0:
            return bytes((toc,))
        case 3:
            return bytes((toc, packet[1] & 63))
        case _:
            return bytes((toc & ~_ARBITRARY | 1,))


def _samples(packet: bytes) -> int:
    """Return the samples at 48 kHz: those of a frame, by its config number, times frames; 0 if malformed."""
    config, code = packet[0] >> 3, packet[0] & 3
    if config < _HYBRID_CONFIG:
        frame = _SILK_SAMPLES[config & 3]
    elif config < _CELT_CONFIG:
        frame = _HYBRID_SAMPLES[config & 1]
    else:
        frame = _CELT_SAMPLES[config & 3]
    if code != _ARBITRARY:
        return frame * (1 if code == 0 else 2)
    return frame * (packet[1] & 63) if len(packet) > 1 else 0
