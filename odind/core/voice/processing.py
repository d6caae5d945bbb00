"""How a connection's sound is treated before it is sent: settings, their bounds, and presets. Pure."""

from __future__ import annotations

import math
from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from odind.core.errors import InvalidArgumentError
from odind.core.values.portable import portable

if TYPE_CHECKING:
    from collections.abc import Mapping

MIN_BITRATE_BPS: Final = 500
MAX_BITRATE_BPS: Final = 510_000
_DEFAULT_BITRATES_BPS: Final = {1: 64_000, 2: 128_000}
_GAIN_DB: Final = (-60.0, 60.0)
_LEVEL_DBFS: Final = (-120.0, 0.0)
_ATTENUATION_DB: Final = (0.0, 100.0)
_MAX_DELAY_MS: Final = 1_000


def _within(setting: str, value: float, low: float, high: float) -> None:
    if not (math.isfinite(value) and low <= value <= high):
        raise InvalidArgumentError(
            "PROCESSING_INVALID",
            "{setting} is {value} and must be {low} to {high}",
            setting=setting,
            value=value,
            low=low,
            high=high,
        )


def _ordered(setting: str, attack: float, release: float) -> None:
    if release > attack:
        raise InvalidArgumentError(
            "PROCESSING_INVALID",
            "{setting}.release is {release} and must not be above attack, {attack}",
            setting=setting,
            attack=attack,
            release=release,
        )


class Preset(Enum):
    """What the settings start from.

    AUTO, the default, is VOICE for a captured device and SPEECH for what a program streams. VOICE is for a
    live microphone. SPEECH sends speech as it is, without silence; MUSIC does so with any sound, at less than
    half the cost, but recovers from no loss. RAW sends everything.
    """

    AUTO = "auto"
    VOICE = "voice"
    SPEECH = "speech"
    MUSIC = "music"
    RAW = "raw"


class NoiseSuppression(Enum):
    """How much steady noise is removed: nothing, or about 8, 14, 19 and 21 dB in pauses."""

    NONE = "none"
    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"
    VERY_HIGH = "very_high"


class GainControl(Enum):
    """Automatic gain: V2 brings everything to about -20 dBFS, V1 raises by about 12 dB up to -15."""

    NONE = "none"
    V1 = "v1"
    V2 = "v2"


class Application(Enum):
    """What Opus is tuned for. VOICE recovers from losses by in-band correction, MUSIC has none."""

    VOICE = "voice"
    MUSIC = "music"


@portable
class VoiceActivity:
    """Sends only what sounds like speech: opens at `attack`, closes below `release`, probabilities 0 to 1.

    Adds 40 ms; nothing of the first word is lost. Raises InvalidArgumentError PROCESSING_INVALID.
    """

    enabled: bool = False
    attack: float = 0.9
    release: float = 0.8

    def __post_init__(self) -> None:
        _within("voice_activity.attack", self.attack, 0.0, 1.0)
        _within("voice_activity.release", self.release, 0.0, 1.0)
        _ordered("voice_activity", self.attack, self.release)


@portable
class VolumeGate:
    """Sends only what is loud enough: opens at `attack_dbfs`, closes below `release_dbfs`, both RMS.

    It stays open for about 300 ms after the last sound. Raises InvalidArgumentError PROCESSING_INVALID.
    """

    enabled: bool = False
    attack_dbfs: float = -60.0
    release_dbfs: float = -66.0

    def __post_init__(self) -> None:
        _within("volume_gate.attack_dbfs", self.attack_dbfs, *_LEVEL_DBFS)
        _within("volume_gate.release_dbfs", self.release_dbfs, *_LEVEL_DBFS)
        _ordered("volume_gate", self.attack_dbfs, self.release_dbfs)


@portable
class EchoCanceller:
    """Removes what the reverse stream brought. `delay_ms` is an estimate of the echo's delay.

    The official core finds the delay by itself. Raises InvalidArgumentError PROCESSING_INVALID.
    """

    enabled: bool = False
    delay_ms: int = 0

    def __post_init__(self) -> None:
        _within("echo_canceller.delay_ms", self.delay_ms, 0, _MAX_DELAY_MS)


