"""The sending side of a lane: paces a source, gives its caller credit, and answers what the caller asks."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from odind.core.errors import InvalidArgumentError, ResourceExhaustedError
from odind.core.sound.fader import factor
from odind.core.timing.tick import TICK_MS, TICKS_PER_SECOND
from odind.core.values.late import dataclass

from .barge_in import BargeInOutcome
from .delivery import Delivery, Lowering
from .interruption import Interruption
from .lane_config import Overflow
from .notices import (
    Drained,
    FlowControl,
    Flushed,
    MarkReached,
    Notice,
    QueueStatus,
    StreamBargeInEnded,
    StreamBargeInStarted,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .lane_config import SendBuffer
    from .source import Source
    from .talkers import Utterance

MAX_MARKS: Final = 1_000
MAX_MARK_BYTES: Final = 256
_CREDIT_STEPS: Final = 8
"""New credit is told when it is this part of the capacity: soon enough, and not with every tick."""
_UNDERRUN_TICKS: Final = TICKS_PER_SECOND // 2
"""A longer silence is not an underrun: the caller had nothing to say."""
_TAIL_TICKS: Final = TICKS_PER_SECOND
"""Silence after the last sample at most, until the encoder has told the receivers that speech ended."""
_GLIDE_S: Final = 0.05
"""A change of gain takes so long."""


@dataclass(frozen=True)
class _Mark:
    name: str
    position: int


class Speaker:
    """Speaks one frame a tick, and silence when there is nothing to say. Belongs to the loop.

    `spoken` counts samples per channel at the source's rate, `underruns` ticks. `accepted_until` is the
    credit that the caller was told of last: `push` always has room for what keeps within it. `drained` is
    set once everything was spoken and the receivers know that speech is over.
    """

    def __init__(
        self,
        source: Source,
        send: Callable[[bytes], None],
        buffer: SendBuffer,
        notify: Callable[[Notice], None],
        *,
        delivery: Delivery = Delivery(),  # noqa: B008 - it is frozen
        utterances: Callable[[], Sequence[Utterance]] = tuple,
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
        self._delivery = delivery
        self._interruption = Interruption(self, utterances)
        self._lowering = Lowering()
        self._over: Callable[[], object] = _nothing
        self._capacity = self.accepted_until = buffer.capacity_samples(source.rate_hz)
        self._credit_step = max(1, self._capacity // _CREDIT_STEPS)
        self._waits = buffer.overflow is Overflow.WAIT
        self._room = asyncio.Event()
        self._at_once = not buffer.head_start_ms
        self._head_start = max(1, buffer.head_start_ms // TICK_MS)
        self._open_tick: int | None = None
        self._accepted = 0
        self._dropped = 0
        self._marks: deque[_Mark] = deque()
        self._speaking = False
        self._interrupted = False
        self._excused = False
        self._waited = 0
        self._starved = 0
        self._tail = 0
        self._glide(0.0)

    @property
    def ducked(self) -> bool:
        """Whether announcements lower it."""
        return self._delivery.ducked

    @property
    def gives_way(self) -> bool:
        """Whether it matters who speaks."""
        return self._delivery.barge_in is not None

    @property
    def silent(self) -> bool:
        """Whether the receivers have been told that nothing is being said."""
        return self._source.silent

    @property
    def queued_ms(self) -> int:
        """Milliseconds of audio that wait."""
        return self._source.queued * 1000 // self._source.rate_hz

    # What the caller asks

    def push(self, pcm: bytes, opus: Sequence[bytes] = ()) -> bool:
        """Accept a chunk of either kind; return whether there was room. If not, push it again after `room`.

        Raises InvalidArgumentError LANE_FINISHED and what the source's `measure` lists;
        ResourceExhaustedError QUEUE_FULL when the lane does not wait for room, and for a chunk that is larger
        than the whole buffer.
        """
        self._require_open()
        samples = self._source.measure(pcm, opus)
        if self._source.queued + samples > self._capacity:
            self._require_waiting(samples)
            self._room.clear()
            return False
        self._source.append(pcm, opus)
        self._accepted += samples
        self._speak_at_once()
        return True

    async def room(self) -> None:
        """Wait until there is more room than there was at the last `push`, or until the caller is let go."""
        await self._room.wait()

    def mark(self, name: str) -> None:
        """Tell the caller when everything accepted so far is spoken.

        Raises InvalidArgumentError LANE_FINISHED, MARK_INVALID; ResourceExhaustedError TOO_MANY_MARKS.
        """
        self._require_open()
        if len(name.encode()) > MAX_MARK_BYTES:
            raise InvalidArgumentError(
                "MARK_INVALID", "the name of a mark must be at most {limit} bytes", limit=MAX_MARK_BYTES
            )
        if len(self._marks) >= MAX_MARKS:
            raise ResourceExhaustedError(
                "TOO_MANY_MARKS", "at most {limit} marks may wait; wait for some of them", limit=MAX_MARKS
            )
        self._marks.append(_Mark(name, self._accepted))
        self._reach_marks(flushed=False)

    def flush(self) -> None:
        """Drop the waiting audio, and answer the marks in it. The silence that follows is no underrun."""
        self._interruption.overtake()
        self._notify(Flushed(self._drop(), self.spoken))
        self._after_drop()

    def pause(self, *, paused: bool) -> None:
        """Hold the waiting audio, or go on."""
        self._interruption.overtake()
        self.paused = paused
        self._speak_at_once()

    def answer(self, *, confirm: bool) -> None:
        """Say whether the speech to which the lane gives way interrupts it; too late, nothing changes."""
        if self._interruption.rule:
            self._interruption.answer(confirm=confirm)

    def set_gain(self, gain_db: float) -> None:
        """Change how loud the lane is; raises InvalidArgumentError GAIN_INVALID, OPUS_HAS_NO_GAIN."""
        delivery = self._delivery.with_gain(gain_db)
        self._source.require_delivery(delivery)
        self._delivery = delivery
        self._glide(_GLIDE_S)

    def reverse(self, pcm: bytes) -> None:
        """Take what the caller's user hears from elsewhere; raises what the source's `reverse` lists."""
        self._source.reverse(pcm)

    def finish(self) -> None:
        """No more chunks will come: speak what waits, then drain. A pause lasts until it is ended."""
        self.finishing = True

    def conclude(self) -> None:
        """Nothing more will come of the caller: end its pause. A deadline still decides what it may."""
        self.paused = False
        self.finish()

    def abandon(self) -> None:
        """Drop the waiting audio, and only end what is being said."""
        self.abandoned = True
        self._source.discard()
        self._marks.clear()
        self.finish()
        self._over()

    def let_go(self, *, abandon: bool, over: Callable[[], object]) -> None:
        """Tell the caller nothing more, and abandon the waiting audio or speak it to its end.

        `over` is called when none waits any more.
        """
        self._notify, self._over = _ignore, over
        self._delivery = replace(self._delivery, barge_in=None)
        if abandon or not self._accepted:  # a speaker that was given nothing must not keep others waiting
            self.abandon()
        self.pause(paused=False)
        self.finish()
        self._room.set()

    def status(self) -> None:
        """Tell the caller what waits."""
        self._notify(
            QueueStatus(
                queued_samples=self._source.queued,
                queued_ms=self.queued_ms,
                spoken_samples=self.spoken,
                underruns=self.underruns,
                marks=len(self._marks),
                paused=self.paused,
            )
        )

    # What else is said on the connection

    def lower(self, lowering: Lowering) -> None:
        """Be lower, or not any more, because of an announcement."""
        if lowering.by_db != self._lowering.by_db:
            self._lowering = lowering
            self._glide(lowering.fade_s)

    def on_gives_way(self, cause: Utterance) -> None:
        """Pause or be lower, and tell it."""
        self._glide(_GLIDE_S)
        self._notify(StreamBargeInStarted(cause.peer_id, cause.user_id, self.spoken, self._source.queued))

    def on_decided(self, outcome: BargeInOutcome, *, by_deadline: bool) -> None:
        """Go on, or drop the waiting audio."""
        confirmed = outcome is BargeInOutcome.CONFIRMED
        self._glide(_GLIDE_S)
        self._excused = True
        dropped = self._drop() if confirmed else 0
        self._notify(StreamBargeInEnded(outcome, by_deadline, dropped, self.spoken))
        if confirmed:
            self._after_drop()
        self._speak_at_once()

    def _glide(self, seconds: float) -> None:
        lower_by = self._interruption.duck_db + self._lowering.by_db
        self._source.glide(factor(self._delivery.gain_db - lower_by), seconds)

    # What the clock asks

    def tick(self, tick: int) -> None:
        """Speak the frame of this tick, or silence when there is nothing to say.

        Without a head start there is time until the next tick to say something.
        """
        if change := self._interruption.due(self._delivery.barge_in, sounding=self._speaking):
            change()
        if self._open_tick is not None:
            self._emit(self._rest(self._open_tick))
            self._open_tick = None
        if self._ready(tick):
            self._emit(self._speak(tick))
        elif self._at_once and not (self.finishing or self._held):
            self._open_tick = tick
        else:
            self._emit(self._rest(tick))

    def _speak_at_once(self) -> None:
        """Speak the frame that the present tick still waits for, if it is whole."""
        tick = self._open_tick
        if tick is not None and not self._held and self._source.queued >= self._source.frame(tick):
            self._open_tick = None
            self._emit(self._speak(tick))

    def _emit(self, datagrams: list[bytes]) -> None:
        for datagram in datagrams:
            self._send(datagram)

    @property
    def _held(self) -> bool:
        """Whether what waits is kept for later."""
        return self.paused or self._interruption.pauses

    def _ready(self, tick: int) -> bool:
        """Whether to speak: with a whole frame and, to begin, a head start; in the end with what there is."""
        queued, wanted = self._source.queued, self._source.frame(tick)
        if self._held or not queued:
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
        self._give_credit(self._credit_step)
        return datagrams

    def _rest(self, tick: int) -> list[bytes]:
        self._interrupt()
        if not self._source.queued:
            self._give_credit(1)
        if self.finishing:
            self._drain()
        elif self.spoken and not self._held:
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
            self._interruption.overtake()
            self._over()
            self._notify(Drained(self.spoken, self.underruns))

    def _drop(self) -> int:
        """Drop the waiting audio; return how many samples that was."""
        dropped = self._source.discard()
        self._dropped += dropped
        self._interrupt()
        self._excused = True
        self._waited = 0
        return dropped

    def _after_drop(self) -> None:
        self._reach_marks(flushed=True)
        self._give_credit(1)

    def _reach_marks(self, *, flushed: bool) -> None:
        while self._marks and self._marks[0].position <= self.spoken + self._dropped:
            mark = self._marks.popleft()
            self._notify(MarkReached(mark.name, mark.position, flushed))

    def _give_credit(self, step: int) -> None:
        """Tell the caller of new credit, once there are `step` samples of it.

        Less is told only when nothing waits: a caller that saves up for a large chunk would wait for ever.
        """
        self._room.set()
        until = self.spoken + self._dropped + self._capacity
        if until - self.accepted_until >= step and not self.finishing:
            self.accepted_until = until
            self._notify(FlowControl(until, self.queued_ms))

    def _require_waiting(self, samples: int) -> None:
        """Raise ResourceExhaustedError QUEUE_FULL unless a chunk can wait for room."""
        if not self._waits or samples > self._capacity:
            raise ResourceExhaustedError(
                "QUEUE_FULL",
                "a chunk of {more} samples does not fit into a buffer of {capacity} in which {queued} wait; "
                "the {accepted} samples accepted before are still spoken",
                queued=self._source.queued,
                more=samples,
                capacity=self._capacity,
                accepted=self._accepted,
            )

    def _require_open(self) -> None:
        if self.finishing:
            raise InvalidArgumentError("LANE_FINISHED", "the lane was finished; attach another to say more")


def _nothing() -> None:
    """Nobody waits for the end."""


def _ignore(_notice: Notice) -> None:
    """The caller is gone."""
