from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest

from odind.core.players.ports import Severity
from odind.core.timing.tick import RATE_HZ
from odind.files.writer import create
from odind.sounds.packets import READY
from tests.sounds.encoding import Encoded, encode, needs_ffmpeg, sine
from tests.sounds.reading import children_of, file, part, whole

if TYPE_CHECKING:
    from pathlib import Path

    from odind.core.players.ports import SoundFailure
    from odind.sounds.house import DecodedSounds


def write_wav(path: Path, seconds: float = 1.0, frequency_hz: float = 440.0) -> Path:
    """Write a sine as WAV of 16 bits, stereo."""
    samples = (np.repeat(sine(RATE_HZ, seconds, frequency_hz), 2) * 32_767).astype("<i2")
    writer = create(path, RATE_HZ, 2, replace=True)
    writer.write(samples.tobytes())
    writer.close()
    return path


async def failure(sounds: DecodedSounds, name: Path | str) -> SoundFailure:
    """Read a sound that must fail, and return how."""
    sound = sounds.open(file(name))
    await whole(sound)
    assert sound.failure
    return sound.failure


@pytest.mark.parametrize("name", ["../secret.wav", "/etc/passwd", "a/../../secret.wav", "nul\0.wav"])
async def test_what_lies_outside_the_folders_is_not_opened(sounds: DecodedSounds, name: str):
    assert (await failure(sounds, name)).reason == "FILE_NOT_ALLOWED"


async def test_links_are_not_followed_wherever_they_lead(sounds: DecodedSounds, tmp_path: Path):
    write_wav(tmp_path / "sound.wav")
    (tmp_path / "link.wav").symlink_to(tmp_path / "sound.wav")
    (tmp_path / "folder").symlink_to(tmp_path)

    for name in ("link.wav", "folder/sound.wav"):
        assert "links" in (await failure(sounds, name)).detail


async def test_only_plain_files_are_opened(sounds: DecodedSounds, tmp_path: Path):
    os.mkfifo(tmp_path / "fifo.wav")
    (tmp_path / "folder.wav").mkdir()
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "socket.wav"))
        for name in ("fifo.wav", "folder.wav", "socket.wav", tmp_path):
            found = await failure(sounds, name)
            assert (found.reason, found.severity) == ("FILE_NOT_ALLOWED", Severity.COMMON)


async def test_a_file_that_is_not_there_is_told(sounds: DecodedSounds, tmp_path: Path):
    write_wav(tmp_path / "sound.wav")
    for name in ("no.wav", "no/sound.wav", "sound.wav/no.wav"):
        assert (await failure(sounds, name)).reason == "FILE_NOT_FOUND"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "SOUND_EMPTY"),
        (b"<!doctype html><html><body>Not found</body></html>", "SOUND_UNREADABLE"),
        (bytes(range(256)) * 400, "SOUND_UNREADABLE"),
        (b"ffconcat version 1.0\nfile sound.wav\n", "SOUND_UNREADABLE"),
        (b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nsound.wav\n#EXT-X-ENDLIST\n", "SOUND_UNREADABLE"),
        (b"RIFF\xff\xff\xff\xffWAVE", "SOUND_UNREADABLE"),
    ],
    ids=["empty", "page", "noise", "concat", "playlist", "header"],
)
async def test_what_is_no_sound_is_told(sounds: DecodedSounds, tmp_path: Path, content: bytes, reason: str):
    write_wav(tmp_path / "sound.wav")
    (tmp_path / "bad.mp3").write_bytes(content)
    assert (await failure(sounds, "bad.mp3")).reason == reason


@needs_ffmpeg
@pytest.mark.parametrize("name", ["sound.flac", "sound.mp3", "sound.mka"])
async def test_a_file_that_was_cut_is_played_as_far_as_it_goes_and_then_told(
    sounds: DecodedSounds, tmp_path: Path, name: str
):
    codec = "libmp3lame" if name.endswith("mp3") else "flac"
    path = encode(tmp_path / name, Encoded(name, codec), sine(RATE_HZ, 4))
    os.truncate(path, path.stat().st_size // 2)
    sound = sounds.open(file(path))
    decoded = await whole(sound)

    assert 1.5 * RATE_HZ < len(decoded) < 2.5 * RATE_HZ
    assert sound.failure
    assert sound.failure.reason == "SOUND_TRUNCATED"


async def test_a_file_that_is_replaced_plays_on_and_one_that_is_overwritten_is_told(
    sounds: DecodedSounds, tmp_path: Path
):
    path = write_wav(tmp_path / "sound.wav", 20)
    replaced = sounds.open(file(path))
    begun = await part(replaced, RATE_HZ // 10)
    other = write_wav(tmp_path / "other.wav", 20, 880)
    before = path.read_bytes()
    other.replace(path)
    rest = await whole(replaced)
    assert replaced.failure is None
    assert len(begun) + len(rest) == 20 * RATE_HZ

    path = write_wav(tmp_path / "again.wav", 20)
    sound = sounds.open(file(path))
    await part(sound, RATE_HZ // 10)
    path.write_bytes(before[: len(before) // 4])
    await whole(sound)
    assert sound.failure
    assert sound.failure.reason == "SOUND_CHANGED"


async def test_a_start_beyond_the_end_ends_at_once(sounds: DecodedSounds, tmp_path: Path):
    write_wav(tmp_path / "sound.wav")
    sound = sounds.open(file("sound.wav"), 5 * RATE_HZ)
    assert len(await whole(sound)) == 0
    assert sound.failure is None


async def test_a_decoder_that_dies_ends_one_sound_and_no_other(sounds: DecodedSounds, tmp_path: Path):
    write_wav(tmp_path / "sound.wav", 20)
    killed, spared = (sounds.open(file("sound.wav")) for _ in range(2))
    for sound in (killed, spared):
        await part(sound, RATE_HZ // 10)
    nursery = children_of(os.getpid())[-1]
    os.kill(children_of(nursery)[0], signal.SIGSEGV)
    lengths = [len(await whole(sound)) for sound in (killed, spared)]

    assert killed.failure
    assert (killed.failure.reason, killed.failure.severity) == ("DECODER_DIED", Severity.FAULT)
    assert lengths[0] < lengths[1]
    assert spared.failure is None


async def test_another_nursery_takes_the_place_of_one_that_dies(sounds: DecodedSounds, tmp_path: Path):
    write_wav(tmp_path / "sound.wav")
    assert len(await whole(sounds.open(file("sound.wav")))) == RATE_HZ
    os.kill(children_of(os.getpid())[-1], signal.SIGKILL)
    await asyncio.sleep(0.1)
    assert len(await whole(sounds.open(file("sound.wav")))) == RATE_HZ


DIES_ONCE = """#!{python}
import os, socket, sys
with open({log!r}, "a") as log:
    log.write("x")
if os.path.getsize({log!r}) > 1:
    os.execv({python!r}, [{python!r}, *sys.argv[1:]])
control = socket.socket(fileno=int(sys.argv[-1]))
control.shutdown(socket.SHUT_RD)
control.send({ready!r})
"""


async def test_sounds_that_find_a_nursery_dead_share_the_one_that_takes_its_place(
    sounds: DecodedSounds, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    write_wav(tmp_path / "sound.wav")
    python, log = tmp_path / "python", tmp_path / "log"
    python.write_text(DIES_ONCE.format(python=sys.executable, log=str(log), ready=READY))
    python.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(python))

    lengths = await asyncio.gather(*(whole(sounds.open(file("sound.wav"))) for _ in range(5)))

    assert [len(decoded) for decoded in lengths] == [RATE_HZ] * 5
    assert log.read_text() == "xx"
