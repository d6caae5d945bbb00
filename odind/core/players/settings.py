"""What callers have set on a player, and what it still has to play: enough to have it again elsewhere."""

from __future__ import annotations

from dataclasses import field, replace
from enum import Enum
from typing import Final

from odind.core.timing.tick import RATE_HZ
from odind.core.values.portable import portable
from odind.core.values.ranges import require_within
from odind.core.voice.barge_in import BargeIn

from .source import MAX_SECONDS, SoundSource

MAX_ITEMS: Final = 1_000
MAX_QUEUE_BYTES: Final = 1_048_576
MAX_EFFECTS: Final = 16
_MAX_TEXT_BYTES: Final = 1_024
_GAIN_DB: Final = (-100.0, 24.0)
_LUFS: Final = (-70.0, -5.0)
_MAX_CROSSFADE_S: Final = 12.0
_MAX_FADE_S: Final = 60.0


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
    seconds. `user_data` is its caller's own. While it plays, its lane gives way to speech only if it is
    `interruptible`.
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
    interruptible: bool = True

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
    require_within("ITEM_INVALID", name, value, low, high)


def _sound(name: str, value: float, low: float, high: float) -> None:
    require_within("PLAYER_INVALID", name, value, low, high)
