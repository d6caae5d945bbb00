"""The daemon's limits and their defaults."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Limits with their defaults; GetInfo reports all of them.

    Sizes are bytes of the JSON text or of the data. Buffers are milliseconds of audio. `event_buffer` is the
    number of events kept for watchers, `event_buffer_bytes` the memory that they may take.
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
