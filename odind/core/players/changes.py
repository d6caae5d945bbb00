"""What a caller changes of a lane; what is None stays."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from odind.core.values.portable import portable
from odind.core.voice.barge_in import BargeIn

from .settings import LaneSettings, Repeat

_FLAGS: Final = {"as_loud_as_it_is", "never_gives_way"}


@portable
class LaneChanges:
    """Changes of a lane. With `as_loud_as_it_is` there is no loudness target any more.

    With `never_gives_way` there is no barge-in.
    """

    position_s: float | None = None
    paused: bool | None = None
    volume_db: float | None = None
    repeat: Repeat | None = None
    crossfade_s: float | None = None
    loudness_target_lufs: float | None = None
    as_loud_as_it_is: bool = False
    duck_db: float | None = None
    duck_fade_s: float | None = None
    barge_in: BargeIn | None = None
    never_gives_way: bool = False

    @property
    def named(self) -> set[str]:
        """The names of the settings that change."""
        unset = {"loudness_target_lufs": self.as_loud_as_it_is, "barge_in": self.never_gives_way}
        given = {name for name, value in vars(self).items() if value is not None and name not in _FLAGS}
        return given | {name for name, none in unset.items() if none}

    def applied_to(self, settings: LaneSettings) -> LaneSettings:
        """Return settings with the changes; raises InvalidArgumentError PLAYER_INVALID."""
        return replace(settings, **{name: getattr(self, name) for name in self.named - {"position_s"}})
