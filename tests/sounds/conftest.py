from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from odind.core.players.source import SourceKind
from odind.sounds.decoders import Decoders
from odind.sounds.folders import SoundFolders
from odind.sounds.house import DecodedSounds
from odind.sounds.measuring import Measuring
from odind.sounds.stored import StoredOpener

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[DecodedSounds]:
    """Open sounds of the files below a folder for the length of the block."""
    async with Decoders() as decoders:
        finds = {SourceKind.FILE: SoundFolders((folder,)).open}
        openers = {kind: StoredOpener(find, decoders) for kind, find in finds.items()}
        async with DecodedSounds(openers, Measuring(finds, decoders)) as sounds:
            yield sounds


@pytest.fixture
async def sounds(tmp_path: Path) -> AsyncIterator[DecodedSounds]:
    async with opened(tmp_path) as found:
        yield found
