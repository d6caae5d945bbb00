"""A lane whose items all sound at once, each without the silence that it begins with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from odind.core.sound.fader import Fader, factor
from odind.core.sound.seams import Seams
from odind.core.timing.tick import RATE_HZ, TICK_SAMPLES, TICKS_PER_SECOND

from .events import EndReason, ItemEnded, ItemFailed, ItemStarted
from .loader import Loader
from .ports import Severity, SoundFailure
from .refusals import no_item, not_queued, too_many_effects
from .settings import MAX_EFFECTS, LaneKind, LaneSettings, Placing
from .view import LaneState, LaneView

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from odind.core.sound.ring import Frames
    from odind.core.sound.samples import Samples

    from .changes import LaneChanges
    from .events import PlayerEvent
    from .ports import Sounds
    from .settings import Item
    from .track import Track

_QUIET: Final = factor(-60.0)
_MOST_TRIMMED: Final = 2 * RATE_HZ
_GIVEN_UP_TICKS: Final = 5 * TICKS_PER_SECOND
_STUCK: Final = SoundFailure("SOUND_STUCK", "nothing came of it in time", Severity.SUSPICIOUS)
_CHANGEABLE: Final = {"volume_db", "loudness_target_lufs"}


class Effect:
    """One sound. It begins with its first sample that is not quiet."""

    def __init__(self, track: Track) -> None:
        self.track = track
        self.starved_ticks = 0
        self._trimmed = 0

    @property
    def begun(self) -> bool:
        """Whether it has been heard."""
        return self.track.played > self._trimmed

    def read(self) -> Frames:
        """Return its next samples, at most a frame of them."""
        track = self.track
        while track.complete or track.ready >= TICK_SAMPLES:
            frames = track.read(TICK_SAMPLES)
            if self.begun_before(len(frames)) or not len(frames):
                return frames
            loud = np.flatnonzero(np.abs(frames).max(axis=1) > _QUIET)
            quiet = int(loud[0]) if len(loud) else len(frames)
            self._trimmed += quiet
            if quiet < len(frames) or self._trimmed >= _MOST_TRIMMED:
                return frames[quiet:]
        self.starved_ticks += 1
        return np.zeros((0, 2), np.float32)

    def begun_before(self, read: int) -> bool:
        """Whether it had been heard before the last samples were read."""
        return self.track.played - read > self._trimmed


class EffectLane:
    """Plays up to `MAX_EFFECTS` sounds at once. Belongs to the loop."""

    kind: Final = LaneKind.EFFECT

    def __init__(
        self, sounds: Sounds, tell: Callable[[PlayerEvent], None], changed: Callable[[], None]
    ) -> None:
        self._tell = tell
        self._changed = changed
        self._set = LaneSettings()
        self._revision = 0
        self._loader = Loader(sounds)
        self._volume = Fader()
        self._effects: list[Effect] = []
        self._seams = Seams(RATE_HZ, 2)
        self._cut = False
        self.sounding = False

    @property
    def settings(self) -> LaneSettings:
        """What was set; what sounds is over in a moment."""
        return self._set

    @property
    def idle(self) -> bool:
        """Whether nothing sounds."""
        return not self._effects and not self.sounding

    @property
    def view(self) -> LaneView:
        """The lane as it is now."""
        items = tuple(effect.track.item for effect in self._effects)
        settings = self._set.with_items(items, self._revision)
        return LaneView(self.kind, settings, LaneState.PLAYING if items else LaneState.IDLE)

    def restore(self, settings: LaneSettings) -> None:
        """Be set as in another process."""
        self._apply(settings)

    def enqueue(self, items: Sequence[Item], placing: Placing, expected: int | None) -> None:  # noqa: ARG002 - there is no order
        """Let items sound at once; raises ResourceExhaustedError TOO_MANY_EFFECTS."""
        replaced = placing in (Placing.REPLACE, Placing.REPLACE_NEXT)
        if len(items) + (0 if replaced else len(self._effects)) > MAX_EFFECTS:
            raise too_many_effects(MAX_EFFECTS)
        if replaced:
            self._stop(tuple(self._effects), EndReason.REPLACED)
        self._effects += [Effect(self._loader.open(item)) for item in items]
        self._revision += 1

    def remove(self, item_ids: Collection[str], expected: int | None) -> None:  # noqa: ARG002 - there is no order
        """Stop items; raises NotFoundError ITEM_NOT_FOUND."""
        known = {effect.track.item.item_id: effect for effect in self._effects}
        for item_id in item_ids:
            if item_id not in known:
                raise no_item(item_id)
        self._stop([known[item_id] for item_id in item_ids], EndReason.STOPPED)

    def clear(self) -> None:
        """Stop all."""
        self._stop(tuple(self._effects), EndReason.STOPPED)

    def update(self, changes: LaneChanges) -> None:
        """Change volume and loudness; raises PLAYER_INVALID, LANE_HAS_NO_QUEUE."""
        if changes.named - _CHANGEABLE:
            raise not_queued(", ".join(sorted(changes.named - _CHANGEABLE)))
        self._apply(changes.applied_to(self._set))
        self._changed()

    def close(self) -> None:
        """The connection is over."""
        self._stop(tuple(self._effects), EndReason.CLEANUP)

    def next(self) -> Samples | None:
        """Return the next frame, None for nothing."""
        total = np.zeros((TICK_SAMPLES, 2), np.float32)
        for effect in tuple(self._effects):
            self._add(effect, total)
        if not self._effects and not total.any():
            return self.rest()
        resumed, self._cut, self.sounding = self._cut, False, True
        return self._seams.sound(self._volume.apply(total).reshape(-1), resumed=resumed)

    def rest(self) -> Samples | None:
        """Return the frame in which what sounded falls silent, None in silence."""
        if not self.sounding:
            return None
        self.sounding, self._cut = False, bool(self._effects)
        return self._seams.silence(TICK_SAMPLES)

    def _add(self, effect: Effect, total: Frames) -> None:
        had_begun, track = effect.begun, effect.track
        frames = effect.read()
        if effect.begun and not had_begun:
            length = (track.length or 0) / RATE_HZ
            self._tell(ItemStarted(self.kind, track.item, track.position / RATE_HZ, length))
        total[: len(frames)] += frames
        if track.over:
            self._end(effect, track.sound.failure)
        elif effect.starved_ticks > _GIVEN_UP_TICKS:
            self._end(effect, _STUCK)

    def _end(self, effect: Effect, failure: SoundFailure | None) -> None:
        if failure:
            self._tell(ItemFailed(self.kind, effect.track.item, failure))
        self._forget(effect, EndReason.LOAD_FAILED if failure else EndReason.FINISHED)

    def _stop(self, effects: Collection[Effect], reason: EndReason) -> None:
        self._cut = self.sounding and bool(effects)
        for effect in effects:
            self._forget(effect, reason)

    def _forget(self, effect: Effect, reason: EndReason) -> None:
        self._effects.remove(effect)
        effect.track.close()
        self._revision += 1
        track = effect.track
        spoken = track.sound.spoken(track.played)
        self._tell(ItemEnded(self.kind, track.item, reason, track.played / RATE_HZ, spoken))

    def _apply(self, settings: LaneSettings) -> None:
        self._set = settings
        self._loader.target_lufs = settings.loudness_target_lufs
        self._volume.glide(factor(settings.volume_db), RATE_HZ // 20 if self.sounding else 0)
