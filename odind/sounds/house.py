"""Opens sounds for players: each kind of source by its opener, all through decoders but what is made here."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Protocol, Self

import structlog

from odind.core.errors import NotFoundError, OdindError, UnavailableError
from odind.core.players.ports import Severity, SoundFailure
from odind.core.players.source import SourceKind

from .decoded import DecodedSound
from .failed import FailedSound
from .made import MadeSound
from .spoken import SpokenSound

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping, Sequence
    from types import TracebackType

    from odind.core.players.ports import Sound
    from odind.core.players.source import SoundSource

    from .measuring import Measuring

    Check = Callable[[str], object]

_CHECK_S: Final = 1.0
"""A disk that takes longer does not hold up who enqueues; what it has is told when it is opened."""
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
    """Implements core's `Sounds`, on the loop. Leave its `async with` to end what is being opened.

    `checks` say what is wrong with the names of sources of a kind, in a thread: they may look at a disk.
    """

    def __init__(
        self,
        openers: Mapping[SourceKind, Opener] = MappingProxyType({}),
        measuring: Measuring | None = None,
        checks: Mapping[SourceKind, Check] = MappingProxyType({}),
    ) -> None:
        self._openers = openers
        self._checks = checks
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
            if not task.cancelling():  # another time would interrupt how it ends what it began
                task.cancel()
        await self._tasks.__aexit__(None, None, None)

    def open(self, source: SoundSource, start: int = 0) -> Sound:
        """Begin to open a sound at a position in samples per channel."""
        if not source.named:
            return MadeSound(source, start)
        if source.kind is SourceKind.SPEECH and not start:
            return SpokenSound(source.name, lambda text: self._opened(replace(source, name=text), 0))
        return self._opened(source, start)

    async def check(self, sources: Sequence[SoundSource]) -> None:
        """Raise what is known of sources that must not be played, or of which none can be had."""
        if any(source.kind in self._checks for source in sources):
            with suppress(TimeoutError):
                async with asyncio.timeout(_CHECK_S):
                    await asyncio.to_thread(self._check, sources)

    def _check(self, sources: Sequence[SoundSource]) -> None:
        problems = [self._problem(source) for source in sources]
        if problems[0] and all(problems):
            raise problems[0]

    def _problem(self, source: SoundSource) -> OdindError | None:
        """Return why a source cannot be had now; raise why it must not be played."""
        try:
            if check := self._checks.get(source.kind):
                check(source.name)
        except (NotFoundError, UnavailableError) as error:
            return error
        return None

    def _opened(self, source: SoundSource, start: int) -> Sound:
        opener = self._openers.get(source.kind)
        if opener is None:
            return FailedSound(_unsupported(source.kind))
        return self.opened_by(opener, source, start)

    def opened_by(self, opener: Opener, source: SoundSource, start: int = 0) -> Sound:
        """Begin to open a sound by an opener."""
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
