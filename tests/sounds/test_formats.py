from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import pytest_asyncio

from odind.core.timing.tick import RATE_HZ
from tests.sounds.conftest import opened
from tests.sounds.encoding import FORMATS, LEVEL_DB, Encoded, encode, needs_ffmpeg, sine
from tests.sounds.reading import file, lag, level_db, whole

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from odind.core.players.ports import Sound
    from odind.core.sound.ring import Frames
    from odind.sounds.house import DecodedSounds

pytestmark = [pytest.mark.asyncio(loop_scope="module"), needs_ffmpeg]

MS = RATE_HZ // 1_000
START = RATE_HZ + 12_345


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sounds")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def sounds(folder: Path) -> AsyncIterator[DecodedSounds]:
    async with opened(folder) as found:
        yield found


@pytest.mark.parametrize("encoded", FORMATS, ids=lambda one: one.name)
async def test_a_sound_is_as_long_and_as_loud_as_it_was_made_and_is_found_to_the_sample(
    sounds: DecodedSounds, folder: Path, encoded: Encoded
):
    given = np.concatenate([sine(encoded.rate_hz, 1, frequency) for frequency in (300, 500, 800)])
    source = file(encode(folder / encoded.name, encoded, given))
    sound = sounds.open(source)
    decoded = await whole(sound)
    later = await whole(sounds.open(source, START))

    assert sound.failure is None
    assert_lengths(sound, decoded, 3 * RATE_HZ, padded=encoded.padded)
    assert level_db(decoded[RATE_HZ // 4 : 3 * RATE_HZ // 4]) == pytest.approx(LEVEL_DB, abs=0.1)
    allowed = MS if encoded.name.endswith("webm") else 1  # Matroska counts milliseconds
    assert abs(len(later) - (len(decoded) - START)) <= allowed
    assert lag(decoded[START : START + RATE_HZ, 0], later[:RATE_HZ, 0]) <= allowed


def assert_lengths(sound: Sound, decoded: Frames, samples: int, *, padded: bool) -> None:
    """Check that a sound is as long as it was made, and says so."""
    if not padded:
        assert sound.length is not None
        assert abs(len(decoded) - samples) <= MS
        assert abs(sound.length - samples) <= 10 * MS


async def test_raw_aac_does_not_say_how_long_it_is_and_is_not_taken_for_cut_short(
    sounds: DecodedSounds, folder: Path
):
    quiet_first = np.concatenate([np.zeros(3 * RATE_HZ, np.float32), sine(RATE_HZ, 3)])
    path = encode(folder / "quiet-first.aac", Encoded("quiet-first.aac", "aac"), quiet_first)
    sound = sounds.open(file(path))
    decoded = await whole(sound)

    assert sound.failure is None
    assert sound.length is None
    assert len(decoded) == pytest.approx(6 * RATE_HZ, abs=100 * MS)


async def test_a_video_is_heard_and_not_seen(sounds: DecodedSounds, folder: Path):
    picture = ("-f", "lavfi", "-i", "color=size=64x64:rate=10:duration=1", "-shortest")
    path = encode(folder / "video.mp4", Encoded("video.mp4", "aac"), sine(RATE_HZ, 1), *picture)
    decoded = await whole(sounds.open(file(path)))

    assert abs(len(decoded) - RATE_HZ) <= 25 * MS
    assert level_db(decoded[RATE_HZ // 4 : RATE_HZ // 2]) == pytest.approx(LEVEL_DB, abs=0.1)
