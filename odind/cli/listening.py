"""Records what a connection hears, and shows how that goes."""

from __future__ import annotations

import asyncio
import math
import sys
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Final

from odind.client import MIX, PER_PEER
from odind.client.recording import Recording, SoundFile
from odind.core.timing.tasks import together

from .printable import printable
from .sound_options import STANDARD, audio_format
from .sound_pipe import SoundPipe
from .terminal import StatusLine, minutes

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from odind.client import AudioFormat, AudioFrames, AudioStream, Daemon

    from .settings import Settings
    from .sound_options import Wanted

    Enter = Callable[[Daemon], AbstractAsyncContextManager[str]]

_SHOW_EVERY_S: Final = 0.25
_SILENCE_DBFS: Final = -127.0


def record(settings: Settings, enter: Enter, wanted: Wanted) -> None:
    """Record in the connection that `enter` yields, until the end of the time or a signal, and report."""
    sound = audio_format(wanted["rate"], wanted["channels"], wanted["pipe_format"])
    piped = wanted["out"] == STANDARD

    def pipe(_path: Path, piped_format: AudioFormat) -> SoundPipe:
        return SoundPipe(sys.stdout.buffer, piped_format, wav=wanted["pipe_format"] == "wav")

    per_peer, seconds = wanted["per_peer"], wanted["seconds"]
    new_sink = pipe if piped else SoundFile
    with Recording(wanted["out"], sound, new_sink, per_peer=per_peer, seconds=seconds) as recording:

        async def work(daemon: Daemon) -> None:
            async with enter(daemon) as connection_id:
                listener = daemon.listen(connection_id, sound, mode=PER_PEER if per_peer else MIX)
                await _listen_into(recording, listener, _Progress(settings))

        settings.follow(work)
    _report(settings, recording, sound.sample_rate_hz, to_stderr=piped)


def _report(settings: Settings, recording: Recording, rate: int, *, to_stderr: bool) -> None:
    tracks = recording.tracks.values()
    text = "\n".join(f"{printable(str(track.path))}  {track.samples / rate:.2f} s" for track in tracks)
    remarks = {
        f"{recording.dropped} frames of 20 ms were lost": recording.dropped > 0,
        "nobody has spoken: the recording is silent": bool(tracks) and not recording.voiced,
    }
    remark = "\n".join(text for text, true in remarks.items() if true)
    if to_stderr:
        settings.show(recording.document(), text, remark, err=True)  # stdout carries the sound
    else:
        settings.show(recording.document(), text or "nobody was heard", remark)


async def _listen_into(
    recording: Recording, listening: AbstractAsyncContextManager[AudioStream], progress: _Progress
) -> None:
    """Record until the recording is complete, its time is over, or the reader of its pipe is gone."""

    def heard(frames: AudioFrames) -> None:
        progress.add(frames, voiced=recording.voiced)

    async with listening as listener, progress.shown():
        with suppress(BrokenPipeError):
            recording.begin(listener.started.room_sample)
            await recording.follow(listener, heard)


class _Progress:
    """The time and the level on a terminal, or one remark elsewhere."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._line = StatusLine()
        self._level_dbfs = _SILENCE_DBFS
        self._voiced = False
        self._begun = False

    def add(self, heard: AudioFrames, *, voiced: bool) -> None:
        """Take in the frames of one tick; `voiced` says whether anybody has spoken so far."""
        if not self._begun:
            self._settings.remark("listening: press Ctrl-C to stop")
        self._begun, self._voiced = True, voiced
        power = sum(10 ** (frame.level_dbfs / 10) for frame in heard.frames)
        if power > 0:
            self._level_dbfs = max(self._level_dbfs, 10 * math.log10(power))

    @asynccontextmanager
    async def shown(self) -> AsyncIterator[None]:
        """Keep the line up to date, if there is a terminal for it."""
        if not self._line.visible or self._settings.as_documents:
            yield
            return
        async with together() as tasks:
            showing = tasks.create_task(self._show())
            try:
                yield
            finally:
                showing.cancel()
                self._line.clear()

    async def _show(self) -> None:
        loop = asyncio.get_running_loop()
        begun = loop.time()
        while True:
            level = f"{self._level_dbfs:6.1f} dBFS" if self._voiced else "nobody has spoken yet"
            self._line.show(f"listening {minutes(loop.time() - begun)}  {level}")
            self._level_dbfs = _SILENCE_DBFS
            await asyncio.sleep(_SHOW_EVERY_S)
