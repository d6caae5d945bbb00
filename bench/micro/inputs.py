"""Real inputs: speech of 6 s, whole and in frames of 20 ms, and its voice datagrams from the real encoder."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from sound import compare, read_wav

from odind.core.voice.outbox import HeardTick
from odind.runtime.odin.codecs import NativeEncoder
from odind.runtime.odin.datagram import build_voice, parse_voice

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from odind.core.sound.samples import Samples
    from odind.core.voice.outbox import Outbox

T = TypeVar("T")

_TIMES = 20
_TIMESTAMP_STEP = 1_800
"""20 ms in 1/90,000 s."""

RATE = 48_000
FRAME = RATE // 50
LOUD = 60
"""A frame in the midst of a word."""
NATIVE_DELAY_MS = 100
"""More than Opus and an undisturbed jitter buffer take together."""


@dataclass(frozen=True)
class Clip:
    """Speech, 48 kHz mono, float samples; a whole number of frames."""

    samples: Samples

    @cached_property
    def frames(self) -> list[Samples]:
        """The clip in frames of 20 ms."""
        return [np.ascontiguousarray(frame) for frame in self.samples.reshape(-1, FRAME)]

    @cached_property
    def sent(self) -> list[list[bytes]]:
        """What the real encoder makes of each frame: a datagram, or none of silence."""
        encoder = NativeEncoder(RATE, 1)
        return [encoder.encode(frame) for frame in self.frames]

    @property
    def datagram(self) -> bytes:
        """The datagram of a loud frame."""
        return self.sent[LOUD][0]

    @cached_property
    def conversation(self) -> list[bytes]:
        """Datagrams of somebody who says the clip twenty times without a pause, numbered throughout."""
        packets = [parse_voice(datagram) for datagrams in self.sent for datagram in datagrams]
        return [
            build_voice(packet.opus or b"", sequence=number, media_timestamp=number * _TIMESTAMP_STEP, ssrc=1)
            for number, packet in enumerate([packet for packet in packets if not packet.last] * _TIMES)
        ]

    def voices(self, count: int) -> dict[int, Samples]:
        """One frame of so many peers, each at another place of the clip, by peer id."""
        return {peer_id: self.frames[50 + peer_id] for peer_id in range(1, count + 1)}

    def resembles(self, heard: Samples) -> bool:
        """Whether this is what one hears of the clip: alike, and not much later."""
        likeness = compare(self.samples.astype(np.float64), heard.astype(np.float64))
        return likeness.correlation > 0.9 and likeness.lag < RATE * NATIVE_DELAY_MS // 1000


def read_clip() -> Clip:
    """Read the clip of the examples."""
    signal, rate = read_wav(Path(__file__).parents[2] / "examples" / "speech.wav")
    if rate != RATE:
        raise ValueError(f"the clip has {rate} Hz")
    return Clip(signal[: len(signal) // FRAME * FRAME].astype(np.float32))


def endless(items: Sequence[T]) -> Callable[[], T]:
    """Return what gives the items one after the other, again and again."""
    return itertools.cycle(items).__next__


class Taker:
    """An encoder that only takes samples, so that what stands before an encoder is measured alone."""

    silent = False

    def __init__(self) -> None:
        self.taken: Samples = np.zeros(0, np.float32)

    def encode(self, samples: Samples) -> list[bytes]:
        """Take samples."""
        self.taken = samples
        return []

    def appetite(self, waiting: int) -> int:
        """Want to be foretold nothing of what waits."""
        return min(waiting, 0)


class Names:
    """Everybody has a name."""

    def user_id(self, peer_id: int) -> str:
        """Return a peer's user id."""
        return f"user-{peer_id}"

    def media_id(self, peer_id: int) -> int:
        """Return the number of a peer's media."""
        return peer_id


def waiting_in(outbox: Outbox) -> list[HeardTick]:
    """Take the sound that waits in an outbox, oldest first."""
    return [item for _ in range(outbox.waiting) if isinstance(item := at_once(anext(outbox)), HeardTick)]


def at_once(awaitable: Awaitable[T]) -> T:
    """Return what an awaitable gives that has nothing to wait for, without the cost of a loop."""
    try:
        awaitable.__await__().__next__()
    except StopIteration as done:
        return done.value
    raise AssertionError("it waits")
