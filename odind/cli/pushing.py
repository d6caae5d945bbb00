"""Speaking a sound block by block, whatever its length, and falling silent at once when told to."""

from __future__ import annotations

import asyncio
import signal
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from odind.client import Flushed, QueueStatus, SendDrained
from odind.core.base.errors import UnavailableError

from .tasks import together
from .terminal import StatusLine, minutes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from odind.client import AudioStream, Daemon

    from .sounds import Sound

_ASK_EVERY_S: Final = 0.25
_STOPPING: Final = (signal.SIGINT, signal.SIGTERM)


@dataclass
class Spoken:
    """What became of a sound, in samples per channel; underruns are ticks of 20 ms."""

    samples: int = 0
    underruns: int = 0
    dropped: int = 0
    interrupted: bool = False


async def push_sound(daemon: Daemon, connection_id: str, sound: Sound) -> Spoken:
    """Speak the sound and wait for its end. SIGINT and SIGTERM drop what is left of it."""
    async with daemon.audio(connection_id, send=sound.audio_format) as stream:
        return await _Push(stream, sound).run()


class _Push:
    """One sound on its way: a task that feeds, one that asks how it goes, one that hears the answers."""

    def __init__(self, stream: AudioStream, sound: Sound) -> None:
        self._stream = stream
        self._sound = sound
        self._spoken = Spoken()
        self._line = StatusLine()

    async def run(self) -> Spoken:
        try:
            async with together() as tasks:
                with _on_signals(lambda: self._interrupt(tasks)):
                    tasks.create_task(self._feed())
                    asking = tasks.create_task(self._ask())
                    await self._hear()
                    asking.cancel()
        finally:
            self._line.clear()
        return self._spoken

    async def _feed(self) -> None:
        async for block in self._sound.blocks():
            await self._stream.send(block)
        if self._spoken.interrupted:  # and a block was on its way when the first flush was
            await self._stream.flush()
        await self._stream.finish_lane(0)

    async def _ask(self) -> None:
        while self._line.visible:
            await self._stream.get_queue_status()
            await asyncio.sleep(_ASK_EVERY_S)

    async def _hear(self) -> None:
        async for item in self._stream:
            match item:
                case QueueStatus():
                    self._show(item)
                case Flushed():
                    self._spoken.dropped += item.dropped_samples
                case SendDrained():
                    self._spoken.samples, self._spoken.underruns = item.samples, item.underruns
                    return
        raise UnavailableError("STREAM_ENDED", "the daemon ended the audio stream early")

    def _interrupt(self, tasks: asyncio.TaskGroup) -> None:
        self._spoken.interrupted = True
        self._sound.stop()
        tasks.create_task(self._stream.flush())

    def _show(self, status: QueueStatus) -> None:
        position = minutes(status.spoken_samples / self._sound.audio_format.sample_rate_hz)
        length = "" if self._sound.seconds is None else f" / {minutes(self._sound.seconds)}"
        queued = status.queued.ToTimedelta().total_seconds()
        self._line.show(f"speaking {position}{length}  {queued:.1f} s queued, {status.underruns} underruns")


@contextmanager
def _on_signals(stop: Callable[[], None]) -> Iterator[None]:
    """Call `stop` at the first signal; the next one has its usual effect."""
    loop = asyncio.get_running_loop()

    def first() -> None:
        restore()
        stop()

    def restore() -> None:
        for number in _STOPPING:
            loop.remove_signal_handler(number)

    for number in _STOPPING:
        loop.add_signal_handler(number, first)
    try:
        yield
    finally:
        restore()
