"""Tests a playback and a capture device: plays a chirp on one and looks for it in what the other recorded."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING, Final

import numpy as np

from odind.core.errors import UnavailableError
from odind.core.sound.chirp import RECOGNISED, find_chirp, new_chirp
from odind.core.sound.meter import Meter
from odind.core.sound.resampler import Resampler
from odind.core.timing.clock import time_limit, wait_until
from odind.core.values.late import dataclass

from .ports import Direction, OpenSpec

if TYPE_CHECKING:
    from odind.core.sound.ring import Frames, Ring
    from odind.core.timing.clock import Clock

    from .ports import DeviceStopped, OpenDevice, SoundSystem

_LEAD_S: Final = 0.5
_LISTEN_S: Final = 2.0
_ECHO_S: Final = 1.0
_RING_MS: Final = 8_000
_ALLOWANCE_S: Final = 5.0
_GLANCE_S: Final = 0.01


@dataclass(frozen=True)
class Trial:
    """How the chirp came back. The latency is from one ring to the other; 0 when the chirp was not heard."""

    playback_id: str
    capture_id: str
    heard: bool
    latency_s: float
    played_dbfs: float
    heard_dbfs: float
    noise_dbfs: float
    correlation: float


class _Watch:
    """Remembers that a device stopped by itself."""

    def __init__(self) -> None:
        self._stopped: DeviceStopped | None = None

    def __call__(self, stopped: DeviceStopped) -> None:
        self._stopped = stopped

    def require_running(self) -> None:
        """Raise UnavailableError DEVICE_LOST once a device has stopped."""
        if self._stopped:
            raise _lost(self._stopped.detail)


@dataclass(frozen=True)
class _Played:
    """A chirp, and when its first sample left the ring, in nanoseconds."""

    chirp: Frames
    sample_rate_hz: int
    at_ns: float


async def try_devices(system: SoundSystem, clock: Clock, playback_id: str, capture_id: str) -> Trial:
    """Play and record for some two seconds; raises what opening raises, and UnavailableError DEVICE_LOST."""
    watch = _Watch()
    mouth = OpenSpec(playback_id, Direction.PLAYBACK, ring_ms=_RING_MS)
    ears = OpenSpec(capture_id, Direction.CAPTURE, ring_ms=_RING_MS)
    async with (
        aclosing(await system.open(ears, watch)) as capture,
        aclosing(await system.open(mouth, watch)) as playback,
    ):
        rate = playback.sample_rate_hz
        lead, chirp, rest = np.zeros(int(_LEAD_S * rate)), new_chirp(rate), np.zeros(int(_LISTEN_S * rate))
        sound = np.concatenate((lead, chirp, rest)).astype(np.float32)
        chirp_at = playback.ring.written + len(lead)
        playback.ring.write(np.repeat(sound[:, None], playback.channels, axis=1))
        await _until(clock, playback.ring, "read", chirp_at + len(chirp), watch)
        played_at = playback.ring.moment_read(chirp_at, rate)
        echo_by = capture.ring.written + int(_ECHO_S * capture.sample_rate_hz)
        await _until(clock, capture.ring, "written", echo_by, watch)
    return _compare(mouth, ears, capture, _Played(chirp, rate, played_at))


async def _until(clock: Clock, ring: Ring, counter: str, position: int, watch: _Watch) -> None:
    """Wait until a counter of a ring has reached a position."""
    try:
        async with time_limit(clock, _ALLOWANCE_S):
            while getattr(ring, counter) < position:
                watch.require_running()
                await wait_until(clock, clock.monotonic() + _GLANCE_S)
    except TimeoutError:
        raise _lost("its clock has stopped") from None


def _lost(detail: str) -> UnavailableError:
    return UnavailableError("DEVICE_LOST", "a device stopped: {detail}", detail=detail)


def _compare(mouth: OpenSpec, ears: OpenSpec, capture: OpenDevice, played: _Played) -> Trial:
    ring = capture.ring
    first = ring.read
    recorded = np.empty((ring.depth, capture.channels), np.float32)
    ring.read_into(recorded)
    sound = recorded.mean(axis=1)
    chirp = _resampled(played.chirp, played.sample_rate_hz, capture.sample_rate_hz)
    place, correlation = find_chirp(chirp, sound)
    heard = correlation >= RECOGNISED
    heard_at = ring.moment_written(first + place, capture.sample_rate_hz)
    return Trial(
        playback_id=mouth.device_id,
        capture_id=ears.device_id,
        heard=heard,
        latency_s=(heard_at - played.at_ns) / 1e9 if heard else 0.0,
        played_dbfs=_level(chirp),
        heard_dbfs=_level(sound[place : place + len(chirp)]) if heard else _level(sound),
        noise_dbfs=_level(sound[: max(place - len(chirp) // 4, 1)]),
        correlation=correlation,
    )


def _resampled(sound: Frames, from_hz: int, to_hz: int) -> Frames:
    if from_hz == to_hz:
        return sound
    return Resampler(1, from_hz, to_hz).convert(sound[:, None])[:, 0]


def _level(sound: Frames) -> float:
    meter = Meter()
    meter.add(sound)
    return meter.read()[0]
