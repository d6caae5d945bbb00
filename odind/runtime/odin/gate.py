"""The native runtime's volume gate, rebuilt for the light encoder. Pure.

Found by measurement: the native gate looks at the energy of whole frames over all channels. A frame at the
attack level opens it; while it is open, a frame at the release level holds it open for 15 more frames. The
frame in which it shuts is still sent, as the end of the talkspurt.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from odind.core.values.late import dataclass

if TYPE_CHECKING:
    from odind.core.voice.processing import VolumeGate

_HELD_FRAMES: Final = 16
"""A frame that is loud enough, and the 300 ms after it."""


@dataclass(frozen=True, slots=True)
class Levels:
    """The levels at which a gate opens and shuts, as mean squares."""

    attack: float
    release: float

    @classmethod
    def of(cls, gate: VolumeGate) -> Levels | None:
        """Return the levels of a gate; None when it is off."""
        if not gate.enabled:
            return None
        return cls(10 ** (gate.attack_dbfs / 10), 10 ** (gate.release_dbfs / 10))


@dataclass(frozen=True, slots=True)
class Gate:
    """The gate after a frame: whether it is `open`, and whether the frame was the `last` of a talkspurt."""

    open: bool = False
    last: bool = False
    held_frames: int = 0

    @property
    def sent(self) -> bool:
        """Whether the frame is sent."""
        return self.open or self.last

    def after(self, energy: float, levels: Levels | None) -> Gate:
        """Return the gate after a frame of this mean square; without levels, every frame opens it."""
        if levels is None or energy >= (levels.release if self.held_frames else levels.attack):
            return HELD_OPEN
        held = max(0, self.held_frames - 1)
        return Gate(held > 0, self.open and not held, held)

    def begun(self) -> Gate:
        """Return the gate for a stream that had none: as open as now, but not held open."""
        return Gate(self.open)


HELD_OPEN: Final = Gate(open=True, held_frames=_HELD_FRAMES)
