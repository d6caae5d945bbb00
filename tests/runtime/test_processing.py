"""Every setting of processing does to real sound what it says, and changes under way are not heard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from odind.core.space.place import Position
from odind.core.voice.processing import DEFAULT, PRESETS, Application, GainControl, NoiseSuppression, Preset
from odind.runtime.odin.codecs import NativeEncoder
from odind.runtime.odin.encoder import VoiceEncoder

from .sound import (
    FRAME,
    RATE,
    THREADS,
    Line,
    level,
    loudest,
    pink,
    raw,
    settled,
    silence,
    sine,
    speech,
    white,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from odind.core.voice.processing import Processing

    from .sound import Sound


def heard_level(sound: Sound, processing: Processing, learning_s: float = 1.0) -> float:
    return level(settled(Line(processing).say(sound), learning_s))


# Levels


@pytest.mark.parametrize("gain_db", [-20.0, -6.0, 6.0, 20.0])
def test_the_gain_before_all_else_is_what_it_says(gain_db: float):
    tone = sine(1_000, 1, -40)
    heard = settled(Line(raw(pre_gain_db=gain_db)).say(tone), 0.3)
    assert loudest(heard, 1_000) == pytest.approx(-40 + gain_db, abs=0.2)


def test_too_much_gain_stops_at_full_scale():
    encoder = VoiceEncoder(RATE, 1, THREADS)
    encoder.configure(raw(pre_gain_db=60.0))
    assert encoder.encode(np.ones(FRAME, np.float32))
    assert float(np.abs(encoder._history[-1]).max()) == 1.0


@pytest.mark.parametrize("noise", [white, pink])
def test_each_level_of_noise_suppression_takes_away_more(noise: Callable[[float, float], Sound]):
    levels = [heard_level(noise(3, -30), raw(noise_suppression=one), 2) for one in NoiseSuppression]
    steps = -np.diff(levels)
    assert (steps > 1.5).all()
    assert levels[0] - levels[-1] > 18


def test_the_high_pass_takes_away_hum_and_leaves_voice():
    hum, voice = sine(50, 2, -20), sine(300, 2, -20)
    assert heard_level(hum, raw()) - heard_level(hum, raw(high_pass=True)) > 10
    assert heard_level(voice, raw()) - heard_level(voice, raw(high_pass=True)) < 1.5


@pytest.mark.parametrize(("version", "gain_db"), [(GainControl.V1, 6), (GainControl.V2, 15)])
def test_automatic_gain_raises_quiet_speech(version: GainControl, gain_db: float):
    quiet = speech(5, -45)
    raised = heard_level(quiet, raw(gain_control=version), 3) - heard_level(quiet, raw(), 3)
    assert raised > gain_db


def test_voice_isolation_takes_away_noise_up_to_its_limit():
    noise = pink(5, -25)
    plain, limited, full = (
        heard_level(noise, processing, 3)
        for processing in (
            raw(),
            raw(voice_isolation={"enabled": True, "attenuation_limit_db": 6.0}),
            raw(voice_isolation={"enabled": True}),
        )
    )
    assert 2 < plain - limited < 7
    assert plain - full > 9


def test_voice_isolation_leaves_speech():
    said = speech(4, -23)
    assert heard_level(said, raw(voice_isolation={"enabled": True}), 2) == pytest.approx(
        heard_level(said, raw(), 2), abs=2
    )


# Echo


def echo_left(processing: Processing, rate: int = RATE, channels: int = 1, delay_s: float = 0.06) -> float:
    """The level of an echo of speech that goes through, in the last 2 of 6 s; the echo is 10 dB below."""
    playback = speech(6, -20)
    echo = np.concatenate((silence(delay_s), playback))[: len(playback)] * np.float32(0.3)
    step = RATE // rate
    line = Line(processing)

    def play(frame: int) -> None:
        played = playback[frame * FRAME : (frame + 1) * FRAME : step]
        line.encoder.reverse(np.repeat(played, channels), rate, channels)

    return level(settled(line.say(echo, play), 4))


@pytest.mark.parametrize("delay_s", [0.02, 0.06, 0.3])
def test_the_echo_canceller_takes_away_what_is_played(delay_s: float):
    cancelled = echo_left(raw(echo_canceller={"enabled": True}), delay_s=delay_s)
    assert echo_left(raw(), delay_s=delay_s) - cancelled > 30


def test_playback_may_have_another_rate_and_two_channels():
    cancelled = echo_left(raw(echo_canceller={"enabled": True}), rate=16_000, channels=2)
    assert echo_left(raw()) - cancelled > 30


def test_playback_is_ignored_while_no_echo_is_to_be_cancelled():
    assert echo_left(raw(high_pass=True)) == pytest.approx(echo_left(raw()), abs=1)


# Silence


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize(("below", "above"), [(-30.5, -29.5), (-50.5, -49.5)])
def test_the_gate_opens_at_the_level_that_it_is_told(channels: int, below: float, above: float):
    attack = (below + above) / 2
    processing = raw(volume_gate={"enabled": True, "attack_dbfs": attack, "release_dbfs": attack - 6})
    sent = {}
    for dbfs in (below, above):
        line = Line(processing, channels)
        line.say(np.repeat(sine(440, 1, dbfs), channels))
        sent[dbfs] = len(line.packets)
    assert sent == {below: 0, above: 50}


def test_only_raw_sends_silence():
    sent = {}
    for preset, processing in PRESETS.items():
        line = Line(processing)
        line.say(silence(1))
        sent[preset] = len(line.packets)
    assert sent == {Preset.VOICE: 0, Preset.SPEECH: 0, Preset.MUSIC: 0, Preset.RAW: 50}


def test_voice_activity_sends_speech_and_no_noise_of_a_quiet_room():
    line = Line(raw(voice_activity={"enabled": True}))
    line.say(white(2, -40))
    assert len(line.packets) < 10
    line.say(speech(2))
    assert len(line.packets) > 80
    line.say(silence(1))
    assert line.packets[-1].last
    assert line.encoder.silent


def test_voice_activity_and_gate_both_have_to_be_open():
    both = raw(
        voice_activity={"enabled": True},
        volume_gate={"enabled": True, "attack_dbfs": -30.0, "release_dbfs": -36.0},
    )
    line = Line(both)
    line.say(speech(2, -50))
    assert not line.packets


# Opus


@pytest.mark.parametrize("bitrate_bps", [6_000, 16_000, 64_000, 510_000])
def test_the_bit_rate_is_kept(bitrate_bps: int):
    line = Line(raw(bitrate_bps=bitrate_bps))
    line.say(speech(1))
    expected = bitrate_bps / 50 / 8
    assert {len(packet.opus or b"") for packet in line.packets} <= {int(expected), int(expected) - 5}


def test_the_application_and_the_expected_loss_reach_opus():
    encoder = NativeEncoder(RATE, 1, raw(application=Application.VOICE, expected_loss_percent=33))
    opus = encoder._encoder.dump()["encoder"]["opus"]
    assert (opus["packet_loss_perc"], opus["signal"]) == (33, "Voice")


@pytest.mark.parametrize("channels", [1, 2])
def test_the_default_is_the_default_preset(channels: int):
    fresh, configured = NativeEncoder(RATE, channels), NativeEncoder(RATE, channels, raw())
    assert not configured.adopt(DEFAULT)
    configured = NativeEncoder(RATE, channels, PRESETS[Preset.SPEECH])
    for dump in (encoder._encoder.dump() for encoder in (fresh, configured)):
        assert dump["encoder"]["opus"]["bitrate"] == f"Bits({64_000 * channels})"
        assert [effect["type"] for effect in dump["pipeline"]] == ["vad"]


# Changes under way


def dips(heard: Sound) -> tuple[float, float]:
    """The lowest and highest level of 5 ms, in dB about the median, after half a second."""
    blocks = settled(heard, 0.5)[: len(settled(heard, 0.5)) // 240 * 240].reshape(-1, 240)
    levels = np.array([level(block) for block in blocks])
    return float((levels - np.median(levels)).min()), float((levels - np.median(levels)).max())


def say_with_changes(
    changes: dict[int, Processing], start: Processing, rate: int = RATE
) -> tuple[Line, Sound]:
    """Say a tone for 3 s, and change settings before the frames named."""
    line = Line(start, rate=rate)
    tone = np.sin(2 * np.pi * 440 * np.arange(3 * rate) / rate).astype(np.float32) / 4

    def change(frame: int) -> None:
        if frame in changes:
            line.encoder.configure(changes[frame])

    return line, line.say(tone, change)


def assert_nothing_lost(line: Line) -> None:
    steps = [
        (after.sequence - before.sequence, (after.media_timestamp - before.media_timestamp) % 2**32)
        for before, after in zip(line.packets, line.packets[1:], strict=False)
    ]
    assert set(steps) == {(1, 1_800)}
    assert len({packet.ssrc for packet in line.packets}) == 1
    stats = line.decoder.stats()
    assert (stats.packets_lost, stats.frames_concealed, stats.rewinds, stats.packets_too_late) == (0, 0, 0, 0)


PLACES = (Position(3, 0.5, -0.25, 1.0), Position(9))
ALWAYS_OPEN = {"enabled": True, "attack": 0.0, "release": 0.0}


@pytest.mark.parametrize("rate", [RATE, 16_000, 44_100])
def test_another_bit_rate_in_the_midst_of_a_tone_is_not_heard(rate: int):
    line, heard = say_with_changes({60: raw(bitrate_bps=64_000), 90: raw(bitrate_bps=128_000)}, raw(), rate)
    assert_nothing_lost(line)
    assert len(line.packets) >= 149
    assert dips(heard) == pytest.approx((0, 0), abs=1)
    assert [len(line.packets[number].opus or b"") for number in (50, 75, 140)] == [640, 160, 320]


@pytest.mark.parametrize(
    "between",
    [
        raw(volume_gate={"enabled": True}),
        raw(voice_activity=ALWAYS_OPEN),
        raw(voice_isolation={"enabled": True, "attenuation_limit_db": 0.0}),
        raw(expected_loss_percent=30),
    ],
    ids=["gate", "voice activity", "voice isolation", "expected loss"],
)
def test_an_effect_that_comes_and_goes_is_not_heard(between: Processing):
    line, heard = say_with_changes({60: between, 90: raw()}, raw())
    assert_nothing_lost(line)
    assert dips(heard) == pytest.approx((0, 0), abs=1)


def test_every_preset_after_the_other_loses_no_packet():
    changes = {
        40 + 20 * number: preset for number, preset in enumerate([*PRESETS.values(), *PRESETS.values()])
    }
    line, _ = say_with_changes(changes, raw())
    assert_nothing_lost(line)


def test_another_application_is_no_more_than_a_click():
    line, heard = say_with_changes({60: raw(application=Application.VOICE), 90: raw()}, raw())
    assert_nothing_lost(line)
    blocks = settled(heard, 0.5).reshape(-1, 240)
    assert sum(level(block) < -25 for block in blocks) <= 4


def test_the_media_clock_goes_on_through_a_swap_in_silence():
    processing = raw(volume_gate={"enabled": True})
    line = Line(processing)
    line.say(np.concatenate((sine(440, 1, -20), silence(1))))
    spoken = len(line.packets)
    assert line.packets[-1].last
    line.encoder.configure(raw(volume_gate={"enabled": True}, bitrate_bps=64_000))
    line.say(np.concatenate((silence(1), sine(440, 1, -20))))
    before, after = line.packets[spoken - 1], line.packets[spoken]
    assert after.ssrc == before.ssrc
    assert (after.sequence - before.sequence) % 2**32 == 1
    frames = (after.media_timestamp - before.media_timestamp) % 2**32 / 1_800
    assert frames == 100 - (spoken - 1) + 50 - 1 + 1


def test_a_swap_keeps_the_positions():
    line = Line(raw())
    line.encoder.place(PLACES)
    line.encoder.configure(raw(bitrate_bps=64_000))
    line.say(sine(440, 0.1, -20))
    assert {packet.positions for packet in line.packets} == {PLACES}
