"""The light encoder: a gate and Opus, for sound that needs no other effect. It encodes ahead where it can.

Callers that send ahead of time, as speech synthesis does, have many frames waiting. Told of them, a thread
encodes a batch while the loop goes on, and a tick only takes a packet. For a frame or two, waking a thread
costs more than it saves, so fewer frames are encoded in their own tick.

Measured with 20 rooms in real time, per stream in percent of a processor core: a script on the bare native
runtime 1.13, speakers on the native encoder 1.29, ahead of time 1.03, of which the loop has 0.25 instead of
1.04. Frame by frame in the tick it would be 1.4: a batch finds its code and tables in the processor's caches,
a frame does not.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

import numpy as np

from odind.core.values.late import dataclass

from .datagram import MEDIA_CLOCK_STEP, build_voice
from .opus_coder import OpusCoder
from .panics import contain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from concurrent.futures import Executor, Future

    from odind.core.sound.samples import Samples
    from odind.core.space.place import Position

    from .continuity import Numbers
    from .gate import Gate, Levels
    from .opus_coder import OpusSettings

_LEAST_AHEAD: Final = 5
"""Waiting frames from which on a thread is worth it."""
_MOST_AHEAD: Final = 10
_FEW_AHEAD: Final = 3
"""Packets left when the next batch starts; it has their 60 ms to finish."""
_RECENT_FRAMES: Final = 3
"""Sent frames that a new run of Opus is fed, so that it continues where another one stopped.

