"""Makes what keeps recordings, as the settings describe it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.clock import SystemClock
from odind.core.errors import InvalidArgumentError
from odind.sealing.keys import SealingKey, SealingKeys
from odind.tapes.machine import TapeMachine
from odind.tapes.safe import Safe
from odind.tapes.vault import FolderVault

from .named_secrets import load_secrets

if TYPE_CHECKING:
    from odind.config import Config


def tape_machine(config: Config) -> TapeMachine:
    """Return what writes the recordings of a process."""
    return TapeMachine(config.recordings.max_loss_ms, config.recordings.memory_bytes, _safe(config))


def sealing_keys(config: Config) -> SealingKeys:
    """Return the keys that open sealed recordings, first the one that seals new ones.

    Raises InvalidArgumentError CONFIG_INVALID.
    """
    name, folder = config.recordings.seal_with, config.recordings.keys_dir
    found = load_secrets(folder, "recordings.keys_dir", _checked)
    if name and name not in found:
        raise InvalidArgumentError(
            "CONFIG_INVALID",
            "recordings.seal_with: there is no file {name} in recordings.keys_dir",
            name=name,
        )
    in_order = sorted(found, key=lambda known: known != name)
    return SealingKeys(SealingKey.parse(found[known]) for known in in_order)


def _safe(config: Config) -> Safe:
    return Safe(sealing_keys(config), seals=bool(config.recordings.seal_with))


def _checked(text: str) -> str:
    SealingKey.parse(text)
    return text


def folder_vault(config: Config) -> FolderVault:
    """Return what has the folders of all recordings of the daemon."""
    root = config.recordings.folder or config.server.state_dir / "recordings"
    return FolderVault(root, SystemClock(), _safe(config))
