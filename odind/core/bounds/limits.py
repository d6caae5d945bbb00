"""The daemon's limits and their defaults."""

from __future__ import annotations

from odind.core.values.late import dataclass


@dataclass(frozen=True)
class Limits:
    """Limits with their defaults; GetInfo reports all of them.

    Sizes are bytes of the JSON text or of the data. Buffers are milliseconds of audio. `event_buffer` is the
    number of events kept for watchers, `event_buffer_bytes` the memory that they may take.

    One caller may use `caller_share_percent` of `max_connections` (not the owner), `max_audio_streams`,
    `max_watchers`, `buffer_bytes` (of audio that waits to be spoken or read) and `request_bytes` (of requests
    that are being answered), and so may all sessions of a key, or all callers of a tenant. At most
    `waiting_calls` have not sent their first message, each for at most `first_message_ms`.
    `peer_messages_per_second` and `peer_bytes_per_second` bound what is taken of one peer; the rates of
    callers bound those who are not the owner, with twice as much at once after a pause.
    """

    max_connections: int = 256
    max_user_data_bytes: int = 10_240
    max_message_bytes: int = 32_768
    max_audio_streams: int = 512
    max_watchers: int = 256
    caller_share_percent: int = 75
    send_buffer_ms: int = 20_000
    receive_buffer_ms: int = 1_000
    buffer_bytes: int = 1_073_741_824
    request_bytes: int = 67_108_864
    waiting_calls: int = 16
    first_message_ms: int = 10_000
    peer_messages_per_second: int = 50
    peer_bytes_per_second: int = 262_144
    caller_calls_per_second: int = 200
    caller_joins_per_minute: int = 120
    caller_messages_per_second: int = 100
    caller_bytes_per_second: int = 4_194_304
    event_buffer: int = 10_000
    event_buffer_bytes: int = 67_108_864
    join_timeout_ms: int = 15_000

    def share_of(self, limit: int) -> int:
        """Return how much of a limit one caller may use."""
        return -(-limit * self.caller_share_percent // 100)
