"""Makes what opens players' sounds."""

from __future__ import annotations

from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from odind.core.players.source import SourceKind
from odind.core.timing.tick import RATE_HZ
from odind.core.values.span import span_s
from odind.egress import Egress
from odind.sounds.decoders import Decoders
from odind.sounds.feeding import Feeder
from odind.sounds.folders import SoundFolders
from odind.sounds.house import DecodedSounds
from odind.sounds.measuring import Measuring
from odind.sounds.stored import StoredOpener
from odind.sounds.urls import UrlOpener

from .sound import sound_folder

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from odind.config import Config
    from odind.sounds.house import Opener


@asynccontextmanager
async def players_sounds(config: Config) -> AsyncIterator[DecodedSounds]:
    """Open sounds for the players of a process for the length of the block."""
    folders = tuple(map(Path, config.sounds.folders)) or (sound_folder(config),)
    async with Egress(config.egress) as egress, Decoders() as decoders:
        finds = {SourceKind.FILE: SoundFolders(folders).open}
        openers: dict[SourceKind, Opener] = {
            **{kind: StoredOpener(find, decoders) for kind, find in finds.items()},
            SourceKind.URL: _web(config, egress, decoders),
        }
        async with DecodedSounds(openers, Measuring(finds, decoders)) as sounds:
            yield sounds


def _web(config: Config, egress: Egress, decoders: Decoders) -> UrlOpener:
    sounds = config.sounds
    feeder = Feeder(decoders, first_sound_s=span_s(sounds.first_sound), most=span_s(sounds.longest) * RATE_HZ)
    return UrlOpener(egress, feeder, idle_s=span_s(sounds.idle), most_bytes=sounds.url_bytes)
