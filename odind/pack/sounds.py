"""Uploaded sounds, as the protos have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.core.timing.tick import RATE_HZ
from odind.v1 import sounds_pb2

from .times import pack_seconds, pack_time

if TYPE_CHECKING:
    from odind.core.players.library import StoredSound


def pack_sound(sound: StoredSound) -> sounds_pb2.Sound:
    """Pack an uploaded sound."""
    return sounds_pb2.Sound(
        sound_id=sound.sound_id,
        name=sound.name,
        size_bytes=sound.size_bytes,
        duration=pack_seconds(sound.length / RATE_HZ),
        loudness_lufs=sound.loudness_lufs,
        created_at=pack_time(sound.created_at),
    )
