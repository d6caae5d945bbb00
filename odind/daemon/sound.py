"""Makes the sound system that the settings describe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.devices.system import SoundDevices

if TYPE_CHECKING:
    from odind.config import Config


def sound_devices(config: Config) -> SoundDevices:
    """Return the sound system of a process of the daemon."""
    folder = config.devices.files_dir or config.server.state_dir / "sound"
    return SoundDevices(folder, hardware=config.devices.hardware)
