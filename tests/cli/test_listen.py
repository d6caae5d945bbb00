"""Recording a room: one mix, or aligned files of every peer."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import signal
from typing import TYPE_CHECKING

import grpc
import numpy as np
import pytest

from odind.client import F32LE, MIX, PER_PEER, S16LE
from odind.v1.audio_pb2 import AudioFrame, AudioFrames, StreamAudioResponse
from tests.client.scripted_daemon import abort_with
from tests.files.full_disk import room_for

from .conversation import Mouth as AnyMouth
from .sounds import rate_of, read

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import numpy.typing as npt

    from tests.client.scripted_daemon import Context, ScriptedDaemon

    from .conftest import Odindctl
    from .conversation import Requests, Responses

    Sound = npt.NDArray[np.int16]

FRAME = 960
START = 123 * FRAME


def tone(ticks: int, channels: int = 1, rate: int = 48_000) -> Sound:
    """A tone as long as so many ticks of 20 ms."""
    time = np.arange(ticks * rate // 50) / rate
    one = (8_000 * np.sin(2 * np.pi * 440 * time)).astype("<i2")
    return np.stack([one // (1 + channel) for channel in range(channels)], axis=1)


def frames(sound: Sound, first_tick: int = 0, peer_id: int = 0, user_id: str = "") -> list[AudioFrame]:
    """The sound as frames of 20 ms, from a tick after the start on."""
    return [
        AudioFrame(
            peer_id=peer_id,
            user_id=user_id,
            room_sample=START + first_tick * FRAME + position,
            pcm=sound[position : position + FRAME].tobytes(),
            voice=True,
        )
        for position in range(0, len(sound), FRAME)
    ]


def Mouth(ticks: Iterable[Iterable[AudioFrame]], dropped: int = 0) -> AnyMouth:  # noqa: N802
    """A daemon that was listened to from the start on."""
    return AnyMouth(ticks, dropped, room_sample=START)


async def test_the_mix_is_written_sample_by_sample(
    script: ScriptedDaemon, odindctl: Odindctl, tmp_path: Path
):
    sound, out = tone(ticks=100), tmp_path / "room.wav"
    mouth = Mouth([frame] for frame in frames(sound))
    script.stream("StreamAudio", mouth.speak)

    ended = await odindctl("audio", "listen", "-c", "c-1", "--out", str(out), "--seconds", "2", "--json")

    assert ended.exit_code == 0
    assert ended.document == {
        "sample_rate_hz": 48_000,
        "channels": 1,
        "dropped": 0,
        "files": [{"path": str(out), "samples": 96_000}],
    }
    assert np.array_equal(read(out), sound)
    assert mouth.configs[0].receive_mode == MIX
    assert not mouth.configs[0].HasField("send")


async def test_rate_and_channels_are_as_asked(script: ScriptedDaemon, odindctl: Odindctl, tmp_path: Path):
    sound, out = tone(ticks=50, channels=2, rate=44_100), tmp_path / "room.flac"
    mouth = Mouth([frame] for frame in frames(sound))
    script.stream("StreamAudio", mouth.speak)

    arguments = f"--out {out} --seconds 1 --rate 44100 --channels 2".split()
    ended = await odindctl("audio", "listen", "-c", "c-1", *arguments)

    assert ended.stdout == f"{out}  1.00 s\n"
    receive = mouth.configs[0].receive
    assert (receive.sample_rate_hz, receive.channels, receive.sample_format) == (44_100, 2, S16LE)
    assert rate_of(out) == 44_100
    assert np.array_equal(read(out), sound)


async def test_peers_get_aligned_files_of_equal_length(
    script: ScriptedDaemon, odindctl: Odindctl, tmp_path: Path
):
    bob, eve = tone(ticks=10), tone(ticks=20)
    ticks = [
        *([frame] for frame in frames(bob, peer_id=4, user_id="bob")),
        *([frame] for frame in frames(eve, first_tick=25, peer_id=5, user_id="../Eve & Co")),
        *([frame] for frame in frames(bob, first_tick=40, peer_id=4)),
    ]
    mouth = Mouth(ticks, dropped=3)
    script.stream("StreamAudio", mouth.speak)

    arguments = ["--out", str(tmp_path / "talk.wav"), "--per-peer", "--seconds", "1"]
    ended = await odindctl("audio", "listen", "-c", "c-1", *arguments, "--json")

    assert mouth.configs[0].receive_mode == PER_PEER
    assert ended.document["dropped"] == 3
    bobs, eves = (tmp_path / "talk-4-bob.wav"), (tmp_path / "talk-5-.._Eve_Co.wav")
    assert ended.document["files"] == [
        {"path": str(bobs), "samples": 50 * FRAME, "peer_id": 4, "user_id": "bob"},
        {"path": str(eves), "samples": 50 * FRAME, "peer_id": 5, "user_id": "../Eve & Co"},
    ]
    assert np.array_equal(read(bobs), np.concatenate([bob, silence(30), bob]))
    assert np.array_equal(read(eves), np.concatenate([silence(25), eve, silence(5)]))
    assert not (tmp_path / "talk.wav").exists()


async def test_frames_lost_on_the_way_become_silence(
    script: ScriptedDaemon, odindctl: Odindctl, tmp_path: Path
):
    sound, out = tone(ticks=50), tmp_path / "room.wav"
    kept = [frame for tick, frame in enumerate(frames(sound)) if tick not in range(10, 20)]
    script.stream("StreamAudio", Mouth([[frame] for frame in kept], dropped=10).speak)

    ended = await odindctl("audio", "listen", "-c", "c-1", "--out", str(out), "--seconds", "1")

    assert "10 frames of 20 ms were lost" in ended.stderr
    assert np.array_equal(read(out), np.concatenate([sound[: 10 * FRAME], silence(10), sound[20 * FRAME :]]))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name)
async def test_a_signal_completes_the_file(
    script: ScriptedDaemon, odindctl: Odindctl, tmp_path: Path, number: signal.Signals
):
    out = tmp_path / "room.wav"
    script.stream("StreamAudio", Mouth([[frame] for frame in frames(tone(ticks=1))]).speak)
    process = await odindctl.start("audio", "listen", "-c", "c-1", "--out", str(out))
    assert process.stderr

    assert await process.stderr.readline() == b"listening: press Ctrl-C to stop\n"
    process.send_signal(number)
    stdout, stderr = await process.communicate()

    assert process.returncode == 0
    assert stdout.decode() == f"{out}  0.02 s\n"
    assert stderr == b""
    assert np.array_equal(read(out), tone(ticks=1))


async def test_silence_ends_after_the_time_too(script: ScriptedDaemon, odindctl: Odindctl, tmp_path: Path):
    script.stream("StreamAudio", Mouth([]).speak)
    out = tmp_path / "room.wav"

    mixed = await odindctl("audio", "listen", "-c", "c-1", "--out", str(out), "--seconds", "0.1")
    apart = await odindctl(
        "audio", "listen", "-c", "c-1", "--out", str(out), "--seconds", "0.1", "--per-peer"
    )

    assert mixed.stdout == f"{out}  0.00 s\n"
    assert apart.stdout == "nobody was heard\n"
    assert len(read(out)) == 0


async def test_what_was_heard_before_an_error_is_kept(
    script: ScriptedDaemon, odindctl: Odindctl, tmp_path: Path
):
    out, mouth = tmp_path / "room.wav", Mouth([[frame] for frame in frames(tone(ticks=5))])

    async def speak_and_leave(requests: Requests, context: Context) -> Responses:
        said = 0
        async for response in mouth.speak(requests, context):
            yield response
            said += 1
            if said == 1 + 5:
                break
        await abort_with(context, grpc.StatusCode.FAILED_PRECONDITION, "CONNECTION_LEFT", "left")

    script.stream("StreamAudio", speak_and_leave)

    ended = await odindctl("audio", "listen", "-c", "c-1", "--out", str(out), "--json")

    assert ended.exit_code == 7
    assert ended.error["reason"] == "CONNECTION_LEFT"
    assert np.array_equal(read(out), tone(ticks=5))


@pytest.mark.parametrize("ending", ["wav", "flac"])
async def test_a_full_disk_is_told_at_once_and_what_was_heard_before_is_kept(
    script: ScriptedDaemon, odindctl: Odindctl, tmp_path: Path, ending: str
):
    sound = np.random.default_rng(1).integers(-9_000, 9_000, (500 * FRAME, 1)).astype("<i2")
    out = tmp_path / f"room.{ending}"
    script.stream("StreamAudio", Mouth([frame] for frame in frames(sound)).speak)

    with room_for(100_001):
        process = await odindctl.start("audio", "listen", "-c", "c-1", "--out", str(out), "--seconds", "3600")
    _, stderr = await process.communicate()

    assert process.returncode == 3
    assert stderr.decode().splitlines()[1:] == [
        f"error: {out} ends early: File too large; it holds what was heard before (AUDIO_FILE_UNWRITABLE)"
    ]
    kept = read(out)
    assert len(kept) > 30_000
    assert np.array_equal(kept, sound[: len(kept)])


async def test_a_disk_that_is_full_from_the_start_is_told_before_anything_is_heard(
    script: ScriptedDaemon, odindctl: Odindctl, tmp_path: Path
):
    (tmp_path / "room.wav").symlink_to("/dev/full")
    script.stream("StreamAudio", Mouth([]).speak)

    ended = await odindctl("audio", "listen", "-c", "c-1", "--out", str(tmp_path / "room.wav"), "--json")

    assert ended.exit_code == 3
    assert "No space left on device" in ended.error["message"]


async def test_a_full_disk_behind_stdout_is_told_too(script: ScriptedDaemon, odindctl: Odindctl):
    script.stream("StreamAudio", Mouth([frames(tone(ticks=5))]).speak)

    full = os.open("/dev/full", os.O_WRONLY)
    process = await odindctl.start("audio", "listen", "-c", "c-1", "--out", "-", stdout=full)
    os.close(full)
    _, stderr = await process.communicate()

    assert process.returncode == 3
    assert stderr.decode() == (
        "error: stdout ends early: No space left on device; it holds what was heard before "
        "(AUDIO_FILE_UNWRITABLE)\n"
    )


@pytest.mark.parametrize("per_peer", [[], ["--per-peer"]], ids=["mix", "per peer"])
@pytest.mark.parametrize("name", ["room.nonsense", "room", "no/such/folder/room.wav"])
async def test_a_file_that_cannot_be_written_is_refused(
    script: ScriptedDaemon, odindctl: Odindctl, tmp_path: Path, name: str, per_peer: list[str]
):
    script.stream("StreamAudio", Mouth([frames(tone(ticks=1))]).speak)

    out = ["--out", str(tmp_path / name), *per_peer]
    ended = await odindctl("audio", "listen", "-c", "c-1", *out)

    assert ended.exit_code == 3
    assert "(AUDIO_FILE_UNWRITABLE)" in ended.stderr


async def test_a_refused_listener_leaves_an_earlier_recording_alone(
    script: ScriptedDaemon, odindctl: Odindctl, tmp_path: Path
):
    async def refuse(requests: Requests, context: Context) -> Responses:
        await anext(requests)
        yield await abort_with(context, grpc.StatusCode.NOT_FOUND, "CONNECTION_NOT_FOUND", "no c-1")

    script.stream("StreamAudio", refuse)
    (tmp_path / "room.wav").write_bytes(b"earlier")

    ended = await odindctl("audio", "listen", "-c", "c-1", "--out", str(tmp_path / "room.wav"))

    assert ended.exit_code == 5
    assert (tmp_path / "room.wav").read_bytes() == b"earlier"


def silence(ticks: int) -> Sound:
    return np.zeros((ticks * FRAME, 1), np.int16)


async def test_every_file_begins_where_listening_began(
    script: ScriptedDaemon, odindctl: Odindctl, tmp_path: Path
):
    bob = frames(tone(ticks=10), first_tick=15, peer_id=4, user_id="bob")
    script.stream("StreamAudio", Mouth([frame] for frame in bob).speak)

    arguments = ["--out", str(tmp_path / "talk.wav"), "--per-peer", "--seconds", "0.5"]
    await odindctl("audio", "listen", "-c", "c-1", *arguments)

    assert np.array_equal(read(tmp_path / "talk-4-bob.wav"), np.concatenate([silence(15), tone(ticks=10)]))


async def test_a_recording_is_not_longer_than_asked(
    script: ScriptedDaemon, odindctl: Odindctl, tmp_path: Path
):
    script.stream("StreamAudio", Mouth([frames(tone(ticks=20))]).speak)
    out = tmp_path / "room.wav"

    ended = await odindctl("audio", "listen", "-c", "c-1", "--out", str(out), "--seconds", "0.25")

    assert ended.stdout == f"{out}  0.25 s\n"
    assert np.array_equal(read(out), tone(ticks=20)[:12_000])


@pytest.mark.parametrize("name", ["room.ogg", "room.opus"])
@pytest.mark.parametrize("rate", [16_000, 44_100])
async def test_opus_files_of_any_rate(
    script: ScriptedDaemon, odindctl: Odindctl, tmp_path: Path, name: str, rate: int
):
    sound, out = tone(ticks=50, rate=rate), tmp_path / name
    script.stream("StreamAudio", Mouth([frames(sound)]).speak)

    ended = await odindctl(
        "audio", "listen", "-c", "c-1", "--out", str(out), "--seconds", "1", "--rate", str(rate)
    )

    assert ended.exit_code == 0
    heard = read(out)[:, 0] / 32_768
    spectrum = np.abs(np.fft.rfft(heard * np.hanning(len(heard))))
    assert rate_of(out) == 48_000
    assert len(heard) == pytest.approx(48_000, abs=960)
    assert spectrum.argmax() * 48_000 / len(heard) == pytest.approx(440, abs=2)


@pytest.mark.parametrize(
    ("arguments", "sample_format", "kind"),
    [([], S16LE, "<i2"), (["--format", "s16le"], S16LE, "<i2"), (["--format", "f32le"], F32LE, "<f4")],
)
async def test_stdout_gets_the_samples_alone(
    script: ScriptedDaemon, odindctl: Odindctl, arguments: list[str], sample_format: int, kind: str
):
    sound = tone(ticks=10, channels=2).astype(kind)
    kept = [
        AudioFrame(room_sample=START + at, pcm=sound[at : at + FRAME].tobytes(), voice=True)
        for at in range(0, len(sound), FRAME)
        if at != 3 * FRAME
    ]
    mouth = Mouth([frame] for frame in kept)
    script.stream("StreamAudio", mouth.speak)

    wanted = ["--out", "-", "--seconds", "0.2", "--channels", "2", *arguments]
    process = await odindctl.start("audio", "listen", "-c", "c-1", *wanted)
    stdout, stderr = await process.communicate()

    assert process.returncode == 0
    assert mouth.configs[0].receive.sample_format == sample_format
    sound[3 * FRAME : 4 * FRAME] = 0
    assert np.array_equal(np.frombuffer(stdout, kind).reshape(-1, 2), sound)
    assert stderr.decode().splitlines() == ["listening: press Ctrl-C to stop", "-  0.20 s"]


async def test_a_wav_can_be_piped(script: ScriptedDaemon, odindctl: Odindctl, tmp_path: Path):
    sound = tone(ticks=10, channels=2, rate=44_100)
    script.stream("StreamAudio", Mouth([frames(sound)]).speak)

    wanted = ["--out", "-", "--format", "wav", "--seconds", "0.2", "--rate", "44100", "--channels", "2"]
    process = await odindctl.start("audio", "listen", "-c", "c-1", *wanted, "--json")
    stdout, stderr = await process.communicate()

    (tmp_path / "piped.wav").write_bytes(stdout)
    assert rate_of(tmp_path / "piped.wav") == 44_100
    assert np.array_equal(read(tmp_path / "piped.wav"), sound)
    assert json.loads(stderr)["files"] == [{"path": "-", "samples": 8_820}]


@pytest.mark.parametrize("form", ["s16le", "wav"])
async def test_a_reader_that_has_enough_ends_it(script: ScriptedDaemon, odindctl: Odindctl, form: str):
    async def speak_for_ever(requests: Requests, context: Context) -> Responses:
        async for response in Mouth([]).speak(requests, context):
            yield response
            break
        for tick in itertools.count():
            yield StreamAudioResponse(frames=AudioFrames(frames=frames(tone(ticks=1), first_tick=tick)))

    script.stream("StreamAudio", speak_for_ever)
    ours, theirs = os.pipe()
    process = await odindctl.start(
        "audio", "listen", "-c", "c-1", "--out", "-", "--format", form, stdout=theirs
    )
    os.close(theirs)
    await asyncio.to_thread(os.read, ours, 100)
    os.close(ours)

    assert process.stderr
    stderr = await process.stderr.read()
    assert await process.wait() == 0
    assert b"Traceback" not in stderr
    assert b"Exception" not in stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["--out", "-", "--per-peer"],
        ["--out", "room.wav", "--format", "wav"],
        ["--out", "-", "--format", "mp3"],
    ],
)
async def test_stdout_and_files_have_options_of_their_own(odindctl: Odindctl, arguments: list[str]):
    ended = await odindctl("audio", "listen", "-c", "c-1", *arguments)

    assert ended.exit_code == 2
