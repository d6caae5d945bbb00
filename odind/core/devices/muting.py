"""Tells a connection whether all lines that record into it, or that play it, are muted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from odind.core.rooms.settings import MutedLines

from .ports import Direction

if TYPE_CHECKING:
    from odind.core.rooms.registry import Registry

    from .devices import Devices
    from .standing import LineView


class LineMutes:
    """Keeps what connections know of their lines true. Used on the loop's thread."""

    def __init__(self, registry: Registry, devices: Devices) -> None:
        self._registry = registry
        self._devices = devices

    async def settle(self, connection_id: str) -> None:
        """Tell a connection how its lines are; wait while it is being restored.

        Raises NotFoundError CONNECTION_NOT_FOUND, UnavailableError DAEMON_STOPPING.
        """
        await self._registry.present(connection_id)
        if self._registry.find(connection_id).set.muted_lines != self._now(connection_id):
            await self._registry.change(
                connection_id, lambda entry: replace(entry.settings, muted_lines=self._now(connection_id))
            )

    def _now(self, connection_id: str) -> MutedLines:
        lines = [line for line in self._devices.lines() if line.shape.connection_id == connection_id]
        return MutedLines(_muted(lines, Direction.CAPTURE), _muted(lines, Direction.PLAYBACK))


def _muted(lines: list[LineView], direction: Direction) -> bool:
    """Whether there are lines of a direction, and all of them are muted."""
    found = [line.settings.muted for line in lines if line.shape.direction is direction]
    return bool(found) and all(found)
