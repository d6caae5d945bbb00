from __future__ import annotations

import asyncio
import os
import threading
import wave
from typing import TYPE_CHECKING

import numpy as np
import pytest

from odind.core.devices.ports import DeviceStopped, Direction, OpenSpec
from odind.core.errors import AlreadyExistsError, InvalidArgumentError, UnavailableError
from odind.devices.clocked import ClockedDevice, SystemThreadClock
from odind.devices.works import TONE_DBFS, WorksOverError, works_of
from odind.files.error import SoundFileError
from odind.files.reader import SoundReader
from odind.files.writer import create
from tests.files.full_disk import room_for

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from odind.core.sound.ring import Ring


class HandClock:
    """Stands still until it is moved; `moved` returns once the device waits for more."""

    def __init__(self) -> None:
        self._now_ns = 0
        self._turn = threading.Condition(threading.RLock())
        self._waits_for = 0

    def now_ns(self) -> int:
        return self._now_ns

    def wait_until(self, moment_ns: int, stop: threading.Event) -> bool:
        with self._turn:
            self._waits_for = moment_ns
            self._turn.notify_all()
            self._turn.wait_for(lambda: self._now_ns >= moment_ns or stop.is_set(), timeout=None)
        return stop.is_set()

    def advance(self, ms: int) -> None:
        with self._turn:
            self._now_ns += ms * 1_000_000
            self._turn.notify_all()

    async def move(self, ms: int) -> None:
        await asyncio.to_thread(self._move, ms)

    def wake(self) -> None:
        with self._turn:
            self._turn.notify_all()

    def _move(self, ms: int) -> None:
        with self._turn:
            self.advance(ms)
            self._turn.wait_for(lambda: self._waits_for > self._now_ns, timeout=10)


class Bench:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = HandClock()
        self.stopped: asyncio.Queue[DeviceStopped] = asyncio.Queue()
        self._open: list[ClockedDevice] = []

    def open(self, device_id: str, direction: Direction, **spec: int) -> ClockedDevice:
        wanted = OpenSpec(device_id, direction, **spec)
        device = ClockedDevice(wanted, works_of(wanted, self.folder), self.clock, self.stopped.put_nowait)
        self._open.append(device)
        return device

    async def close(self) -> None:
        for device in self._open:
            device._stop.set()
            self.clock.wake()
            await device.aclose()


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    opened = Bench(tmp_path)
    yield opened
    await opened.close()


def write(path: Path, sound: np.ndarray, rate: int) -> None:
    writer = create(path, rate, sound.shape[1])
    writer.write((sound * 32_767).astype("<i2").tobytes())
    writer.close()


def recorded(device: ClockedDevice) -> np.ndarray:
    frames = np.empty((device.ring.depth, device.channels), np.float32)
    device.ring.read_into(frames)
    return frames


@pytest.mark.parametrize("block_ms", [5, 10, 60])
async def test_a_null_device_records_silence_at_the_pace_of_its_clock(bench: Bench, block_ms: int):
    device = bench.open("null:", Direction.CAPTURE, channels=2, block_ms=block_ms)
    await bench.clock.move(600)

    assert device.ring.written == 28_800
    assert not recorded(device).any()
    assert device.ring.moment_written(28_800, 48_000) == 600_000_000


async def test_a_null_device_plays_at_the_pace_of_its_clock_and_counts_what_is_missing(bench: Bench):
    device = bench.open("null:", Direction.PLAYBACK)
    device.ring.write(np.ones((4_800, 1), np.float32))
    await bench.clock.move(60)
    early = device.ring.depth
    await bench.clock.move(60)

    assert early == 4_800 - 2_880
    assert (device.ring.depth, device.ring.missed) == (0, 960)


async def test_a_tone_has_its_frequency_its_level_and_no_seam(bench: Bench):
    device = bench.open("tone:997", Direction.CAPTURE, channels=2)
    await bench.clock.move(900)
    sound = recorded(device)

    expected = np.sqrt(2) * 10 ** (TONE_DBFS / 20) * np.sin(2 * np.pi * 997 * np.arange(len(sound)) / 48_000)
    assert len(sound) == 43_200
    assert np.allclose(sound, expected[:, None], atol=1e-5)


