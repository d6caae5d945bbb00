"""Makes what opens players' sounds."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from odind.core.players.source import SourceKind
from odind.sounds.decoders import Decoders
from odind.sounds.folders import SoundFolders
from odind.sounds.house import DecodedSounds
from odind.sounds.measuring import Measuring
from odind.sounds.stored import StoredOpener

from .sound import sound_folder

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from odind.config import Config


@asynccontextmanager
async def players_sounds(config: Config) -> AsyncIterator[DecodedSounds]:
    """Open sounds for the players of a process for the length of the block."""
    async with Decoders() as decoders:
        finds = {SourceKind.FILE: SoundFolders((sound_folder(config),)).open}
        openers = {kind: StoredOpener(find, decoders) for kind, find in finds.items()}
        async with DecodedSounds(openers, Measuring(finds, decoders)) as sounds:
            yield sounds
