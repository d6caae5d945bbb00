"""Settings of processing: what is allowed, what the presets are, and what comes of overrides."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odind.core.errors import InvalidArgumentError
from odind.core.voice.processing import (
    DEFAULT,
    PRESETS,
    Application,
    EchoCanceller,
    GainControl,
    NoiseSuppression,
    Preset,
    Processing,
    VoiceActivity,
    VoiceIsolation,
    VolumeGate,
    preset_with,
)

probability = st.floats(0, 1)
level = st.floats(-120, 0)


def ordered(values: st.SearchStrategy[float]) -> st.SearchStrategy[tuple[float, float]]:
    return st.tuples(values, values).map(lambda pair: (max(pair), min(pair)))


allowed = st.builds(
    Processing,
    preset=st.sampled_from([*PRESETS]),
    pre_gain_db=st.floats(-60, 60),
    echo_canceller=st.builds(EchoCanceller, st.booleans(), st.integers(0, 1_000)),
    high_pass=st.booleans(),
    noise_suppression=st.sampled_from(NoiseSuppression),
    transient_suppressor=st.booleans(),
    gain_control=st.sampled_from(GainControl),
    voice_isolation=st.builds(VoiceIsolation, st.booleans(), st.floats(0, 100)),
    voice_activity=ordered(probability).map(lambda pair: VoiceActivity(True, *pair)),  # noqa: FBT003
    volume_gate=ordered(level).map(lambda pair: VolumeGate(True, *pair)),  # noqa: FBT003
    bitrate_bps=st.just(0) | st.integers(500, 510_000),
    expected_loss_percent=st.integers(0, 100),
    application=st.sampled_from(Application),
)


@given(allowed)
def test_everything_within_the_bounds_is_allowed(processing: Processing):
    assert dataclasses.replace(processing) == processing
    assert processing.bitrate_for(1) == processing.bitrate_bps or processing.bitrate_bps == 0


@given(st.sampled_from([*PRESETS]), allowed)
def test_a_preset_with_every_setting_overridden_is_those_settings(preset: Preset, processing: Processing):
    overrides = dataclasses.asdict(processing) | {"preset": processing.preset}
    assert preset_with(preset, overrides) == processing


@given(st.sampled_from([*PRESETS]))
def test_a_preset_without_overrides_is_itself(preset: Preset):
    assert preset_with(preset, {}) == PRESETS[preset]
    assert PRESETS[preset].preset is preset


def test_a_group_is_overridden_in_parts():
    processing = preset_with(Preset.VOICE, {"voice_activity": {"release": 0.5}})
    assert processing.voice_activity == VoiceActivity(enabled=True, attack=0.9, release=0.5)


OUT_OF_BOUNDS: dict[str, Any] = {
    "pre_gain_db": [-60.1, 61.0],
    "bitrate_bps": [1, 499, 510_001],
    "expected_loss_percent": [-1, 101],
    "echo_canceller.delay_ms": [-1, 1_001],
    "voice_isolation.attenuation_limit_db": [-0.1, 100.5],
    "voice_activity.attack": [1.1],
    "voice_activity.release": [-0.1],
    "volume_gate.attack_dbfs": [0.1],
    "volume_gate.release_dbfs": [-121.0],
}
FLOATS = [name for name in OUT_OF_BOUNDS if not name.endswith(("bps", "percent", "ms"))]


def override(name: str, value: float) -> dict[str, Any]:
    group, _, part = name.rpartition(".")
    return {group: {part: value}} if group else {part: value}


@pytest.mark.parametrize(("name", "value"), [(n, v) for n, values in OUT_OF_BOUNDS.items() for v in values])
def test_what_is_out_of_bounds_is_refused_by_name(name: str, value: float):
    with pytest.raises(InvalidArgumentError) as caught:
        preset_with(Preset.MUSIC, override(name, value))
    assert caught.value.reason == "PROCESSING_INVALID"
    assert caught.value.metadata["setting"] == name


@pytest.mark.parametrize("name", FLOATS)
@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_refused(name: str, value: float):
    with pytest.raises(InvalidArgumentError, match="PROCESSING_INVALID"):
        preset_with(Preset.MUSIC, override(name, value))


@pytest.mark.parametrize(
    "overrides",
    [
        {"voice_activity": {"attack": 0.4, "release": 0.5}},
        {"volume_gate": {"attack_dbfs": -60.0, "release_dbfs": -59.0}},
    ],
)
def test_what_would_close_above_where_it_opens_is_refused(overrides: dict[str, Any]):
    with pytest.raises(InvalidArgumentError, match="must not be above attack"):
        preset_with(Preset.MUSIC, overrides)


def test_the_default_is_voice_for_devices_and_speech_for_programs():
    assert preset_with(Preset.AUTO, {}) == DEFAULT
    assert DEFAULT.of_source(captured=True) == PRESETS[Preset.VOICE]
    assert dataclasses.replace(DEFAULT.of_source(captured=False), captured=None) == PRESETS[Preset.SPEECH]


def test_what_auto_is_overridden_with_holds_for_both():
    processing = preset_with(Preset.AUTO, {"pre_gain_db": 3.0, "echo_canceller": {"delay_ms": 7}})
    for captured, preset in ((True, Preset.VOICE), (False, Preset.SPEECH)):
        chosen = processing.of_source(captured=captured)
        assert (chosen.preset, chosen.pre_gain_db, chosen.echo_canceller.delay_ms) == (preset, 3.0, 7)


def test_a_preset_that_was_asked_for_holds_for_devices_too():
    assert PRESETS[Preset.MUSIC].of_source(captured=True) == PRESETS[Preset.MUSIC]


def test_speech_only_leaves_silence_away():
    assert DEFAULT.application is Application.VOICE
    assert (DEFAULT.bitrate_for(1), DEFAULT.bitrate_for(2)) == (64_000, 128_000)
    assert DEFAULT.volume_gate == VolumeGate(enabled=True, attack_dbfs=-60.0, release_dbfs=-66.0)
    assert not DEFAULT.needs_cleaning
    assert not DEFAULT.voice_activity.enabled
    assert not DEFAULT.voice_isolation.enabled


def test_raw_does_nothing_at_all():
    processing = PRESETS[Preset.RAW]
    assert not processing.needs_cleaning
    assert not (processing.volume_gate.enabled)
    assert not (processing.voice_activity.enabled)


@pytest.mark.parametrize(
    "overrides",
    [
        {"echo_canceller": {"enabled": True}},
        {"high_pass": True},
        {"noise_suppression": NoiseSuppression.LOW},
        {"transient_suppressor": True},
        {"gain_control": GainControl.V1},
    ],
)
def test_each_cleaning_effect_needs_the_cleaner(overrides: dict[str, Any]):
    assert preset_with(Preset.RAW, overrides).needs_cleaning
