"""Sound devices: what they are, and what core needs of a sound system to use them.

Everything here is called on the event loop's thread. The other end of an open device's ring belongs to the
device, which may run in a thread or a process of its own.
"""

from __future__ import annotations

from dataclasses import field
from enum import Enum
from typing import TYPE_CHECKING, Final, Protocol

from odind.core.errors import FailedPreconditionError, InvalidArgumentError, NotFoundError
from odind.core.timing.tick import RATE_HZ
from odind.core.values.late import dataclass

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from odind.core.errors import OdindError
    from odind.core.sound.ring import Ring

DEFAULT: Final = "default"
"""Device id that stands for the default device."""
CLOCKED: Final = ("null", "tone", "file")
"""Schemes of the devices that always exist and run on the daemon's own clock."""


class Direction(Enum):
    """What a device is used for."""

    CAPTURE = "capture"
    PLAYBACK = "playback"


@dataclass(frozen=True)
class Device:
    """A sound device. Its `device_id` survives restarts and re-plugging.

    `monitor` marks a source that records what a playback device plays, `clocked` one that needs no hardware.
    """

    device_id: str
    name: str
    host_api: str
    input_channels: int
    output_channels: int
    default_sample_rate_hz: int = RATE_HZ
    monitor: bool = False
    clocked: bool = False

    def channels(self, direction: Direction) -> int:
        """Channels of the device in that direction; 0 when it cannot be used for it."""
        return self.input_channels if direction is Direction.CAPTURE else self.output_channels


@dataclass(frozen=True)
class Inventory:
    """The devices at one moment; a default id is "" where there is no default device.

    `problem` says why the machine's own devices are missing; it is raised when a caller wants one.
    """

    devices: tuple[Device, ...] = ()
    default_input: str = ""
    default_output: str = ""
    problem: OdindError | None = field(default=None, compare=False)

    def default(self, direction: Direction) -> str:
        """Id of the default device, "" for none."""
        return self.default_input if direction is Direction.CAPTURE else self.default_output

    def usable(self, device_id: str, direction: Direction) -> bool:
        """Whether that device is there and has channels in that direction."""
        if is_clocked(device_id):
            return True
        found = self.find(device_id)
        return found is not None and found.channels(direction) > 0

    def find(self, device_id: str) -> Device | None:
        """Return a device by its id."""
        return next((device for device in self.devices if device.device_id == device_id), None)

    def require(self, device_id: str, direction: Direction) -> str:
        """Return the id of the device to use for `device_id`, which may be "default".

        Raises NotFoundError DEVICE_NOT_FOUND, InvalidArgumentError DEVICE_DIRECTION_WRONG,
        FailedPreconditionError NO_DEFAULT_DEVICE, and the inventory's problem where it explains the lack.
        """
        wanted = self.default(direction) if device_id == DEFAULT else device_id
        if self.usable(wanted, direction):
            return wanted
        if self.find(wanted):
            raise InvalidArgumentError(
                "DEVICE_DIRECTION_WRONG",
                "{device_id} must be a {direction} device",
                device_id=wanted,
                direction=direction.value,
            )
        if self.problem:
            raise self.problem
        if device_id == DEFAULT:
            raise FailedPreconditionError(
                "NO_DEFAULT_DEVICE",
                "there is no default {direction} device; set one in the sound server or name a device",
                direction=direction.value,
            )
        raise NotFoundError(
            "DEVICE_NOT_FOUND",
            "there is no device {device_id}; ListDevices returns those that exist",
            device_id=device_id,
        )


def is_clocked(device_id: str) -> bool:
    """Whether the id names a device that always exists."""
    scheme, colon, _ = device_id.partition(":")
    return bool(colon) and scheme in CLOCKED


@dataclass(frozen=True)
class OpenSpec:
    """How to open a device; callers have validated it. `ring_ms` is the capacity of its ring."""

    device_id: str
    direction: Direction
    sample_rate_hz: int = RATE_HZ
    channels: int = 1
    block_ms: int = 10
    ring_ms: int = 1_000

    @property
    def ring_frames(self) -> int:
        """Capacity of the ring in samples per channel."""
        return self.sample_rate_hz * self.ring_ms // 1000


@dataclass(frozen=True)
class DeviceStopped:
    """A device stopped by itself; `detail` says why. A `final` stop means that it must not be reopened."""

    detail: str
    final: bool = False


class OpenDevice(Protocol):
    """A running device: it fills its ring (capture) or empties it (playback) at the pace of its own clock.

    It stamps the ring in nanoseconds of the system's monotonic clock. Rate and channels may differ from those
    that were asked for.
    """

    ring: Ring
    sample_rate_hz: int
    channels: int

    async def aclose(self) -> None:
        """Stop and free the device."""


class SoundSystem(Protocol):
    """The machine's sound devices, and the clocked ones, which always exist."""

    async def inventory(self) -> Inventory:
        """Return the devices that exist now. Never raises: a failure is the inventory's `problem`."""

    def changes(self) -> AsyncGenerator[None, None]:
        """Yield whenever the inventory may have changed, until the iterator is closed."""

    async def open(self, spec: OpenSpec, stopped: Callable[[DeviceStopped], None]) -> OpenDevice:
        """Open a device; `stopped` is called once, on the loop, when the device stops by itself.

        Raises UnavailableError DEVICE_OPEN_FAILED, FailedPreconditionError with the inventory's problem,
        InvalidArgumentError for what is wrong with a clocked device's id, UnavailableError FILE_UNUSABLE,
        AlreadyExistsError FILE_EXISTS.
        """