It must not be fed frames that were not sent: it would code differences from what no receiver has.
"""


@dataclass(frozen=True, slots=True)
class LightSettings:
    """The settings of a light encoder, which never change; without levels it has no gate."""

    opus: OpusSettings
    levels: Levels | None


@dataclass(frozen=True, slots=True)
class _Coded:
    """An encoded frame: the gate after it, and its packet if the gate let it through."""

    frame: Samples
    gate: Gate
    opus: bytes


class _Run:
    """Gate and Opus over consecutive frames. Any thread may call it, one at a time."""

    def __init__(self, settings: LightSettings, gate: Gate, past: Iterable[Samples]) -> None:
        self._levels = settings.levels
        self._gate = gate
        self._coder = OpusCoder(settings.opus)
        self._encode(list(past))

    def code(self, frames: Sequence[Samples]) -> list[_Coded]:
        """Encode the next frames."""
        gates = [self._next_gate(frame) for frame in frames]
        sent = [frame for frame, gate in zip(frames, gates, strict=True) if gate.sent]
        packets = iter(self._encode(sent))
        return [
            _Coded(frame, gate, next(packets) if gate.sent else b"")
            for frame, gate in zip(frames, gates, strict=True)
        ]

    def _next_gate(self, frame: Samples) -> Gate:
        self._gate = self._gate.after(float(np.vecdot(frame, frame)) / len(frame), self._levels)
        return self._gate

    def _encode(self, frames: Sequence[Samples]) -> list[bytes]:
        try:
            return self._coder.encode(frames)
        except Exception as error:  # noqa: BLE001 - a stream survives lost frames
            contain(error, "encode")
            return [b""] * len(frames)


def batch_of(waiting: int) -> int:
    """Return how many of `waiting` frames are worth a thread."""
    return min(waiting, _MOST_AHEAD) if waiting >= _LEAST_AHEAD else 0


class LightEncoder:
    """Sends frames numbered from `numbers` on. Belongs to the loop; one batch at a time is lent to a thread.

    `past` is what another encoder sent before and `owed` what it was given and did not send; it left the gate
    as `gate`.
    """

    def __init__(
        self,
        settings: LightSettings,
        pool: Executor,
        numbers: Numbers,
        *,
        gate: Gate,
        past: Iterable[Samples] = (),
        owed: Iterable[Samples] = (),
    ) -> None:
        self._gate = gate
        self._settings = settings
        self._length = settings.opus.frame_length
        self._pool = pool
        self._sequence = numbers.sequence
        self._media_timestamp = numbers.media_timestamp
        self._ssrc = numbers.ssrc
        self._positions: Sequence[Position] = ()
        self._rest: Samples = np.concatenate((np.zeros(0, np.float32), *owed))
        self._past = deque(past, _RECENT_FRAMES)
        self._prefetched: deque[Samples] = deque()
        self._ahead: deque[_Coded] = deque()
        self._batch: Future[list[_Coded]] | None = None
        self._run = _Run(settings, gate, self._past)

    @property
    def owes(self) -> bool:
        """Whether it holds samples that are no whole frame yet, or are owed for another encoder."""
        return bool(self._rest.size)

    @property
    def silent(self) -> bool:
        """Whether the gate is shut."""
        return not self._gate.open

    def encode(self, samples: Samples) -> list[bytes]:
        """Encode samples; return the complete datagrams, none for silence."""
        if self._prefetched and self._prefetched[0] is samples:
            return self._datagrams([self._next_prefetched()])
        self.discard_prefetched()
        return self._datagrams(self._run.code(self._frames(samples)))

    def gate_for(self, levels: Levels | None) -> Gate:
        """Return the gate for the next encoder."""
        return self._gate.begun() if self._settings.levels is None and levels else self._gate

    def place(self, positions: Sequence[Position]) -> None:
        """Put these positions into further datagrams."""
        self._positions = positions

    def prefetchable(self, waiting: int) -> int:
        """Return how many of `waiting` frames to prefetch, those prefetched before included."""
        prefetched = len(self._prefetched)
        if prefetched != len(self._ahead) or prefetched > _FEW_AHEAD or self.owes:
            return 0
        batch = batch_of(waiting - prefetched)
        return prefetched + batch if batch else 0

    def prefetch(self, frames: Sequence[Samples]) -> None:
        """Start to encode what comes next, after what was prefetched before."""
        fresh = frames[len(self._prefetched) :]
        self._prefetched.extend(fresh)
        self._batch = self._pool.submit(self._run.code, fresh)

    def discard_prefetched(self) -> None:
        """Discard what was prefetched, and set Opus, which is ahead, back to the last frame that was sent."""
        if not self._prefetched:
            return
        if self._batch:
            self._batch.cancel()
        self._batch = None
        self._prefetched.clear()
        self._ahead.clear()
        self._run = _Run(self._settings, self._gate, self._past)

    def close(self) -> None:
        """Cancel what was prefetched; the result of a batch in progress is dropped."""
        if self._batch:
            self._batch.cancel()
        del self._run

    def _next_prefetched(self) -> _Coded:
        """Return the next frame as a thread encoded it; if no thread has started, encode it now."""
        if not self._ahead and self._batch:
            batch, self._batch = self._batch, None
            if not batch.cancel():
                self._ahead.extend(batch.result())
        frame = self._prefetched.popleft()
        return self._ahead.popleft() if self._ahead else self._run.code([frame])[0]

    def _frames(self, samples: Samples) -> list[Samples]:
        """Return whole frames, and keep the rest."""
        if not self._rest.size and len(samples) == self._length:
            return [samples]
        whole = np.concatenate((self._rest, samples))
        end = len(whole) // self._length * self._length
        self._rest = whole[end:]
        return list(whole[:end].reshape(-1, self._length))

    def _datagrams(self, frames: Iterable[_Coded]) -> list[bytes]:
        datagrams = []
        for coded in frames:
            self._gate = coded.gate
            if coded.opus:
                self._past.append(coded.frame)
                datagrams.append(self._datagram(coded))
            self._media_timestamp += MEDIA_CLOCK_STEP
        return datagrams

    def _datagram(self, coded: _Coded) -> bytes:
        datagram = build_voice(
            coded.opus,
            sequence=self._sequence,
            media_timestamp=self._media_timestamp,
            ssrc=self._ssrc,
            last=coded.gate.last,
            positions=self._positions,
        )
        self._sequence += 1
        return datagram
