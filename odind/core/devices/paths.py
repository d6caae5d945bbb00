"""The way of samples between a device's ring and the daemon's ticks, where two clocks meet.

Inside, everything is 48 kHz and one frame of 20 ms a tick. A path keeps its ring at a target depth by bending
the resampler; what cannot be bent away in time (a stall of either side) is cut, once, and counted. Depths are
what they would be had the tick run punctually, so that a late one does not disturb the measurement.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from odind.core.base.tick import RATE_HZ, TICK_S, TICK_SAMPLES
from odind.core.sound.drift import DriftControl, Schedule
from odind.core.sound.resampler import Resampler

if TYPE_CHECKING:
    from odind.core.sound.ring import Frames

    from .ports import OpenDevice

_MAX_ERROR_S: Final = 0.04
"""How much deeper than its target the ring may be for long before frames are cut."""
_MAX_AHEAD_S: Final = 0.03
_CAUTION_S: Final = 0.01
_MOST_CAUTION_S: Final = 0.1
"""What more is kept after every time that something was missing in the midst of it, and at most."""


class CapturePath:
    """Takes frames from a capture device. `buffer_ms` is the depth to keep before each tick.

    `skipped` counts frames cut away, `missed` frames of silence that stood in; both of the device's rate.
    """

    def __init__(self, device: OpenDevice, channels: int, buffer_ms: int) -> None:
        self._device = device
        self._channels = channels
        self._resampler = Resampler(channels, device.sample_rate_hz, RATE_HZ)
        self._buffer_s = buffer_ms / 1000
        self._drift = DriftControl(self._buffer_s)
        self._schedule = Schedule()
        self._filling = True
        self.depth_s = 0.0
        self.skipped = 0
        self.missed = 0

    @property
    def delay_s(self) -> float:
        """From the air to the tick, as measured."""
        return self._device.ring.latency_s + self.depth_s

    @property
    def drift_ppm(self) -> float:
        """How much faster the device's clock runs than ours."""
        return self._drift.drift_ppm

    def take(self, now_ns: int) -> Frames:
        """Return the frames of one tick; silence while the ring fills."""
        ring, rate = self._device.ring, self._device.sample_rate_hz
        depth_s = max(0.0, ring.written_by(now_ns, rate) - ring.read) / rate
        self.depth_s = depth_s - self._schedule.lateness_s(now_ns)
        if self._filling and not self._filled():
            return np.zeros((TICK_SAMPLES, self._channels), np.float32)
        speed = self._drift.update(self.depth_s)
        if self._drift.error_s > _MAX_ERROR_S:
            self._cut()
        return self._resampler.take(
            self._draw(self._resampler.needs(TICK_SAMPLES, speed)), TICK_SAMPLES, speed
        )

    def _filled(self) -> bool:
        """Whether there is enough to begin; if so, begin exactly at the target."""
        if self.depth_s < self._drift.target_s:
            return False
        self._filling = False
        self._cut()
        return True

    def _cut(self) -> None:
        excess = self.depth_s - self._drift.target_s
        cut = self._device.ring.skip(int(excess * self._device.sample_rate_hz))
        self.skipped += cut
        self.depth_s -= cut / self._device.sample_rate_hz
        self._drift.restart()

    def _draw(self, count: int) -> Frames:
        frames = np.empty((count, self._device.channels), np.float32)
        there = self._device.ring.read_into(frames)
        if there < count:
            self.missed += count - there
            self._filling = True
            _be_careful(self._drift, self._buffer_s)
        return _with_channels(frames, self._channels)


class PlaybackPath:
    """Puts frames into a playback device. `buffer_ms` is the depth to keep before each tick.

    `skipped` counts frames cut away, of the device's rate; `missed` what the device played as silence.
    """

    def __init__(self, device: OpenDevice, channels: int, buffer_ms: int) -> None:
        self._device = device
        self._channels = channels
        self._resampler = Resampler(channels, RATE_HZ, device.sample_rate_hz)
        self._buffer_s = buffer_ms / 1000
        self._drift = DriftControl(self._buffer_s)
        self._schedule = Schedule()
        self._missed_before: int | None = None
        self._missed_known = 0
        self.depth_s = 0.0
        self.skipped = 0

    @property
    def delay_s(self) -> float:
        """From the tick to the air, as measured."""
        return self._device.ring.latency_s + self.depth_s

    @property
    def drift_ppm(self) -> float:
        """How much faster our clock runs than the device's."""
        return self._drift.drift_ppm

    @property
    def missed(self) -> int:
        """Frames that the device played as silence since it got its first."""
        return 0 if self._missed_before is None else self._device.ring.missed - self._missed_before

    def put(self, frames: Frames, now_ns: int) -> None:
        """Play the frames of one tick."""
        ring, rate = self._device.ring, self._device.sample_rate_hz
        depth_s = max(0.0, ring.written - ring.read_by(now_ns, rate)) / rate
        self.depth_s = depth_s + self._schedule.lateness_s(now_ns)
        if self._starved():
            self._pad()
        if self.depth_s > self._drift.target_s + _MAX_AHEAD_S:
            self.skipped += int(TICK_S * rate)
            return
        made = self._resampler.convert(frames, self._drift.update(self.depth_s))
        self.skipped += len(made) - ring.write(_with_channels(made, self._device.channels))

    def _starved(self) -> bool:
        """Whether the device ran dry, or never had anything."""
        missed, known = self._device.ring.missed, self._missed_known
        self._missed_known = missed
        if self._missed_before is None:
            self._missed_before = missed
            return True
        return missed > known

    def _pad(self) -> None:
        """Bring the depth to its target with silence."""
        _be_careful(self._drift, self._buffer_s)
        lack = max(0, int((self._drift.target_s - self.depth_s) * self._device.sample_rate_hz))
        self._device.ring.write(np.zeros((lack, self._device.channels), np.float32))
        self.depth_s += lack / self._device.sample_rate_hz
        self._drift.restart()


def _be_careful(drift: DriftControl, buffer_s: float) -> None:
    """Keep more from now on, unless the device only began."""
    if drift.steady:
        drift.target_s = min(drift.target_s + _CAUTION_S, buffer_s + _MOST_CAUTION_S)


def _with_channels(frames: Frames, channels: int) -> Frames:
    """Bring frames to one, two or more channels: average down, copy up, silence beyond two."""
    have = frames.shape[1]
    if have == channels:
        return frames
    if channels == 1:
        return np.asarray(frames.mean(axis=1, keepdims=True), np.float32)
    spread = np.zeros((len(frames), channels), np.float32)
    spread[:, :2] = frames[:, :2]
    return spread
