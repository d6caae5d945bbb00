"""Sounds that a caller sends while they are played."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from odind.core.players.ports import Severity
from odind.core.players.source import SoundSource, SourceKind
from odind.core.timing.tick import RATE_HZ
from odind.sounds.decoders import Decoders
from odind.sounds.feeds import FeedOpener, SocketFeeds
from odind.sounds.house import DecodedSounds

from .encoding import Encoded, encode, needs_ffmpeg, sine
from .reading import part, whole
from .test_bad_files import write_wav

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from odind.core.players.ports import Feed


@pytest.fixture
async def sounds() -> AsyncIterator[DecodedSounds]:
    async with (
        Decoders() as decoders,
        DecodedSounds({SourceKind.STREAM: FeedOpener(decoders, 60 * RATE_HZ)}) as opened,
    ):
        yield opened


@pytest.fixture
def feed() -> Iterator[Feed]:
    with SocketFeeds().open() as opened:
        yield opened


def source(feed: Feed) -> SoundSource:
    return SoundSource(SourceKind.STREAM, feed.name)


async def pieces(content: bytes, size: int = 1_500) -> AsyncIterator[bytes]:
    for at in range(0, len(content), size):
        yield content[at : at + size]


@asynccontextmanager
async def sent(feed: Feed, content: AsyncIterator[bytes]) -> AsyncIterator[None]:
    """Send a file in the background for the length of the block."""
    async with asyncio.TaskGroup() as tasks:
        sending = tasks.create_task(feed.send(content))
        yield
        sending.cancel()


@needs_ffmpeg
@pytest.mark.parametrize(
    ("name", "codec"),
    [("a.wav", "pcm_s16le"), ("a.flac", "flac"), ("a.mp3", "libmp3lame"), ("a.ogg", "libopus")],
)
async def test_a_file_is_played_while_it_comes_and_is_as_long_as_it_is(
    sounds: DecodedSounds, feed: Feed, tmp_path: Path, name: str, codec: str
):
    path = encode(tmp_path / name, Encoded(name, codec), sine(RATE_HZ, 2))
    sound = sounds.open(source(feed))
    async with sent(feed, pieces(path.read_bytes())):
        decoded = await whole(sound)
    assert sound.failure is None
    assert len(decoded) == pytest.approx(2 * RATE_HZ, abs=RATE_HZ // 10)


async def test_sound_is_heard_long_before_all_of_it_has_come(
    sounds: DecodedSounds, feed: Feed, tmp_path: Path
):
    begun = write_wav(tmp_path / "a.wav", 20).read_bytes()

    async def half() -> AsyncIterator[bytes]:
        yield begun[: 4 * RATE_HZ]
        await asyncio.Event().wait()

    async with sent(feed, half()):
        sound = sounds.open(source(feed))
        assert len(await part(sound, RATE_HZ // 4)) >= RATE_HZ // 4
        sound.close()


async def test_samples_are_aligned_as_native_code_needs_them(
    sounds: DecodedSounds, feed: Feed, tmp_path: Path
):
    sound = sounds.open(source(feed))
    async with sent(feed, pieces(write_wav(tmp_path / "a.wav").read_bytes())):
        await part(sound, 1)
        assert sound.read(960).flags.aligned
        assert memoryview(sound.read(960)).format == "f"
        sound.close()


async def test_a_stream_can_be_opened_once(sounds: DecodedSounds, feed: Feed, tmp_path: Path):
    async with sent(feed, pieces(write_wav(tmp_path / "a.wav").read_bytes())):
        await whole(sounds.open(source(feed)))
        again = sounds.open(source(feed), RATE_HZ)
        assert len(await whole(again)) == 0
    assert again.failure
    assert (again.failure.reason, again.failure.severity) == ("STREAM_OVER", Severity.SUSPICIOUS)


async def test_nothing_that_was_sent_is_told_as_an_empty_file(sounds: DecodedSounds, feed: Feed):
    sound = sounds.open(source(feed))
    async with sent(feed, pieces(b"")):
        await whole(sound)
    assert sound.failure
    assert sound.failure.reason == "SOUND_EMPTY"


async def test_who_lets_go_of_a_stream_ends_the_sending(sounds: DecodedSounds, feed: Feed, tmp_path: Path):
    async def endless() -> AsyncIterator[bytes]:
        yield write_wav(tmp_path / "a.wav", 60).read_bytes()
        while True:
            yield bytes(100_000)

    sound = sounds.open(source(feed))
    async with asyncio.TaskGroup() as tasks:
        sending = tasks.create_task(feed.send(endless()))
        await part(sound, RATE_HZ)
        sound.close()
        await sending
