"""The light encoder beside the native one: as loud, as late, as silent; and ahead of its time the same."""

from __future__ import annotations

from concurrent.futures import Executor, Future
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sound import compare

from odind.core.sound.format import AudioFormat, SampleFormat
from odind.core.space.place import Position
from odind.core.voice.lane_config import SendBuffer
from odind.core.voice.processing import PRESETS, Preset, preset_with
from odind.core.voice.source import PcmSource
from odind.core.voice.speaker import Speaker
from odind.runtime.odin.codecs import NativeDecoder, NativeEncoder
from odind.runtime.odin.datagram import parse_voice
from odind.runtime.odin.encoder import VoiceEncoder
from odind.runtime.odin.light import LightEncoder

from .sound import FRAME, RATE, THREADS, level, raw, settled, silence, sine, speech, white

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from odind.core.voice.ports import VoicePacket
    from odind.core.voice.processing import Processing

    from .sound import Sound

GATED: Final = raw(volume_gate={"enabled": True})
NATIVE: Final = raw(voice_isolation={"enabled": True, "attenuation_limit_db": 0.0})
"""An effect that does nothing to be heard, for which the core is needed all the same."""


def voice_encoder(processing: Processing, channels: int = 1, rate: int = RATE) -> VoiceEncoder:
    """An encoder whose caller has sent ahead."""
    encoder = VoiceEncoder(rate, channels, THREADS)
    encoder.configure(processing)
    encoder.prefetch([np.zeros(rate // 50 * channels, np.float32)] * encoder.prefetchable(5))
    return encoder


def spread(sound: Sound, channels: int) -> Sound:
    """A sound on all channels, on the second one softer."""
    return sound if channels == 1 else np.stack((sound, sound * np.float32(0.5)), 1).reshape(-1)


def heard_by(
    encoder: VoiceEncoder | NativeEncoder, sound: Sound, frame: int, channels: int, tail: int = 10
) -> Sound:
    """What a decoder of so many channels makes of a sound, frame by frame."""
    decoder, heard = NativeDecoder(RATE, channels), []
    for one in (*sound.reshape(-1, frame), *[np.zeros(frame, np.float32)] * tail):
        for datagram in encoder.encode(one):
            decoder.push(datagram)
        popped = decoder.pop(FRAME * channels)
        heard.append(np.zeros(FRAME * channels, np.float32) if popped is None else popped)
    return np.concatenate(heard)


def is_light(encoder: VoiceEncoder) -> bool:
    return isinstance(encoder._way, LightEncoder)


# Which way is taken


@pytest.mark.parametrize(
    "processing",
    [
        PRESETS[Preset.MUSIC],
        PRESETS[Preset.SPEECH],
        raw(),
        raw(pre_gain_db=6.0),
        GATED,
        raw(bitrate_bps=64_000),
        raw(expected_loss_percent=40),
    ],
)
@pytest.mark.parametrize("rate", [8_000, 22_050, 24_000, 44_100, 48_000, 192_000])
def test_sound_that_needs_no_effect_takes_the_light_way(processing: Processing, rate: int):
    assert is_light(voice_encoder(processing, rate=rate))


@pytest.mark.parametrize(
    "overrides",
    [
        {"echo_canceller": {"enabled": True}},
        {"high_pass": True},
        {"transient_suppressor": True},
        {"voice_isolation": {"enabled": True}},
        {"voice_activity": {"enabled": True}},
        {"bitrate_bps": 63_999},
        {"bitrate_bps": 256_001},
    ],
)
def test_what_needs_the_core_takes_the_native_way(overrides: dict[str, Any]):
    encoder = voice_encoder(raw(**overrides))
    assert encoder.prefetchable(1_000) == 0
    assert not is_light(encoder)


def test_the_voice_preset_and_uneven_rates_take_the_native_way():
    assert not is_light(voice_encoder(preset_with(Preset.VOICE, {})))
    assert not is_light(voice_encoder(raw(), rate=11_025))


@pytest.mark.parametrize("preset", [Preset.SPEECH, Preset.MUSIC])
def test_speech_on_the_light_way_survives_losses_as_on_the_native_one(preset: Preset):
    """Voice recovers most of what is lost; music only conceals it."""
    said = speech(6)
    likenesses = [
        compare(said, with_losses(encoder, said)).correlation
        for encoder in (NativeEncoder(RATE, 1, PRESETS[preset]), voice_encoder(PRESETS[preset]))
    ]
    native, light = likenesses
    assert light > native - 0.05
    assert (light > 0.9) == (preset is Preset.SPEECH)


def with_losses(encoder: VoiceEncoder | NativeEncoder, sound: Sound) -> Sound:
    """What is heard of a sound of which every seventh packet is lost."""
    decoder, heard = NativeDecoder(RATE, 1), []
    for number, one in enumerate(sound.reshape(-1, FRAME)):
        for datagram in encoder.encode(one):
            if number % 7:
                decoder.push(datagram)
        popped = decoder.pop(FRAME)
        heard.append(np.zeros(FRAME, np.float32) if popped is None else popped)
    return np.concatenate(heard)


# As loud and as late


def natively(channels: int, rate: int = RATE) -> NativeEncoder:
    return NativeEncoder(rate, channels, raw(bitrate_bps=64_000 * channels))


def lightly(channels: int, rate: int = RATE) -> VoiceEncoder:
    encoder = voice_encoder(raw(bitrate_bps=64_000 * channels), channels, rate)
    assert is_light(encoder)
    return encoder


SOUNDS = {"speech": speech(3, -23), "tone": sine(440, 3, -20), "noise": white(3, -30)}


@pytest.mark.parametrize("sound", SOUNDS.values(), ids=SOUNDS.keys())
@pytest.mark.parametrize("hearing", [1, 2])
@pytest.mark.parametrize("speaking", [1, 2])
def test_every_decoder_hears_it_as_loud_as_the_native_encoder(sound: Sound, speaking: int, hearing: int):
    said = spread(sound, speaking)
    native, light = (
        settled(heard_by(make(speaking), said, FRAME * speaking, hearing).reshape(-1, hearing), 0.5)
        for make in (natively, lightly)
    )
    for channel in range(hearing):
        assert level(light[:, channel]) == pytest.approx(level(native[:, channel]), abs=0.15)


@pytest.mark.parametrize("rate", [8_000, 16_000, 22_050, 24_000, 44_100, 48_000, 96_000])
def test_at_every_rate_it_is_as_loud_and_at_most_a_millisecond_later(rate: int):
    tones = [np.sin(2 * np.pi * hertz * np.arange(rate) / rate) for hertz in (300, 1_100, 700)]
    said = np.asarray(np.concatenate(tones) * np.linspace(0.05, 0.3, 3 * rate), np.float32)
    native, light = (heard_by(make(1, rate), said, rate // 50, 1) for make in (natively, lightly))
    assert level(light) == pytest.approx(level(native), abs=0.2)
    likeness = compare(native.astype(np.float64), light.astype(np.float64))
    assert likeness.correlation > 0.97
    assert likeness.lag < RATE / 1000


def test_it_is_exactly_as_late_as_the_native_encoder():
    said = white(2, -20)
    native, light = (heard_by(make(1), said, FRAME, 1).astype(np.float64) for make in (natively, lightly))
    assert compare(native, light).lag == 0


# As silent


def told(encoder: VoiceEncoder | NativeEncoder, frames: Iterable[Sound]) -> list[tuple[bool, bool, bool]]:
    """Of each frame: whether it was sent, whether as the last of a talkspurt, whether all is silent then."""
    said = []
    for frame in frames:
        packets = [parse_voice(datagram) for datagram in encoder.encode(frame)]
        said.append((bool(packets), any(packet.last for packet in packets), encoder.silent))
    return said


LEVELS = st.lists(
    st.tuples(st.sampled_from([-90.0, -52.0, -48.5, -47.5, -45.0, -42.5, -41.5, -20.0]), st.integers(1, 20)),
    min_size=1,
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(LEVELS, st.integers(1, 2))
def test_the_gate_is_that_of_the_core(script: list[tuple[float, int]], channels: int) -> None:
    gate = raw(bitrate_bps=64_000, volume_gate={"enabled": True, "attack_dbfs": -42.0, "release_dbfs": -48.0})
    light, native = voice_encoder(gate, channels), NativeEncoder(RATE, channels, gate)
    assert is_light(light)
    frames = [np.repeat(sine(500, 0.02, dbfs), channels) for dbfs, count in script for _ in range(count)]
    assert told(light, frames) == told(native, frames)


def test_a_gate_that_is_put_in_while_nothing_is_said_ends_the_talkspurt_as_the_core_does():
    quiet = list(silence(0.2).reshape(-1, FRAME))
    light, native = voice_encoder(raw()), NativeEncoder(RATE, 1, raw())
    assert told(light, quiet) == told(native, quiet)
    light.configure(GATED)
    assert native.adopt(GATED)
    assert told(light, quiet) == told(native, quiet)


def test_samples_that_are_no_numbers_do_no_harm():
    encoder = lightly(1)
    decoder = NativeDecoder(RATE, 1)
    for value in (np.nan, np.inf, -np.inf, 100.0):
        for datagram in encoder.encode(np.full(FRAME, value, np.float32)):
            decoder.push(datagram)
        popped = decoder.pop(FRAME)
        assert popped is None or np.isfinite(popped).all()
    heard = heard_by(encoder, sine(440, 1, -20), FRAME, 1, tail=0)
    assert level(settled(heard, 0.5)) == pytest.approx(-20, abs=0.3)


# Ahead of time


class Workshop(Executor):
    """Runs what is submitted at once, or never; counts the frames of each batch."""

    def __init__(self, *, idle: bool = False) -> None:
        self.batches: list[int] = []
        self._idle = idle

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.batches.append(len(args[0]))
        future: Future[Any] = Future()
        if not self._idle and future.set_running_or_notify_cancel():
            future.set_result(fn(*args, **kwargs))
        return future


_BOOTHS: list[Booth] = []


@pytest.fixture(autouse=True)
def closed_here():
    """Let go of native codecs on this thread: a garbage collection may run on those of the encoder."""
    yield
    while _BOOTHS:
        booth = _BOOTHS.pop()
        booth.encoder.close()
        booth.decoder.close()


class Booth:
    """A speaker on a voice encoder, and what it sends and a decoder hears of it, tick by tick."""

    def __init__(self, threads: Executor, processing: Processing = GATED, rate: int = RATE) -> None:
        self.encoder = VoiceEncoder(rate, 1, threads)
        self.encoder.configure(processing)
        self.format = AudioFormat(rate, 1, SampleFormat.F32LE)
        self.packets: list[VoicePacket] = []
        source = PcmSource(self.format, self.encoder)
        self.speaker = Speaker(source, self._take, SendBuffer(), lambda _: None)
        self.decoder = NativeDecoder(RATE, 1)
        self._tick = 0
        _BOOTHS.append(self)

    def _take(self, datagram: bytes) -> None:
        self.packets.append(parse_voice(datagram))
        self.decoder.push(datagram)

    def say(self, sound: Sound) -> None:
        for second in range(0, len(sound), RATE):
            self.speaker.push(self.format.encode(sound[second : second + RATE]))

    def tick(self, count: int) -> Sound:
        heard = []
        for _ in range(count):
            self.speaker.tick(self._tick)
            self._tick += 1
            popped = self.decoder.pop(FRAME)
            heard.append(np.zeros(FRAME, np.float32) if popped is None else popped)
        return np.concatenate(heard)


def steps(packets: list[VoicePacket]) -> set[tuple[int, int]]:
    """How sequence and media clock go on from packet to packet; there has to be one source."""
    assert len({packet.ssrc for packet in packets}) == 1
    return {
        (
            (after.sequence - before.sequence) % 2**32,
            (after.media_timestamp - before.media_timestamp) % 2**32,
        )
        for before, after in pairwise(packets)
    }


def live(booth: Booth) -> Booth:
    """Keep a booth from encoding ahead."""
    booth.encoder.prefetchable = lambda waiting: 0  # type: ignore[method-assign] # noqa: ARG005 - whatever waits
    return booth


@pytest.mark.parametrize("rate", [RATE, 24_000, 44_100])
@pytest.mark.parametrize("threads", [Workshop(), Workshop(idle=True), THREADS], ids=["swift", "idle", "real"])
def test_what_is_encoded_ahead_is_the_same_to_the_last_byte(threads: Executor, rate: int):
    said = np.concatenate((speech(1.2), silence(0.8), speech(0.6)))
    ahead, plain = Booth(threads, rate=rate), Booth(threads, rate=rate)
    for booth in (ahead, plain):
        booth.encoder.prefetch([np.zeros(rate // 50, np.float32)])
        assert is_light(booth.encoder)
    live(plain)
    for booth in (ahead, plain):
        booth.say(said)
        booth.tick(150)
    assert [packet.opus for packet in ahead.packets] == [packet.opus for packet in plain.packets]
    assert [packet.last for packet in ahead.packets] == [packet.last for packet in plain.packets]
    assert any(packet.last for packet in ahead.packets)


def test_a_caller_that_sends_ahead_is_encoded_in_batches_and_a_live_one_is_not():
    ahead = Workshop()
    early = Booth(ahead)
    early.say(speech(2))
    early.tick(100)
    assert sum(ahead.batches) > 85
    assert min(ahead.batches) >= 5
    assert max(ahead.batches) <= 10
    tick_by_tick = Workshop()
    late = Booth(tick_by_tick)
    for frames in speech(2).reshape(-1, 2 * FRAME):
        late.say(frames)
        late.tick(2)
    assert tick_by_tick.batches == []
    assert is_light(early.encoder)
    assert not is_light(late.encoder)


def test_threads_that_have_no_time_leave_nothing_unsaid():
    threads = Workshop(idle=True)
    booth = Booth(threads)
    booth.say(sine(440, 2, -20))
    heard = booth.tick(100)
    assert len(threads.batches) > 3
    assert (len(booth.packets), steps(booth.packets)) == (100, {(1, 1_800)})
    assert level(settled(heard, 0.5)) == pytest.approx(-20, abs=0.3)


def harshness(heard: Sound) -> float:
    """The loudest 2 ms of what is far above a tone of 440 Hz, in dB."""
    sharp = np.diff(heard.astype(np.float64), 4)
    blocks = sharp[: len(sharp) // 96 * 96].reshape(-1, 96)
    return float(10 * np.log10((blocks**2).mean(1).max() + 1e-20))


def test_a_flush_drops_what_is_encoded_ahead_and_ends_without_a_click():
    plain, ahead = live(Booth(THREADS, raw())), Booth(THREADS, raw())
    endings = []
    for booth in (plain, ahead):
        booth.say(sine(440, 1, -20))
        booth.tick(30)
        booth.speaker.flush()
        endings.append(booth.tick(20))
        assert (booth.speaker.spoken, booth.speaker._source.queued) == (30 * FRAME, 0)
        assert steps(booth.packets) == {(1, 1_800)}
    assert level(endings[1]) == pytest.approx(level(endings[0]), abs=0.5)
    assert level(endings[1][6 * FRAME :]) < -60
    assert harshness(endings[1]) < harshness(endings[0]) + 3


def test_what_is_said_right_after_a_flush_is_heard_and_nothing_else():
    booth = Booth(THREADS, raw())
    booth.say(sine(440, 1, -20))
    booth.tick(20)
    booth.speaker.flush()
    booth.say(sine(900, 1, -20))
    heard = booth.tick(60)
    assert steps(booth.packets) == {(1, 1_800)}
    blocks = heard[10 * FRAME : 48 * FRAME].reshape(-1, FRAME)
    assert [level(block) for block in blocks] == pytest.approx([-20] * len(blocks), abs=0.5)
    stats = booth.decoder.stats()
    assert (stats.packets_lost, stats.frames_concealed, stats.rewinds) == (0, 0, 0)


def test_a_place_is_told_by_the_next_packet_though_it_was_encoded_before():
    booth, place = Booth(Workshop()), (Position(3, 0.5, -0.25, 1.0), Position(9))
    booth.say(sine(440, 1, -20))
    booth.tick(10)
    booth.encoder.place(place)
    booth.tick(10)
    places = [packet.positions for packet in booth.packets]
    assert set(places[:10]) == {(Position(),)}
    assert set(places[10:]) == {place}


def test_more_gain_works_at_once_on_what_was_encoded_before():
    booth = Booth(Workshop(), raw())
    booth.say(sine(440, 2, -30))
    before = booth.tick(40)
    booth.encoder.configure(raw(pre_gain_db=12.0))
    after = booth.tick(40)
    assert level(before[20 * FRAME :]) == pytest.approx(-30, abs=0.3)
    assert level(after[4 * FRAME :]) == pytest.approx(-18, abs=0.3)
    assert steps(booth.packets) == {(1, 1_800)}


@pytest.mark.parametrize("rate", [RATE, 24_000, 44_100])
def test_from_one_way_to_the_other_and_back_in_the_midst_of_a_tone_is_not_heard(rate: int):
    booth = Booth(THREADS, raw(), rate)
    booth.say(np.asarray(np.sin(2 * np.pi * 440 * np.arange(4 * rate) / rate) / 4, np.float32))
    heard = [booth.tick(60)]
    for processing in (NATIVE, raw(), NATIVE, raw()):
        booth.encoder.configure(processing)
        assert is_light(booth.encoder) == (processing == raw())
        heard.append(booth.tick(30))
    assert steps(booth.packets) == {(1, 1_800)}
    stats = booth.decoder.stats()
    assert (stats.packets_lost, stats.frames_concealed, stats.rewinds, stats.packets_too_late) == (0, 0, 0, 0)
    if rate == RATE:  # at others the core is a frame later, which is said twice or skipped
        blocks = settled(np.concatenate(heard), 0.5).reshape(-1, 240)
        levels = np.array([level(block) for block in blocks])
        assert np.abs(levels - np.median(levels)).max() < 1


GATED_NATIVE = raw(
    volume_gate={"enabled": True}, voice_isolation={"enabled": True, "attenuation_limit_db": 0.0}
)
LOUDEST = max(level(block) for block in speech(6).reshape(-1, FRAME))


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("say"), st.integers(1, 20)),
            st.tuples(st.just("hush"), st.integers(1, 30)),
            st.tuples(st.just("tick"), st.integers(1, 40)),
            st.tuples(st.sampled_from(["flush", "native", "light"]), st.just(0)),
        ),
        min_size=1,
        max_size=30,
    ),
    st.sampled_from([RATE, 24_000, 44_100]),
)
def test_whatever_happens_nothing_is_louder_than_what_was_said(
    script: list[tuple[str, int]], rate: int
) -> None:
    booth = Booth(THREADS, rate=rate)
    said = np.asarray(
        np.interp(np.arange(6 * rate) / rate, np.arange(6 * RATE) / RATE, speech(6)), np.float32
    )
    heard = [booth.tick(1)]
    for verb, count in script:
        if verb in ("say", "hush"):
            sound = said[rate : rate + count * (rate // 50)]
            booth.say(sound if verb == "say" else np.zeros_like(sound))
        elif verb == "tick":
            heard.append(booth.tick(count))
        elif verb == "flush":
            booth.speaker.flush()
        else:
            booth.encoder.configure(GATED if verb == "light" else GATED_NATIVE)
    blocks = np.concatenate(heard).reshape(-1, FRAME)
    assert max(level(block) for block in blocks) < LOUDEST + 2


SETTINGS = {"native": NATIVE, "light": raw(), "gain": raw(pre_gain_db=3.0)}


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("say"), st.integers(1, 20)),
            st.tuples(st.just("tick"), st.integers(1, 15)),
            st.tuples(st.sampled_from(["flush", "pause", "resume", *SETTINGS]), st.just(0)),
        ),
        min_size=1,
        max_size=30,
    )
)
def test_whatever_happens_every_tick_is_sent_and_numbered(script: list[tuple[str, int]]) -> None:
    booth, ticks = Booth(THREADS, raw()), 1
    booth.tick(1)
    for verb, count in script:
        if verb == "say":
            booth.say(speech(count * 0.02))
        elif verb == "tick":
            booth.tick(count)
            ticks += count
        elif verb == "flush":
            booth.speaker.flush()
        elif verb in SETTINGS:
            booth.encoder.configure(SETTINGS[verb])
        else:
            booth.speaker.pause(paused=verb == "pause")
    assert len(booth.packets) == ticks
    assert steps(booth.packets) <= {(1, 1_800)}


@pytest.mark.parametrize("rate", [16_000, 24_000, 44_100, RATE])
@pytest.mark.parametrize("quiet_frames", [1, 30])
def test_the_first_word_of_a_caller_that_sends_ahead_is_heard_from_its_onset(rate: int, quiet_frames: int):
    tone = np.asarray(np.sin(2 * np.pi * 440 * np.arange(rate) / rate) / 4, np.float32)
    booth = Booth(THREADS, rate=rate)
    booth.tick(quiet_frames)
    booth.say(tone)
    heard = booth.tick(60)
    assert is_light(booth.encoder)
    assert steps(booth.packets) == {(1, 1_800)}
    loud = np.abs(heard) > 0.05
    onset, end = int(np.argmax(loud)), len(heard) - int(np.argmax(loud[::-1]))
    assert end - onset == pytest.approx(RATE, abs=RATE / 200)
    blocks = heard[onset + FRAME : onset + 45 * FRAME].reshape(-1, FRAME)
    assert [level(block) for block in blocks] == pytest.approx([level(tone)] * len(blocks), abs=0.5)
