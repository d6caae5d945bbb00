"""What happens to the voice of a connection, as watchers see it."""

from __future__ import annotations

from typing import TypeAlias

from odind.core.values.portable import portable


@portable
class SpeakingStarted:
    """A peer started to speak, or we did (peer id 0)."""

    peer_id: int
    user_id: str


@portable
class SpeakingStopped:
    """A peer stopped speaking, or we did (peer id 0)."""

    peer_id: int
    user_id: str


VoiceEvent: TypeAlias = SpeakingStarted | SpeakingStopped