@portable
class VoiceIsolation:
    """Removes everything but speech, by at most `attenuation_limit_db`.

    Adds 30 ms and costs 3 to 7 % of a processor core. Raises InvalidArgumentError PROCESSING_INVALID.
    """

    enabled: bool = False
    attenuation_limit_db: float = 100.0

    def __post_init__(self) -> None:
        _within("voice_isolation.attenuation_limit_db", self.attenuation_limit_db, *_ATTENUATION_DB)


@portable
class Processing:
    """All settings of one connection. Raises InvalidArgumentError PROCESSING_INVALID.

    In the order in which they work: `pre_gain_db`, then echo canceller, high-pass, noise suppression,
    transient suppressor and automatic gain in one, then voice isolation, then voice activity and gate, which
    both have to be open, then Opus. A `bitrate_bps` of 0 is 64,000 with one channel and 128,000 with two.
    With AUTO, `captured` is how a captured device is treated instead; `preset` is never AUTO.
    """

    preset: Preset = Preset.MUSIC
    pre_gain_db: float = 0.0
    echo_canceller: EchoCanceller = EchoCanceller()
    high_pass: bool = False
    noise_suppression: NoiseSuppression = NoiseSuppression.NONE
    transient_suppressor: bool = False
    gain_control: GainControl = GainControl.NONE
    voice_isolation: VoiceIsolation = VoiceIsolation()
    voice_activity: VoiceActivity = VoiceActivity()
    volume_gate: VolumeGate = VolumeGate(enabled=True)
    bitrate_bps: int = 0
    expected_loss_percent: int = 15
    application: Application = Application.MUSIC
    captured: Processing | None = None

    def __post_init__(self) -> None:
        _within("pre_gain_db", self.pre_gain_db, *_GAIN_DB)
        _within("expected_loss_percent", self.expected_loss_percent, 0, 100)
        if self.bitrate_bps:
            _within("bitrate_bps", self.bitrate_bps, MIN_BITRATE_BPS, MAX_BITRATE_BPS)

    def bitrate_for(self, channels: int) -> int:
        """The bit rate with that many channels."""
        return self.bitrate_bps or _DEFAULT_BITRATES_BPS[channels]

    def of_source(self, *, captured: bool) -> Processing:
        """Return how a captured device is treated, or what a program streams."""
        return (captured and self.captured) or self

    @property
    def needs_cleaning(self) -> bool:
        """Whether any effect between echo canceller and automatic gain works."""
        return bool(
            self.echo_canceller.enabled
            or self.high_pass
            or self.noise_suppression is not NoiseSuppression.NONE
            or self.transient_suppressor
            or self.gain_control is not GainControl.NONE
        )


PRESETS: Final[Mapping[Preset, Processing]] = {
    Preset.VOICE: Processing(
        preset=Preset.VOICE,
        high_pass=True,
        noise_suppression=NoiseSuppression.MODERATE,
        gain_control=GainControl.V2,
        voice_activity=VoiceActivity(enabled=True),
        volume_gate=VolumeGate(enabled=False),
        bitrate_bps=64_000,
        application=Application.VOICE,
    ),
    Preset.SPEECH: Processing(preset=Preset.SPEECH, application=Application.VOICE),
    Preset.MUSIC: Processing(),
    Preset.RAW: Processing(
        preset=Preset.RAW, volume_gate=VolumeGate(enabled=False), bitrate_bps=256_000, expected_loss_percent=0
    ),
}
"""All but AUTO, which chooses among them."""
DEFAULT: Final = replace(PRESETS[Preset.SPEECH], captured=PRESETS[Preset.VOICE])
"""AUTO."""


@portable
class Treatment:
    """How a connection's sound is treated: what was set, and whether a captured device spoke last."""

    processing: Processing
    captured: bool = False

    @property
    def in_force(self) -> Processing:
        """The settings that apply to who speaks, or spoke last."""
        return self.processing.of_source(captured=self.captured)


def preset_with(preset: Preset, overrides: Mapping[str, Any]) -> Processing:
    """Return a preset with some of its settings replaced; a group's settings come as a map of their own.

    Raises InvalidArgumentError PROCESSING_INVALID.
    """
    if preset is Preset.AUTO:
        captured = preset_with(Preset.VOICE, overrides)
        return replace(preset_with(Preset.SPEECH, overrides), captured=captured)
    start = PRESETS[preset]
    whole = {
        name: replace(getattr(start, name), **value) if isinstance(value, dict) else value
        for name, value in overrides.items()
    }
    return replace(start, **whole)
