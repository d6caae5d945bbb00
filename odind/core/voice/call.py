"""One audio call: its lanes by number, and what waits for its caller."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from odind.core.bounds.budget import EVERYBODY, SHARES_ALONE
from odind.core.errors import InvalidArgumentError, OdindError, ResourceExhaustedError

from .notices import LaneEnded, LaneStarted
from .outbox import Outbox

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from .lane import Lane
    from .lane_config import LaneConfig
    from .notices import CallNotice
    from .speaker import Speaker

MAX_LANES: Final = 65_536
"""Lanes that have ended count: a call remembers each of them. WebSockets have 16 bits for the number."""


class AudioCall:
    """The lanes of one call. `attach` adds a connection; iterate `outbox` for what its caller is told.

    `caller` names whose budgets its lanes use, within `quotas` of audio streams.
    An error of one lane ends that lane alone, and the call only when no other lane is live. A number stands
    for the same lane as long as the call lasts; what is still said to a lane that is over is ignored.
    """

    def __init__(
        self,
        capacity_ticks: int,
        open_lane: Callable[[AudioCall, int, LaneConfig], Lane],
        caller: str = EVERYBODY,
        quotas: Mapping[str, int] = SHARES_ALONE,
    ) -> None:
        self.caller = caller
        self.quotas = quotas
        self.outbox = Outbox(capacity_ticks, capacity_bytes=0)
        self._open_lane = open_lane
        self._lanes: dict[int, Lane | None] = {}
        self._numbers = LaneNumbers()
        self._untold: CallNotice | None = None

    @property
    def configured(self) -> bool:
        """Whether a lane was asked for."""
        return bool(self._lanes)

    def reserve(self, number: int = 0) -> int:
        """Return the number that a new lane gets: the given one, or for 0 the smallest that was never used.

        Raises InvalidArgumentError LANE_EXISTS, ResourceExhaustedError TOO_MANY_LANES.
        """
        number = self._numbers.take(number)
        self._lanes[number] = None
        return number

    def attach(self, config: LaneConfig, number: int | None = None) -> Lane:
        """Add a lane with a reserved number, or with the next free one; raises what StreamAudio lists."""
        if number is None:
            number = self.reserve()
        lane = self._lanes[number] = self._open_lane(self, number, config)
        credit = lane.speaker.accepted_until if lane.speaker else 0
        self.outbox.notify(number, LaneStarted(config, lane.room_tick, credit))
        if self._untold:
            self.outbox.notify(0, self._untold)
            self._untold = None
        return lane

    def tell(self, notice: CallNotice) -> None:
        """Tell the caller what concerns the whole call: at once, or after its first lane has started."""
        if self._attached():
            self.outbox.notify(0, notice)
        else:
            self._untold = notice

    async def push(self, number: int, pcm: bytes, opus: Sequence[bytes] = ()) -> None:
        """Accept a chunk on a lane, once there is room for it; raises InvalidArgumentError LANE_UNKNOWN."""
        lane = self.lane(number)
        try:
            while lane and lane.live and not lane.require_speaker().push(pcm, opus):
                await lane.require_speaker().room()
        except OdindError as error:
            self.fail(number, error)

    def control(self, number: int, action: Callable[[Speaker], None]) -> None:
        """Have a lane's speaker do something; raises InvalidArgumentError LANE_UNKNOWN."""
        lane = self.lane(number)
        try:
            if lane and lane.live:
                action(lane.require_speaker())
        except OdindError as error:
            self.fail(number, error)

    def fail(self, number: int, error: OdindError) -> None:
        """End a lane by an error of its caller; what it accepted before is still spoken."""
        lane = self._lanes[number]
        if lane:
            lane.detach(abandon=False)
        self.on_ended(number, error, failed=True)

    def lane(self, number: int) -> Lane | None:
        """Return a lane, None for one whose config was refused; raises InvalidArgumentError LANE_UNKNOWN."""
        if number not in self._lanes:
            raise lane_unknown(number)
        return self._lanes[number]

    def finish(self) -> None:
        """Nothing more will come on any lane, so nothing could end a pause either."""
        for lane in self._attached():
            if lane.speaker:
                lane.speaker.conclude()

    def close(self, *, abandon: bool) -> None:
        """Detach every lane; what was heard and not read is dropped."""
        for lane in self._attached():
            lane.detach(abandon=abandon)
        self.outbox.close()

    # What the lanes report

    def on_drained(self) -> None:
        """End the call when no lane speaks or listens any more."""
        if not self._live():
            self.outbox.end()

    def on_ended(self, number: int, error: OdindError, *, failed: bool) -> None:
        """Tell the caller that a lane is over. The last live one ends the call, by its error if it failed."""
        alone = not self._live()
        if not (alone and failed):
            self.outbox.notify(number, LaneEnded(error))
        if alone:
            self.outbox.end(error if failed else None)

    def _attached(self) -> list[Lane]:
        return [lane for lane in self._lanes.values() if lane]

    def _live(self) -> bool:
        return any(lane.live for lane in self._attached())


def lane_unknown(number: int) -> InvalidArgumentError:
    """Return the error of a message about a lane that was never configured."""
    return InvalidArgumentError("LANE_UNKNOWN", "lane {lane} has no config; send one first", lane=number)


class LaneNumbers:
    """The numbers that lanes of a call have or had, all below MAX_LANES."""

    def __init__(self) -> None:
        self._used: set[int] = set()
        self._smallest = 0

    def take(self, wanted: int) -> int:
        """Return the number of a new lane: the wanted one, or for 0 the smallest that was never used.

        Raises InvalidArgumentError LANE_EXISTS, ResourceExhaustedError TOO_MANY_LANES.
        """
        while self._smallest in self._used:
            self._smallest += 1
        number = wanted or self._smallest
        if number in self._used:
            raise InvalidArgumentError(
                "LANE_EXISTS", "lane {lane} was configured before; use another number, or 0", lane=number
            )
        if number >= MAX_LANES:
            raise ResourceExhaustedError(
                "TOO_MANY_LANES",
                "lane {lane} is one too many: a call may have {limit}, from 0 on, in its life",
                lane=number,
                limit=MAX_LANES,
            )
        self._used.add(number)
        return number
