"""Two hours of a room in simulated time: late and lost packets, clocks that drift, peers that come and go."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import numpy as np
import pytest

from odind.core.recordings.capture import Capture
from odind.core.recordings.plan import Encoding, Layout, RecordingPlan
from odind.core.recordings.ports import Pace
from odind.core.recordings.recorder import Recorder, reception_of
from odind.core.space.place import ORIGIN
from odind.core.timing.tick import TICK_SAMPLES
from odind.core.voice.listener import new_listener
from odind.core.voice.ports import VoicePacket

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy.typing as npt

    from odind.core.recordings.ports import Chunk

TICKS = 2 * 3_600 * 50
TALK, REST = 250, 500
STEP = 1_800
DRIFTS_PPM = {1: 200, 2: -200, 3: 0, 4: 120, 5: -60}
PRESENT = {
    1: [(0, TICKS)],
    2: [(0, TICKS)],
    3: [(5_000, 200_000), (260_000, TICKS)],
    4: [(90_000, 300_000)],
    5: [(0, 60_000), (61_000, TICKS)],
}
RECONNECTS = [(120_000, 120_400), (280_000, 283_000)]
LATEST = 6
"""Ticks that a packet is late at most."""


class Written:
    """The files of a take, in memory."""

    def __init__(self) -> None:
        self.before = self.written_bytes = 0
        self.failure = None
        self.tracks: dict[str, dict[int, bytes]] = {}
        self.users: dict[str, str] = {}
        self.end = 0

    def write(self, chunk: Chunk) -> None:
        assert chunk.start == self.end  # nothing is left out, and nothing is written twice
        self.end = chunk.stop
        self.users |= {track: voice.user_id for track, voice in chunk.voices.items()}
        for track, slots in chunk.sound.items():
            assert len(slots) == chunk.stop - chunk.start
            filled = self.tracks.setdefault(track, {})
            filled |= {chunk.start + at: packet for at, packet in enumerate(slots) if packet}

    def close(self, closed: Callable[[], object]) -> None:
        closed()


class Names:
    def user_id(self, peer_id: int) -> str:
        return f"user {peer_id}"

    def media_id(self, peer_id: int) -> int:
        return peer_id


def arrivals(peer_id: int, chance: random.Random) -> Iterator[tuple[int, VoicePacket]]:
    """Yield when each packet of a peer comes, and the packet, which says when it was said."""
    ppm, sequence = DRIFTS_PPM[peer_id], chance.randrange(2**32)
    for first, last in PRESENT[peer_id]:
        start = first
        while start < last:
            length = chance.randrange(1, 2 * TALK)
            for number in range(length):
                said = start + int(number / (1 + ppm / 1e6))
                sequence = (sequence + 1) % 2**32
                if chance.random() < 0.05 or said >= last:
                    continue
                opus = b"\x78" + said.to_bytes(4) + bytes(20)
                packet = VoicePacket(
                    peer_id,
                    b"",
                    ORIGIN,
                    opus,
                    sequence,
                    (start + number) * STEP % 2**32,
                    peer_id,
                    number == length - 1,
                )
                yield said + chance.randrange(LATEST), packet
            start += length + chance.randrange(1, 2 * REST)


@pytest.mark.timeout(100)
def test_after_two_hours_all_tracks_are_as_long_and_every_packet_lies_where_it_was_said():
    chance = random.Random(7)  # noqa: S311 - what is drawn is no secret
    by_tick: dict[int, list[VoicePacket]] = {}
    for peer_id in PRESENT:
        for tick, packet in arrivals(peer_id, chance):
            by_tick.setdefault(tick, []).append(packet)
    plan = RecordingPlan(Layout.PER_PEER, Encoding.OPUS)
    written = Written()
    recorder = Recorder(
        Capture("r1", "/nowhere", plan, 0.0), written, Pace(), 1_000, lambda *_: None, own_user_id="bot"
    )
    listener = new_listener(0, reception_of(plan), Names(), recorder.deliver)
    away = {tick for first, last in RECONNECTS for tick in range(first, last)}
    for tick in range(TICKS):
        if tick in {first for first, _ in RECONNECTS}:
            for peer_id in PRESENT:
                listener.forget(peer_id)
                recorder.forget(peer_id)
        for packet in () if tick in away else by_tick.get(tick, ()):
            listener.on_packet(packet, 1_000 + tick)
        listener.hear(tick, 1_000 + tick, {})
        recorder.tick(1_000 + tick)
    recorder.close(lambda: None)

    assert written.end == TICKS
    assert set(written.users.values()) == {f"user {peer_id}" for peer_id in PRESENT}
    for filled in written.tracks.values():
        errors = [slot - int.from_bytes(packet[1:5]) for slot, packet in filled.items()]
        late, early = max(errors), min(errors)
        assert len(errors) > 10_000
        assert early >= -1
        assert late <= LATEST + 3
        halves = sorted(filled)
        first, second = halves[: len(halves) // 2], halves[len(halves) // 2 :]
        drift = [
            sum(slot - int.from_bytes(filled[slot][1:5]) for slot in half) / len(half)
            for half in (first, second)
        ]
        assert abs(drift[0] - drift[1]) * TICK_SAMPLES < TICK_SAMPLES / 2


def test_after_two_hours_what_was_decoded_lies_at_its_sample():
    chance = random.Random(8)  # noqa: S311 - what is drawn is no secret
    plan = RecordingPlan(Layout.PER_PEER, Encoding.FLAC)
    written = Written()
    recorder = Recorder(
        Capture("r1", "/nowhere", plan, 0.0), written, Pace(), 77, lambda *_: None, own_user_id="bot"
    )
    listener = new_listener(0, reception_of(plan), Names(), recorder.deliver)
    for tick in range(TICKS):
        speaking = [peer_id for peer_id in PRESENT if chance.random() < 0.01]
        listener.hear(tick, 77 + tick, {peer_id: marked(tick) for peer_id in speaking})
        recorder.tick(77 + tick)
    recorder.close(lambda: None)
    assert written.end == TICKS
    for filled in written.tracks.values():
        assert len(filled) > 3_000
        assert {slot for slot, pcm in filled.items() if tick_in(pcm) != slot} == set()


def marked(tick: int) -> npt.NDArray[np.float32]:
    """The samples of a tick that say in their first and last ones which it is."""
    samples = np.zeros(TICK_SAMPLES, np.float32)
    samples[0] = samples[-2] = (tick & 0x7FFF) / 32_768
    samples[1] = samples[-1] = (tick >> 15) / 32_768
    return samples


def tick_in(pcm: bytes) -> int:
    values = np.frombuffer(pcm, "<i2")
    assert (values[:2] == values[-2:]).all()
    return int(values[0]) | int(values[1]) << 15
