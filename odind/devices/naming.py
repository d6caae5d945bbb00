"""Device ids that survive restarts and re-plugging, made from the names that sound systems give.

Used by the scout process, which lists the devices, and by the host process, which finds one of them again.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final, TypedDict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PULSE: Final = "pulse"
"""Scheme of PulseAudio's devices, and name of the ALSA device that leads to them."""
_PLACE: Final = re.compile(r"\s*\(hw:[^)]*\)$")
"""The card's number, which depends on the order of plugging."""
_CONVERTERS: Final = re.compile(
    r"^(samplerate|speexrate|lavrate|upmix|vdownmix|jack|oss|null|dmix|dsnoop|sysdefault|"
    r"front|rear|center_lfe|side|surround\d+|iec958|spdif|modem|phoneline|speex)$"
)
"""ALSA's plug-ins, which PortAudio lists beside the devices."""


class PortAudioDevice(TypedDict):
    """What the package sounddevice says of a device, as far as it is used here."""

    name: str
    index: int
    hostapi: int
    max_input_channels: int
    max_output_channels: int
    default_samplerate: float


class PortAudioHostApi(TypedDict):
    """What the package sounddevice says of one of PortAudio's back ends; a default device of -1 is none."""

    name: str
    default_input_device: int
    default_output_device: int


def pulse_id(name: str) -> str:
    """Return the id of a sink or source."""
    return f"{PULSE}:{name}"


def portaudio_ids(
    devices: Iterable[PortAudioDevice], host_apis: tuple[PortAudioHostApi, ...]
) -> Iterator[tuple[str, PortAudioDevice]]:
    """Yield an id for each device that is not a plug-in: `alsa:NAME`, numbered where names repeat."""
    seen: Counter[str] = Counter()
    for device in devices:
        name = _PLACE.sub("", device["name"])
        if _CONVERTERS.match(name):
            continue
        scheme = re.sub(r"[^a-z0-9]+", "-", host_apis[device["hostapi"]]["name"].lower())
        device_id = f"{scheme}:{name}"
        seen[device_id] += 1
        yield device_id + (f"#{seen[device_id]}" if seen[device_id] > 1 else ""), device
