"""Faults on purpose: what may happen to a client's datagrams and path. Deterministic for a seed."""

from __future__ import annotations

import random
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final, Literal

from odind.core.base.errors import InvalidArgumentError

if TYPE_CHECKING:
    from collections.abc import Callable

    from .lobby import Lobby, Membership
    from .rooms import Peer, Room

Direction = Literal["sent", "received"]
DIRECTIONS: Final[tuple[Direction, ...]] = ("sent", "received")
_RATES: Final = ("drop", "duplicate", "reorder")


@dataclass(frozen=True)
class DatagramFault:
    """How often datagrams are lost, doubled or swapped with the next (0 to 1), and their delay in seconds."""

    drop: float = 0.0
    duplicate: float = 0.0
    reorder: float = 0.0
    delay: float = 0.0
    jitter: float = 0.0

    def __post_init__(self) -> None:
        for setting in fields(self):
            value = getattr(self, setting.name)
            if not 0 <= value <= (1 if setting.name in _RATES else 60):
                raise InvalidArgumentError(
                    "FAULT_INVALID",
                    "{setting} is out of range: rates are 0 to 1, times 0 to 60 seconds",
                    setting=setting.name,
                )


class FaultyPath:
    """Decides the fate of one datagram after the other. The same seed and traffic give the same faults."""

    def __init__(self, fault: DatagramFault, seed: str) -> None:
        self._fault = fault
        self._random = random.Random(seed)  # noqa: S311 - meant to be repeatable
        self._held: bytes | None = None

    def pass_through(self, datagram: bytes) -> list[tuple[float, bytes]]:
        """Return what leaves now because this datagram came, each with its delay in seconds.

        A reordered datagram is held, and leaves right behind the next one.
        """
        drop, duplicate, reorder, jitter = (self._random.random() for _ in range(4))
        if drop < self._fault.drop:
            return []
        if self._held is None and reorder < self._fault.reorder:
            self._held = datagram
            return []
        delay = self._fault.delay + jitter * self._fault.jitter
        copies = 2 if duplicate < self._fault.duplicate else 1
        leaving = [(delay, datagram)] * copies
        if self._held is not None:
            leaving.append((delay, self._held))
            self._held = None
        return leaving


@dataclass(frozen=True)
class Target:
    """Whom a fault hits: a user, in one room or in all."""

    user_id: str
    room_id: str | None = None

    def matches(self, peer: Peer, room: Room) -> bool:
        """Whether this peer is meant."""
        return peer.user_id == self.user_id and self.room_id in {None, room.room_id}


class Faults:
    """The faults in force. They stick to users, so a client that reconnects keeps its own."""

    def __init__(self, lobby: Lobby, seed: int, clock: Callable[[], float]) -> None:
        self._lobby = lobby
        self._seed = seed
        self._clock = clock
        self._datagrams: dict[tuple[Target, Direction], DatagramFault] = {}
        self._blackholes: dict[Target, float] = {}

    def disturb(
        self,
        user_id: str,
        fault: DatagramFault,
        *,
        direction: Direction = "sent",
        room_id: str | None = None,
    ) -> int:
        """Disturb the datagrams a user sends or receives; return how many of its peers are in rooms now."""
        target = Target(user_id, room_id)
        self._datagrams[target, direction] = fault
        return self._apply_to(target)

    def clear(self) -> None:
        """End all datagram faults and blackholes, and let everybody in again."""
        self._datagrams.clear()
        self._blackholes.clear()
        self._lobby.refuse_joins = None
        for membership in self._lobby.members():
            membership.peer.outlet.silence(0.0)
            self.apply(membership)

    def blackhole(self, user_id: str, seconds: float, *, room_id: str | None = None) -> int:
        """Swallow every packet from and to a user for a while; return how many of its peers that hits now."""
        target = Target(user_id, room_id)
        self._blackholes[target] = self._clock() + seconds
        return self._apply_to(target)

    def refuse_joins(self, message: str | None) -> None:
        """Answer every hello with this message until told None."""
        self._lobby.refuse_joins = message

    def apply(self, membership: Membership) -> None:
        """Put the faults that are meant for a peer into force; called for each that enters."""
        outlet = membership.peer.outlet
        outlet.disturb(*(self._path(membership, direction) for direction in DIRECTIONS))
        if until := self.silence_of(membership):
            outlet.silence(until)

    def silence_of(self, membership: Membership) -> float:
        """Return until when a peer's path is cut off, 0 when it is not."""
        now = self._clock()
        self._blackholes = {target: until for target, until in self._blackholes.items() if until > now}
        matching = (u for t, u in self._blackholes.items() if t.matches(membership.peer, membership.room))
        return max(matching, default=0.0)

    def describe(self) -> dict[str, object]:
        """Return what is in force, for people."""
        now = self._clock()
        return {
            "datagrams": [
                {"user_id": t.user_id, "room_id": t.room_id, "direction": direction, **vars(fault)}
                for (t, direction), fault in self._datagrams.items()
            ],
            "blackholes": [
                {"user_id": t.user_id, "room_id": t.room_id, "seconds_left": round(until - now, 3)}
                for t, until in self._blackholes.items()
                if until > now
            ],
            "refuse_joins": self._lobby.refuse_joins,
        }

    def _apply_to(self, target: Target) -> int:
        hit = [m for m in self._lobby.members() if target.matches(m.peer, m.room)]
        for membership in hit:
            self.apply(membership)
        return len(hit)

    def _path(self, membership: Membership, direction: Direction) -> FaultyPath | None:
        for (target, where), fault in self._datagrams.items():
            if where == direction and target.matches(membership.peer, membership.room):
                return FaultyPath(fault, f"{self._seed}/{target.user_id}/{direction}")
        return None
