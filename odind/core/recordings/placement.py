"""Where packets lie on the clock of a room, however fast the clock of their peer runs. Pure."""

from __future__ import annotations

from typing import Final

_WINDOW: Final = 250
"""Packets over which the least delayed one is looked for: 5 s."""
_AHEAD: Final = 3
"""Slots that the least delayed packet may lie ahead of its arrival: the first one may have come late."""
_TICKS_OF_MEDIA_CLOCK: Final = 1_800


class Placement:
    """Moves the packets of one peer by whole slots.

    A listener reckons by the peer's clock since its talkspurt began, which drifts. The least delayed packet
    of a window tells by how much; one slot a window is corrected, which `corrections` counts.
    `shift` is by how many slots packets are moved at present.
    """

    def __init__(self) -> None:
        self._anchor = 0
        self.shift = 0
        self._earliest: int | None = None
        self._packets = 0
        self.corrections = 0

    def slot(self, reckoned: int, media_timestamp: int, now: int) -> int:
        """Return the slot of a packet that came in slot `now`, and is reckoned to be in another."""
        anchor = reckoned - media_timestamp // _TICKS_OF_MEDIA_CLOCK
        if anchor != self._anchor:  # another talkspurt, which began when its first packet came
            self._anchor, self.shift = anchor, 0
            self._forget_window()
        slot = reckoned + self.shift
        self._look(slot - now)
        return slot

    def _look(self, early: int) -> None:
        self._earliest = early if self._earliest is None else max(self._earliest, early)
        self._packets += 1
        if self._packets == _WINDOW:
            self._correct(self._earliest)
            self._forget_window()

    def _correct(self, earliest: int) -> None:
        step = (earliest < 0) - (earliest > _AHEAD)
        self.shift += step
        self.corrections += abs(step)

    def _forget_window(self) -> None:
        self._earliest, self._packets = None, 0
