"""A line: a device recorded into a connection (capture), or a connection played on a device (playback)."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import numpy as np

from odind.core.sound.meter import Meter
from odind.core.timing.clock import monotonic_ns
from odind.core.timing.tick import RATE_HZ, TICK_MS, TICK_SAMPLES

from .actions import LineLevel
from .paths import CapturePath, PlaybackPath
from .ports import Direction
from .standing import CloseRequested, DeviceOpened, DeviceReleased, LineFreed, LineStanding, SettingsChanged

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from odind.core.errors import OdindError
    from odind.core.sound.ring import Frames
    from odind.core.sound.samples import Samples
    from odind.core.timing.clock import Clock
    from odind.core.timing.tick import Ticker
    from odind.core.voice.outgoing import Outgoing

    from .echo import EchoReference
    from .ports import OpenDevice
    from .settings import LineSettings, LineShape
    from .standing import LineSignal, LineView


class Line:
    """A plug into a connection at one end, a path to a device at the other. Belongs to the loop.

    Its `view` says what it is and uses. Its keeper opens and frees devices and passes signals on; callers
    change settings and close. `news` is set when the keeper has something to do, `closed` when the line is
    over and its device free.
    """

    def __init__(
        self,
        line_id: str,
        shape: LineShape,
        settings: LineSettings,
        echo: EchoReference,
        *,
        clock: Clock,
        ticker: Ticker,
    ) -> None:
        self.line_id = line_id
        self.shape = shape
        self.news = asyncio.Event()
        self.closed = asyncio.Event()
        self.speaks = shape.channels if shape.direction is Direction.CAPTURE else 0
        self.hears = shape.channels if shape.direction is Direction.PLAYBACK else 0
        self.cancels_echo = shape.cancel_echo
        self._standing = LineStanding(line_id, shape, settings)
        self._user_id: Callable[[int], str] = str
        self._device: OpenDevice | None = None
        self._path: CapturePath | PlaybackPath | None = None
        self._echo = echo
        self._clock = clock
        self._ticker = ticker
        self._meters: dict[object, Meter] = {}
        self._gain = 0.0

    @property
    def view(self) -> LineView:
        """The line as it is now."""
        return self._standing.view

    @property
    def settings(self) -> LineSettings:
        """What the line was set to."""
        return self.view.settings

    @property
    def over(self) -> bool:
        """Whether the line is to close, or has closed."""
        return self._standing.over

    def apply(self, signal: LineSignal) -> bool:
        """Advance how the line stands; return whether its view has changed."""
        return self._standing.apply(signal)

    # for callers

    def change(self, settings: LineSettings) -> bool:
        """Follow these settings; return whether any is new."""
        self.news.set()
        return self.apply(SettingsChanged(settings))

    def close(self, detail: str) -> None:
        """Have the keeper free the device and end; `detail` says why, once."""
        self.apply(CloseRequested(detail))
        self.news.set()

    def finish(self) -> None:
        """The device is free, and the line is over."""
        self.apply(LineFreed())
        self.closed.set()

    # for the keeper

    def use(self, device_id: str, device: OpenDevice) -> None:
        """Run on this device from now on."""
        self._device = device
        buffer_ms, channels = self.shape.buffer_ms, self.shape.channels
        if self.shape.direction is Direction.CAPTURE:
            self._path = CapturePath(device, channels, buffer_ms + TICK_MS + self.shape.block_ms)
        else:
            self._path = PlaybackPath(device, channels, buffer_ms)
        self.apply(DeviceOpened(device_id))

    def release(self) -> OpenDevice | None:
        """Run on no device; return the one to close."""
        device, self._device, self._path = self._device, None, None
        if device:
            self.apply(DeviceReleased())
        return device

    # for the connection

    def plugged(self, user_id: Callable[[int], str]) -> None:
        """The line is plugged into its connection, where `user_id` tells who a peer is."""
        self._user_id = user_id

    def say(self, outgoing: Outgoing) -> Samples:
        """Return the frame that was recorded for this tick."""
        self._tell_canceller(outgoing)
        frames = (
            self._path.pop(monotonic_ns(self._clock))
            if isinstance(self._path, CapturePath)
            else self._nothing()
        )
        return self._levelled(frames).reshape(-1)

    def hear(self, heard: Mapping[int, Samples]) -> None:
        """Play the frames that the chosen peers spoke in this tick."""
        mix = self._nothing()
        for peer_id, samples in heard.items():
            if self._chosen(peer_id):
                mix += samples.reshape(-1, self.shape.channels)
        frames = self._levelled(mix).clip(-1.0, 1.0)
        if isinstance(self._path, PlaybackPath):
            self._path.push(frames, monotonic_ns(self._clock))
            self._echo.add(self._ticker.tick(), frames, self._path.delay_s)

    def unplugged(self, error: OdindError) -> None:
        """The connection is over."""
        self.close(error.message)

    def level(self, reader: object) -> LineLevel:
        """Return how the line ran since this reader's last reading; the first one starts the measurement."""
        rms, peak = self._meters.setdefault(reader, Meter()).read()
        if self._path is None or self._device is None:
            return LineLevel(self.line_id, rms, peak)
        return LineLevel(
            line_id=self.line_id,
            rms_dbfs=rms,
            peak_dbfs=peak,
            depth_ms=self._path.depth_s * 1000,
            delay_ms=self._path.delay_s * 1000,
            drift_ppm=self._path.drift_ppm,
            missed_frames=self._path.missed,
            skipped_frames=self._path.skipped,
            faults=self._device.ring.faults,
        )

    def forget_reader(self, reader: object) -> None:
        """Stop measuring for this reader."""
        self._meters.pop(reader, None)

    def _tell_canceller(self, outgoing: Outgoing) -> None:
        played = self._echo.before(self._ticker.tick())
        if played and isinstance(self._path, CapturePath):
            delay_ms = round((played[1] + self._path.delay_s) * 1000)
            outgoing.hear_playback(played[0], RATE_HZ, 1, delay_ms)

    def _nothing(self) -> Frames:
        return np.zeros((TICK_SAMPLES, self.shape.channels), np.float32)

    def _chosen(self, peer_id: int) -> bool:
        settings = self.settings
        if not settings.peer_ids and not settings.user_ids:
            return True
        return peer_id in settings.peer_ids or self._user_id(peer_id) in settings.user_ids

    def _levelled(self, frames: Frames) -> Frames:
        """Apply gain and mute; a change takes one tick to take effect, so that it does not click."""
        gain = 10 ** (self.settings.gain_db / 20)
        if self._meters:
            loud = frames * np.float32(gain)
            for meter in self._meters.values():
                meter.add(loud)
        before, self._gain = self._gain, 0.0 if self.settings.muted else gain
        if before == self._gain:
            return frames * np.float32(gain) if self._gain else np.zeros_like(frames)
        return frames * np.linspace(before, self._gain, len(frames), dtype=np.float32)[:, None]
