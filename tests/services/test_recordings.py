"""RecordingService against the official core and a grid; other programs judge the files."""

from __future__ import annotations

import asyncio
import json
import subprocess
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import av
import numpy as np
import pytest

from odind.client import PER_PEER, AudioFormat, Event, messages
from odind.client.formats import OPUS
from odind.core.errors import (
    AlreadyExistsError,
    FailedPreconditionError,
    InvalidArgumentError,
    NotFoundError,
)
from odind.grid import DatagramFault

from .household import FRAME, RATE, Household, say, tone
from .test_encryption import guests_of, speak

if TYPE_CHECKING:
    import numpy.typing as npt

    from odind.core.recordings.recorder import Recorder

PACKETS = AudioFormat(sample_format=OPUS)
VOICES = {"anna": 300, "ben": 500, "carl": 700, "dora": 900, "emil": 1_100}
SETTLED = 0.3


async def ended(household: Household, recording_id: str) -> messages.Recording:
    await household.daemon.recordings.stop(recording_id)
    async with asyncio.timeout(30):
        return await household.daemon.recordings.ended(recording_id)


async def told_so_far(household: Household, connection_id: str) -> list[Event]:
    """All events on a connection, up to its end."""
    with closing(household.daemon.watch_events(connection_id, after_sequence=0)) as watch:
        return [event async for event in watch if isinstance(event, Event)]


def recorder_of(household: Household, connection_id: str) -> Recorder:
    ((recorder, _),) = household.host.find(connection_id).recorders._running.values()
    return recorder


def sound(path: Path) -> npt.NDArray[np.float32]:
    """What a file decodes to: samples by channels."""
    with av.open(str(path)) as container:
        frames = [frame.to_ndarray() for frame in container.decode(audio=0)]
        channels = container.streams.audio[0].codec_context.channels
    planes = np.concatenate(frames, axis=1)
    flat = planes.T if len(planes) == channels else planes.reshape(-1, channels)
    scale = 32_768 if flat.dtype == np.int16 else 2_147_483_648 if flat.dtype == np.int32 else 1
    return np.asarray(flat / scale, np.float32)


def share_at(samples: npt.NDArray[np.float32], hertz: float) -> float:
    """Which share of a sound's energy lies within 20 Hz of a frequency."""
    power = np.abs(np.fft.rfft(samples)) ** 2
    bins = np.fft.rfftfreq(len(samples), 1 / RATE)
    return float(power[np.abs(bins - hertz) < 20].sum() / max(power.sum(), 1e-12))


def packets(path: Path) -> list[bytes]:
    with av.open(str(path)) as container:
        return [bytes(packet) for packet in container.demux(audio=0) if packet.size]


def run(*command: str | Path) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done
    return done.stdout + done.stderr


def require_clean(path: Path) -> None:
    """Let other programs read a file, none of which may warn."""
    assert run("ffprobe", "-v", "warning", path) == ""
    match path.suffix:
        case ".ogg":
            assert "warning" not in run("opusinfo", path).lower()
        case ".flac":
            run("flac", "--test", "--silent", "--warnings-as-errors", path)
        case ".mka":
            assert "warning" not in run("mkvinfo", path).lower()


def manifest_of(recording: messages.Recording) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((Path(recording.folder) / "manifest.json").read_text())
    return document


