"""What a recording is of, as its metadata says. Pure."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

SESSION: Final = "session_id"
"""The key in a recording's metadata for the session of a managed room."""
SPEAKER: Final = "participant"
"""The key for the user whose voice is recorded."""
PURPOSE: Final = "videosdk"
"""The key for what is recorded, where the API of VideoSDK was asked for it."""


class Purpose(Enum):
    """What is recorded: a room, a participant of it, or the voice of one."""

    ROOM = "room"
    PARTICIPANT = "participant"
    TRACK = "track"


def purpose_of(metadata: Mapping[str, str]) -> Purpose:
    """Return what a recording with this metadata is of: a room, unless it says more."""
    said = metadata.get(PURPOSE)
    return next((one for one in Purpose if one.value == said), Purpose.ROOM)


def is_begun_for(metadata: Mapping[str, str], purpose: Purpose) -> bool:
    """Whether the API of VideoSDK or a session has begun a recording with this metadata, for a purpose."""
    return (PURPOSE in metadata or SESSION in metadata) and purpose_of(metadata) is purpose
