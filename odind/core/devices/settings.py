"""What a caller chooses for a line: its shape, which stays, and its settings, which may change."""

from __future__ import annotations

from typing import Final

from odind.core.errors import InvalidArgumentError
from odind.core.sound.format import MAX_RATE_HZ, MIN_RATE_HZ
from odind.core.timing.tick import RATE_HZ
from odind.core.values.portable import portable

from .ports import DEFAULT, Direction

MIN_GAIN_DB: Final = -60.0
MAX_GAIN_DB: Final = 40.0
MIN_BLOCK_MS: Final = 5
MAX_BLOCK_MS: Final = 60
MAX_BUFFER_MS: Final = 500


@portable
class LineSettings:
    """What may change while a line is open. Peers are chosen by peer id or user id; by default all play.

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
                "gain_db must be from {low} to {high} dB, not {gain}",
                gain=self.gain_db,
                low=MIN_GAIN_DB,
                high=MAX_GAIN_DB,
            )


@portable
class LineShape:
    """What a line is opened with and keeps. Raises InvalidArgumentError, see `__post_init__`.

    `buffer_ms` is how late either clock may be before samples are missing; it adds to the latency.
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
        _require_within("CHANNELS_INVALID", "channels", self.channels, 1, 2)
        _require_within(
            "SAMPLE_RATE_INVALID", "sample_rate_hz", self.sample_rate_hz, MIN_RATE_HZ, MAX_RATE_HZ
        )
        _require_within("BLOCK_INVALID", "block_ms", self.block_ms, MIN_BLOCK_MS, MAX_BLOCK_MS)
        _require_within("BUFFER_INVALID", "buffer_ms", self.buffer_ms, 0, MAX_BUFFER_MS)


def _require_within(reason: str, what: str, value: int, low: int, high: int) -> None:
    if not low <= value <= high:
        raise InvalidArgumentError(
            reason,
            "{what} must be from {low} to {high}, not {value}",
            value=value,
            what=what,
            low=low,
            high=high,
        )
