"""Recordings outlive what captures them: a daemon or a worker that is killed, and a disk that is full."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
from contextlib import asynccontextmanager, closing
from typing import TYPE_CHECKING, Any

import av
import numpy as np
import pytest

from odind.client import PER_PEER, AudioFormat, Event, ItemEnded, messages
from odind.client.formats import F32LE, OPUS
from odind.core.errors import UnavailableError

from .disks import disk, fill
from .processes import PATIENCE, children
from .tape import taped

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    import numpy.typing as npt

    from odind.client import Connection, Daemon

    from .processes import DaemonProcess

RATE = 48_000
SLOTS_PER_SECOND = 50
PAUSE_S = 0.2
FLOAT = AudioFormat(sample_rate_hz=RATE, channels=1, sample_format=F32LE)
PACKETS = AudioFormat(sample_format=OPUS)
OK = messages.RecordingQuality.RECORDING_QUALITY_OK
DEGRADED = messages.RecordingQuality.RECORDING_QUALITY_DEGRADED
ACTIVE = messages.CaptureState.CAPTURE_STATE_ACTIVE
ENDED = messages.CaptureState.CAPTURE_STATE_ENDED


def tone(seconds: float, hertz: float) -> bytes:
    time = np.arange(int(seconds * RATE)) / RATE
    return (np.sin(2 * np.pi * hertz * time) * 0.25).astype("<f4").tobytes()


async def say(connection: Connection, seconds: float, hertz: float) -> None:
    async with connection.audio(send=FLOAT) as stream:
        await stream.write(tone(seconds, hertz))
        await stream.drain()


async def heard_on(connection: Connection, count: int) -> int:
    """Listen until so many packets came; return how many."""
    heard = 0
    async with connection.audio(receive=PACKETS, mode=PER_PEER) as stream:
        async for message in stream:
            heard += sum(1 for frame in message.frames if frame.opus)
            if heard >= count:
                return heard
    raise AssertionError("the stream ended")


async def say_when_back(connection: Connection, seconds: float, hertz: float) -> None:
    """Say something as soon as the connection is in its room again."""
    for _ in range(int(PATIENCE / PAUSE_S)):
        try:
            return await say(connection, seconds, hertz)
        except UnavailableError:
            await asyncio.sleep(PAUSE_S)
    raise AssertionError("the connection is not back")


def manifest_of(recording: messages.Recording) -> dict[str, Any]:
    with open(f"{recording.folder}/manifest.json") as file:  # noqa: PTH123
        document: dict[str, Any] = json.load(file)
    return document


def timeline_of(recording: messages.Recording) -> list[dict[str, Any]]:
    with open(f"{recording.folder}/timeline.jsonl") as timeline:  # noqa: PTH123
        return [json.loads(line) for line in timeline]


def packets_with_sound(path: str) -> int:
    with av.open(path) as container:
        return sum(packet.size > 3 for packet in container.demux(audio=0))


def samples(path: str) -> npt.NDArray[np.float32]:
    """The first channel of a file, at its full level."""
    with av.open(path) as container:
        planes = np.concatenate([frame.to_ndarray() for frame in container.decode(audio=0)], axis=1)
        channels = container.streams.audio[0].codec_context.channels
    first = planes[0] if len(planes) == channels else planes[0, ::channels]
    return np.asarray(first / np.abs(first).max(), np.float32)


def has(sound: npt.NDArray[np.float32], hertz: float) -> bool:
    """Whether a tone sounds anywhere for a tenth of a second."""
    bins = np.fft.rfftfreq(RATE // 10, 1 / RATE)
    for start in range(0, len(sound) - RATE // 10, RATE // 10):
        power = np.abs(np.fft.rfft(sound[start : start + RATE // 10])) ** 2
        if power.sum() > 1 and power[np.abs(bins - hertz) <= 20].sum() > power.sum() / 2:
            return True
    return False


async def is_active(client: Daemon, recording_id: str) -> None:
    async with asyncio.timeout(PATIENCE):
        async for recording in client.recordings.follow(recording_id):
            if recording.state == ACTIVE:
                return


@asynccontextmanager
async def recorded(
    client: Daemon,
) -> AsyncIterator[tuple[Connection, messages.Recording, messages.Recording]]:
    """Record what `bot` hears of `anna`, as packets and as a mix, while she speaks for long."""
    bot, anna = (
        await client.join_room("lobby", user_id="bot"),
        await client.join_room("lobby", user_id="anna"),
    )
    apart = await client.recordings.start(bot.connection_id, "per_peer", name="apart")
    mixed = await client.recordings.start(bot.connection_id, "mix", name="mixed")
    async with anna.audio(send=FLOAT) as stream:
        await stream.write(tone(8, 500))
        yield bot, apart, mixed


@pytest.mark.parametrize("what", ["daemon", "worker"])
async def test_who_is_killed_loses_less_than_a_second_and_the_recording_goes_on(
    start_daemon: Callable[..., DaemonProcess], what: str
) -> None:
    flags = ("--workers", "1") if what == "worker" else ()
    daemon = await start_daemon(*flags, name="same").ready()
    heard = 0
    async with daemon.connect() as client:
        try:
            async with recorded(client) as (bot, apart, mixed):
                heard = await heard_on(bot, 3 * SLOTS_PER_SECOND)
                for victim in children(daemon.process.pid) if what == "worker" else {daemon.process.pid}:
                    os.kill(victim, signal.SIGKILL)
        except UnavailableError:
            assert heard  # her stream ended with who was killed
        if what == "daemon":
            await daemon.exit_code()
            assert heard - packets_with_sound(f"{apart.folder}/anna.ogg.part") <= SLOTS_PER_SECOND
            assert has(samples(f"{mixed.folder}/mix.flac.part"), 500)
            daemon = await start_daemon(name="same").ready()
    async with daemon.connect() as client:
        for one in (apart, mixed):
            await is_active(client, one.recording_id)
        async with asyncio.timeout(PATIENCE):
            views = [connection async for connection in client.connections()]
            anna = next(one for one in views if one.view.user_id == "anna")
            await say_when_back(anna, 1.0, 900)
        await asyncio.sleep(0.3)
        for one, file in ((apart, "anna.ogg"), (mixed, "mix.flac")):
            await client.recordings.stop(one.recording_id)
            async with asyncio.timeout(PATIENCE):
                ended = await client.recordings.ended(one.recording_id)
            assert (ended.state, ended.quality, ended.reason) == (ENDED, DEGRADED, "RECOVERED")
            manifest = manifest_of(ended)
            assert [take["take"] for take in manifest["takes"]] == [1, 2]
            assert manifest["gaps"][0]["samples"] > 0
            assert manifest["samples"] == manifest["tracks"][0]["samples"]
            sound = samples(f"{ended.folder}/{file}")
            assert len(sound) == manifest["samples"]
            gap_start, gap = manifest["gaps"][0]["first_sample"], manifest["gaps"][0]["samples"]
            assert has(sound[:gap_start], 500)
            assert has(sound[gap_start + gap :], 900)
            assert not [one for one in os.listdir(ended.folder) if one.endswith(".part")]  # noqa: PTH208


async def test_a_recording_whose_connection_does_not_come_back_is_completed_and_told(
    start_daemon: Callable[..., DaemonProcess],
) -> None:
    daemon = await start_daemon(name="same").ready()
    async with daemon.connect() as client:
        try:
            async with recorded(client) as (bot, apart, mixed):
                heard = await heard_on(bot, 2 * SLOTS_PER_SECOND)
                with closing(client.watch_events()) as watch:
                    last = (await anext(watch)).sequence
                daemon.kill()
        except UnavailableError:
            await daemon.exit_code()
    again = await start_daemon(name="same", environment={"ODIND_SERVER__RESTORE": "false"}).ready()
    async with again.connect() as client, asyncio.timeout(PATIENCE):
        for one in (apart, mixed):
            ended = await client.recordings.ended(one.recording_id)
            assert (ended.state, ended.quality, ended.reason) == (ENDED, DEGRADED, "DAEMON_RESTARTED")
        with closing(
            client.watch_events(after_sequence=last, kinds=["recording_ended"], until_now=True)
        ) as watch:
            told = [item.kind.recording.recording_id async for item in watch if isinstance(item, Event)]
        assert set(told) == {apart.recording_id, mixed.recording_id}
        assert heard - packets_with_sound(f"{apart.folder}/anna.ogg") <= SLOTS_PER_SECOND
        assert has(samples(f"{mixed.folder}/mix.flac"), 500)


async def test_a_full_disk_ends_a_recording_with_what_it_has_and_rooms_go_on(
    start_daemon: Callable[..., DaemonProcess], tmp_path: Path
) -> None:
    with disk(tmp_path / "disk") as folder:
        settings = {
            "ODIND_RECORDINGS__FOLDER": str(folder / "recordings"),
            "ODIND_RECORDINGS__MEMORY_BYTES": "65536",
        }
        daemon = await start_daemon(environment=settings).ready()
        async with daemon.connect() as client:
            bot = await client.join_room("lobby", user_id="bot")
            anna = await client.join_room("lobby", user_id="anna")
            started = await client.recordings.start(bot.connection_id, "mix", "wav")
            await say(anna, 1.0, 500)
            fill(folder)
            async with asyncio.timeout(PATIENCE):
                ended = await client.recordings.ended(started.recording_id)
            assert (ended.quality, ended.reason) == (DEGRADED, "DISK_FULL")
            assert has(samples(f"{ended.folder}/mix.wav"), 500)
            async with asyncio.TaskGroup() as tasks:
                hearing = tasks.create_task(heard_on(bot, SLOTS_PER_SECOND // 2))
                tasks.create_task(say(anna, 1.0, 500))
            assert hearing.result()
            (folder / "ballast").unlink()
            another = await client.recordings.start(bot.connection_id, "per_peer")
            await say(anna, 0.5, 500)
            await client.recordings.stop(another.recording_id)
            async with asyncio.timeout(PATIENCE):
                assert (await client.recordings.ended(another.recording_id)).quality == OK


@pytest.mark.parametrize("notice", ["tone:700", "This talk is recorded."])
async def test_a_notice_is_heard_by_the_others_and_in_the_file(
    start_daemon: Callable[..., DaemonProcess], notice: str
) -> None:
    if not notice.startswith("tone") and shutil.which("espeak-ng") is None:
        pytest.skip("espeak-ng is not installed")
    daemon = await start_daemon().ready()
    async with daemon.connect() as client:
        anna = await client.join_room("lobby", user_id="anna")
        async with anna.listen(FLOAT) as stream, taped(stream) as tape:
            started = await client.recordings.start_room("lobby", "mix", "wav", notice=notice)
            async with asyncio.timeout(PATIENCE):
                await played(client, started.connection_id)
            await client.recordings.stop(started.recording_id)
            over = await client.recordings.ended(started.recording_id)
            heard = tape.sound(FLOAT)[0]
        assert over.quality == OK
        kept = samples(f"{over.folder}/mix.wav")
        lengths = [np.ptp(np.flatnonzero(np.abs(one) > 0.02)) / RATE for one in (heard, kept)]
        assert lengths[0] > 0.9
        assert lengths[1] == pytest.approx(lengths[0], abs=0.2)
        assert not notice.startswith("tone") or (has(heard, 700) and has(kept, 700))
        assert [mark["lane"] for mark in timeline_of(over) if mark["kind"] == "played"] == ["announcement"]


async def played(client: Daemon, connection_id: str) -> None:
    """Wait until the connection has played something."""
    with closing(client.watch_events(connection_id, after_sequence=0)) as watch:
        async for event in watch:
            if isinstance(event, Event) and isinstance(event.kind, ItemEnded):
                return


async def test_a_daemon_that_is_to_lose_200_ms_at_most_loses_no_more(
    start_daemon: Callable[..., DaemonProcess],
) -> None:
    daemon = await start_daemon(environment={"ODIND_RECORDINGS__MAX_LOSS_MS": "200"}).ready()
    heard = 0
    async with daemon.connect() as client:
        try:
            async with recorded(client) as (bot, apart, mixed):
                heard = await heard_on(bot, 2 * SLOTS_PER_SECOND)
                daemon.kill()
        except UnavailableError:
            await daemon.exit_code()
    assert heard - packets_with_sound(f"{apart.folder}/anna.ogg.part") <= SLOTS_PER_SECOND / 5
    assert has(samples(f"{mixed.folder}/mix.flac.part"), 500)
