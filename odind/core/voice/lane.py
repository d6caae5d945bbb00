"""A lane: one connection within one audio call, on which the caller speaks, listens, or both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from odind.core.errors import InvalidArgumentError
from odind.core.values.statistics import StreamStatistics

if TYPE_CHECKING:
    from collections.abc import Callable

    from odind.core.errors import OdindError

    from .listener import Listener
    from .outbox import Outbox
    from .speaker import Speaker


class LaneOwner(Protocol):
    """The call that a lane belongs to."""

    outbox: Outbox

    def on_drained(self) -> None:
        """A lane that does not listen has spoken everything."""

    def on_ended(self, number: int, error: OdindError, *, failed: bool) -> None:
        """A lane's connection is over; `failed` says whether that is an error to the caller."""


class Lane:
    """Belongs to the loop. Its connection's media ticks it, its call pushes audio through `require_speaker`.

    `room_tick` is the first tick of the connection's clock that the lane can hear. `detached` is called when
    the lane leaves its connection, with the speaker that still has something to say; `over` once it neither
    listens nor has anything to say.
    """

    def __init__(
        self,
        number: int,
        owner: LaneOwner,
        speaker: Speaker | None,
        listener: Listener | None,
        *,
        room_tick: int,
        detached: Callable[[Lane, Speaker | None], None],
        over: Callable[[], object],
    ) -> None:
        self.number = number
        self.room_tick = room_tick
        self.speaker = self._first_speaker = speaker
        self.listener = listener
        self._owner = owner
        self._detached = detached
        self._over = over

    @property
    def live(self) -> bool:
        """Whether the lane still speaks or listens."""
        return bool(self.speaker or self.listener)

    @property
    def underruns(self) -> int:
        """Ticks of silence within speech, also of a speaker that has drained."""
        return self._first_speaker.underruns if self._first_speaker else 0

    def stats(self) -> StreamStatistics:
        """Return what was counted on the lane; all lanes of a call share what waits for the caller."""
        speaker, outbox = self.speaker, self._owner.outbox
        return StreamStatistics(
            sends=bool(speaker),
            receives=bool(self.listener),
            spoken_samples=speaker.spoken if speaker else 0,
            queued_ms=speaker.queued_ms if speaker else 0,
            underruns=speaker.underruns if speaker else 0,
            waiting=outbox.waiting,
            dropped=outbox.dropped,
        )

    def require_speaker(self) -> Speaker:
        """Return the speaker, drained or not; raises InvalidArgumentError LANE_DOES_NOT_SEND."""
        if self._first_speaker:
            return self._first_speaker
        raise InvalidArgumentError(
            "LANE_DOES_NOT_SEND", "the config of lane {lane} has no send format", lane=self.number
        )

    def speak(self, room_tick: int) -> None:
        """Speak one frame. A lane that has spoken everything is over unless it listens."""
        if self.speaker:
            self.speaker.tick(room_tick)
            if self.speaker.drained:
                self._on_drained()

    def end(self, error: OdindError, *, failed: bool) -> None:
        """The connection is over. That ends the call when no other lane of it is live."""
        self._release(abandon=True)
        self._owner.on_ended(self.number, error, failed=failed)

    def detach(self, *, abandon: bool) -> None:
        """Leave the connection; unless abandoned, the accepted audio is still spoken."""
        self._detached(self, self._release(abandon=abandon))

    def _release(self, *, abandon: bool) -> Speaker | None:
        speaker, self.speaker, self.listener = self.speaker, None, None
        if speaker:
            speaker.let_go(abandon=abandon, over=self._over)
        else:
            self._over()
        return speaker

    def _on_drained(self) -> None:
        self.speaker = None
        if not self.listener:
            self._over()
            self._detached(self, None)
            self._owner.on_drained()
