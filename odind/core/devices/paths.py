"""Moves samples between a device's ring and the daemon's ticks, where two clocks meet.

The daemon handles one frame of 20 ms at 48 kHz in each tick. A path keeps its ring at a target depth by
bending the resampler's speed. What cannot be bent away in time (a stall of either side) is cut once and
counted. Depths are corrected by how late the tick runs, so that a late tick does not disturb the measurement.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from odind.core.sound.drift import DriftControl, Schedule
from odind.core.sound.resampler import Resampler
from odind.core.timing.tick import RATE_HZ, TICK_S, TICK_SAMPLES

if TYPE_CHECKING:
    from odind.core.sound.ring import Frames

    from .ports import OpenDevice

_MAX_ERROR_S: Final = 0.04
"""How much deeper than its target the ring may stay before frames are cut."""
_MAX_AHEAD_S: Final = 0.03
"""How much deeper than its target a playback's ring may be for a moment before a frame is dropped."""
_CAUTION_S: Final = 0.01
_MAX_CAUTION_S: Final = 0.1
"""Extra depth added after each underrun, and its maximum."""


class CapturePath:
    """Pops frames out of a capture device. `buffer_ms` is the depth of the ring before each tick.

    `skipped` counts frames that were cut, `missed` frames of silence instead; both at the device's rate.
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
        """The measured delay from the air to the tick."""
        return self._device.ring.latency_s + self.depth_s

    @property
    def drift_ppm(self) -> float:
        """How much faster the device's clock runs than the daemon's."""
        return self._drift.drift_ppm

    def pop(self, now_ns: int) -> Frames:
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
        """Whether the ring has reached its target; if so, start exactly there."""
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
    """Pushes frames into a playback device. `buffer_ms` is the depth of the ring before each tick.

    `skipped` counts frames that were cut, `missed` frames that the device played as silence; both at the
    device's rate.
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
        """The measured delay from the tick to the air."""
        return self._device.ring.latency_s + self.depth_s

    @property
    def drift_ppm(self) -> float:
        """How much faster the daemon's clock runs than the device's."""
        return self._drift.drift_ppm

    @property
    def missed(self) -> int:
        """Frames of silence that the device played after its first frame."""
        return 0 if self._missed_before is None else self._device.ring.missed - self._missed_before

    def push(self, frames: Frames, now_ns: int) -> None:
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
        """Whether the device ran dry, or has not started yet."""
        missed, known = self._device.ring.missed, self._missed_known
        self._missed_known = missed
        if self._missed_before is None:
            self._missed_before = missed
            return True
        return missed > known

    def _pad(self) -> None:
        """Fill the ring up to its target with silence."""
        _be_careful(self._drift, self._buffer_s)
        lack = max(0, int((self._drift.target_s - self.depth_s) * self._device.sample_rate_hz))
        self._device.ring.write(np.zeros((lack, self._device.channels), np.float32))
        self.depth_s += lack / self._device.sample_rate_hz
        self._drift.restart()


def _be_careful(drift: DriftControl, buffer_s: float) -> None:
    """Aim at a deeper ring from now on, unless the device has only just started."""
    if drift.steady:
        drift.target_s = min(drift.target_s + _CAUTION_S, buffer_s + _MAX_CAUTION_S)


def _with_channels(frames: Frames, channels: int) -> Frames:
    """Convert to other channels: one gets the average, two get copies, those beyond two get silence."""
    have = frames.shape[1]
    if have == channels:
        return frames
    if channels == 1:
        return np.asarray(frames.mean(axis=1, keepdims=True), np.float32)
    spread = np.zeros((len(frames), channels), np.float32)
    spread[:, :2] = frames[:, :2]
    return spread
