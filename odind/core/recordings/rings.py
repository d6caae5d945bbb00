"""The capture ring of a connection, while its settings want one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from odind.core.timing.tick import TICK_S

from .capture import Capture
from .plan import Encoding, Layout, RecordingPlan
from .ports import Pace
from .recorder import Recorder, reception_of
from .refusals import ring_off
from .ring import Ring

if TYPE_CHECKING:
    from collections.abc import Collection

    from odind.core.errors import OdindError
    from odind.core.timing.tick import Ticker
    from odind.core.voice.media import Media
    from odind.core.voice.tap import Tap

    from .ports import Chunk

_PLAN: Final = RecordingPlan(Layout.PER_PEER, Encoding.OPUS)


class Rings:
    """At most one ring at a time: one of another length begins empty. Belongs to the loop."""

    def __init__(self, media: Media, ticker: Ticker, own_user_id: str) -> None:
        self._media = media
        self._ticker = ticker
        self._own_user_id = own_user_id
        self._running: tuple[Ring, Recorder, Tap] | None = None

    def apply(self, ring_s: float) -> None:
        """Keep the last `ring_s` seconds from now on; 0 keeps nothing."""
        slots = round(ring_s / TICK_S)
        if slots != (self._running[0].slots if self._running else 0):
            self._end()
            if slots:
                self._begin(Ring(slots))

    def last(self, last_s: float, user_ids: Collection[str]) -> list[Chunk]:
        """Return the latest seconds; raises FailedPreconditionError CAPTURE_RING_OFF."""
        if not self._running:
            raise ring_off()
        ring, recorder, _ = self._running
        recorder.flush()
        return list(ring.last(round(last_s / TICK_S), user_ids))

    def forget(self, peer_id: int) -> None:
        """A peer is gone."""
        if self._running:
            self._running[1].forget(peer_id)

    def tick(self) -> None:
        """A tick of the connection's clock is over."""
        if self._running:
            self._running[1].tick(self._media.room_tick)

    def _begin(self, ring: Ring) -> None:
        tick = self._ticker.tick()
        recorder = Recorder(
            Capture("", "", _PLAN, 0.0),
            ring,
            Pace(),
            self._media.room_tick_at(tick),
            lambda _reason, _detail: None,
            own_user_id=self._own_user_id,
        )
        tap = self._media.tap(reception_of(_PLAN), recorder.deliver, self._on_audio_ended, tick)
        self._running = ring, recorder, tap
        self._ticker.wake()

    def _on_audio_ended(self, _error: OdindError) -> None:
        self._running = None

    def _end(self) -> None:
        if self._running:
            self._media.untap(self._running[2])
            self._running = None
