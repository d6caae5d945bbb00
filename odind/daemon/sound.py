"""Makes the sound system that the settings describe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.devices.system import SoundDevices

if TYPE_CHECKING:
    from pathlib import Path

    from odind.config import Config


def sound_devices(config: Config) -> SoundDevices:
    """Return the sound system of a process of the daemon."""
    return SoundDevices(sound_folder(config), hardware=config.devices.hardware)


def sound_folder(config: Config) -> Path:
    """Return the folder in which file devices read and write, and below which files are played by default."""
    return config.devices.files_dir or config.server.state_dir / "sound"
