"""The player of one connection: its lanes, mixed into what the connection says."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from odind.core.sound.fader import Fader, factor
from odind.core.sound.limiter import limited
from odind.core.timing.tick import RATE_HZ, TICK_SAMPLES, TICKS_PER_SECOND
from odind.core.voice.delivery import Lowering

from .effects import EffectLane
from .lane import QueueLane
from .refusals import not_queued
from .settings import LaneKind, PlayerPositions, PlayerSettings
from .view import PlayerView

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from odind.core.errors import OdindError
    from odind.core.sound.samples import Samples
    from odind.core.voice.outgoing import Outgoing
    from odind.core.voice.talkers import Utterance

    from .events import PlayerEvent
    from .ports import Sounds

    AnyLane = QueueLane | EffectLane
    Note = PlayerSettings | PlayerPositions

_SILENCE: Final = np.zeros(2 * TICK_SAMPLES, np.float32)
_NOTE_TICKS: Final = TICKS_PER_SECOND


class Player:
    """A `Program` on its connection's desk, while there is something to play. Belongs to the loop.

    `tell` is called with what happens, `note` with what is needed to have the player again elsewhere: the
    whole after changes, the positions once a second. `plug_in` has it asked for frames until what it returns
    is called. `utterances` returns what peers are saying.
    """

    speaks = 2
    hears = 0
    cancels_echo = False

    def __init__(
        self,
        connection_id: str,
        sounds: Sounds,
        *,
        tell: Callable[[PlayerEvent], None],
        note: Callable[[Note], None],
        plug_in: Callable[[], Callable[[], None]],
        utterances: Callable[[], Sequence[Utterance]],
    ) -> None:
        self._connection_id = connection_id
        self._note = note
        self._plug_in = plug_in
        self._unplug: Callable[[], None] | None = None
        self.music = QueueLane(LaneKind.MUSIC, sounds, tell, self._on_changed, utterances)
        self.announcement = QueueLane(LaneKind.ANNOUNCEMENT, sounds, tell, self._on_changed, utterances)
        self.effect = EffectLane(sounds, tell, self._on_changed)
        self._duck = Fader()
        self._ahead: deque[Samples] = deque()
        self._ticks = 0
        self._over = False

    # As callers see it

    @property
    def settings(self) -> PlayerSettings:
        """All that is needed to have the player again."""
        return PlayerSettings(self.music.settings, self.announcement.settings, self.effect.settings)

    @property
    def view(self) -> PlayerView:
        """The player as it is heard now."""
        music = self.music.view
        heard = replace(music, settings=replace(music.settings, position=self._positions.music))
        return PlayerView(self._connection_id, heard, self.announcement.view, self.effect.view)

    @property
    def gives_way(self) -> bool:
        """Whether it matters who speaks."""
        return self.music.gives_way or self.announcement.gives_way

    def restore(self, settings: PlayerSettings) -> None:
        """Go on as a player did in another process."""
        if settings != PlayerSettings():
            for kind in LaneKind:
                self._lane(kind).restore(settings.lane(kind))
            self._attach()

    def change(self, kind: LaneKind, work: Callable[[AnyLane], None]) -> PlayerView:
        """Have `work` change a lane, from the next frame on; return the player. Raises what `work` raises."""
        self._settle()
        work(self._lane(kind))
        self._attach()
        return self.view

    def reorder(self, kind: LaneKind, work: Callable[[QueueLane], None]) -> PlayerView:
        """Have `work` change the order of a queue; raises LANE_HAS_NO_QUEUE too."""

        def checked(lane: AnyLane) -> None:
            if isinstance(lane, EffectLane):
                raise not_queued("order")
            work(lane)

        return self.change(kind, checked)

    def close(self) -> None:
        """The connection is over: let go of all sounds."""
        self._over = True
        self._stop()

    def _stop(self) -> None:
        self._ahead.clear()
        for kind in LaneKind:
            self._lane(kind).close()

    # As a program

    def say(self, outgoing: Outgoing) -> Samples:
        """Return the frame of this tick, silence while nothing may be said."""
        self._ticks += 1
        if self._ticks % _NOTE_TICKS == 0:
            self._note(self._positions)
        self._give_way()
        if outgoing.muted or outgoing.reserved:
            self._settle()
            return self._sum([lane.rest() for lane in self._lanes])
        return self._ahead.popleft() if self._ahead else self._render()

    def ahead(self, count: int) -> Sequence[Samples]:
        """Return the next frames, at most `count`, as far as nothing is about to change."""
        more = min(count - len(self._ahead), self._steady_frames)
        for _ in range(more):
            self._ahead.append(self._render())
        return list(self._ahead)

    @property
    def lowers(self) -> Lowering:
        """By how much others are lower while something is announced."""
        set_by = self.announcement.settings
        return Lowering(set_by.duck_db if self.announcement.sounding else 0.0, set_by.duck_fade_s)

    def hear(self, heard: object) -> None:
        """A player hears nothing."""

    def unplugged(self, error: OdindError) -> None:  # noqa: ARG002 - whatever ended the connection
        """The sound of the connection has ended, and what played with it."""
        self._unplug = None
        self._stop()

    # Inside

    @property
    def _lanes(self) -> tuple[QueueLane, QueueLane, EffectLane]:
        return self.music, self.announcement, self.effect

    def _lane(self, kind: LaneKind) -> AnyLane:
        lane: AnyLane = getattr(self, kind.value)
        return lane

    @property
    def _steady_frames(self) -> int:
        alone = self.announcement.idle and self.effect.idle and not self._duck.gliding
        return self.music.steady_frames if alone else 0

    def _give_way(self) -> None:
        """Have lanes give way to speech, and decide for callers who have not decided in time."""
        for lane in (self.music, self.announcement):
            if change := lane.due():
                self._settle()
                change()

    def _settle(self) -> None:
        """Undo the frames that were made ahead and not said."""
        self.music.deck.rewind(len(self._ahead))
        self._ahead.clear()

    def _render(self) -> Samples:
        announced, effect = self.announcement.next(), self.effect.next()
        self._set_duck()
        music = self.music.next()
        if music is not None:
            music = self._duck.apply_interleaved(music, self.speaks)
        if all(lane.idle for lane in self._lanes):
            self._detach()
        return self._sum([music, announced, effect])

    def _set_duck(self) -> None:
        lowering = self.lowers
        target = factor(-lowering.by_db)
        if target != self._duck.target:
            self._duck.glide(target, round(lowering.fade_s * RATE_HZ))

    def _sum(self, frames: Sequence[Samples | None]) -> Samples:
        heard = [frame for frame in frames if frame is not None]
        if len(heard) < 2:  # noqa: PLR2004 - there is nothing to add
            return heard[0] if heard else _SILENCE
        total: Samples = np.add.reduce(heard)
        return limited(total)

    @property
    def _positions(self) -> PlayerPositions:
        behind = len(self._ahead) * TICK_SAMPLES
        return PlayerPositions(
            self.music.item_id,
            self.music.position - behind,
            self.announcement.item_id,
            self.announcement.position,
        )

    def _on_changed(self) -> None:
        self._note(self.settings)

    def _attach(self) -> None:
        if not self._unplug and not self._over and not all(lane.idle for lane in self._lanes):
            self._unplug = self._plug_in()

    def _detach(self) -> None:
        if self._unplug:
            self._unplug()
            self._unplug = None
