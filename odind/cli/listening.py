"""Listening to a room for some time, into a recording."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from odind.client import MIX, PER_PEER, AudioFrames

if TYPE_CHECKING:
    from collections.abc import Callable

    from odind.client import AudioFormat, AudioStream, Daemon

    from .recording import Recording

_LAST_FRAMES_S: Final = 0.5
"""How long to wait for sound that was made in time."""


async def listen_into(
    recording: Recording,
    daemon: Daemon,
    connection_id: str,
    audio_format: AudioFormat,
    *,
    per_peer: bool,
    seconds: float | None,
    heard: Callable[[], None],
) -> None:
    """Record until the recording is complete or the time is over, or until the recording's reader is gone.

    `heard` is called once, after the first frames.
    """
    mode = PER_PEER if per_peer else MIX
    patience = None if seconds is None else seconds + _LAST_FRAMES_S
    async with daemon.audio(connection_id, receive=audio_format, mode=mode) as stream:
        with suppress(TimeoutError, BrokenPipeError):
            recording.begin(stream.started.room_sample)
            async with asyncio.timeout(patience):
                await _record(stream, recording, heard)


async def _record(stream: AudioStream, recording: Recording, heard: Callable[[], None]) -> None:
    async for item in stream:
        if not isinstance(item, AudioFrames):
            continue
        first = recording.samples == 0
        recording.add(item)
        if first:
            heard()
        if recording.complete:
            return
