"""The settings of audio sockets."""

from __future__ import annotations

from odind.core.values.late import dataclass


@dataclass(frozen=True)
class AudioSocketConfig:
    """Where StreamAudio is served on plain sockets. An empty `listen` turns that address off.

    With `unix`, every unix socket of gRPC has an audio socket beside it, open to the same callers: that of
    `odind.sock` is `odind.audio`. `listen` is an address where callers present what they do over gRPC; beyond
    loopback it needs TLS.
    """

    unix: bool = True
    listen: str = ""
