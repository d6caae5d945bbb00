"""The effects of a native encoder in their order: cleaning, voice isolation, activity and gate.

Noise must be removed before voice is detected. Changes apply to a running pipeline.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import odin_voice

from odind.core.voice.processing import GainControl, NoiseSuppression

if TYPE_CHECKING:
    from odind.core.sound.samples import Samples
    from odind.core.voice.processing import Processing, VoiceActivity, VolumeGate

_MONO_GATE_OFFSET_DB: Final = -3.0
"""The native runtime measures a mono signal after spreading it to stereo, 3 dB too low."""
_USUAL_PLAYBACK: Final = (48_000, 1)
_STEREO: Final = 2
# members called None cannot be named in Python
_SUPPRESSION: Final = {
    level: getattr(odin_voice.OdinNoiseSuppressionLevel, name)
    for level, name in (
        (NoiseSuppression.NONE, "None"),
        (NoiseSuppression.LOW, "Low"),
        (NoiseSuppression.MODERATE, "Moderate"),
        (NoiseSuppression.HIGH, "High"),
        (NoiseSuppression.VERY_HIGH, "VeryHigh"),
    )
}
_GAIN_CONTROL: Final = {
    version: getattr(odin_voice.OdinGainControllerVersion, name)
    for version, name in ((GainControl.NONE, "None"), (GainControl.V1, "V1"), (GainControl.V2, "V2"))
}


class Pipeline:
    """The effects of one encoder. A disabled effect is not in the pipeline and costs nothing."""

    def __init__(self, native: odin_voice.OdinPipeline, channels: int) -> None:
        self._native = native
        self._channels = channels
        self._cleaner: int | None = None
        self._cleaning = odin_voice.OdinApmConfig()
        self._isolator: int | None = None
        self._gate: int | None = None
        self._playback = _USUAL_PLAYBACK
        self._echo_delay_ms = 0
        self._echo_is_cancelled = False

    def apply(self, processing: Processing) -> None:
        """Apply the settings."""
        self._echo_is_cancelled = processing.echo_canceller.enabled
        self._echo_delay_ms = processing.echo_canceller.delay_ms
        self._clean(_cleaning(processing) if processing.needs_cleaning else None)
        isolation = processing.voice_isolation
        self._isolate(
            odin_voice.OdinViConfig(attenuation_limit_db=isolation.attenuation_limit_db)
            if isolation.enabled
            else None
        )
        activity, gate = processing.voice_activity, processing.volume_gate
        self._open_and_close(
            _opening(activity, gate, self._channels) if activity.enabled or gate.enabled else None
        )

    def hear_playback(
        self, samples: Samples, sample_rate_hz: int, channels: int, delay_ms: int | None
    ) -> None:
        """Pass what the user hears to the echo canceller, which restarts when the layout changes."""
        if self._cleaner is None or not self._echo_is_cancelled:
            return
        if (sample_rate_hz, channels) != self._playback:
            self._playback = (sample_rate_hz, channels)
            self._replace_cleaner(self._cleaner)
        delay = self._echo_delay_ms if delay_ms is None else delay_ms
        self._native.update_apm_playback(self._cleaner, samples.data, delay)

    def _clean(self, config: odin_voice.OdinApmConfig | None) -> None:
        if config is None:
            self._remove(self._cleaner)
            self._cleaner = None
            return
        self._cleaning = config
        if self._cleaner is None:
            self._cleaner = self._insert_cleaner(config)
        else:
            self._native.set_apm_config(self._cleaner, config)

    def _insert_cleaner(self, config: odin_voice.OdinApmConfig) -> int:
        rate, channels = self._playback
        return int(self._native.insert_apm(0, rate, channels == _STEREO, config))

    def _replace_cleaner(self, effect: int) -> None:
        self._remove(effect)
        self._cleaner = self._insert_cleaner(self._cleaning)

    def _isolate(self, config: odin_voice.OdinViConfig | None) -> None:
        if config is None:
            self._remove(self._isolator)
            self._isolator = None
        elif self._isolator is None:
            self._isolator = self._native.insert_vi(0 if self._cleaner is None else 1, config)
        else:
            self._native.set_vi_config(self._isolator, config)

    def _open_and_close(self, config: odin_voice.OdinVadConfig | None) -> None:
        if config is None:
            self._remove(self._gate)
            self._gate = None
        elif self._gate is None:
            self._gate = self._native.insert_vad(self._native.effect_count, config)
        else:
            self._native.set_vad_config(self._gate, config)

    def _remove(self, effect: int | None) -> None:
        if effect is not None:
            self._native.remove_effect(effect)


@cache
def load_effects() -> odin_voice.OdinEncoder:
    """Load the model of voice isolation for good: 35 MiB, and 0.1 to 0.7 s in which nothing else runs.

    The native runtime holds the interpreter's lock meanwhile, so a thread would not help: call this before
    anybody speaks.
    It unloads the model with the last isolator, and would load it again for the next one.
    """
    keeper = odin_voice.OdinEncoder(odin_voice.OdinAudioEncoderConfig())
    keeper.pipeline.insert_vi(0, odin_voice.OdinViConfig())
    return keeper


def _cleaning(processing: Processing) -> odin_voice.OdinApmConfig:
    return odin_voice.OdinApmConfig(
        echo_canceller=processing.echo_canceller.enabled,
        high_pass_filter=processing.high_pass,
        transient_suppressor=processing.transient_suppressor,
        noise_suppression_level=_SUPPRESSION[processing.noise_suppression],
        gain_controller_version=_GAIN_CONTROL[processing.gain_control],
    )


def _opening(activity: VoiceActivity, gate: VolumeGate, channels: int) -> odin_voice.OdinVadConfig:
    """Return when to send. The constructor takes None for its default, so both are set afterwards."""
    config = odin_voice.OdinVadConfig()
    config.voice_activity = _sensitivity(activity.attack, activity.release) if activity.enabled else None
    offset = _MONO_GATE_OFFSET_DB if channels == 1 else 0.0
    config.volume_gate = (
        _sensitivity(gate.attack_dbfs + offset, gate.release_dbfs + offset) if gate.enabled else None
    )
    return config


def _sensitivity(attack: float, release: float) -> odin_voice.OdinVadSensitivity:
    return odin_voice.OdinVadSensitivity(attack, release)
