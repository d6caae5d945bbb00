"""The recorders of one connection, as its settings name them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from odind.core.timing.tick import TICK_S

from .capture import TakeBegan, TakeEnded
from .recorder import Recorder, reception_of
from .refusals import recordings_off
from .rings import Rings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from odind.core.errors import OdindError
    from odind.core.timing.tick import Ticker
    from odind.core.values.payload import Payload
    from odind.core.voice.media import Media
    from odind.core.voice.tap import Tap

    from .capture import Capture
    from .ports import Tapes

_COMES_BACK: Final = ("DAEMON_STOPPING", "CONNECTION_LOST")
"""Reasons after which a connection is joined again with its settings."""


class Recorders:
    """Begins, pauses and ends recorders as `apply` says. Belongs to the loop.

    `tell` is told when takes begin and end, the end once the files are closed. Every take begins with the
    mark `room`, whose fields `room` returns. Without `tapes` nothing is captured.
    """

    def __init__(
        self,
        media: Media,
        tapes: Tapes | None,
        ticker: Ticker,
        *,
        tell: Callable[[TakeBegan | TakeEnded], object],
        room: Callable[[], Mapping[str, object]],
        own_user_id: str,
        user_data: Callable[[int], Payload],
    ) -> None:
        self._media = media
        self._tapes = tapes
        self._ticker = ticker
        self._tell = tell
        self._room = room
        self._own_user_id = own_user_id
        self._user_data = user_data
        self._running: dict[str, tuple[Recorder, Tap]] = {}
        self._ended: set[str] = set()
        self._rings = Rings(media, ticker, own_user_id)

    def apply(self, captures: Sequence[Capture], ring_s: float = 0.0) -> None:
        """Capture these recordings from now on, and no others; keep the last `ring_s` seconds in memory."""
        self._rings.apply(ring_s)
        wanted = {capture.recording_id: capture for capture in captures}
        self._ended &= wanted.keys()
        for recording_id in self._running.keys() - wanted.keys():
            self._end(recording_id)
        for recording_id, capture in wanted.items():
            if recording_id in self._running:
                self._running[recording_id][0].pause(paused=capture.paused)
            elif self._tapes and recording_id not in self._ended:
                self._begin(capture, self._tapes)

    def save_clip(self, capture: Capture, last_s: float) -> float:
        """Write the latest seconds of the ring to a recording of their own; return how many there are.

        `started_at` of the capture is now. Raises FailedPreconditionError CAPTURE_RING_OFF, RECORDINGS_OFF.
        """
        chunks = self._rings.last(last_s, capture.plan.user_ids)
        if self._tapes is None:
            raise recordings_off()
        length_s = chunks[-1].stop * TICK_S if chunks else 0.0
        take = self._tapes.clip(replace(capture, started_at=capture.started_at - length_s))
        self._tell(TakeBegan(capture.recording_id))
        for chunk in chunks:
            take.write(chunk)
        take.close(lambda: self._tell(TakeEnded(capture.recording_id, complete=not take.failure)))
        return length_s

    def mark(self, kind: str, fields: Mapping[str, object]) -> None:
        """Note in all timelines that something happens now."""
        for recorder, _ in self._running.values():
            recorder.mark(kind, fields)

    def forget(self, peer_id: int) -> None:
        """A peer is gone."""
        self._rings.forget(peer_id)
        for recorder, _ in self._running.values():
            recorder.forget(peer_id)

    def tick(self) -> None:
        """A tick of the connection's clock is over."""
        self._rings.tick()
        for recorder, _ in tuple(self._running.values()):
            recorder.tick(self._media.room_tick)

    def _begin(self, capture: Capture, tapes: Tapes) -> None:
        recording_id, tick = capture.recording_id, self._ticker.tick()
        recorder = Recorder(
            capture,
            tapes.take(capture),
            tapes.pace,
            self._media.room_tick_at(tick),
            partial(self._end, recording_id),
            own_user_id=self._own_user_id,
            user_data=self._user_data,
        )
        tap = self._media.tap(
            reception_of(capture.plan), recorder.deliver, partial(self._on_audio_ended, recording_id), tick
        )
        recorder.mark("room", self._room())
        self._running[recording_id] = recorder, tap
        self._ticker.wake()
        self._tell(TakeBegan(recording_id))

    def _on_audio_ended(self, recording_id: str, error: OdindError) -> None:
        if error.reason in _COMES_BACK:
            self._close(recording_id, TakeEnded(recording_id, continues=True))
        else:
            self._close(recording_id, TakeEnded(recording_id, error.reason, error.message))

    def _end(self, recording_id: str, reason: str = "", detail: str = "") -> None:
        self._ended.add(recording_id)
        self._close(recording_id, TakeEnded(recording_id, reason, detail))

    def _close(self, recording_id: str, ended: TakeEnded) -> None:
        recorder, tap = self._running.pop(recording_id)
        self._media.untap(tap)
        recorder.close(partial(self._on_closed, recorder, ended))

    def _on_closed(self, recorder: Recorder, ended: TakeEnded) -> None:
        failure = recorder.take.failure
        if failure:
            reason, detail = failure
            ended = TakeEnded(ended.recording_id, reason, detail, continues=ended.continues, complete=False)
        self._tell(ended)
