"""What a caller changes of a lane; what is None stays."""

from __future__ import annotations

from dataclasses import replace

from odind.core.values.portable import portable

from .settings import LaneSettings, Repeat


@portable
class LaneChanges:
    """Changes of a lane. With `as_loud_as_it_is` there is no loudness target any more."""

    position_s: float | None = None
    paused: bool | None = None
    volume_db: float | None = None
    repeat: Repeat | None = None
    crossfade_s: float | None = None
    loudness_target_lufs: float | None = None
    as_loud_as_it_is: bool = False
    duck_db: float | None = None
    duck_fade_s: float | None = None

    @property
    def named(self) -> set[str]:
        """The names of what changes."""
        given = {name for name, value in vars(self).items() if value is not None}
        return given if self.as_loud_as_it_is else given - {"as_loud_as_it_is"}

    def applied_to(self, settings: LaneSettings) -> LaneSettings:
        """Return settings with the changes; raises InvalidArgumentError PLAYER_INVALID."""
        changed = {name: getattr(self, name) for name in self.named - {"position_s", "as_loud_as_it_is"}}
        if self.as_loud_as_it_is:
            changed["loudness_target_lufs"] = None
        return replace(settings, **changed)
