"""The place of one source on the desk, which to the source is an encoder."""

from __future__ import annotations

import math
from collections import deque
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np

from odind.core.timing.tick import RATE_HZ, TICK_SAMPLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from odind.core.sound.samples import Samples

    from .outgoing import Outgoing
    from .ports import Codecs

_MOST_AHEAD: Final = 10
"""Frames that a source tells ahead of time, so that their mix can be encoded ahead."""
_FEW_AHEAD: Final = 4
"""It tells more when no more than these are left, and nothing where no more wait: live, nothing is gained."""
_MOST_QUEUED: Final = 5 * TICK_SAMPLES


class Solos(Protocol):
    """Decides who needs no mix."""

    outgoing: Outgoing

    def is_solo(self, strip: Strip) -> bool:
        """Whether a strip has the encoder, or the wire, to itself."""

    def claim(self, strip: Strip) -> bool:
        """Let a strip that begins to sound be solo unless another one sounds; return whether it is."""


class Strip:
    """Takes what a source says, a frame a tick. Belongs to the loop.

    While it is solo, it is the encoder; otherwise samples wait at 48 kHz for the mix. A source of Opus
    `packets` sends them itself while it is solo, and sets `sending` until it has sent the end of a talkspurt.
    `quiet_ticks` counts frames of silence since the last sound, while it is not solo.
    """

    def __init__(
        self, desk: Solos, codecs: Codecs, rate_hz: int, channels: int, *, captured: bool, packets: bool
    ) -> None:
        self.rate_hz = rate_hz
        self.channels = channels
        self.captured = captured
        self.packets = packets
        self.sending = False
        self.quiet_ticks: float = math.inf
        self.queued = 0
        self._queue: deque[Samples] = deque()
        self._coming: deque[Samples] = deque()
        self._desk = desk
        self._outgoing = desk.outgoing
        self._converter = (
            codecs.converter(rate_hz, RATE_HZ, channels).convert if rate_hz != RATE_HZ else _unchanged
        )

    @property
    def solo(self) -> bool:
        """Whether no other source sounds."""
        return self._desk.is_solo(self)

    @property
    def silent(self) -> bool:
        """Whether the receivers have been told that this source says nothing."""
        if not self.solo:
            return self.quiet_ticks > 0 and self.queued < TICK_SAMPLES
        return not self.sending if self.packets else self._outgoing.silent

    def claim(self) -> bool:
        """Become solo to send packets, unless another source sounds; return whether it is."""
        return self._desk.claim(self)

    def encode(self, samples: Samples) -> list[bytes]:
        """Take the samples of a frame; return datagrams to send, none where samples are mixed first."""
        sounds = self.solo or bool(np.vecdot(samples, samples))  # an eighth of the time of `any`
        if sounds and not self.packets and self._desk.claim(self):
            return self._outgoing.encode(samples)
        self.quiet_ticks = 0 if sounds else self.quiet_ticks + 1
        if sounds or 0 < self.queued < TICK_SAMPLES:
            self._append(samples)
        return []

    def prefetchable(self, waiting: int) -> int:
        """Return how many of `waiting` whole frames to pass to `prefetch`."""
        if self.solo:
            return self._outgoing.in_use.prefetchable(waiting)
        if self.rate_hz != RATE_HZ or len(self._coming) > _FEW_AHEAD or waiting <= _FEW_AHEAD:
            return 0
        return min(waiting, _MOST_AHEAD)

    def prefetch(self, frames: Sequence[Samples]) -> None:
        """Tell the frames to come, the very arrays; see `Encoder.prefetch`."""
        if self.solo:
            self._outgoing.in_use.prefetch(frames)
        else:
            self._coming = deque(frames)

    def reverse(
        self, samples: Samples, sample_rate_hz: int, channels: int, delay_ms: int | None = None
    ) -> None:
        """Take what the speaker's user hears from elsewhere, for the echo canceller."""
        self._outgoing.in_use.reverse(samples, sample_rate_hz, channels, delay_ms)

    # For the mix

    @property
    def seamless(self) -> bool:
        """Whether the source can go on without a mix amid its sound; others wait for a pause."""
        return not self.packets and self.rate_hz == RATE_HZ and not self.queued

    @property
    def coming(self) -> Sequence[Samples] | None:
        """The frames that the mix will be given after this tick, None for nothing but silence."""
        if self.quiet_ticks and not self.queued:
            return None
        return () if self.queued or not self._coming else self._coming

    def take(self) -> Samples | None:
        """Return the frame of this tick at 48 kHz, the very array where it came whole; None for silence."""
        if self.queued < TICK_SAMPLES:
            return None
        self.queued -= TICK_SAMPLES
        length = TICK_SAMPLES * self.channels
        if len(self._queue[0]) == length:
            return self._queue.popleft()
        sound = np.concatenate(self._queue)
        self._queue = deque((sound[length:],) if len(sound) > length else ())
        return sound[:length]

    def _append(self, samples: Samples) -> None:
        """Queue samples; those of a source that says more than a frame a tick are dropped."""
        converted = self._converter(samples)
        if self._coming and self._coming[0] is samples:
            self._coming.popleft()
        else:
            self._coming.clear()
        if converted.size and self.queued < _MOST_QUEUED:
            self._queue.append(converted)
            self.queued += len(converted) // self.channels


def _unchanged(samples: Samples) -> Samples:
    return samples