async def test_five_voices_with_losses_lie_in_their_tracks_at_their_places_to_the_sample(
    household: Household,
):
    bot = await household.join("bot")
    peers = {name: await household.join(name) for name in VOICES}
    for name in VOICES:
        household.grid.faults.disturb(name, DatagramFault(drop=0.05))
    started = await household.daemon.recordings.start(bot.connection_id, "per_peer")
    origin = recorder_of(household, bot.connection_id)._origin * FRAME
    told: dict[str, dict[int, bytes]] = {name: {} for name in VOICES}
    async with bot.audio(receive=PACKETS, mode=PER_PEER) as stream, asyncio.TaskGroup() as tasks:

        async def listen() -> None:
            async for heard in stream:
                for frame in heard.frames:
                    if frame.opus:
                        told[frame.user_id][frame.room_sample - origin] = frame.opus

        listening = tasks.create_task(listen())
        async with asyncio.TaskGroup() as speaking:
            for name, hertz in VOICES.items():
                speaking.create_task(say(peers[name], tone(2.0, hertz)))
        await asyncio.sleep(SETTLED)
        listening.cancel()
    recording = await ended(household, started.recording_id)

    assert recording.quality == messages.RecordingQuality.RECORDING_QUALITY_OK
    folder = Path(recording.folder)
    lengths = set()
    for name, hertz in VOICES.items():
        path = folder / f"{name}.ogg"
        require_clean(path)
        found = packets(path)
        assert len(told[name]) > 60
        assert all(found[sample // FRAME] == packet for sample, packet in told[name].items())
        decoded = sound(path)
        lengths.add(len(decoded))
        assert share_at(decoded[:, 0], hertz) > 0.7
    assert lengths == {round(recording.duration.ToMilliseconds() * RATE / 1000)}
    assert {artifact.user_id for artifact in recording.artifacts if artifact.kind == 1} == set(VOICES)
    assert manifest_of(recording)["counts"]["lost"] > 0


@pytest.mark.parametrize(
    ("layout", "encoding", "file"),
    [
        ("mix", "", "mix.flac"),
        ("mix", "wav", "mix.wav"),
        ("mix", "mp3", "mix.mp3"),
        ("mix", "aac", "mix.m4a"),
        ("dual", "flac", "dual.flac"),
        ("multitrack", "", "multitrack.mka"),
        ("per_peer", "flac", "ben.flac"),
    ],
)
async def test_each_layout_holds_both_sides_of_a_conversation(
    household: Household, layout: str, encoding: str, file: str
):
    anna, ben = await household.join("anna"), await household.join("ben")
    started = await household.daemon.recordings.start(anna.connection_id, layout, encoding)
    await asyncio.gather(say(anna, tone(1.0, 400)), say(ben, tone(1.0, 900)))
    await asyncio.sleep(SETTLED)
    recording = await ended(household, started.recording_id)
    path = Path(recording.folder) / file
    require_clean(path)
    heard = sound(path)
    assert abs(len(heard) / RATE - recording.duration.ToMilliseconds() / 1000) < 0.03
    match layout:
        case "mix":
            assert share_at(heard[:, 0], 400) > 0.25
            assert share_at(heard[:, 0], 900) > 0.25
        case "dual":
            assert share_at(heard[:, 0], 400) > 0.7
            assert share_at(heard[:, 1], 900) > 0.7
        case "per_peer":
            assert share_at(heard[:, 0], 900) > 0.7
        case _:
            assert run("mkvmerge", "-i", path).count("audio (Opus)") == 2


async def test_a_room_is_recorded_by_a_bot_that_leaves_with_the_recording(household: Household):
    ben = await household.join("ben")
    started = await household.daemon.recordings.start_room("lobby", "mix", metadata={"case": "7"})
    (other,) = (await household.daemon.connection(ben.connection_id)).view.peers
    assert other.user_id == "recorder"
    assert json.loads(other.user_data.json) == {"bot": True, "role": "recorder"}
    await say(ben, tone(0.5, 600))
    await asyncio.sleep(SETTLED)
    recording = await ended(household, started.recording_id)
    assert share_at(sound(Path(recording.folder) / "mix.flac")[:, 0], 600) > 0.5
    assert manifest_of(recording)["metadata"] == dict(recording.metadata) == {"case": "7"}
    left = {type(event.kind).__name__ for event in await told_so_far(household, started.connection_id)}
    assert "ConnectionLeft" in left


@pytest.mark.parametrize(("pause", "kept_s"), [("silence", 1.0), ("omit", 0.0)])
async def test_nothing_of_a_pause_is_kept(household: Household, pause: str, kept_s: float):
    anna, ben = await household.join("anna"), await household.join("ben")
    recordings = household.daemon.recordings
    started = await recordings.start(anna.connection_id, "mix", pause=pause)
    await say(ben, tone(0.5, 500))
    await asyncio.sleep(SETTLED)
    paused = await recordings.pause(started.recording_id)
    assert paused.state == messages.CaptureState.CAPTURE_STATE_PAUSED
    with pytest.raises(FailedPreconditionError, match="RECORDING_PAUSED"):
        await recordings.pause(started.recording_id)
    await say(ben, tone(1.0, 1_500))
    await asyncio.sleep(SETTLED)
    await recordings.resume(started.recording_id)
    await say(ben, tone(0.5, 500))
    await asyncio.sleep(SETTLED)
    recording = await ended(household, started.recording_id)
    heard = sound(Path(recording.folder) / "mix.flac")[:, 0]
    assert share_at(heard, 1_500) < 0.001
    assert share_at(heard, 500) > 0.7
    timeline = (Path(recording.folder) / "timeline.jsonl").read_text()
    marks = [json.loads(line) for line in timeline.splitlines()]
    ((first,), (last,)) = (
        [mark["sample"] for mark in marks if mark["kind"] == kind] for kind in ("paused", "resumed")
    )
    assert last - first >= kept_s * RATE
    assert (last == first) is (pause == "omit")


async def test_only_who_was_chosen_is_recorded_and_limits_end_it(household: Household):
    anna, ben, carl = [await household.join(name) for name in ("anna", "ben", "carl")]
    started = await household.daemon.recordings.start(
        anna.connection_id, "per_peer", user_ids=["ben"], max_duration=timedelta(seconds=1.5)
    )
    await asyncio.gather(say(ben, tone(1.0, 500)), say(carl, tone(1.0, 700)))
    async with asyncio.timeout(20):
        recording = await household.daemon.recordings.ended(started.recording_id)
    assert recording.reason == "MAX_DURATION"
    assert recording.quality == messages.RecordingQuality.RECORDING_QUALITY_OK
    tracks = [artifact.file for artifact in recording.artifacts if artifact.user_id]
    assert tracks == ["ben.ogg"]
    assert 1.5 <= recording.duration.ToMilliseconds() / 1000 < 2


async def test_what_is_wrong_is_refused_with_its_reason(household: Household):
    anna = (await household.join("anna")).connection_id
    recordings = household.daemon.recordings
    with pytest.raises(InvalidArgumentError, match="RECORDING_NAME_INVALID"):
        await recordings.start(anna, name="../secrets")
    with pytest.raises(InvalidArgumentError, match="ENCODING_INVALID"):
        await recordings.start(anna, "mix", "opus")
    with pytest.raises(InvalidArgumentError, match="SOURCE_INVALID"):
        await recordings.start("")
    with pytest.raises(NotFoundError, match="CONNECTION_NOT_FOUND"):
        await recordings.start("c-none")
    with pytest.raises(NotFoundError, match="RECORDING_NOT_FOUND"):
        await recordings.stop("r-none")
    first = await recordings.start(anna, name="talk")
    with pytest.raises(AlreadyExistsError, match="RECORDING_NAME_TAKEN"):
        await recordings.start(anna, name="talk")
    with pytest.raises(FailedPreconditionError, match="RECORDING_NOT_PAUSED"):
        await recordings.resume(first.recording_id)
    await ended(household, first.recording_id)
    with pytest.raises(FailedPreconditionError, match="RECORDING_OVER"):
        await recordings.stop(first.recording_id)


async def test_an_empty_room_is_told_and_a_connection_that_leaves_ends_its_recording(household: Household):
    anna = await household.join("anna")
    started = await household.daemon.recordings.start(anna.connection_id, "per_peer")
    watch = household.daemon.watch_events()
    await anext(watch)
    await household.daemon.leave_room(anna.connection_id)
    async with asyncio.timeout(20):
        recording = await household.daemon.recordings.ended(started.recording_id)
        kinds = []
        while "RecordingEnded" not in kinds:
            event = await anext(watch)
            kinds.append(type(getattr(event, "kind", None)).__name__)
    watch.close()
    assert recording.reason == "CONNECTION_LEFT"
    assert recording.quality == messages.RecordingQuality.RECORDING_QUALITY_OK
    assert [artifact.file for artifact in recording.artifacts if artifact.user_id] == []
    listed = await household.daemon.recordings.list(states=["ended"])
    assert [one.recording_id for one in listed] == [started.recording_id]
    assert await household.daemon.recordings.list(states=["active"]) == []


@pytest.mark.parametrize("layout", ["per_peer", "multitrack", "mix"])
async def test_the_last_seconds_are_saved_after_they_were_said(household: Household, layout: str):
    anna, ben, carl = [await household.join(name) for name in ("anna", "ben", "carl")]
    recordings = household.daemon.recordings
    with pytest.raises(FailedPreconditionError, match="CAPTURE_RING_OFF"):
        await recordings.save_clip(anna.connection_id)
    with pytest.raises(InvalidArgumentError, match="CAPTURE_RING_INVALID"):
        await recordings.set_capture_ring(anna.connection_id, timedelta(hours=1))
    await recordings.set_capture_ring(anna.connection_id, timedelta(seconds=2))
    await say(ben, tone(2.5, 500))
    await asyncio.gather(say(ben, tone(0.8, 700)), say(carl, tone(0.8, 900)))
    await asyncio.sleep(SETTLED)
    saved = await recordings.save_clip(
        anna.connection_id, timedelta(seconds=1.5), layout, metadata={"goal": "1"}
    )
    async with asyncio.timeout(20):
        clip = await recordings.ended(saved.recording_id)
    manifest = manifest_of(clip)
    assert clip.quality == messages.RecordingQuality.RECORDING_QUALITY_OK
    assert manifest["samples"] == 1.5 * RATE
    users = [""] if layout == "mix" else ["ben", "carl"]
    assert {track["user_id"]: track["samples"] for track in manifest["tracks"]} == dict.fromkeys(
        users, manifest["samples"]
    )
    assert clip.created_at.ToMilliseconds() - clip.started_at.ToMilliseconds() == 1_500
    if layout == "per_peer":
        heard = sound(Path(clip.folder) / "ben.ogg")[:, 0]
        assert share_at(heard[-int(0.8 * RATE) :], 700) > 0.5
        assert share_at(sound(Path(clip.folder) / "carl.ogg")[:, 0], 900) > 0.7
    elif layout == "mix":
        last = sound(Path(clip.folder) / "mix.flac")[-int(0.8 * RATE) :, 0]
        assert min(share_at(last, 700), share_at(last, 900)) > 0.2
    else:
        require_clean(Path(clip.folder) / "multitrack.mka")
    await recordings.set_capture_ring(anna.connection_id, timedelta(0))
    with pytest.raises(FailedPreconditionError, match="CAPTURE_RING_OFF"):
        await recordings.save_clip(anna.connection_id)


async def test_a_recording_whose_notice_nobody_can_hear_ends(household: Household):
    anna = await household.join("anna")
    started = await household.daemon.recordings.start(anna.connection_id, notice="This is recorded.")
    async with asyncio.timeout(30):
        over = await household.daemon.recordings.ended(started.recording_id)
    assert (over.reason, over.quality) == (
        "NOTICE_FAILED",
        messages.RecordingQuality.RECORDING_QUALITY_DEGRADED,
    )
    assert "sounds" in over.detail or "speech" in over.detail


async def test_a_real_peer_is_recorded_from_the_moment_its_user_data_agrees(household: Household):
    anna = await household.join("anna")
    started = await household.daemon.recordings.start(anna.connection_id, "per_peer", consent_field="record")
    async with guests_of(household) as guests:
        ben = await guests.join("ben", user_data={"name": "Ben"})
        await speak(ben, 40)
        for agrees in (True, False):
            ben.room.send_rpc({"ChangeSelf": {"user_data": {"name": "Ben", "record": agrees}}})
            await ben.is_served()
            await asyncio.sleep(SETTLED)
            await speak(ben, 40)
        await asyncio.sleep(SETTLED)
    recording = await ended(household, started.recording_id)
    lines = [
        json.loads(line) for line in (Path(recording.folder) / "timeline.jsonl").read_text().splitlines()
    ]
    agreed, refused = (line["sample"] for line in lines if line["kind"] == "peer_changed")
    with av.open(str(Path(recording.folder) / "ben.ogg")) as container:
        packets = [packet for packet in container.demux(audio=0) if packet.size > 3]
    said = [packet.pts for packet in packets if packet.pts is not None]
    assert 35 <= len(said) <= 40
    assert agreed <= min(said)
    assert max(said) < refused
