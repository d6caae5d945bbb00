"""Captures one recording on one connection: frames and marks in, chunks for files out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from odind.core.sound.format import AudioFormat, SampleFormat
from odind.core.timing.tick import RATE_HZ, TICK_S, TICK_SAMPLES
from odind.core.voice.lane_config import ReceiveMode, Reception

from .consent import Consents
from .plan import Layout, PauseMode
from .ports import Chunk, Mark
from .tracks import UserTracks, tracks_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from odind.core.values.payload import Payload
    from odind.core.voice.outbox import HeardFrame

    from .capture import Capture
    from .plan import RecordingPlan
    from .ports import Pace, Take

_MOST_MARKS: Final = 1_000
"""Marks that a chunk may have; a room in which more happens in so short a time loses the rest."""


def reception_of(plan: RecordingPlan) -> Reception:
    """Return how the recorder of a plan listens: to packets where they are kept, else to samples."""
    if plan.keeps_packets:
        return Reception(AudioFormat(sample_format=SampleFormat.OPUS), ReceiveMode.PER_PEER)
    mixed = plan.layout is Layout.MIX and not plan.selects
    mode = ReceiveMode.MIX if mixed else ReceiveMode.PER_PEER
    return Reception(AudioFormat(RATE_HZ), mode)


class Recorder:
    """Belongs to the loop. Its connection calls `tick` in every tick, after the frames of that tick came.

    Slot 0 of the take is tick `room_tick` of the connection's clock. `over` is called once, when nothing more
    is captured because of a limit or because the files fail, with the reason and the detail. `user_data`
    returns that of a peer, ours for 0.
    """

    def __init__(
        self,
        capture: Capture,
        take: Take,
        pace: Pace,
        room_tick: int,
        over: Callable[[str, str], object],
        *,
        own_user_id: str,
        user_data: Callable[[int], Payload] = lambda _: b"",
    ) -> None:
        self.capture = capture
        self.take = take
        self._plan = capture.plan
        self._own_user_id = own_user_id
        self._consents = Consents(capture.plan.consent_field, user_data)
        self._tracks = tracks_of(capture.plan, own_user_id)
        self._chunk_slots = pace.chunk
        self._late_slots = pace.late if capture.plan.keeps_packets else 0
        self._over = over
        self._origin = room_tick
        self._now = 0
        self._written = 0
        self._marks: list[Mark] = []
        self._paused = False
        self._resumed_slot = 0
        self.pause(paused=capture.paused)

    # What happens

    def deliver(self, _tick: int, frames: Sequence[HeardFrame]) -> None:
        """Take what was heard; nothing of a pause is kept, and nothing of peers that were not chosen."""
        if not self._paused:
            first = (self._origin + self._resumed_slot) * TICK_SAMPLES
            kept = [frame for frame in frames if frame.room_sample >= first and self._wants(frame)]
            self._tracks.take_in(kept, self._origin, self._now)

    def mark(self, kind: str, fields: Mapping[str, object]) -> None:
        """Note in the timeline that something happens now."""
        if len(self._marks) < _MOST_MARKS:
            self._marks.append(Mark(self._now, kind, fields))

    def forget(self, peer_id: int) -> None:
        """A peer is gone."""
        self._consents.forget(peer_id)
        if isinstance(self._tracks, UserTracks):
            self._tracks.forget(peer_id)

    def pause(self, *, paused: bool) -> None:
        """Keep nothing of what is heard from now on, or keep it again."""
        if paused == self._paused:
            return
        self._paused = paused
        self.mark("paused" if paused else "resumed", {})
        if paused and self._omits:
            self._write(self._now)
        self._resumed_slot = self._now

    def tick(self, room_tick: int) -> None:
        """A tick of the connection's clock is over; write what is complete."""
        if self._paused and self._omits:
            self._origin = room_tick + 1 - self._now
        else:
            self._now = room_tick + 1 - self._origin
        if self._now - self._late_slots - self._written >= self._chunk_slots:
            self._write(self._now - self._late_slots)
            self._require_limits()

    def flush(self) -> None:
        """Write all that came so far; what comes late is left out."""
        self._write(self._now)

    def close(self, closed: Callable[[], object]) -> None:
        """Write the rest and complete the files."""
        self._write(self._now)
        self.mark("counts", {"counts": {**self._tracks.counts}})
        self.take.write(Chunk(self._written, self._written, marks=self._marks))
        self.take.close(closed)

    @property
    def _omits(self) -> bool:
        return self._plan.pause_mode is PauseMode.OMIT

    def _wants(self, frame: HeardFrame) -> bool:
        plan = self._plan
        if not self._consents.given(frame.peer_id):
            return False
        if not (plan.user_ids or plan.peer_ids):
            return True
        user_id = frame.user_id if frame.peer_id else self._own_user_id
        return user_id in plan.user_ids or frame.peer_id in plan.peer_ids

    def _write(self, until: int) -> None:
        """Write all slots before `until`."""
        start, self._written = self._written, max(until, self._written)
        sound = self._tracks.cut(start, self._written)
        marks, self._marks = self._marks, []
        if self._written > start or marks:
            self.take.write(Chunk(start, self._written, sound, self._tracks.begun(), marks))

    def _require_limits(self) -> None:
        plan, failure = self._plan, self.take.failure
        if failure:
            self._over(*failure)
        elif plan.max_bytes and self.take.written_bytes >= plan.max_bytes:
            self._over("MAX_BYTES", f"it has reached {plan.max_bytes} bytes")
        elif plan.max_duration_s and self._length_s >= plan.max_duration_s:
            self._over("MAX_DURATION", f"it has reached {plan.max_duration_s:g} s")

    @property
    def _length_s(self) -> float:
        return (self.take.before + self._written) * TICK_S
