"""The faults in force, by user and room. Pure; `clock` gives the time in seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.core.values.late import dataclass

from .faulty_path import DIRECTIONS, FaultyPath

if TYPE_CHECKING:
    from collections.abc import Callable

    from .faulty_path import DatagramFault, Direction
    from .room_key import RoomKey


@dataclass(frozen=True)
class Target:
    """The user that a fault affects, in one room or, when `room_id` is None, in all."""

    user_id: str
    room_id: str | None = None

    def matches(self, user_id: str, room: RoomKey) -> bool:
        """Whether the fault affects this user in this room."""
        return user_id == self.user_id and self.room_id in {None, room.room_id}


class FaultTable:
    """Faults belong to users, so they still apply after a client reconnects."""

    def __init__(self, seed: int, clock: Callable[[], float]) -> None:
        self._seed = seed
        self._clock = clock
        self._datagrams: dict[tuple[Target, Direction], DatagramFault] = {}
        self._blackholes: dict[Target, float] = {}
        self.refusal: str | None = None
        """The message that every hello is refused with; None admits clients."""

    def disturb(self, target: Target, direction: Direction, fault: DatagramFault) -> None:
        """Apply a fault to the datagrams of a target."""
        self._datagrams[target, direction] = fault

    def blackhole(self, target: Target, seconds: float) -> None:
        """Drop every packet from and to a target for a time."""
        self._blackholes[target] = self._clock() + seconds

    def clear(self) -> None:
        """End all faults."""
        self._datagrams.clear()
        self._blackholes.clear()
        self.refusal = None

    def paths(self, user_id: str, room: RoomKey) -> tuple[FaultyPath | None, FaultyPath | None]:
        """Return the paths for the datagrams that a user sends and receives; None is one without faults."""
        sent, received = (self._path(user_id, room, direction) for direction in DIRECTIONS)
        return sent, received

    def blackhole_end(self, user_id: str, room: RoomKey) -> float:
        """Return the time at which a user's blackhole ends; 0 when there is none."""
        now = self._clock()
        self._blackholes = {target: end for target, end in self._blackholes.items() if end > now}
        return max((end for t, end in self._blackholes.items() if t.matches(user_id, room)), default=0.0)

    def describe(self) -> dict[str, object]:
        """Return the faults in force, for people."""
        now = self._clock()
        return {
            "datagrams": [
                {"user_id": t.user_id, "room_id": t.room_id, "direction": direction, **vars(fault)}
                for (t, direction), fault in self._datagrams.items()
            ],
            "blackholes": [
                {"user_id": t.user_id, "room_id": t.room_id, "seconds_left": round(end - now, 3)}
                for t, end in self._blackholes.items()
                if end > now
            ],
            "refuse_joins": self.refusal,
        }

    def _path(self, user_id: str, room: RoomKey, direction: Direction) -> FaultyPath | None:
        for (target, affected), fault in self._datagrams.items():
            if affected == direction and target.matches(user_id, room):
                return FaultyPath(fault, f"{self._seed}/{target.user_id}/{direction}")
        return None
