"""Records what a connection hears."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from odind.client import MIX, PER_PEER

if TYPE_CHECKING:
    from collections.abc import Callable

    from odind.client import AudioFormat, AudioStream, Daemon

    from .recording import Recording

_LAST_FRAMES_S: Final = 0.5
"""How long to wait, after the end, for the last sound from before it."""


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
    """Record until the recording is complete, `seconds` are over, or the reader of its pipe is gone.

    `heard` is called once, after the first frames.
    """
    mode = PER_PEER if per_peer else MIX
    patience = None if seconds is None else seconds + _LAST_FRAMES_S
    async with daemon.listen(connection_id, audio_format, mode=mode) as listener:
        with suppress(TimeoutError, BrokenPipeError):
            recording.begin(listener.started.room_sample)
            async with asyncio.timeout(patience):
                await _record(listener, recording, heard)


async def _record(listener: AudioStream, recording: Recording, heard: Callable[[], None]) -> None:
    async for frames in listener:
        first = recording.samples == 0
        recording.add(frames)
        if first:
            heard()
        if recording.complete:
            return
