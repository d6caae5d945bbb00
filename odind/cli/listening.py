"""Listening to a room for some time, into a recording."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from odind.client import MIX, PER_PEER, S16LE, AudioFormat, AudioFrames

if TYPE_CHECKING:
    from collections.abc import Callable

    from odind.client import AudioStream, Daemon

    from .recording import Recording


@dataclass(frozen=True)
class Wish:
    """What is wanted to be heard, and for how long; None is until somebody stops it."""

    sample_rate_hz: int
    channels: int
    per_peer: bool
    seconds: float | None

    @property
    def audio_format(self) -> AudioFormat:
        """The format of the frames."""
        return AudioFormat(sample_rate_hz=self.sample_rate_hz, channels=self.channels, sample_format=S16LE)


async def listen_into(
    recording: Recording, daemon: Daemon, connection_id: str, wish: Wish, heard: Callable[[], None]
) -> None:
    """Record until enough was heard or the time is over. `heard` is called once, after the first frames."""
    mode = PER_PEER if wish.per_peer else MIX
    async with daemon.audio(connection_id, receive=wish.audio_format, mode=mode) as stream:
        recording.begin()
        with suppress(TimeoutError):
            async with asyncio.timeout(wish.seconds):
                await _record(stream, recording, wish, heard)


async def _record(stream: AudioStream, recording: Recording, wish: Wish, heard: Callable[[], None]) -> None:
    enough = None if wish.seconds is None else wish.seconds * wish.sample_rate_hz
    async for item in stream:
        if not isinstance(item, AudioFrames):
            continue
        if recording.samples == 0:
            heard()
        recording.add(item)
        if enough is not None and recording.samples >= enough:
            return
