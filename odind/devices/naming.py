"""Device ids that survive restarts and re-plugging, made from the names that sound systems give.

Used by the scout process, which lists the devices, and by the host process, which finds one of them again.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PULSE: Final = "pulse"
"""Scheme of PulseAudio's devices, and name of the ALSA device that leads to them."""
_PLACE: Final = re.compile(r"\s*\(hw:[^)]*\)$")
"""The card's number, which changes with the order of plugging."""
_CONVERTERS: Final = re.compile(
    r"^(samplerate|speexrate|lavrate|upmix|vdownmix|jack|oss|null|dmix|dsnoop|sysdefault|"
    r"front|rear|center_lfe|side|surround\d+|iec958|spdif|modem|phoneline|speex)$"
)
"""ALSA's plug-ins, which PortAudio lists beside the devices."""


def pulse_id(name: str) -> str:
    """Return the id of a sink or source."""
    return f"{PULSE}:{name}"


def portaudio_ids(
    devices: Iterable[dict[str, Any]], host_apis: tuple[dict[str, Any], ...]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield an id for each device that is no plug-in: `alsa:NAME`, numbered where names repeat."""
    seen: Counter[str] = Counter()
    for device in devices:
        name = _PLACE.sub("", device["name"])
        if _CONVERTERS.match(name):
            continue
        scheme = re.sub(r"[^a-z0-9]+", "-", str(host_apis[device["hostapi"]]["name"]).lower())
        device_id = f"{scheme}:{name}"
        seen[device_id] += 1
        yield device_id + (f"#{seen[device_id]}" if seen[device_id] > 1 else ""), device
