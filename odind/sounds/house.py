"""Opens sounds for players: each kind of source by its opener, all through decoders but what is made here."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Protocol, Self

import structlog

from odind.core.errors import OdindError, UnavailableError
from odind.core.players.ports import Severity, SoundFailure
from odind.core.players.source import SourceKind

from .decoded import DecodedSound
from .failed import FailedSound
from .made import MadeSound
from .spoken import SpokenSound

if TYPE_CHECKING:
    from collections.abc import Coroutine, Mapping
    from types import TracebackType

    from odind.core.players.ports import Sound
    from odind.core.players.source import SoundSource

    from .measuring import Measuring

_log = structlog.get_logger("odind.sounds")
_FAULT: Final = SoundFailure(
    "SOUND_FAILED", "the daemon failed to open this sound; its log says how", Severity.FAULT
)


class Opener(Protocol):
    """Opens the sources of one kind."""

    async def begin(self, sound: DecodedSound, source: SoundSource, start: int) -> None:
        """Attach a decoder to a sound, and feed it as long as it needs that. Raises OdindError.

        It is cancelled when nobody wants the sound any more.
        """


class DecodedSounds:
    """Implements core's `Sounds`, on the loop. Leave its `async with` to end what is being opened."""

    def __init__(
        self, openers: Mapping[SourceKind, Opener] = MappingProxyType({}), measuring: Measuring | None = None
    ) -> None:
        self._openers = openers
        self._measuring = measuring
        self._tasks = asyncio.TaskGroup()
        self._opening: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        await self._tasks.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for task in self._opening:
            task.cancel()
        await self._tasks.__aexit__(None, None, None)

    def open(self, source: SoundSource, start: int = 0) -> Sound:
        """Begin to open a sound at a position in samples per channel."""
        if not source.named:
            return MadeSound(source, start)
        if source.kind is SourceKind.SPEECH and not start:
            return SpokenSound(source.name, lambda text: self._opened(replace(source, name=text), 0))
        return self._opened(source, start)

    def _opened(self, source: SoundSource, start: int) -> Sound:
        opener = self._openers.get(source.kind)
        if opener is None:
            return FailedSound(_unsupported(source.kind))
        sound = DecodedSound()
        sound.on_close = self._spawn(_begun(opener, sound, source, start)).cancel
        return sound

    def loudness(self, source: SoundSource) -> float | None:
        """Return the loudness of a file or an uploaded sound as it was last measured."""
        if self._measuring is None or not self._measuring.measures(source):
            return None
        if self._measuring.due(source):
            self._spawn(self._measuring.measure(source))
        return self._measuring.known(source)

    def _spawn(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = self._tasks.create_task(work)
        self._opening.add(task)
        task.add_done_callback(self._opening.discard)
        return task


async def _begun(opener: Opener, sound: DecodedSound, source: SoundSource, start: int) -> None:
    """Open a sound, and have it fail with whatever fails."""
    try:
        await opener.begin(sound, source, start)
    except OdindError as error:
        sound.fail(failure_of(error))
    except Exception:  # noqa: BLE001 - a bug must end one sound, not all of them
        _log.exception("sound.failed", kind=source.kind.value)
        sound.fail(_FAULT)


def failure_of(error: OdindError) -> SoundFailure:
    """Return an error as a player tells it."""
    away = isinstance(error, UnavailableError)
    return SoundFailure(error.reason, error.message, Severity.SUSPICIOUS if away else Severity.COMMON)


def _unsupported(kind: SourceKind) -> SoundFailure:
    return SoundFailure("SOURCE_UNSUPPORTED", f"the daemon's settings allow no source of kind {kind.value}")
