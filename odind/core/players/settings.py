"""What callers have set on a player, and what it still has to play: enough to have it again elsewhere."""

from __future__ import annotations

import math
from dataclasses import field, replace
from enum import Enum
from typing import Final

from odind.core.errors import InvalidArgumentError
from odind.core.timing.tick import RATE_HZ, TICK_S
from odind.core.values.portable import portable

from .source import MAX_SECONDS, SoundSource

MAX_ITEMS: Final = 1_000
MAX_QUEUE_BYTES: Final = 1_048_576
MAX_EFFECTS: Final = 16
_MAX_TEXT_BYTES: Final = 1_024
_GAIN_DB: Final = (-100.0, 24.0)
_LUFS: Final = (-70.0, -5.0)
_MAX_CROSSFADE_S: Final = 12.0
_MAX_FADE_S: Final = 60.0
_MAX_SPEAKERS: Final = 100
_SPEECH_S: Final = (TICK_S, 10.0)
_DEADLINE_S: Final = (0.1, 60.0)


class LaneKind(Enum):
    """What is played: MUSIC one item after another, ANNOUNCEMENT above it, EFFECT many at once."""

    MUSIC = "music"
    ANNOUNCEMENT = "announcement"
    EFFECT = "effect"


class Repeat(Enum):
    """What becomes of an item that has ended: OFF drops it, ONE plays it again, ALL puts it at the end."""

    OFF = "off"
    ONE = "one"
    ALL = "all"


class Placing(Enum):
    """Where new items go.

    PLAY begins with them and drops what plays, NEXT puts them after what plays, ADD at the end. REPLACE drops
    everything, REPLACE_NEXT everything but what plays.
    """

    PLAY = "play"
    NEXT = "next"
    ADD = "add"
    REPLACE = "replace"
    REPLACE_NEXT = "replace_next"


@portable
class Item:
    """Something to play. Raises InvalidArgumentError ITEM_INVALID.

    It is played from `start_s` to `end_s` of its sound, 0 being its end. It fades in and out over so many
    seconds. `user_data` is its caller's own.
    """

    item_id: str
    source: SoundSource
    title: str = ""
    user_data: str = ""
    gain_db: float = 0.0
    start_s: float = 0.0
    end_s: float = 0.0
    fade_in_s: float = 0.0
    fade_out_s: float = 0.0

    def __post_init__(self) -> None:
        _within("gain_db", self.gain_db, *_GAIN_DB)
        _within("start", self.start_s, 0.0, MAX_SECONDS)
        _within("end", self.end_s, 0.0, MAX_SECONDS)
        _within("fade_in", self.fade_in_s, 0.0, _MAX_FADE_S)
        _within("fade_out", self.fade_out_s, 0.0, _MAX_FADE_S)
        if self.end_s:
            _within("end", self.end_s, self.start_s, MAX_SECONDS)
        for name in ("title", "user_data"):
            _within(name, len(getattr(self, name).encode()), 0, _MAX_TEXT_BYTES)

    @property
    def start(self) -> int:
        """Where it begins, in samples."""
        return round(self.start_s * RATE_HZ)

    @property
    def size(self) -> int:
        """Bytes that keeping it takes, about."""
        return 256 + sum(len(text.encode()) for text in (self.source.name, self.title, self.user_data))


@portable
class BargeIn:
    """How a lane gives way to speech. Raises InvalidArgumentError PLAYER_INVALID.

    When one of `user_ids`, or anybody if there is none, has spoken for `after_s`, the lane is `duck_db`
    lower, or pauses if that is None. Unless a caller decides before `deadline_s` is over, what was
    interrupted is dropped with `confirms_itself`, and goes on without.
    """

    user_ids: tuple[str, ...] = ()
    after_s: float = 0.2
    duck_db: float | None = None
    deadline_s: float = 2.0
    confirms_itself: bool = False

    def __post_init__(self) -> None:
        _sound("barge_in.user_ids", len(self.user_ids), 0, _MAX_SPEAKERS)
        for user_id in self.user_ids:
            _sound("barge_in.user_ids", len(user_id.encode()), 1, _MAX_TEXT_BYTES)
        _sound("barge_in.after", self.after_s, *_SPEECH_S)
        _sound("barge_in.deadline", self.deadline_s, *_DEADLINE_S)
        if self.duck_db is not None:
            _sound("barge_in.duck_db", self.duck_db, 0.0, -_GAIN_DB[0])

    def minds(self, user_id: str) -> bool:
        """Whether the speech of a user matters."""
        return not self.user_ids or user_id in self.user_ids

    @property
    def after_ticks(self) -> int:
        """How long speech lasts that matters."""
        return round(self.after_s / TICK_S)

    @property
    def deadline_ticks(self) -> int:
        """How long a caller may take to decide."""
        return round(self.deadline_s / TICK_S)


