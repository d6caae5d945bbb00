from __future__ import annotations

import hashlib
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from odind.clock import FakeClock
from odind.core.access.principal import OWNER
from odind.core.errors import InvalidArgumentError, NotFoundError
from odind.core.players.library import SoundLibrary, SoundLimits
from odind.core.players.source import SoundSource, SourceKind
from odind.core.timing.tick import RATE_HZ
from odind.sounds.decoders import Decoders
from odind.sounds.house import DecodedSounds
from odind.sounds.shelf import FolderShelf, finder
from odind.sounds.stored import StoredOpener
from tests.sounds.reading import whole
from tests.sounds.test_bad_files import write_wav

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


async def pieces(data: bytes) -> AsyncIterator[bytes]:
    for at in range(0, len(data), 10_000):
        yield data[at : at + 10_000]


@asynccontextmanager
async def shelved(folder: Path) -> AsyncIterator[tuple[SoundLibrary, DecodedSounds]]:
    """Keep sounds in a folder, and play them, for the length of the block."""
    async with Decoders() as decoders:
        library = SoundLibrary(FolderShelf(folder, decoders), SoundLimits(), FakeClock())
        async with DecodedSounds({SourceKind.SOUND: StoredOpener(finder(folder), decoders)}) as sounds:
            yield library, sounds


async def test_an_uploaded_sound_is_measured_and_plays_and_outlives_the_daemon(tmp_path: Path):
    data = write_wav(tmp_path / "sound.wav").read_bytes()
    async with shelved(tmp_path / "kept") as (library, _):
        sound = await library.put("gong", pieces(data), OWNER)
    (tmp_path / "kept" / "0123.part").write_bytes(b"cut short")
    async with shelved(tmp_path / "kept") as (library, sounds):
        found = library.find(sound.sound_id, OWNER)
        decoded = await whole(sounds.open(SoundSource(SourceKind.SOUND, sound.sound_id)))
        library.delete(sound.sound_id, OWNER)
        gone = sounds.open(SoundSource(SourceKind.SOUND, sound.sound_id))
        await whole(gone)

    assert sound.sound_id == f"a{hashlib.sha256(data).hexdigest()}"
    assert found == sound
    assert (len(decoded), sound.length) == (RATE_HZ, RATE_HZ)
    assert sound.loudness_lufs == pytest.approx(-6.7, abs=0.5)  # both channels are as loud
    assert gone.failure
    assert gone.failure.reason == "SOUND_NOT_FOUND"
    assert listed(tmp_path / "kept") == []


async def test_what_is_no_sound_is_not_kept(tmp_path: Path):
    async with shelved(tmp_path) as (library, _):
        with pytest.raises(InvalidArgumentError) as error:
            await library.put("page", pieces(b"<html></html>"), OWNER)
    assert error.value.reason == "SOUND_UNREADABLE"
    assert listed(tmp_path) == []


@pytest.mark.parametrize("sound_id", ["../secret", "a" * 64, "/etc/passwd", "a.json", ""])
def test_an_id_that_is_none_is_no_path(tmp_path: Path, sound_id: str):
    (tmp_path / "a.json").write_text("{}")
    with pytest.raises(NotFoundError):
        finder(tmp_path)(sound_id)


def listed(folder: Path) -> list[Path]:
    return list(folder.iterdir())
