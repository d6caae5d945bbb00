"""A line: one device recorded into a connection (a capture), or a connection played on one (a playback)."""

from __future__ import annotations

import asyncio
from enum import Enum
from typing import TYPE_CHECKING, Final

import numpy as np

from odind.core.base.clock import monotonic_ns
from odind.core.base.errors import InvalidArgumentError
from odind.core.base.portable import portable
from odind.core.base.tick import RATE_HZ, TICK_SAMPLES

from .paths import CapturePath, PlaybackPath
from .ports import DEFAULT, Direction

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from odind.core.base.clock import Clock
    from odind.core.base.errors import OdindError
    from odind.core.base.tick import Ticker
    from odind.core.sound.ring import Frames
    from odind.core.sound.samples import Samples
    from odind.core.voice.outgoing import Outgoing

    from .echo import EchoReference
    from .ports import OpenDevice

MIN_GAIN_DB: Final = -60.0
MAX_GAIN_DB: Final = 40.0
MIN_BLOCK_MS: Final = 5
MAX_BLOCK_MS: Final = 60
MAX_BUFFER_MS: Final = 500
SILENCE_DBFS: Final = -120.0


class LineState(Enum):
    """Whether a line has its device."""

    RUNNING = "running"
    WAITING = "waiting"
    RECOVERING = "recovering"
    CLOSED = "closed"


@portable
class LineSettings:
    """What can be changed while a line is open. Peers are chosen by id or user id; nobody named is all.

    Raises InvalidArgumentError GAIN_INVALID.
    """

    device_id: str = DEFAULT
    follow_default: bool = False
    gain_db: float = 0.0
    muted: bool = False
    peer_ids: tuple[int, ...] = ()
    user_ids: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not MIN_GAIN_DB <= self.gain_db <= MAX_GAIN_DB:
            raise InvalidArgumentError(
                "GAIN_INVALID",
                "a gain of {gain} dB is not within {low} to {high}",
                gain=self.gain_db,
                low=MIN_GAIN_DB,
                high=MAX_GAIN_DB,
            )


@portable
class LineShape:
    """What a line is opened with and keeps. Raises InvalidArgumentError, see `__post_init__`.

    `buffer_ms` is how uneven either clock may run before something is missing; it is latency.
    """

    direction: Direction
    connection_id: str
    channels: int = 1
    sample_rate_hz: int = RATE_HZ
    block_ms: int = 10
    buffer_ms: int = 30
    cancel_echo: bool = False

    def __post_init__(self) -> None:
        """Raise CHANNELS_INVALID, SAMPLE_RATE_INVALID, BLOCK_INVALID, BUFFER_INVALID."""
        _within("CHANNELS_INVALID", "channels", self.channels, 1, 2)
        _within("SAMPLE_RATE_INVALID", "samples a second", self.sample_rate_hz, 8_000, 192_000)
        _within("BLOCK_INVALID", "ms of block", self.block_ms, MIN_BLOCK_MS, MAX_BLOCK_MS)
        _within("BUFFER_INVALID", "ms of buffer", self.buffer_ms, 0, MAX_BUFFER_MS)


@portable
class LineView:
    """A line at one moment. `device_id` is the device it really uses, "" while it has none."""

    line_id: str
    shape: LineShape
    settings: LineSettings
    state: LineState
    device_id: str
    detail: str = ""


@portable
class LineLevel:
    """How a line runs. Levels are of the time since the last reading, after gain and before mute."""

    line_id: str
    rms_dbfs: float = SILENCE_DBFS
    peak_dbfs: float = SILENCE_DBFS
    depth_ms: float = 0.0
    delay_ms: float = 0.0
    drift_ppm: float = 0.0
    missed_frames: int = 0
    skipped_frames: int = 0
    faults: int = 0


