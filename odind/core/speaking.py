"""The sending side of one audio stream: chunks of any size in, one frame per tick out."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

import numpy as np

from .audio_format import FRAMES_PER_SECOND
from .errors import InvalidArgumentError

if TYPE_CHECKING:
    from collections.abc import Callable

    from .audio_format import AudioFormat
    from .ports import Encoder, Samples

MAX_CHUNK_BYTES: Final = 1_048_576
_HEAD_START_FRAMES: Final = 2
"""Frames to have waiting before speech begins, so that an uneven caller is not cut into pieces."""
_TAIL_TICKS: Final = FRAMES_PER_SECOND
"""Silence after the last sample at most, until the encoder has told the receivers that speech ended."""


class Speaker:
    """Buffers what a caller says and hands it to the encoder frame by frame.

    `samples` counts the samples per channel handed to the encoder, `underruns` the ticks in which silence
    had to stand in between them. `drained` is set once all is said.
    """

    def __init__(
        self, audio_format: AudioFormat, encoder: Encoder, send: Callable[[bytes], None], buffer_ms: int
    ) -> None:
        self.format = audio_format
        self.samples = 0
        self.underruns = 0
        self.drained = False
        self._abandoned = False
        self._encoder = encoder
        self._send = send
        self._capacity = audio_format.bytes_per_sample * audio_format.sample_rate_hz * buffer_ms // 1000
        self._buffer = bytearray()
        self._speaking = False
        self._patience = _HEAD_START_FRAMES
        self._starved = 0
        self._finishing = False
        self._tail = 0
        self._space = asyncio.Event()
        self._space.set()

    async def push(self, pcm: bytes) -> None:
        """Take a chunk; return once there is room for another. An abandoned speaker takes nothing.

        Raises InvalidArgumentError CHUNK_TOO_LARGE, CHUNK_NOT_WHOLE.
        """
        self._check(pcm)
        if self._abandoned:
            return
        self._buffer += pcm
        if len(self._buffer) >= self._capacity:
            self._space.clear()
        await self._space.wait()

    def finish(self) -> None:
        """No more chunks will come: speak what waits, then drain."""
        self._finishing = True

    def abandon(self) -> None:
        """The caller is gone: say nothing more, only end what is being said."""
        self._abandoned = True
        self._buffer.clear()
        self._space.set()
        self.finish()

    def tick(self, tick: int) -> None:
        """Speak the frame of this tick, or silence when there is nothing to say."""
        length = self.format.samples_in(tick)
        size = length // self.format.channels * self.format.bytes_per_sample
        samples = self._take(size) if self._ready(size) else self._rest(length)
        for datagram in self._encoder.encode(samples):
            self._send(datagram)

    def _check(self, pcm: bytes) -> None:
        if len(pcm) > MAX_CHUNK_BYTES:
            raise InvalidArgumentError(
                "CHUNK_TOO_LARGE",
                "a chunk of {size} bytes is over the {limit} allowed",
                size=len(pcm),
                limit=MAX_CHUNK_BYTES,
            )
        if len(pcm) % self.format.bytes_per_sample:
            raise InvalidArgumentError(
                "CHUNK_NOT_WHOLE",
                "a chunk of {size} bytes is not a whole number of {sample}-byte samples",
                size=len(pcm),
                sample=self.format.bytes_per_sample,
            )

    def _ready(self, size: int) -> bool:
        """Whether to speak now: speech begins with a head start, or with all there is."""
        if self._finishing:
            return bool(self._buffer)
        if len(self._buffer) < size:
            self._speaking = False
        elif not self._speaking:
            self._patience -= 1
            self._speaking = self._patience <= 0 or len(self._buffer) >= size * _HEAD_START_FRAMES
        if self._speaking:
            self._patience = _HEAD_START_FRAMES
        return self._speaking

    def _take(self, size: int) -> Samples:
        """Cut the next frame from the buffer; the very last one is filled up with silence."""
        frame = bytes(self._buffer[:size])
        del self._buffer[:size]
        if len(self._buffer) < self._capacity:
            self._space.set()
        self.samples += len(frame) // self.format.bytes_per_sample
        self.underruns += self._starved
        self._starved = 0
        return self.format.decode(frame.ljust(size, b"\0"))

    def _rest(self, length: int) -> Samples:
        if self._finishing:
            self._tail += 1
            self.drained = self._encoder.silent or self._tail > _TAIL_TICKS
        elif self.samples:
            self._starved += 1
        return np.zeros(length, np.float32)
