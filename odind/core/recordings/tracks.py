"""What was heard becomes slots of tracks: one of everybody, one for each user, or two sides of one."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import numpy as np

from odind.core.sound.mixing import sum_of_s16
from odind.core.sound.opus import is_stereo
from odind.core.timing.tick import TICK_SAMPLES
from odind.core.voice.outbox import Gap

from .placement import Placement
from .plan import Layout
from .ports import LOST, Voice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from odind.core.voice.outbox import HeardFrame

    from .plan import RecordingPlan

MIX: Final = "mix"
DUAL: Final = "dual"
_LONGEST_STEM: Final = 120


class _Slots:
    """Sorts what was heard into slots of tracks, each filled once.

    `take_in` of each layout takes frames that came in slot `now`; `origin` is slot 0 on the clock of the
    room. `counts` says what was left out or moved, by its name in the manifest.
    """

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._filled: dict[str, dict[int, bytes]] = {}
        self._new: dict[str, Voice] = {}
        self._floor = 0

    def begin(self, track: str, voice: Voice) -> None:
        self._filled[track] = {}
        self._new[track] = voice

    def fill(self, track: str, slot: int, sound: bytes) -> None:
        filled = self._filled[track]
        if slot < self._floor:
            self.counts["late"] += 1
        elif filled.get(slot):
            self.counts["skipped"] += 1
            filled[slot] = max(filled[slot], sound, key=len)
        else:
            filled[slot] = sound

    def lose(self, track: str, slot: int) -> None:
        """Note that a packet did not come, which may yet come late."""
        if slot >= self._floor:
            self._filled[track].setdefault(slot, LOST)

    def cut(self, start: int, stop: int) -> Mapping[str, Sequence[bytes | None]]:
        """Return and forget what lies in these slots, by track; what comes for them later is dropped."""
        self._floor = stop
        return {
            track: [filled.pop(slot, None) for slot in range(start, stop)]
            for track, filled in self._filled.items()
            if filled
        }

    def begun(self) -> Mapping[str, Voice]:
        """Return the tracks that have begun since the last call."""
        begun, self._new = self._new, {}
        return begun


class MixTrack(_Slots):
    """Everybody in one track: mixed by the listener, or here where not everybody is recorded."""

    def take_in(self, frames: Iterable[HeardFrame], origin: int, now: int) -> None:  # noqa: ARG002 - as of the others
        """Take frames of the mix, or of its peers."""
        if not self._filled:
            self.begin(MIX, Voice("", 1))
        by_slot: dict[int, list[bytes]] = {}
        for frame in frames:
            if frame.voice:
                by_slot.setdefault(frame.room_sample // TICK_SAMPLES - origin, []).append(frame.pcm)
        for slot, sounds in by_slot.items():
            self.fill(MIX, slot, sum_of_s16(sounds, TICK_SAMPLES).tobytes() if len(sounds) > 1 else sounds[0])


class DualTrack(_Slots):
    """One stereo track: who is `left`, and everybody else."""

    def __init__(self, left: Callable[[HeardFrame], bool]) -> None:
        super().__init__()
        self._left = left

    def take_in(self, frames: Iterable[HeardFrame], origin: int, now: int) -> None:  # noqa: ARG002 - as of the others
        """Take the frames of one tick."""
        if not self._filled:
            self.begin(DUAL, Voice("", 2))
        heard = [frame for frame in frames if frame.voice]
        if heard:
            left = [frame.pcm for frame in heard if self._left(frame)]
            right = [frame.pcm for frame in heard if not self._left(frame)]
            both = np.stack((sum_of_s16(left, TICK_SAMPLES), sum_of_s16(right, TICK_SAMPLES)), axis=1)
            self.fill(DUAL, heard[0].room_sample // TICK_SAMPLES - origin, both.tobytes())


class UserTracks(_Slots):
    """A track for each user, which another peer of that user continues once the one before has left."""

    def __init__(self, own_user_id: str) -> None:
        super().__init__()
        self._own_user_id = own_user_id
        self._track_of: dict[int, str] = {}
        self._placements: dict[int, Placement] = {}

    def take_in(self, frames: Iterable[HeardFrame], origin: int, now: int) -> None:
        """Take frames of peers."""
        for frame in frames:
            if frame.opus:
                self._take_packet(frame, origin, now)
            elif frame.pcm:
                track = self._track(frame, 1)
                self.fill(track, frame.room_sample // TICK_SAMPLES - origin, frame.pcm)
            elif frame.gap is Gap.LOSS:
                self._take_loss(frame, origin)

    def forget(self, peer_id: int) -> None:
        """A peer is gone: a later one of the same user continues its track."""
        self._track_of.pop(peer_id, None)
        self._placements.pop(peer_id, None)

    def _take_packet(self, frame: HeardFrame, origin: int, now: int) -> None:
        track = self._track(frame, 1 + is_stereo(frame.opus))
        placement = self._placements.setdefault(frame.peer_id, Placement())
        reckoned = frame.room_sample // TICK_SAMPLES - origin
        before = placement.corrections
        self.fill(track, placement.slot(reckoned, frame.media_timestamp or 0, now), frame.opus)
        self.counts["corrected"] += placement.corrections - before

    def _take_loss(self, frame: HeardFrame, origin: int) -> None:
        self.counts["lost"] += 1
        placement = self._placements.get(frame.peer_id)
        if placement:
            slot = frame.room_sample // TICK_SAMPLES - origin + placement.shift
            self.lose(self._track_of[frame.peer_id], slot)

    def _track(self, frame: HeardFrame, channels: int) -> str:
        track = self._track_of.get(frame.peer_id)
        if track is None:
            user_id = frame.user_id if frame.peer_id else self._own_user_id
            track = self._track_of[frame.peer_id] = self._free_name(user_id, frame.peer_id)
            if track not in self._filled:
                self.begin(track, Voice(user_id, channels))
        return track

    def _free_name(self, user_id: str, peer_id: int) -> str:
        """Return the name of a user's track: the first that no other peer of that user has now."""
        stem, taken = stem_of(user_id or f"peer {peer_id}"), set(self._track_of.values())
        names = (stem if number == 1 else f"{stem}~{number}" for number in range(1, len(taken) + 2))
        return next(name for name in names if name not in taken)


def tracks_of(plan: RecordingPlan, own_user_id: str) -> MixTrack | DualTrack | UserTracks:
    """Return the tracks of a plan's layout; what we say comes as peer 0."""
    match plan.layout:
        case Layout.MIX:
            return MixTrack()
        case Layout.DUAL:
            return DualTrack(lambda frame: frame.user_id == plan.left if plan.left else not frame.peer_id)
        case _:
            return UserTracks(own_user_id)


def stem_of(user_id: str) -> str:
    """Return the name of a user's file: another one for each user id, and safe on every file system."""
    stem = quote(user_id, safe="@+")
    if len(stem) <= _LONGEST_STEM:
        return stem
    return f"{stem[:_LONGEST_STEM]}~{hashlib.blake2b(user_id.encode(), digest_size=8).hexdigest()}"
