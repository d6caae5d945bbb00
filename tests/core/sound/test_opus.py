"""How long an Opus packet is (RFC 6716, section 3.1)."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from odind.core.sound.opus import MAX_PACKET_BYTES, emptied, is_frame

# Milliseconds of a frame by config number, as table 2 of the RFC has them.
FRAME_MS = [10, 20, 40, 60] * 3 + [10, 20] * 2 + [2.5, 5, 10, 20] * 4


def packet_ms(packet: bytes) -> float:
    """The duration of a packet, worked out the long way."""
    frames = {0: 1, 1: 2, 2: 2}.get(packet[0] & 3)
    if frames is None:
        frames = packet[1] & 0x3F if len(packet) > 1 else 0
    return FRAME_MS[packet[0] >> 3] * frames


def test_only_packets_of_20_ms_are_frames_whatever_their_first_bytes():
    heads = [bytes((toc,)) for toc in range(256)]
    heads += [head + bytes((count, 1, 2, 3)) for head in heads for count in range(256)]
    assert [is_frame(packet) for packet in heads] == [packet_ms(packet) == 20 for packet in heads]


def test_there_are_frames_of_every_kind():
    kinds = {toc >> 3 for toc in range(256) for count in range(1, 9) if is_frame(bytes((toc, count)))}
    assert kinds == {number for number, ms in enumerate(FRAME_MS) if ms <= 20}


def test_nothing_is_no_frame():
    assert not is_frame(b"")


def test_a_frame_has_a_size_that_fits_a_datagram():
    assert is_frame(b"\x0c".ljust(MAX_PACKET_BYTES, b"x"))
    assert not is_frame(b"\x0c".ljust(MAX_PACKET_BYTES + 1, b"x"))


@given(st.binary(min_size=2, max_size=20).filter(is_frame))
def test_an_emptied_packet_is_as_long_in_time_and_says_nothing(packet: bytes):
    empty = emptied(packet)
    assert is_frame(empty)
    assert packet_ms(empty) == packet_ms(packet)
    assert empty[0] >> 2 == packet[0] >> 2
    assert len(empty) == (2 if packet[0] & 3 == 3 else 1)