@pytest.mark.parametrize("kind", ["wav", "flac", "ogg"])
async def test_a_file_is_recorded_once_in_its_own_rate_and_then_is_silent(bench: Bench, kind: str):
    rate = 48_000 if kind == "ogg" else 44_100
    sound = np.sin(np.arange(rate // 5) / 20).reshape(-1, 2).astype(np.float32) / 2
    write(bench.folder / f"in.{kind}", sound, rate)
    device = bench.open(f"file:in.{kind}", Direction.CAPTURE, channels=1)
    await bench.clock.move(200)
    heard = recorded(device)

    assert (device.sample_rate_hz, device.channels) == (rate, 2)
    assert len(heard) == rate // 5
    assert np.corrcoef(heard[: len(sound), 0], sound[:, 0])[0, 1] > 0.99
    assert not heard[len(sound) + 960 :].any()


async def test_what_is_played_into_a_file_is_there_after_every_block(bench: Bench):
    device = bench.open("file:rooms/out.wav", Direction.PLAYBACK, channels=2)
    sound = np.random.default_rng(1).uniform(-1, 1, (960, 2)).astype(np.float32)
    device.ring.write(sound)
    await bench.clock.move(20)

    with wave.open(str(bench.folder / "rooms/out.wav")) as file:
        assert (file.getframerate(), file.getnchannels(), file.getnframes()) == (48_000, 2, 960)
        pcm = np.frombuffer(file.readframes(960), "<i2").reshape(-1, 2) / 32_767
    assert np.abs(pcm - sound).max() < 1e-4


async def test_a_file_ends_its_device_once_its_last_sample_is_read(bench: Bench):
    write(bench.folder / "in.wav", np.full((4_800, 1), 0.5, np.float32), 48_000)
    device = bench.open("file:in.wav", Direction.CAPTURE)
    await bench.clock.move(400)
    written, waiting = device.ring.written, bench.stopped.qsize()
    device.ring.skip(4_799)
    await bench.clock.move(100)
    device.ring.skip(1)
    bench.clock.advance(20)
    stopped = await bench.stopped.get()

    assert (written, waiting) == (19_200, 0)
    assert device.ring.written == 24_000
    assert stopped == DeviceStopped("the file ended", final=True)


async def test_a_full_disk_ends_the_device_and_keeps_what_was_played(bench: Bench):
    device = bench.open("file:out.wav", Direction.PLAYBACK)
    sound = np.random.default_rng(1).uniform(-1, 1, (4_800, 1)).astype(np.float32)
    device.ring.write(sound)
    with room_for(5_001):
        bench.clock.advance(100)
        stopped = await bench.stopped.get()
    await device.aclose()

    assert stopped == DeviceStopped(
        "out.wav ends early: File too large; it holds what was played before", final=True
    )
    with SoundReader(bench.folder / "out.wav") as file:
        kept = file.read()
    assert len(kept) == (5_001 - 80) // 2
    assert np.abs(kept - sound[: len(kept)]).max() < 1e-4


async def test_a_file_that_exists_is_never_overwritten(bench: Bench):
    (bench.folder / "out.wav").write_bytes(b"precious")
    with pytest.raises(AlreadyExistsError) as refusal:
        bench.open("file:out.wav", Direction.PLAYBACK)

    assert refusal.value.reason == "FILE_EXISTS"
    assert (bench.folder / "out.wav").read_bytes() == b"precious"


async def test_a_damaged_file_ends_its_device_with_a_reason(bench: Bench, monkeypatch: pytest.MonkeyPatch):
    write(bench.folder / "in.wav", np.zeros((4_800, 1), np.float32), 48_000)
    device = bench.open("file:in.wav", Direction.CAPTURE)
    monkeypatch.setattr(device._works._file, "_pieces", broken_pieces())
    bench.clock.advance(10)

    assert await bench.stopped.get() == DeviceStopped(
        "in.wav cannot be read any further: Input/output error", final=True
    )


def broken_pieces() -> Iterator[np.ndarray]:
    raise SoundFileError("Input/output error")
    yield


@pytest.mark.parametrize(
    ("device_id", "direction", "reason"),
    [
        ("null:x", Direction.CAPTURE, "DEVICE_ID_INVALID"),
        ("tone:440", Direction.PLAYBACK, "DEVICE_DIRECTION_WRONG"),
        ("tone:high", Direction.CAPTURE, "FREQUENCY_INVALID"),
        ("tone:nan", Direction.CAPTURE, "FREQUENCY_INVALID"),
        ("tone:24001", Direction.CAPTURE, "FREQUENCY_INVALID"),
        ("file:", Direction.CAPTURE, "FILE_NAME_INVALID"),
        ("file:notes.txt", Direction.PLAYBACK, "FILE_NAME_INVALID"),
        ("file:/tmp/out.wav", Direction.PLAYBACK, "FILE_NAME_INVALID"),
        ("file:../out.wav", Direction.PLAYBACK, "FILE_NAME_INVALID"),
        ("file:link/out.wav", Direction.PLAYBACK, "FILE_NAME_INVALID"),
        ("file:nul\0.wav", Direction.CAPTURE, "FILE_NAME_INVALID"),
        ("file:nul\0.wav", Direction.PLAYBACK, "FILE_NAME_INVALID"),
        ("file:circle/in.wav", Direction.CAPTURE, "FILE_NAME_INVALID"),
    ],
)
def test_an_id_that_says_something_wrong_is_refused(
    tmp_path: Path, device_id: str, direction: Direction, reason: str
):
    (tmp_path / "files").mkdir()
    (tmp_path / "files/link").symlink_to(tmp_path)
    (tmp_path / "files/circle").symlink_to(tmp_path / "files/circle")
    with pytest.raises(InvalidArgumentError) as refusal:
        works_of(OpenSpec(device_id, direction), tmp_path / "files")

    assert refusal.value.reason == reason


def test_a_file_that_is_missing_or_no_sound_is_refused(tmp_path: Path):
    (tmp_path / "noise.wav").write_bytes(b"nothing")
    (tmp_path / "list.wav").write_text("#EXTM3U\n#EXTINF:1,\nfile:///etc/hostname\n")
    os.mkfifo(tmp_path / "pipe.wav")
    for name in ("missing.wav", "noise.wav", "list.wav", "pipe.wav"):
        with pytest.raises(UnavailableError, match=name):
            works_of(OpenSpec(f"file:{name}", Direction.CAPTURE), tmp_path)


class OverWorks:
    """Works that are over at once, and cannot be closed without an error either."""

    sample_rate_hz, channels, closed = 48_000, 1, False

    def turn(self, _ring: Ring, _block: np.ndarray, _now_ns: int) -> None:
        raise WorksOverError("no space left")

    def close(self) -> None:
        self.closed = True
        raise WorksOverError("no space left for the header")


async def test_a_device_whose_works_are_over_says_so_once():
    told: asyncio.Queue[DeviceStopped] = asyncio.Queue()
    works = OverWorks()
    device = ClockedDevice(
        OpenSpec("file:out.wav", Direction.PLAYBACK), works, SystemThreadClock(), told.put_nowait
    )
    stopped = await told.get()
    await device.aclose()

    assert (stopped.final, works.closed, told.empty()) == (True, True, True)
