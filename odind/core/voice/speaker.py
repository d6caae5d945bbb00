"""The sending side of a lane: paces what a source has to say, and answers what the caller asks of it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from odind.core.base.errors import InvalidArgumentError, ResourceExhaustedError
from odind.core.base.tick import TICK_MS, TICKS_PER_SECOND

from .notices import Drained, FlowControl, Flushed, MarkReached, Notice, QueueStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .source import Source

MAX_MARKS: Final = 1_000
MAX_MARK_BYTES: Final = 256
_UNDERRUN_TICKS: Final = TICKS_PER_SECOND // 2
"""A longer silence is not an underrun: the caller had nothing to say."""
_TAIL_TICKS: Final = TICKS_PER_SECOND
"""Silence after the last sample at most, until the encoder has told the receivers that speech ended."""


@dataclass(frozen=True)
class SendBuffer:
    """How much may wait, and at how much the caller is asked to stop and to go on, in milliseconds.

    `head_start_ms` is what waits before speech begins, so that an uneven caller is not cut into pieces; with
    0 a frame is spoken as soon as it is whole. Raises InvalidArgumentError BUFFER_INVALID.
    """

    capacity_ms: int = 20_000
    xoff_ms: int = 18_000
    xon_ms: int = 16_000
    head_start_ms: int = 40

    def __post_init__(self) -> None:
        if not 0 <= self.head_start_ms <= 1_000:  # noqa: PLR2004 - the proto's bounds
            raise InvalidArgumentError(
                "BUFFER_INVALID",
                "a head start of {head_start} ms is not within 0 to 1,000",
                head_start=self.head_start_ms,
            )
        if not 100 <= self.capacity_ms <= 60_000 or not 0 <= self.xon_ms < self.xoff_ms <= self.capacity_ms:  # noqa: PLR2004 - the proto's bounds
            raise InvalidArgumentError(
                "BUFFER_INVALID",
                "a buffer of {capacity} ms that stops at {xoff} and goes on at {xon} does not work: expected "
                "xon < xoff <= capacity, and a capacity of 100 to 60,000",
                capacity=self.capacity_ms,
                xoff=self.xoff_ms,
                xon=self.xon_ms,
            )


@dataclass(frozen=True)
class _Mark:
    name: str
    position: int


class Speaker:
    """Speaks one frame a tick, silence when there is nothing to say. Belongs to the loop.

    `spoken` counts samples per channel at the source's rate, `underruns` ticks. `drained` is set when all is
    said and the receivers know it.
    """

    def __init__(
        self,
        source: Source,
        send: Callable[[bytes], None],
        buffer: SendBuffer,
        notify: Callable[[Notice], None],
    ) -> None:
        self.spoken = 0
        self.underruns = 0
        self.paused = False
        self.finishing = False
        self.abandoned = False
        self.drained = False
        self._source = source
        self._send = send
        self._notify = notify
        self._capacity = self._samples(buffer.capacity_ms)
        self._xoff = self._samples(buffer.xoff_ms)
        self._xon = self._samples(buffer.xon_ms)
        self._at_once = not buffer.head_start_ms
        self._head_start = max(1, buffer.head_start_ms // TICK_MS)
        self._open_tick: int | None = None
        self._accepted = 0
        self._dropped = 0
        self._marks: deque[_Mark] = deque()
        self._stopped = False
        self._speaking = False
        self._interrupted = False
        self._excused = False
        self._waited = 0
        self._starved = 0
        self._tail = 0

    @property
    def silent(self) -> bool:
        """Whether the receivers have been told that nothing is being said."""
        return self._source.silent

    @property
    def queued_ms(self) -> int:
        """Milliseconds of sound that wait."""
        return self._source.queued * 1000 // self._source.rate_hz

    @property
    def queued_samples(self) -> int:
        """Samples per channel that wait."""
        return self._source.queued

    # What the caller asks

    def push(self, pcm: bytes, opus: Sequence[bytes] = ()) -> None:
        """Take a chunk of either kind.

        Raises InvalidArgumentError LANE_FINISHED and what the source's `measure` lists;
        ResourceExhaustedError QUEUE_FULL when it does not fit, and then it is not taken.
        """
        self._require_open()
        samples = self._source.measure(pcm, opus)
        if self._source.queued + samples > self._capacity:
            raise ResourceExhaustedError(
                "QUEUE_FULL",
                "{queued} samples wait and {more} more do not fit into {capacity}; the {accepted} accepted "
                "are still spoken. Stop when flow control says so",
                queued=self._source.queued,
                more=samples,
                capacity=self._capacity,
                accepted=self._accepted,
            )
        self._source.append(pcm, opus)
        self._accepted += samples
        self._speak_at_once()
        self._control_flow()

    def mark(self, name: str) -> None:
        """Tell when everything accepted so far is spoken; raises ResourceExhaustedError TOO_MANY_MARKS."""
        self._require_open()
        if len(self._marks) >= MAX_MARKS or len(name.encode()) > MAX_MARK_BYTES:
            raise ResourceExhaustedError(
                "TOO_MANY_MARKS",
                "at most {limit} marks of {size} bytes may wait",
                limit=MAX_MARKS,
                size=MAX_MARK_BYTES,
            )
        self._marks.append(_Mark(name, self._accepted))
        self._reach_marks(flushed=False)

    def flush(self) -> None:
        """Drop what waits, and answer the marks in it. The silence that follows is no underrun."""
        dropped = self._source.discard()
        self._dropped += dropped
        self._interrupt()
        self._excused = True
        self._waited = 0
        self._notify(Flushed(dropped, self.spoken))
        self._reach_marks(flushed=True)
        self._control_flow()

    def pause(self, *, paused: bool) -> None:
        """Hold what waits, or go on."""
        self.paused = paused
        self._speak_at_once()

    def reverse(self, pcm: bytes) -> None:
        """Take what the caller's user hears from elsewhere; raises what the source's `reverse` lists."""
        self._source.reverse(pcm)

    def finish(self) -> None:
        """No more chunks will come: speak what waits, then drain. A pause goes on until it is ended."""
        self.finishing = True

    def abandon(self) -> None:
        """The caller is gone: say nothing more, only end what is being said."""
        self.abandoned = True
        self._source.discard()
        self._marks.clear()
        self.finish()

    def status(self) -> None:
        """Tell what waits."""
        self._notify(
            QueueStatus(
                queued_samples=self._source.queued,
                queued_ms=self.queued_ms,
                spoken_samples=self.spoken,
                underruns=self.underruns,
                marks=len(self._marks),
                paused=self.paused,
                stopped=self._stopped,
            )
        )

    # What the clock asks

    def tick(self, tick: int) -> None:
        """Speak the frame of this tick, or silence when there is nothing to say.

        Without a head start there is time until the next tick to say something.
        """
        if self._open_tick is not None:
            self._emit(self._rest(self._open_tick))
            self._open_tick = None
        if self._ready(tick):
            self._emit(self._speak(tick))
        elif self._at_once and not self.finishing:
            self._open_tick = tick
        else:
            self._emit(self._rest(tick))

    def _speak_at_once(self) -> None:
        """Speak the frame that the present tick still waits for, if it is whole."""
        tick = self._open_tick
        if tick is not None and not self.paused and self._source.queued >= self._source.frame(tick):
            self._open_tick = None
            self._emit(self._speak(tick))

    def _emit(self, datagrams: list[bytes]) -> None:
        for datagram in datagrams:
            self._send(datagram)

    def _ready(self, tick: int) -> bool:
        """Whether to speak: with a whole frame and, to begin, a head start; in the end with what there is."""
        queued, wanted = self._source.queued, self._source.frame(tick)
        if self.paused or not queued:
            return False
        if self.finishing or queued >= wanted * (1 if self._speaking else self._head_start):
            return True
        self._waited += 1
        return self._waited > self._head_start

    def _speak(self, tick: int) -> list[bytes]:
        soon = self._starved <= _UNDERRUN_TICKS
        if soon and not self._excused:
            self.underruns += self._starved
        wanted = self._source.frame(tick)
        samples, datagrams = self._source.speak(tick, resumed=self._interrupted and soon)
        self.spoken += samples
        self._speaking, self._interrupted, self._excused = True, False, False
        self._starved = self._waited = 0
        if samples < wanted:
            self._interrupt()
        self._reach_marks(flushed=False)
        self._control_flow()
        return datagrams

    def _rest(self, tick: int) -> list[bytes]:
        self._interrupt()
        if self.finishing:
            self._drain()
        elif self.spoken and not self.paused:
            self._starved += 1
        return self._source.rest(tick)

    def _interrupt(self) -> None:
        """Sound was cut off: what comes next neither goes on seamlessly nor without a head start."""
        if self._speaking:
            self._speaking, self._interrupted = False, True

    def _drain(self) -> None:
        if self._source.queued:
            return
        self._tail += 1
        if not self.drained and (self._source.silent or self._tail > _TAIL_TICKS):
            self.drained = True
            self._notify(Drained(self.spoken, self.underruns))

    def _reach_marks(self, *, flushed: bool) -> None:
        while self._marks and self._marks[0].position <= self.spoken + self._dropped:
            mark = self._marks.popleft()
            self._notify(MarkReached(mark.name, mark.position, flushed))

    def _control_flow(self) -> None:
        queued = self._source.queued
        if (queued >= self._xoff) if not self._stopped else (queued <= self._xon):
            self._stopped = not self._stopped
            self._notify(FlowControl(self._stopped, self.queued_ms))

    def _require_open(self) -> None:
        if self.finishing:
            raise InvalidArgumentError("LANE_FINISHED", "the lane was finished; attach it again to say more")

    def _samples(self, milliseconds: int) -> int:
        return self._source.rate_hz * milliseconds // 1000
