"""What every channel to a daemon, or to a worker of it, is opened with."""

from __future__ import annotations

from typing import Final

_MESSAGE_LIMIT: Final = 16 * 1024 * 1024
CHANNEL_OPTIONS: Final = (
    ("grpc.max_receive_message_length", _MESSAGE_LIMIT),
    ("grpc.max_send_message_length", _MESSAGE_LIMIT),
    ("grpc.max_reconnect_backoff_ms", 5_000),
    # The daemon is a neighbour: a web proxy from the environment never stands between.
    ("grpc.enable_http_proxy", 0),
)
