"""Every format and every control of audio streams, through the real core and grid."""

from __future__ import annotations

import asyncio
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from google.protobuf.duration_pb2 import Duration

from odind.client import (
    F32LE,
    MIX,
    OPUS,
    PER_PEER,
    S16LE,
    AudioFormat,
    AudioFrame,
    AudioStream,
    Connection,
    Daemon,
    PeerListening,
    SendBuffer,
    StreamAudioConfig,
    bytes_per_sample,
)
from odind.core.errors import FailedPreconditionError
from odind.v1 import audio_pb2

from .calm import tried_calmly
from .sounds import MUSIC, Signal, music, quality, resampled, speech
from .tape import Tape, taped
from .watching import watching

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from .processes import DaemonProcess

MIN_CORRELATION = 0.9
MIN_STOI = 0.9
"""On a calm machine speech measures 0.976 to 0.999 whatever the formats; one lost frame costs about 0.01, and
where two other programs wanted both cores the worst was 0.95."""
CLIP_S = 2.0
PACKETS = AudioFormat(sample_rate_hz=48_000, channels=1, sample_format=OPUS)


def pcm_format(rate: int, channels: int = 1, sample_format: Any = S16LE) -> AudioFormat:
    return AudioFormat(sample_rate_hz=rate, channels=channels, sample_format=sample_format)


MONO = pcm_format(48_000)
FLOAT = pcm_format(48_000, 1, F32LE)


def pcm(signal: Signal, audio_format: AudioFormat) -> bytes:
    """A signal in a format, the same on every channel."""
    samples = np.repeat(np.clip(signal, -1, 1), audio_format.channels)
    if audio_format.sample_format == F32LE:
        return samples.astype("<f4").tobytes()
    return np.minimum(np.rint(samples * 32_768), 32_767).astype("<i2").tobytes()


def clip(rate: int = 48_000) -> Signal:
    """Some seconds of speech."""
    signal, clip_rate = speech()
    return resampled(signal[: int(CLIP_S * clip_rate)], clip_rate, rate)


def tone(hertz: float, seconds: float, rate: int = 48_000) -> Signal:
    return np.asarray(0.25 * np.sin(2 * np.pi * hertz / rate * np.arange(int(seconds * rate))))


class Pair:
    """Anna, who speaks, and ben, who listens, in one room."""

    def __init__(self, daemon: Daemon, anna: Connection, ben: Connection) -> None:
        self.daemon = daemon
        self.anna = anna
        self.ben = ben
        self.anna_id = anna.view.own_peer_id

    @asynccontextmanager
    async def speaking(self, **config: Any) -> AsyncIterator[AudioStream]:
        """Anna's stream."""
        async with opened(self.daemon, self.anna, send=config.pop("send", MONO), **config) as stream:
            yield stream

    @asynccontextmanager
    async def listening(self, **config: Any) -> AsyncIterator[Tape]:
        """What ben hears."""
        async with (
            opened(self.daemon, self.ben, receive=config.pop("receive", MONO), **config) as stream,
            taped(stream) as tape,
        ):
            yield tape


def opened(daemon: Daemon, connection: Connection, **config: Any) -> AbstractAsyncContextManager[AudioStream]:
    return daemon.audio_with(config_of(connection, **config))


def config_of(connection: Connection, **config: Any) -> StreamAudioConfig:
    return StreamAudioConfig(connection_id=connection.connection_id, **config)


@pytest.fixture
async def pair(daemon: DaemonProcess, room: str) -> AsyncIterator[Pair]:
    """The two of them, new for each test."""
    async with daemon.connect() as client:
        anna = await client.join_room(room, user_id="anna")
        ben = await client.join_room(room, user_id="ben")
        await anna.set_processing(MUSIC)
        async with watching(anna) as watch:
            if not watch.snapshot.connections[0].peers:
                await watch.sees("peer_joined")
        yield Pair(client, anna, ben)
        for connection in (anna, ben):
            await connection.leave()


# Formats

