"""Sends a sound of any length block by block, and stops at once on a signal."""

from __future__ import annotations

import asyncio
import signal
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from odind.client.messages import BargeInOutcome
from odind.core.timing.tasks import together

from .exits import INTERRUPTED
from .printable import printable
from .terminal import StatusLine, minutes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractAsyncContextManager

    import click

    from odind.client import AudioStream, Daemon, QueueStatus

    from .settings import Settings
    from .sounds import Sound
    from .speaking_options import Speaking

    Enter = Callable[[Daemon], AbstractAsyncContextManager[str]]

_ASK_EVERY_S: Final = 0.25
_CONFIRMED: Final = BargeInOutcome.BARGE_IN_OUTCOME_CONFIRMED
_STOPPING: Final = (signal.SIGINT, signal.SIGTERM)


@dataclass
class Spoken:
    """The result of sending a sound, in samples per channel; underruns are ticks of 20 ms.

    A signal or the speech of a peer may have interrupted it.
    """

    samples: int = 0
    underruns: int = 0
    dropped: int = 0
    interrupted: bool = False
    by_signal: bool = False


def push(context: click.Context, opened: Sound, enter: Enter, speaking: Speaking) -> None:
    """Speak a sound in the connection that `enter` yields, close the sound, and report.

    SIGINT and SIGTERM drop the rest, and then end the command.
    """
    settings: Settings = context.obj

    async def work(daemon: Daemon) -> Spoken:
        async with (
            enter(daemon) as connection_id,
            daemon.speak(connection_id, sound.audio_format, **speaking) as speaker,
        ):
            return await _Push(speaker, sound).run()

    with opened as sound:
        said = len(sound.remarks)
        for remark in sound.remarks:
            settings.remark(printable(remark))
        spoken = settings.ask(work)
        for remark in sound.remarks[said:]:
            settings.remark(printable(remark))
    _report(settings, spoken, sound.audio_format.sample_rate_hz)
    if spoken.by_signal:
        context.exit(INTERRUPTED)


def _report(settings: Settings, spoken: Spoken, rate_hz: int) -> None:
    ending = f", interrupted: {spoken.dropped} samples dropped" if spoken.interrupted else ""
    settings.show(
        {
            "samples": spoken.samples,
            "sample_rate_hz": rate_hz,
            "underruns": spoken.underruns,
            "dropped_samples": spoken.dropped,
            "interrupted": spoken.interrupted,
        },
        f"spoke {spoken.samples} samples ({spoken.samples / rate_hz:.2f} s), "
        f"{spoken.underruns} underruns{ending}",
    )


class _Push:
    """One sound being sent, and a task that polls its progress."""

    def __init__(self, speaker: AudioStream, sound: Sound) -> None:
        self._speaker = speaker
        self._sound = sound
        self._spoken = Spoken()
        self._line = StatusLine()

    async def run(self) -> Spoken:
        try:
            async with together() as tasks:
                with _on_signals(lambda: self._interrupt(tasks)):
                    beside = [tasks.create_task(work) for work in (self._ask(), self._mind_speech())]
                    await self._feed()
                    drained = await self._speaker.drain()
                    for task in beside:
                        task.cancel()
        finally:
            self._line.clear()
        self._spoken.samples, self._spoken.underruns = drained.samples, drained.underruns
        return self._spoken

    async def _feed(self) -> None:
        async for block in self._sound.blocks():
            await self._speaker.write(block)
        if self._spoken.interrupted:  # a block may have followed the first flush
            await self._flush()

    async def _ask(self) -> None:
        while self._line.visible:
            self._show(await self._speaker.status())
            await asyncio.sleep(_ASK_EVERY_S)

    async def _mind_speech(self) -> None:
        """Stop once the speech of a peer has interrupted the sound."""
        while (ended := await self._speaker.barge_in_ended()).outcome != _CONFIRMED:
            pass
        self._spoken.dropped += ended.dropped_samples
        self._stop()

    async def _flush(self) -> None:
        flushed = await self._speaker.flush()
        self._spoken.dropped += flushed.dropped_samples

    def _interrupt(self, tasks: asyncio.TaskGroup) -> None:
        self._spoken.by_signal = True
        self._stop()
        tasks.create_task(self._flush())

    def _stop(self) -> None:
        self._spoken.interrupted = True
        self._sound.stop()

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
