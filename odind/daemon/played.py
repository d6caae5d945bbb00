"""Makes what opens players' sounds."""

from __future__ import annotations

from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from odind.clock import SystemClock
from odind.core.players.library import SoundLibrary, SoundLimits
from odind.core.players.source import SourceKind
from odind.core.timing.tick import RATE_HZ
from odind.core.values.span import span_s
from odind.egress import Egress
from odind.sounds.decoders import Decoders
from odind.sounds.feeding import Feeder
from odind.sounds.feeds import FeedOpener
from odind.sounds.folders import SoundFolders
from odind.sounds.house import DecodedSounds
from odind.sounds.measuring import Measuring
from odind.sounds.shelf import FolderShelf, finder
from odind.sounds.speaking import SpeechOpener
from odind.sounds.stored import StoredOpener
from odind.sounds.urls import UrlOpener

from .sound import sound_folder
from .speech import speech_engine

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from odind.config import Config
    from odind.sounds.house import Opener


@asynccontextmanager
async def players_sounds(config: Config) -> AsyncIterator[DecodedSounds]:
    """Open sounds for the players of a process for the length of the block."""
    folders = tuple(map(Path, config.sounds.folders)) or (sound_folder(config),)
    async with Egress(config.egress) as egress, Decoders() as decoders:
        feeder = feeder_of(config, decoders)
        files = SoundFolders(folders)
        finds = {
            SourceKind.FILE: files.open,
            SourceKind.SOUND: finder(library_folder(config)),
        }
        openers: dict[SourceKind, Opener] = {
            **{kind: StoredOpener(find, decoders) for kind, find in finds.items()},
            SourceKind.URL: _web(config, egress, feeder),
            SourceKind.STREAM: FeedOpener(decoders, _most(config)),
            SourceKind.SPEECH: SpeechOpener(speech_engine(config.speech, egress), feeder),
        }
        checks = {SourceKind.FILE: files.check, SourceKind.URL: egress.check}
        async with DecodedSounds(openers, Measuring(finds, decoders), checks) as sounds:
            yield sounds


@asynccontextmanager
async def sound_library(config: Config) -> AsyncIterator[SoundLibrary]:
    """Keep uploaded sounds for the length of the block. Raises OSError for a folder that cannot be read."""
    sounds = config.sounds
    limits = SoundLimits(sounds.upload_bytes, sounds.library_bytes, sounds.library_sounds)
    async with Decoders() as decoders:
        yield SoundLibrary(FolderShelf(library_folder(config), decoders), limits, SystemClock())


def library_folder(config: Config) -> Path:
    """Return the folder of uploaded sounds."""
    return config.server.state_dir / "sounds"


def feeder_of(config: Config, decoders: Decoders) -> Feeder:
    """Return what feeds decoders within the limits of the settings."""
    return Feeder(decoders, first_sound_s=span_s(config.sounds.first_sound), most=_most(config))


def _most(config: Config) -> int:
    """Samples per channel that a sound without a known end may have."""
    return round(span_s(config.sounds.longest) * RATE_HZ)


def _web(config: Config, egress: Egress, feeder: Feeder) -> UrlOpener:
    idle_s = span_s(config.sounds.idle)
    return UrlOpener(egress, feeder, idle_s=idle_s, most_bytes=config.sounds.url_bytes)
