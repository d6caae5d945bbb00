"""What happens to sound devices and lines, as watchers see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias, get_args

from odind.core.values.late import dataclass
from odind.core.values.portable import portable

from .ports import Device, Direction
from .standing import LineView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .ports import Inventory


@portable
class DeviceAdded:
    """A device is there."""

    device: Device


@portable
class DeviceRemoved:
    """A device is gone; `device` is how it last was."""

    device: Device


@portable
class DefaultChanged:
    """Another device is the default of that direction; "" is none."""

    direction: Direction
    device_id: str


@portable
class LineOpened:
    """A line was opened."""

    line: LineView


@portable
class LineChanged:
    """A line's settings, state or device changed."""

    line: LineView


@portable
class LineClosed:
    """A line is over; its detail says why."""

    line: LineView


LineEvent: TypeAlias = LineOpened | LineChanged | LineClosed
DeviceEvent: TypeAlias = DeviceAdded | DeviceRemoved | DefaultChanged | LineEvent
LINE_EVENTS: Final[tuple[type[LineEvent], ...]] = get_args(LineEvent)
DEVICE_EVENTS: Final[tuple[type[DeviceEvent], ...]] = get_args(DeviceEvent)


@dataclass(frozen=True)
class DevicesSnapshot:
    """The devices and the open lines of one moment, and the sequence of the last event that shaped them.

    `missed` says why events before it were not told: "" for the first snapshot of a watch.
    """

    sequence: int
    inventory: Inventory
    lines: tuple[LineView, ...]
    missed: str = ""


def differences(before: Inventory, after: Inventory) -> Iterator[DeviceEvent]:
    """Yield what happened between two inventories."""
    was = {device.device_id: device for device in before.devices}
    now = {device.device_id: device for device in after.devices}
    for device_id, device in was.items():
        if now.get(device_id) != device:
            yield DeviceRemoved(device)
    for device_id, device in now.items():
        if was.get(device_id) != device:
            yield DeviceAdded(device)
    for direction in Direction:
        if before.default(direction) != after.default(direction):
            yield DefaultChanged(direction, after.default(direction))
