"""Converts between core's processing settings and the proto's. Decides nothing but defaults."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from odind.core.errors import InvalidArgumentError
from odind.core.voice.processing import (
    PRESETS,
    Application,
    GainControl,
    NoiseSuppression,
    Preset,
    preset_with,
)
from odind.v1 import processing_pb2

if TYPE_CHECKING:
    from collections.abc import Mapping

    from google.protobuf.message import Message

    from odind.core.voice.processing import Processing, Treatment

    Code = TypeVar("Code", bound=int)
    Value = TypeVar("Value")

_PRESETS: Final = {
    processing_pb2.PROCESSING_PRESET_UNSPECIFIED: Preset.AUTO,
    processing_pb2.PROCESSING_PRESET_AUTO: Preset.AUTO,
    processing_pb2.PROCESSING_PRESET_SPEECH: Preset.SPEECH,
    processing_pb2.PROCESSING_PRESET_VOICE: Preset.VOICE,
    processing_pb2.PROCESSING_PRESET_MUSIC: Preset.MUSIC,
    processing_pb2.PROCESSING_PRESET_RAW: Preset.RAW,
}
_PRESET_CODES: Final = {
    Preset.SPEECH: processing_pb2.PROCESSING_PRESET_SPEECH,
    Preset.VOICE: processing_pb2.PROCESSING_PRESET_VOICE,
    Preset.MUSIC: processing_pb2.PROCESSING_PRESET_MUSIC,
    Preset.RAW: processing_pb2.PROCESSING_PRESET_RAW,
}
_SUPPRESSION: Final = {
    processing_pb2.NOISE_SUPPRESSION_UNSPECIFIED: None,
    processing_pb2.NOISE_SUPPRESSION_NONE: NoiseSuppression.NONE,
    processing_pb2.NOISE_SUPPRESSION_LOW: NoiseSuppression.LOW,
    processing_pb2.NOISE_SUPPRESSION_MODERATE: NoiseSuppression.MODERATE,
    processing_pb2.NOISE_SUPPRESSION_HIGH: NoiseSuppression.HIGH,
    processing_pb2.NOISE_SUPPRESSION_VERY_HIGH: NoiseSuppression.VERY_HIGH,
}
_GAIN_CONTROL: Final = {
    processing_pb2.GAIN_CONTROL_UNSPECIFIED: None,
    processing_pb2.GAIN_CONTROL_NONE: GainControl.NONE,
    processing_pb2.GAIN_CONTROL_V1: GainControl.V1,
    processing_pb2.GAIN_CONTROL_V2: GainControl.V2,
}
_APPLICATIONS: Final = {
    processing_pb2.OPUS_APPLICATION_UNSPECIFIED: None,
    processing_pb2.OPUS_APPLICATION_VOICE: Application.VOICE,
    processing_pb2.OPUS_APPLICATION_MUSIC: Application.MUSIC,
}
_SINGLES: Final = ("pre_gain_db", "high_pass", "transient_suppressor", "bitrate_bps", "expected_loss_percent")
_GROUPS: Final = {
    "echo_canceller": {"enabled": "enabled", "delay_ms": "delay_ms"},
    "voice_isolation": {"enabled": "enabled", "attenuation_limit_db": "attenuation_limit_db"},
    "voice_activity": {
        "enabled": "enabled",
        "attack_probability": "attack",
        "release_probability": "release",
    },
    "volume_gate": {"enabled": "enabled", "attack_dbfs": "attack_dbfs", "release_dbfs": "release_dbfs"},
}
"""Settings in groups: the proto's names, and core's."""


def unpack_processing(processing: processing_pb2.Processing) -> Processing:
    """Return the preset with the settings that are set; raises what ProcessingService.SetProcessing lists."""
    preset = _known("preset", _PRESETS, processing.preset)
    chosen = PRESETS.get(_known("chosen preset", _PRESETS, processing.chosen_preset))
    overrides = _overrides(processing)
    if preset is Preset.AUTO and chosen:
        overrides = {name: value for name, value in overrides.items() if not _has(chosen, name, value)}
    return preset_with(preset, overrides)


def _overrides(processing: processing_pb2.Processing) -> dict[str, object]:
    overrides: dict[str, object] = {
        "noise_suppression": _known("noise suppression", _SUPPRESSION, processing.noise_suppression),
        "gain_control": _known("gain control", _GAIN_CONTROL, processing.gain_control),
        "application": _known("application", _APPLICATIONS, processing.application),
    }
    overrides = {name: value for name, value in overrides.items() if value is not None}
    overrides |= {name: getattr(processing, name) for name in _SINGLES if processing.HasField(name)}
    return overrides | {
        name: _unpack_group(getattr(processing, name), names) for name, names in _GROUPS.items()
    }


def _has(chosen: Processing, name: str, value: object) -> bool:
    """Whether a setting is what AUTO chose, as in an answer that is put back."""
    kept = getattr(chosen, name)
    if isinstance(value, dict):
        return all(getattr(kept, part) == one for part, one in value.items())
    return bool(kept == value)


def pack_processing(treatment: Treatment) -> processing_pb2.Processing:
    """Return the proto's message of the settings in force, with all fields set."""
    processing, auto = treatment.in_force, treatment.processing.captured is not None
    groups = {
        name: {theirs: getattr(getattr(processing, name), ours) for theirs, ours in names.items()}
        for name, names in _GROUPS.items()
    }
    chosen = _PRESET_CODES[processing.preset]
    return processing_pb2.Processing(
        preset=processing_pb2.PROCESSING_PRESET_AUTO if auto else chosen,
        chosen_preset=chosen,
        noise_suppression=_code(_SUPPRESSION, processing.noise_suppression),
        gain_control=_code(_GAIN_CONTROL, processing.gain_control),
        application=_code(_APPLICATIONS, processing.application),
        **{name: getattr(processing, name) for name in _SINGLES},
        **groups,  # type: ignore[arg-type] # maps become the messages of their fields
    )


def _unpack_group(group: Message, names: Mapping[str, str]) -> dict[str, object]:
    return {ours: getattr(group, theirs) for theirs, ours in names.items() if group.HasField(theirs)}


def _known(what: str, values: Mapping[Code, Value], number: Code) -> Value:
    if number not in values:
        reason = f"{what.replace(' ', '_').upper()}_INVALID"
        raise InvalidArgumentError(reason, "{what} {number} is not known", what=what, number=number)
    return values[number]


def _code(values: Mapping[Code, object], value: object) -> Code:
    return next(number for number, one in values.items() if one is value)