class Meter:
    """Energy and peak since the last reading."""

    def __init__(self) -> None:
        self._energy = 0.0
        self._peak = 0.0
        self._count = 0

    def add(self, frames: Frames) -> None:
        """Take frames."""
        flat = frames.reshape(-1)
        self._energy += float(flat @ flat)
        self._peak = max(self._peak, float(np.abs(flat).max(initial=0.0)))
        self._count += len(flat)

    def read(self) -> tuple[float, float]:
        """Return RMS and peak in dBFS, and begin anew. A full-scale square wave has 0 dBFS."""
        rms = (self._energy / self._count) ** 0.5 if self._count else 0.0
        peak = self._peak
        self._energy, self._peak, self._count = 0.0, 0.0, 0
        return _dbfs(rms), _dbfs(peak)


class Line:
    """One line: a plug on its connection's side, a path on its device's. Belongs to the loop.

    `news` wakes whoever looks after the line.
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
        self.settings = settings
        self.state = LineState.WAITING
        self.detail = ""
        self.device_id = ""
        self.user_id: Callable[[int], str] = str
        self.news = asyncio.Event()
        self.over: OdindError | None = None
        self.closed = asyncio.Event()
        self.speaks = shape.channels if shape.direction is Direction.CAPTURE else 0
        self.hears = shape.channels if shape.direction is Direction.PLAYBACK else 0
        self.cancels_echo = shape.cancel_echo
        self.device: OpenDevice | None = None
        self._path: CapturePath | PlaybackPath | None = None
        self._echo = echo
        self._clock = clock
        self._ticker = ticker
        self._meters: dict[object, Meter] = {}
        self._gain = 0.0

    @property
    def view(self) -> LineView:
        """The line as it is now."""
        return LineView(self.line_id, self.shape, self.settings, self.state, self.device_id, self.detail)

    # the device's side

    def use(self, device_id: str, device: OpenDevice) -> None:
        """Run on this device from now on."""
        self.device_id, self.device = device_id, device
        margin = self.shape.buffer_ms
        if self.shape.direction is Direction.CAPTURE:
            self._path = CapturePath(device, self.shape.channels, margin + 20 + self.shape.block_ms)
        else:
            self._path = PlaybackPath(device, self.shape.channels, margin)

    def disuse(self) -> OpenDevice | None:
        """Run on no device; return the one to close."""
        device, self.device, self._path, self.device_id = self.device, None, None, ""
        return device

    # the connection's side

    def say(self, outgoing: Outgoing) -> Samples:
        """Return what was recorded for this tick."""
        self._tell_canceller(outgoing)
        frames = (
            self._path.take(monotonic_ns(self._clock))
            if isinstance(self._path, CapturePath)
            else self._nothing()
        )
        return self._levelled(frames).reshape(-1)

    def hear(self, heard: Mapping[int, Samples]) -> None:
        """Play what the chosen peers said in this tick."""
        mix = self._nothing()
        for peer_id, samples in heard.items():
            if self._chosen(peer_id):
                mix += samples.reshape(-1, self.shape.channels)
        frames = self._levelled(mix).clip(-1.0, 1.0)
        if isinstance(self._path, PlaybackPath):
            self._path.put(frames, monotonic_ns(self._clock))
            self._echo.add(self._ticker.tick(), frames, self._path.delay_s)

    def unplugged(self, error: OdindError) -> None:
        """The connection is over."""
        self.over = self.over or error
        self.news.set()

    def level(self, reader: object) -> LineLevel:
        """Return how it ran since this reader's last reading, or since now at its first."""
        rms, peak = self._meters.setdefault(reader, Meter()).read()
        if self._path is None or self.device is None:
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
            faults=self.device.ring.faults,
        )

    def forget_reader(self, reader: object) -> None:
        """This reader reads no more."""
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
        return peer_id in settings.peer_ids or self.user_id(peer_id) in settings.user_ids

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


def _dbfs(value: float) -> float:
    return max(SILENCE_DBFS, 20 * float(np.log10(max(value, 1e-9))))


def _within(reason: str, what: str, value: int, low: int, high: int) -> None:
    if not low <= value <= high:
        raise InvalidArgumentError(
            reason,
            "{value} {what} are not within {low} to {high}",
            value=value,
            what=what,
            low=low,
            high=high,
        )
