"""What happens to the voice of a connection, as watchers see it."""

from __future__ import annotations

from typing import TypeAlias

from odind.core.values.portable import portable


@portable
class SpeakingStarted:
    """A peer started to speak, or we did (peer id 0, media id 0)."""

    peer_id: int
    user_id: str
    media_id: int = 0


@portable
class SpeakingStopped:
    """A peer stopped speaking, or we did (peer id 0, media id 0)."""

    peer_id: int
    user_id: str
    media_id: int = 0


@portable
class MediaAdded:
    """A peer sends voice from a new source."""

    peer_id: int
    user_id: str
    media_id: int


@portable
class MediaRemoved:
    """A source of a peer's voice is gone: another took its place, the peer left, or nobody listens."""

    peer_id: int
    user_id: str
    media_id: int


VoiceEvent: TypeAlias = SpeakingStarted | SpeakingStopped | MediaAdded | MediaRemoved