RECEPTIONS = {
    "s16 mono 8 kHz, 60 ms": {"receive": pcm_format(8_000), "frame_ms": 60},
    "f32 stereo 16 kHz, 10 ms": {"receive": pcm_format(16_000, 2, F32LE), "frame_ms": 10},
    "s16 stereo 44.1 kHz, 40 ms": {"receive": pcm_format(44_100, 2), "frame_ms": 40},
    "f32 mono 48 kHz, 20 ms, five at a time": {"receive": FLOAT, "frames_per_message": 5},
    "s16 mono 96 kHz, 10 ms, five at a time": {
        "receive": pcm_format(96_000),
        "frame_ms": 10,
        "frames_per_message": 5,
    },
    "f32 stereo 192 kHz, 20 ms": {"receive": pcm_format(192_000, 2, F32LE)},
}


@pytest.mark.parametrize(
    "send",
    [
        pytest.param(pcm_format(8_000), id="s16 mono 8 kHz"),
        pytest.param(pcm_format(16_000, 2, F32LE), id="f32 stereo 16 kHz"),
        pytest.param(pcm_format(44_100, 2), id="s16 stereo 44.1 kHz"),
        pytest.param(FLOAT, id="f32 mono 48 kHz"),
        pytest.param(pcm_format(96_000, 2), id="s16 stereo 96 kHz"),
        pytest.param(pcm_format(192_000, 1, F32LE), id="f32 mono 192 kHz"),
    ],
)
async def test_speech_in_one_format_is_heard_in_every_other(pair: Pair, send: AudioFormat):
    said = clip(send.sample_rate_hz)

    async def trial() -> None:
        async with AsyncExitStack() as stack:
            tapes = {
                name: await stack.enter_async_context(pair.listening(**config))
                for name, config in RECEPTIONS.items()
            }
            stream = await stack.enter_async_context(pair.speaking(send=send))
            await stream.write(pcm(said, send))
            assert await stream.drain() == audio_pb2.SendDrained(samples=len(said))
            async with asyncio.TaskGroup() as tasks:
                for name, tape in tapes.items():
                    tasks.create_task(tape.more(400 // RECEPTIONS[name].get("frame_ms", 20)))
        for name, tape in tapes.items():
            check_reception(said, send, name, tape)

    await tried_calmly(trial)


def check_reception(said: Signal, send: AudioFormat, name: str, tape: Tape) -> None:
    """Assert that nothing is missing between the frames, and that they sound like what was said."""
    receive, rate = RECEPTIONS[name]["receive"], RECEPTIONS[name]["receive"].sample_rate_hz
    frames, per_message = tape.heard(), RECEPTIONS[name].get("frames_per_message", 1)
    assert tape.dropped == 0, name
    assert [frame.sequence for frame in frames] == list(range(1, len(frames) + 1)), name
    for one, other in pairwise(frames):
        assert other.room_sample - one.room_sample == len(one.pcm) // bytes_per_sample(receive), name
    assert len(frames[0].pcm) == rate * RECEPTIONS[name].get("frame_ms", 20) // 1000 * bytes_per_sample(
        receive
    )
    assert len(frames) >= tape.messages * per_message, name
    narrow = min(rate, send.sample_rate_hz)
    reference = resampled(resampled(said, send.sample_rate_hz, narrow), narrow, 16_000)
    for channel in tape.sound(receive):
        measured = quality(reference, resampled(channel, rate, 16_000), 16_000)
        assert measured.correlation >= MIN_CORRELATION, (name, measured)
        assert measured.stoi >= MIN_STOI, (name, measured)


async def test_packets_pass_through_out_and_in_again_without_a_bit_changed(pair: Pair):
    """Speech is heard as packets, which are stored and spoken again, and heard as packets and as sound."""
    said = clip()

    async def trial() -> None:
        async with pair.listening(receive=PACKETS) as first:
            async with pair.speaking() as stream:
                await stream.write(pcm(said, MONO))
                await stream.drain()
            heard = first.heard(pair.anna_id)
            await first.until(lambda: heard and heard[-1].gap == audio_pb2.GAP_KIND_SILENCE)
        check_packets(heard)
        stored = [frame.opus for frame in heard[:-1]]
        assert len(stored) >= CLIP_S * 50
        async with (
            pair.listening(receive=PACKETS) as again,
            pair.listening(receive=FLOAT) as sound,
            pair.speaking(send=PACKETS) as stream,
        ):
            await stream.write_opus(stored)
            assert (await stream.drain()).samples == 960 * len(stored)
            heard = again.heard(pair.anna_id)
            await again.until(lambda: heard and heard[-1].gap == audio_pb2.GAP_KIND_SILENCE)
            await sound.more(20)
        check_packets(heard)
        assert [frame.opus for frame in heard[: len(stored)]] == stored
        measured = quality(said, sound.sound(FLOAT)[0], 48_000)
        assert measured.correlation >= MIN_CORRELATION, measured
        assert measured.stoi >= MIN_STOI, measured

    await tried_calmly(trial)


def check_packets(frames: list[AudioFrame]) -> None:
    """Assert that a talkspurt is whole: every packet in its place, and silence after the last."""
    packets = frames[:-1]
    assert all(frame.opus and frame.voice and not frame.gap for frame in packets)
    assert {b.room_sample - a.room_sample for a, b in pairwise(frames)} == {960}
    clocks = {(b.media_timestamp - a.media_timestamp) % 2**32 for a, b in pairwise(packets)}
    assert clocks == {1_800}
    assert len({frame.media_id for frame in frames}) == 1


# Controls of what is said


async def test_marks_are_answered_in_order_and_at_their_positions(pair: Pair):
    async with pair.speaking() as stream:
        marks = [await stream.mark("before")]
        for number in range(4):
            await stream.write(pcm(tone(440, 0.1) if number else tone(440, 0.1234), MONO))
            marks.append(await stream.mark(f"m{number}"))
        marks.append(await stream.mark("again"))
        drained = await stream.drain()
        reached = [await mark for mark in marks]
    assert [(mark.name, mark.position) for mark in reached] == [
        ("before", 0),
        ("m0", 5_923),
        ("m1", 10_723),
        ("m2", 15_523),
        ("m3", 20_323),
        ("again", 20_323),
    ]
    assert not any(mark.flushed for mark in reached)
    assert drained.samples == 20_323


async def test_a_flush_silences_the_listener_soon_and_tells_what_it_dropped(pair: Pair):
    def loud() -> int:
        return sum(frame.level_dbfs > -40 for frame in ben.heard())

    async with pair.listening(receive_mode=MIX) as ben, pair.speaking() as stream:
        await stream.write(pcm(tone(440, 15), MONO))
        end = await stream.mark("end")
        await ben.until(lambda: loud() >= 10)
        flushed = await stream.flush()
        before = loud()
        await ben.more(50)
        assert loud() - before <= 20  # a fifth of a second in jitter buffers, doubled for a busy machine
        assert not any(frame.level_dbfs > -60 for frame in ben.heard()[-10:])
        assert flushed.dropped_samples + flushed.spoken_samples == 15 * 48_000
        assert flushed.dropped_samples > 10 * 48_000
        mark = await end
        assert (mark.name, mark.position, mark.flushed) == ("end", 15 * 48_000, True)
        # the bot answers: what comes next is heard as usual
        await stream.write(pcm(tone(880, 0.5), MONO))
        drained = await stream.drain()
        await ben.until(lambda: loud() >= before + 15)
        assert drained.samples == flushed.spoken_samples + 24_000
        assert drained.underruns == 0


async def test_a_pause_holds_the_sound_and_resuming_loses_nothing(pair: Pair):
    said = music(2.4, 48_000, seed=5)

    async def trial() -> None:
        async with pair.listening(receive=FLOAT) as ben, pair.speaking() as stream:
            await stream.write(pcm(said, MONO))
            await ben.until(lambda: sum(frame.level_dbfs > -40 for frame in ben.heard()) >= 40)
            await stream.pause()
            status = await stream.status()
            assert status.paused
            await ben.more(50)
            assert not any(frame.level_dbfs > -60 for frame in ben.heard()[-10:])
            later = await stream.status()
            assert later.queued_samples == status.queued_samples > 0
            await stream.resume()
            drained = await stream.drain()
            await ben.more(20)
        assert drained == audio_pb2.SendDrained(samples=len(said))
        (heard,) = ben.sound(FLOAT)
        for part in (said[: later.spoken_samples], said[later.spoken_samples :]):
            measured = quality(part, heard, 48_000)
            assert measured.correlation >= MIN_CORRELATION, measured

    await tried_calmly(trial)


async def test_a_short_want_of_sound_is_counted_and_a_long_one_is_not(pair: Pair):
    async def trial() -> None:
        async with pair.listening() as ben, pair.speaking() as stream:
            for wait_frames in (8, 60, 0):
                await stream.write(pcm(tone(440, 0.2), MONO))
                await (await stream.mark("said"))
                await ben.more(wait_frames)
            drained = await stream.drain()
        assert 3 <= drained.underruns <= 20
        assert drained.samples == 3 * 9_600

    await tried_calmly(trial)


async def test_a_sender_as_fast_as_it_can_be_never_overflows_a_small_buffer_and_loses_nothing(pair: Pair):
    said = music(4, 48_000, seed=8)
    buffer = SendBuffer(capacity=Duration(nanos=200_000_000))

    async def trial() -> None:
        async with pair.listening(receive=FLOAT) as ben, pair.speaking(send_buffer=buffer) as stream:
            whole = pcm(said, MONO)
            await stream.write(whole[:200_000])
            for start in range(200_000, len(whole), 998):
                await stream.write(whole[start : start + 998])
            drained = await stream.drain()
            await ben.more(20)
        assert drained.samples == len(said)
        assert drained.underruns == 0
        measured = quality(said, ben.sound(FLOAT)[0], 48_000)
        assert measured.correlation >= MIN_CORRELATION, measured

    await tried_calmly(trial)


# Lanes


def pitch(frames: list[AudioFrame]) -> float:
    """The strongest frequency of half a second of frames of 48 kHz mono."""
    sound = np.frombuffer(b"".join(frame.pcm for frame in frames), "<i2")
    return float(np.abs(np.fft.rfft(sound * np.hanning(len(sound)))).argmax() * 48_000 / len(sound))


async def test_one_call_speaks_and_listens_on_three_connections(daemon: DaemonProcess, room: str):
    pitches = (440.0, 660.0, 880.0)
    async with daemon.connect() as client:
        talkers, listeners = [
            [await client.join_room(f"{room}{number}", user_id=user_id) for number in range(3)]
            for user_id in ("talker", "listener")
        ]
        async with client.lanes() as lanes, AsyncExitStack() as stack:
            hearing = [await lanes.attach(config_of(one, receive=MONO)) for one in listeners]
            tapes = [await stack.enter_async_context(taped(stream)) for stream in hearing]
            talking = [await lanes.attach(config_of(one, send=MONO)) for one in talkers]
            for stream, hertz in zip(talking, pitches, strict=True):
                await stream.write(pcm(tone(hertz, 8), MONO))

            def loud(tape: Tape) -> int:
                return sum(frame.level_dbfs > -30 for frame in tape.heard())

            for tape, hertz in zip(tapes, pitches, strict=True):
                await tape.until(lambda tape=tape: loud(tape) >= 40)
                assert abs(pitch(tape.heard()[-25:]) - hertz) < 5
            # one leaves on each side
            await talkers[1].leave()
            await listeners[2].leave()
            await tapes[2].ends()
            with pytest.raises(FailedPreconditionError, match="CONNECTION_LEFT"):
                await talking[1].drain()
            await tapes[0].more(50)
            assert abs(pitch(tapes[0].heard()[-25:]) - pitches[0]) < 5
            assert not any(frame.level_dbfs > -60 for frame in tapes[1].heard()[-10:])
            for stream in (talking[0], talking[2]):
                await stream.flush()
                await stream.drain()


# Controls of what is heard


async def test_gain_mute_and_deafness_change_what_is_heard(pair: Pair):
    def level(tape: Tape, peer_id: int) -> float:
        return float(np.median([frame.level_dbfs for frame in tape.heard(peer_id)[-15:]]))

    async def update(**changes: Any) -> audio_pb2.UpdateListeningResponse:
        peer = PeerListening(peer_id=pair.anna_id, **changes)
        return await pair.daemon.update_listening(pair.ben.connection_id, peers=[peer])

    async with (
        pair.listening(receive=FLOAT, receive_mode=PER_PEER) as apart,
        pair.listening(receive=FLOAT, receive_mode=MIX) as mix,
        pair.listening(receive=FLOAT, receive_mode=MIX, mix_without_peer_ids=[pair.anna_id]) as without,
        pair.speaking() as stream,
    ):
        await stream.write(pcm(tone(440, 18), MONO))
        await apart.more(30, pair.anna_id)
        usual = level(apart, pair.anna_id)
        assert usual == pytest.approx(-15.05, abs=1.0)
        for gain_db in (-12.0, 6.0):
            await update(gain_db=gain_db)
            await apart.more(25, pair.anna_id)
            await mix.more(25)
            assert level(apart, pair.anna_id) - usual == pytest.approx(gain_db, abs=0.3)
            assert level(mix, 0) - usual == pytest.approx(gain_db, abs=0.3)
        assert not any(frame.voice or frame.level_dbfs > -127 for frame in without.heard())
        assert all(frame.user_id == "anna" for frame in apart.heard(pair.anna_id))

        muted = await update(muted=True)
        assert (muted.peers[0].muted, muted.peers[0].gain_db) == (True, 6.0)
        await mix.more(10)
        count = len(apart.heard(pair.anna_id))
        await mix.more(25)
        assert len(apart.heard(pair.anna_id)) == count
        assert not any(frame.voice for frame in mix.heard()[-15:])
        await update(muted=False, gain_db=0.0)
        await apart.more(25, pair.anna_id)
        assert level(apart, pair.anna_id) == pytest.approx(usual, abs=0.3)

        assert (await pair.daemon.update_listening(pair.ben.connection_id, deafened=True)).deafened
        await mix.more(10)
        count = len(apart.heard(pair.anna_id))
        await mix.more(25)
        assert len(apart.heard(pair.anna_id)) == count
        assert not any(frame.voice for frame in mix.heard()[-15:])
        await pair.daemon.update_listening(pair.ben.connection_id, deafened=False)
        await apart.more(25, pair.anna_id)
        assert level(apart, pair.anna_id) == pytest.approx(usual, abs=0.3)


async def test_those_who_watch_see_who_speaks(pair: Pair):
    async with watching(pair.ben) as ben, watching(pair.anna) as anna, pair.listening():
        for _ in range(2):
            async with pair.speaking() as stream:
                await stream.write(pcm(tone(440, 0.3), MONO))
                begun = await ben.sees("speaking_started")
                assert (begun.peer_id, begun.user_id) == (pair.anna_id, "anna")
                own = await anna.sees("speaking_started")
                assert (own.peer_id, own.user_id) == (0, "")
                await stream.drain()
                ended = await ben.sees("speaking_stopped")
                assert (ended.peer_id, ended.user_id) == (pair.anna_id, "anna")
                assert (await anna.sees("speaking_stopped")).peer_id == 0


async def test_a_listener_that_does_not_read_loses_the_oldest_and_disturbs_nobody(pair: Pair):
    broad = pcm_format(192_000, 2, F32LE)
    slow_call = pair.daemon._audio.StreamAudio()
    config = StreamAudioConfig(connection_id=pair.ben.connection_id, receive=broad)
    async with pair.listening() as ben, pair.speaking() as stream:
        await slow_call.write(audio_pb2.StreamAudioRequest(config=config))
        await slow_call.read()
        await stream.write(pcm(tone(440, 3), MONO))
        await ben.more(250)
        await stream.flush()
        assert ben.dropped == 0
        frames = ben.heard()
        assert {b.sequence - a.sequence for a, b in pairwise(frames)} == {1}
        assert {b.room_sample - a.room_sample for a, b in pairwise(frames)} == {960}

        last = dropped = 0
        while not dropped:
            heard = (await slow_call.read()).frames
            (frame,) = heard.frames
            assert frame.sequence == last + 1 + heard.dropped
            last, dropped = frame.sequence, heard.dropped
        assert 50 < dropped < 250
    slow_call.cancel()
    await asyncio.wait([asyncio.ensure_future(slow_call.wait_for_connection())])  # noqa: TID251 - it ends by itself
