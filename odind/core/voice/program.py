"""How a player of ours speaks on a connection: like a plug that also tells what it will say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from .plug import Plug, PlugSpeaker

if TYPE_CHECKING:
    from collections.abc import Sequence

    from odind.core.sound.samples import Samples

    from .delivery import Lowering
    from .outgoing import Outgoing
    from .strip import Strip

_MOST_AHEAD: Final = 15
"""Frames that are asked for ahead of time, those not yet said included."""


class Program(Plug, Protocol):
    """What plays. It may say the frames to come, so that they are encoded ahead of time.

    `say` then returns the very arrays that `ahead` returned, in their order, or anything else at any time:
    what was encoded ahead is dropped, and what is said is heard at once.
    """

    @property
    def lowers(self) -> Lowering:
        """By how much lanes that wish so are lower because of what it says."""

    def ahead(self, count: int) -> Sequence[Samples]:
        """Return the next frames, those returned before included, at most `count`."""


class ProgramSpeaker(PlugSpeaker):
    """The speaker of a program."""

    def __init__(self, program: Program, strip: Strip, outgoing: Outgoing) -> None:
        super().__init__(program, strip, outgoing)
        self._program = program

    def tick(self, tick: int) -> None:
        """Speak the frame of this tick, and encode the next ones ahead where that pays."""
        super().tick(tick)
        if not self.abandoned and (wanted := self._strip.prefetchable(_MOST_AHEAD)):
            frames = self._program.ahead(wanted)
            if len(frames) == wanted:
                self._strip.prefetch(frames)

    @property
    def lowers(self) -> Lowering:
        """By how much lanes that wish so are lower now."""
        return self._program.lowers

    def _said(self, tick: int) -> Samples:  # noqa: ARG002 - its frames are all as long
        """Return what the program says, which looks itself whether it may sound."""
        return self._program.say(self._outgoing)
