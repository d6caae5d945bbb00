"""Managed rooms as a member of a fleet holds them: one member at a time observes each and has its session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .room import COLLECTION, CUSTOM_IDS

if TYPE_CHECKING:
    from collections.abc import Collection

    from .keepers import Keepers
    from .rooms import ManagedRooms


class HeldRooms:
    """`Held` of the fleet; their sessions go with them. On the loop's thread.

    Their observers are connections of the member alone: whoever takes a room over sends one of its own.
    """

    kind = COLLECTION

    def __init__(self, rooms: ManagedRooms, keepers: Keepers) -> None:
        self._rooms = rooms
        self._keepers = keepers

    async def fence(self) -> None:
        """Neither begin nor end a session until `resume`: others may do so meanwhile."""
        self._keepers.rest()

    def resume(self) -> None:
        """Go on with the rooms that are still here."""
        self._keepers.resume()

    async def give_up(self, ids: Collection[str]) -> None:
        """Forget rooms that another member has, and leave them."""
        for key in ids:
            self._rooms.give_up(key)
            self._keepers.give_up(key)

    def take_over(self, ids: Collection[str], why: str) -> None:  # noqa: ARG002 - no event tells of it
        """Keep rooms that were another member's, or this one's before it was started again."""
        for key in ids:
            self._rooms.renumber(key)
            self._keepers.take_over(key)


class HeldCustomIds:
    """`Held` of the names that makers gave to rooms, each of which goes with its room."""

    kind = CUSTOM_IDS

    def __init__(self, rooms: ManagedRooms, held: HeldRooms) -> None:
        self._rooms = rooms
        self._held = held

    async def fence(self) -> None:
        """Do nothing: names say nothing about what goes on in a room."""

    def resume(self) -> None:
        """Do nothing."""

    async def give_up(self, ids: Collection[str]) -> None:
        """Forget rooms whose name another member has given to one of its own at the same moment."""
        await self._held.give_up([key for name in ids if (key := self._rooms.called(name))])

    def take_over(self, ids: Collection[str], why: str) -> None:
        """Do nothing: their rooms are taken over."""
