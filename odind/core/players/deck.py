"""The sound of a lane that plays one item after another, without a gap or with a crossfade."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

import numpy as np

from odind.core.sound.fader import Fader
from odind.core.sound.seams import Seams
from odind.core.timing.tick import RATE_HZ, TICK_SAMPLES, TICKS_PER_SECOND

if TYPE_CHECKING:
    from odind.core.sound.ring import Frames
    from odind.core.sound.samples import Samples

    from .loader import Loader
    from .settings import Item
    from .track import Track

_OPEN_EARLY: Final = 10 * RATE_HZ
"""The next item is opened when so much of the one before is left."""
_MOST_ENDS: Final = 4
"""Items that may end within a tick: a queue of empty sounds must not keep the loop."""
_STUCK_TICKS: Final = TICKS_PER_SECOND
_GIVEN_UP_TICKS: Final = 15 * TICKS_PER_SECOND
_LOUDNESS_TICKS: Final = TICKS_PER_SECOND // 2
_NOTHING: Final = np.zeros((0, 2), np.float32)


class Bill(Protocol):
    """What a deck is to play, and who wants to know how it goes."""

    @property
    def first(self) -> Item | None:
        """The item to play."""

    @property
    def following(self) -> Item | None:
        """The item after it."""

    def on_started(self, track: Track) -> None:
        """The first samples of the first item are about to be heard."""

    def on_passed(self, track: Track) -> None:
        """The first item is at its end, or fades out: another one is to be the first."""

    def on_ended(self, track: Track) -> None:
        """A track that passed is not heard any more."""

    def on_stuck(self, track: Track, *, given_up: bool) -> None:
        """Nothing has come of the first item for a while; if given up, another one is to be the first."""


class Deck:
    """Makes frames of 20 ms of what its bill says. Belongs to the loop."""

    def __init__(self, bill: Bill, loader: Loader) -> None:
        self.track: Track | None = None
        self.volume = Fader()
        self.crossfade = 0
        self.sounding = False
        self.starved_ticks = 0
        self._bill = bill
        self._loader = loader
        self._coming: Track | None = None
        self._leaving: list[Track] = []
        self._seams = Seams(RATE_HZ, 2)
        self._cut = False
        self._ticks = 0

    @property
    def stuck(self) -> bool:
        """Whether the sound that plays does not come."""
        return self.starved_ticks >= _STUCK_TICKS

    @property
    def steady_frames(self) -> int:
        """Frames that can be made before anything changes, so that they can be undone by `rewind`."""
        if self.track is None or not self.sounding or self._cut or self._leaving or self.volume.gliding:
            return 0
        ending = self.crossfade if self._bill.following else 0
        remaining = self.track.remaining
        known = self.track.steady if remaining is None else min(self.track.steady, remaining - ending)
        return max(0, (known - 1) // TICK_SAMPLES)

    # What plays

    def cue(self, position: int, heard: int) -> None:
        """Play what the bill has first from a position on; so many samples of it were heard before."""
        self.drop()
        if (item := self._bill.first) is not None:
            self.track = self._loader.open(item, position)
            self.track.heard_before = heard

    def drop(self) -> None:
        """Play nothing; what sounded is cut off without a click."""
        for track in (self.track, self._coming, *self._leaving):
            if track:
                track.close()
        self.track = self._coming = None
        self._leaving.clear()
        self.starved_ticks = 0
        self._cut = self.sounding

    def next(self) -> Samples | None:
        """Return the next frame, None when there is nothing to be heard."""
        sound = self._gather()
        for track in tuple(self._leaving):
            sound = _added(sound, track.read(TICK_SAMPLES))
            if track.over:
                self._leaving.remove(track)
                self._end(track)
        if not len(sound):
            return self.rest()
        return self._joined(self.volume.apply(sound))

    def rest(self) -> Samples | None:
        """Return the frame in which what sounded falls silent, None in silence."""
        if not self.sounding:
            return None
        self.sounding, self._cut = False, True
        return self._seams.silence(TICK_SAMPLES)

    def rewind(self, frames: int) -> None:
        """Undo the last frames, which were made while it was steady."""
        if self.track and frames:
            end = self.track.rewind(frames) * np.float32(self.volume.target)
            self._seams.go_back(end.reshape(-1))

    # Inside

    def _gather(self) -> Frames:
        """Return the samples of a frame, fewer where the sound does not come or nothing follows."""
        pieces, wanted = [], TICK_SAMPLES
        for _ in range(_MOST_ENDS):
            track = self._current()
            if track is None:
                break
            piece = self._read(track, wanted)
            pieces.append(piece)
            wanted -= len(piece)
            if not track.over:
                break
            self._pass(track)
        return pieces[0] if len(pieces) == 1 else np.concatenate((_NOTHING, *pieces))

    def _current(self) -> Track | None:
        item = self._bill.first
        if self.track is None and item is not None:
            self.track, self._coming = self._taken(item), None
            self.starved_ticks = 0
        if self.track:
            self._look_ahead(self.track)
        return self.track

    def _taken(self, item: Item) -> Track:
        """Return the track that was opened early for an item, or open it."""
        if self._coming and self._coming.item is item:
            return self._coming
        self._forget_coming()
        return self._loader.open(item)

    def _look_ahead(self, track: Track) -> None:
        """Open what follows in time, begin to crossfade, and follow the loudness once it is known."""
        self._ticks += 1
        if self._ticks % _LOUDNESS_TICKS == 0 and self.track and not self.track.level.gliding:
            self._loader.adjust(track)
        item, remaining = self._bill.following, track.remaining
        if self._coming and self._coming.item is not item:
            self._forget_coming()
        if item is None or remaining is None or remaining > self.crossfade + _OPEN_EARLY:
            return
        if self._coming is None:
            self._coming = self._loader.open(item)
        elif self.crossfade and track.played and remaining <= self.crossfade and self._coming.ready:
            self._cross(track, self._coming, remaining)

    def _forget_coming(self) -> None:
        if self._coming:
            self._coming.close()
            self._coming = None

    def _cross(self, track: Track, coming: Track, length: int) -> None:
        """Let the track that plays go while the next one comes."""
        track.fade.glide(0.0, length)
        coming.fade = Fader(0.0)
        coming.fade.glide(1.0, length)
        self._leaving.append(track)
        self.track, self._coming = coming, None
        self._bill.on_passed(track)

    def _read(self, track: Track, wanted: int) -> Frames:
        if track.ready < wanted and not track.complete:
            self._starve(track)
            return _NOTHING
        self.starved_ticks = 0
        if not track.played and track.ready:
            self._cut = self._cut and self.sounding
            self._bill.on_started(track)
        return track.read(wanted)

    def _starve(self, track: Track) -> None:
        self.starved_ticks += 1
        if self.starved_ticks == _STUCK_TICKS:
            self._bill.on_stuck(track, given_up=False)
        elif self.starved_ticks >= _GIVEN_UP_TICKS:
            self.track = None
            self._bill.on_stuck(track, given_up=True)
            self._end(track)

    def _pass(self, track: Track) -> None:
        self.track = None
        self._bill.on_passed(track)
        self._end(track)

    def _end(self, track: Track) -> None:
        self._bill.on_ended(track)
        track.close()

    def _joined(self, sound: Frames) -> Samples:
        """Return a whole frame, without clicks where the sound was cut or is short."""
        joined = self._seams.sound(sound.reshape(-1), resumed=self._cut)
        self.sounding, self._cut = True, False
        missing = TICK_SAMPLES - len(sound)
        if not missing:
            return joined
        self._cut = True
        return np.concatenate((joined, self._seams.silence(missing)))


def _added(sound: Frames, more: Frames) -> Frames:
    longer, shorter = (sound, more) if len(sound) >= len(more) else (more, sound)
    total = longer.copy()
    total[: len(shorter)] += shorter
    return total