@portable
class LaneSettings:
    """How a lane plays, and its queue, whose first item is the one that plays.

    Raises InvalidArgumentError PLAYER_INVALID. `position` is where the first item is, in samples per channel
    from the beginning of its sound; `revision` grows with every change of the queue. While an ANNOUNCEMENT
    sounds, MUSIC is `duck_db` lower; it gets there and returns in `duck_fade_s`. Without `barge_in`, speech
    does not matter.
    """

    items: tuple[Item, ...] = ()
    revision: int = 0
    position: int = 0
    paused: bool = False
    volume_db: float = 0.0
    repeat: Repeat = Repeat.OFF
    crossfade_s: float = 0.0
    loudness_target_lufs: float | None = None
    duck_db: float = 12.0
    duck_fade_s: float = 0.3
    barge_in: BargeIn | None = None

    def __post_init__(self) -> None:
        _sound("volume_db", self.volume_db, *_GAIN_DB)
        _sound("crossfade", self.crossfade_s, 0.0, _MAX_CROSSFADE_S)
        _sound("duck_db", self.duck_db, 0.0, -_GAIN_DB[0])
        _sound("duck_fade", self.duck_fade_s, 0.0, _MAX_CROSSFADE_S)
        if self.loudness_target_lufs is not None:
            _sound("loudness_target_lufs", self.loudness_target_lufs, *_LUFS)

    def with_items(self, items: tuple[Item, ...], revision: int, position: int = 0) -> LaneSettings:
        """Return the lane with another queue."""
        return replace(self, items=items, revision=revision, position=position)


@portable
class PlayerSettings:
    """A player, by its lanes. What an EFFECT lane plays is over in a moment, and not kept."""

    music: LaneSettings = field(default_factory=LaneSettings)
    announcement: LaneSettings = field(default_factory=LaneSettings)
    effect: LaneSettings = field(default_factory=LaneSettings)

    def lane(self, kind: LaneKind) -> LaneSettings:
        """Return one of the lanes."""
        lane: LaneSettings = getattr(self, kind.value)
        return lane

    def at(self, positions: PlayerPositions) -> PlayerSettings:
        """Return the player with its lanes at other positions; those of other items than now are old."""
        return replace(
            self,
            music=_at(self.music, positions.music_item, positions.music),
            announcement=_at(self.announcement, positions.announcement_item, positions.announcement),
        )


@portable
class PlayerPositions:
    """Where the lanes of a player are, in samples per channel, and of which items that is."""

    music_item: str
    music: int
    announcement_item: str
    announcement: int


def _at(lane: LaneSettings, item_id: str, position: int) -> LaneSettings:
    current = lane.items and lane.items[0].item_id == item_id
    return replace(lane, position=position) if current else lane


def _within(name: str, value: float, low: float, high: float) -> None:
    _require_within("ITEM_INVALID", name, value, low, high)


def _sound(name: str, value: float, low: float, high: float) -> None:
    _require_within("PLAYER_INVALID", name, value, low, high)


def _require_within(reason: str, name: str, value: float, low: float, high: float) -> None:
    if not (math.isfinite(value) and low <= value <= high):
        raise InvalidArgumentError(
            reason,
            "{name} is {value} and must be {low} to {high}",
            name=name,
            value=value,
            low=low,
            high=high,
        )
