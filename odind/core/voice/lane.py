"""One audio call: its lanes, each a connection it speaks or listens on, and what waits for the caller."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from odind.core.base.errors import InvalidArgumentError
from odind.core.base.statistics import StreamStatistics

from .notices import Drained, LaneEnded, LaneStarted
from .outbox import Outbox

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from odind.core.base.errors import OdindError
    from odind.core.sound.format import AudioFormat

    from .listener import Listener, Reception
    from .media import Media
    from .notices import Notice
    from .speaker import SendBuffer, Speaker


@dataclass(frozen=True)
class LaneConfig:
    """What a lane does. Raises InvalidArgumentError DIRECTION_MISSING."""

    connection_id: str
    send: AudioFormat | None
    send_buffer: SendBuffer
    reception: Reception | None

    def __post_init__(self) -> None:
        if not self.send and not self.reception:
            raise InvalidArgumentError("DIRECTION_MISSING", "the stream neither sends nor receives")


class Lane:
    """A connection within a call: a speaker, a listener, or both; neither once it is over.

    `room_tick` is the first tick of the connection's clock that the lane can hear. `ended` says that the
    connection is over, which the caller may not know yet.
    """

    def __init__(self, call: AudioCall, number: int, media: Media, room_tick: int) -> None:
        self.number = number
        self.room_tick = room_tick
        self.ended = False
        self.speaker: Speaker | None = None
        self.listener: Listener | None = None
        self._attached: Speaker | None = None
        self._call = call
        self._media = media

    @property
    def live(self) -> bool:
        """Whether the lane still speaks or listens."""
        return bool(self.speaker or self.listener)

    @property
    def outbox(self) -> Outbox:
        """What waits for the caller."""
        return self._call.outbox

    def stats(self) -> StreamStatistics:
        """Return what was counted on the lane; what waits for the caller, all lanes of the call share."""
        speaker = self.speaker
        return StreamStatistics(
            sends=bool(speaker),
            receives=bool(self.listener),
            spoken_samples=speaker.spoken if speaker else 0,
            queued_ms=speaker.queued_ms if speaker else 0,
            underruns=speaker.underruns if speaker else 0,
            waiting=self.outbox.waiting,
            dropped=self.outbox.dropped,
        )

    def set_speaker(self, speaker: Speaker) -> None:
        """Let the lane speak."""
        self.speaker = self._attached = speaker

    def require_speaker(self) -> Speaker:
        """Return the speaker, drained or not; raises InvalidArgumentError LANE_DOES_NOT_SEND."""
        if self._attached:
            return self._attached
        raise InvalidArgumentError(
            "LANE_DOES_NOT_SEND", "the config of lane {lane} has no send format", lane=self.number
        )

    def notify(self, notice: Notice) -> None:
        """Tell the caller something; a lane that is drained is over unless it listens."""
        self.outbox.notify(self.number, notice)
        if isinstance(notice, Drained):
            self.speaker = None
            if not self.listener:
                self._media.detach(self, abandon=False)
            self._call.settle()

    def end(self, error: OdindError) -> None:
        """The connection is over. That ends the call when no other lane is left."""
        self.ended = True
        self.speaker = self.listener = None
        self._call.lane_ended(self.number, error)

    def detach(self, *, abandon: bool) -> None:
        """Leave the connection; unless abandoned, what was accepted is still spoken."""
        self._media.detach(self, abandon=abandon)


class AudioCall:
    """The lanes of one call. `open_lane` attaches a connection; `iterate` the outbox for what is heard."""

    def __init__(self, capacity_ticks: int, open_lane: Callable[[AudioCall, int, LaneConfig], Lane]) -> None:
        self.outbox = Outbox(capacity_ticks)
        self._open_lane = open_lane
        self._lanes: list[Lane] = []

    @property
    def size(self) -> int:
        """Lanes opened so far."""
        return len(self._lanes)

    def attach(self, config: LaneConfig) -> Lane:
        """Add a lane; raises what AudioService.StreamAudio lists."""
        lane = self._open_lane(self, len(self._lanes), config)
        self._lanes.append(lane)
        lane.notify(LaneStarted(config, lane.room_tick))
        return lane

    def lane(self, number: int) -> Lane:
        """Return a lane; raises InvalidArgumentError LANE_UNKNOWN."""
        if number >= len(self._lanes):
            raise lane_unknown(number, self.size)
        return self._lanes[number]

    def speakers(self) -> Sequence[Speaker]:
        """Those who still speak."""
        return [lane.speaker for lane in self._lanes if lane.speaker]

    def finish(self) -> None:
        """Nothing more will come on any lane, so that nothing could end a pause either."""
        for speaker in self.speakers():
            speaker.pause(paused=False)
            speaker.finish()

    def settle(self) -> None:
        """End the call when no lane speaks or listens any more."""
        if not any(lane.live for lane in self._lanes):
            self.outbox.end()

    def lane_ended(self, number: int, error: OdindError) -> None:
        """A lane's connection is over."""
        if any(lane.live for lane in self._lanes):
            self.outbox.notify(number, LaneEnded(error.reason, error.message))
        else:
            self.outbox.end(error)

    def close(self, *, abandon: bool) -> None:
        """Detach every lane."""
        for lane in self._lanes:
            lane.detach(abandon=abandon)


def lane_unknown(number: int, count: int) -> InvalidArgumentError:
    """Return the error of a message about a lane that is none of the `count` lanes of its call."""
    return InvalidArgumentError(
        "LANE_UNKNOWN", "lane {lane} has no config; there are {count}", lane=number, count=count
    )
