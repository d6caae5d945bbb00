"""Makes what keeps recordings, as the settings describe it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.clock import SystemClock
from odind.tapes.machine import TapeMachine
from odind.tapes.vault import FolderVault

if TYPE_CHECKING:
    from odind.config import Config


def tape_machine(config: Config) -> TapeMachine:
    """Return what writes the recordings of a process."""
    return TapeMachine(config.recordings.max_loss_ms, config.recordings.memory_bytes)


def folder_vault(config: Config) -> FolderVault:
    """Return what has the folders of all recordings of the daemon."""
    root = config.recordings.folder or config.server.state_dir / "recordings"
    return FolderVault(root, SystemClock())
