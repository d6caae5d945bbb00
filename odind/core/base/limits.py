"""The bounds of the daemon in one table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Bounds with their defaults; every one is reported by GetInfo.

    Sizes are bytes of the JSON text or the data. Buffers are milliseconds of audio. `event_buffer` counts
    the events that are kept for watchers, `event_buffer_bytes` bounds their memory.
    """

    max_connections: int = 256
    max_user_data_bytes: int = 10_240
    max_message_bytes: int = 32_768
    max_audio_streams: int = 512
    max_watchers: int = 256
    send_buffer_ms: int = 20_000
    receive_buffer_ms: int = 1_000
    event_buffer: int = 10_000
    event_buffer_bytes: int = 67_108_864
    join_timeout_ms: int = 15_000
