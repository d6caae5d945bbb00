"""Two clocks that disagree, simulated: the device's and the daemon's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odind.core.devices.paths import CapturePath, PlaybackPath
from odind.core.devices.ports import Direction, OpenSpec
from odind.core.sound.drift import DriftControl
from odind.core.timing.tick import TICK_SAMPLES
from odind.devices.fake import FakeDevice, FakeSoundSystem

if TYPE_CHECKING:
    from collections.abc import Callable

BLOCK_S = 0.01
TICK_NS = 20_000_000


class Rig:
    """A device whose clock runs `ppm` faster than ours, in blocks of 10 ms."""

    def __init__(self, direction: Direction, ppm: float = 0.0, rate: int = 48_000, channels: int = 1) -> None:
        self.system = FakeSoundSystem()
        spec = OpenSpec("fake", direction, rate, channels)
        self.device = FakeDevice(spec, lambda _: None, self.system)
        self.block = int(rate * BLOCK_S)
        self.interval_ns = BLOCK_S * 1e9 / (1 + ppm / 1e6)
        self.due_ns = 1_003_000_000.0
        self.played: list[np.ndarray] = []
        self.blocks = 0

    def run_until(self, now_ns: int) -> None:
        """Let the device do its blocks up to that moment."""
        while self.due_ns <= now_ns:
            self.system.now_ns = int(self.due_ns)
            if self.device.spec.direction is Direction.CAPTURE:
                time = (self.blocks * self.block + np.arange(self.block)) / self.device.sample_rate_hz
                sine = np.sin(2 * np.pi * 440 * time)[:, None] * np.ones((1, self.device.channels))
                self.device.record((0.5 * sine).astype(np.float32))
            else:
                self.played.append(self.device.play(self.block))
            self.blocks += 1
            self.due_ns += self.interval_ns


def depths_of(
    rig: Rig, path: CapturePath | PlaybackPath, seconds: float, late: Callable[[int], int] = lambda _: 0
) -> np.ndarray:
    """Tick for so long; return the depth at every tick. `late` is by how many ns a tick is."""
    depths = []
    for tick in range(int(seconds * 50)):
        now = 1_000_000_000 + tick * TICK_NS + late(tick)
        rig.run_until(now)
        if isinstance(path, CapturePath):
            assert path.pop(now).shape == (TICK_SAMPLES, 1)
        else:
            path.push(np.full((TICK_SAMPLES, 1), 0.5, np.float32), now)
        depths.append(path.depth_s)
    return np.array(depths)


@pytest.mark.parametrize("ppm", [-1_000, -200, 0, 50, 300, 1_000])
@pytest.mark.parametrize("rate", [44_100, 48_000])
def test_a_minute_of_capture_drifts_less_than_half_a_block(ppm: float, rate: int):
    rig = Rig(Direction.CAPTURE, ppm, rate)
    path = CapturePath(rig.device, 1, 60)
    depths = depths_of(rig, path, 62)[100:]

    assert np.ptp(depths) < BLOCK_S / 2
    assert abs(depths[-1] - depths[0]) < BLOCK_S / 5
    assert path.missed == 0
    assert path.drift_ppm == pytest.approx(ppm, abs=25)


@pytest.mark.parametrize("ppm", [-1_000, -200, 0, 50, 300, 1_000])
@pytest.mark.parametrize("rate", [44_100, 48_000])
def test_a_minute_of_playback_drifts_less_than_half_a_block(ppm: float, rate: int):
    rig = Rig(Direction.PLAYBACK, ppm, rate)
    path = PlaybackPath(rig.device, 1, 30)
    depths = depths_of(rig, path, 62)[100:]

    assert np.ptp(depths) < BLOCK_S / 2
    assert abs(depths[-1] - depths[0]) < BLOCK_S / 5
    assert path.missed == path.skipped == 0
    assert path.drift_ppm == pytest.approx(-ppm, abs=25)


@given(seed=st.integers(0, 1_000))
@settings(max_examples=10)
def test_uneven_ticks_within_the_buffer_miss_nothing(seed: int):
    jitter = np.random.default_rng(seed).integers(0, 15_000_000, 10_000)
    capture, playback = Rig(Direction.CAPTURE, 100), Rig(Direction.PLAYBACK, 100)
    recording, playing = CapturePath(capture.device, 1, 60), PlaybackPath(playback.device, 1, 30)
    depths_of(capture, recording, 10, lambda tick: int(jitter[tick]))
    depths_of(playback, playing, 10, lambda tick: int(jitter[tick]))

    assert (recording.missed, recording.skipped > 4_800) == (0, False)
    assert (playing.missed, playing.skipped) == (0, 0)


def test_a_recorded_sine_comes_through_without_a_seam():
    rig = Rig(Direction.CAPTURE, 200)
    path = CapturePath(rig.device, 1, 60)
    frames = []
    for tick in range(500):
        now = 1_000_000_000 + tick * TICK_NS
        rig.run_until(now)
        frames.append(path.pop(now))
    sound = np.concatenate(frames)[9_600:, 0]

    assert np.abs(np.diff(sound)).max() < 0.5 * 2 * np.pi * 440 / 48_000 * 1.01


def test_a_tick_that_stalls_is_made_up_for_and_the_delay_is_what_it_was():
    rig = Rig(Direction.CAPTURE)
    path = CapturePath(rig.device, 1, 60)
    calm = depths_of(rig, path, 5)[-1]
    stalled_at = 1_000_000_000 + 250 * TICK_NS
    for tick in range(40):
        now = stalled_at + max(tick * TICK_NS, 300_000_000 + tick * 5_000_000)
        rig.run_until(now)
        path.pop(now)

    assert path.missed == 0
    assert path.depth_s == pytest.approx(calm, abs=0.002)


def test_a_device_that_stalls_is_silence_and_then_goes_on_with_more_caution():
    rig = Rig(Direction.CAPTURE)
    path = CapturePath(rig.device, 1, 60)
    before = depths_of(rig, path, 5)[-1]
    rig.due_ns += 500_000_000
    start = 1_000_000_000 + 250 * TICK_NS
    for tick in range(300):
        rig.run_until(start + tick * TICK_NS)
        frames = path.pop(start + tick * TICK_NS)

    assert path.missed > 0
    assert path.depth_s == pytest.approx(before + 0.01, abs=0.006)
    assert np.abs(frames).max() > 0.4


def test_a_daemon_that_stalls_leaves_a_playback_no_later_than_before():
    rig = Rig(Direction.PLAYBACK)
    path = PlaybackPath(rig.device, 1, 30)
    before = depths_of(rig, path, 5)[-1]
    start = 1_000_000_000 + 250 * TICK_NS
    for tick in range(300):
        now = start + max(tick * TICK_NS, 400_000_000 + tick * 5_000_000)
        rig.run_until(now)
        path.push(np.full((TICK_SAMPLES, 1), 0.5, np.float32), now)

    assert path.missed > 0
    assert path.skipped > 0
    assert path.depth_s <= before + 0.042


def test_one_channel_becomes_two_and_two_become_one():
    rig = Rig(Direction.CAPTURE, channels=2)
    path = CapturePath(rig.device, 1, 60)
    depths_of(rig, path, 1)
    out = Rig(Direction.PLAYBACK, channels=2)
    depths_of(out, PlaybackPath(out.device, 1, 30), 1)

    assert np.allclose(out.played[-1], 0.5, atol=0.01)


def test_a_device_with_more_channels_than_two_gets_silence_on_the_others():
    rig = Rig(Direction.PLAYBACK, channels=4)
    depths_of(rig, PlaybackPath(rig.device, 1, 30), 1)

    assert np.allclose(rig.played[-1], [[0.5, 0.5, 0, 0]], atol=0.01)


@given(start=st.floats(-0.2, 0.2), ppm=st.floats(-2_000, 2_000))
def test_the_speed_is_never_bent_so_that_it_is_heard(start: float, ppm: float):
    control, depth = DriftControl(0.06), 0.06 + start
    for _ in range(3_000):
        speed = control.update(depth)
        depth += (1 + ppm / 1e6 - speed) * 0.02
        assert abs(speed - 1) <= 0.010
