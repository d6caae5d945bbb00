"""Brings files from the spool to their outputs, for as long as it takes and over restarts of the daemon."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from odind.core.errors import (
    AlreadyExistsError,
    FailedPreconditionError,
    OdindError,
    ResourceExhaustedError,
)
from odind.core.timing.backoff import Backoff
from odind.core.timing.clock import wait_until
from odind.core.timing.slots import Slots
from odind.core.values.daemon import DAEMON, SpoolFilling

from .ports import Shipment
from .refusals import no_upload
from .upload import Upload, UploadState, key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from odind.core.log.scribe import Scribe
    from odind.core.timing.clock import Clock

    from .output import Outputs

_FIRST_PAUSE_S: Final = 1.0
_LONGEST_PAUSE_S: Final = 300.0
_AT_ONCE: Final = 2
"""How many files go to one output at a time."""
_FILLING: Final = 0.8
"""The share of the spool from which on its operator is warned."""
_FOR_GOOD: Final = (AlreadyExistsError, FailedPreconditionError)
"""What no further attempt changes."""


class Uploads:
    """All files that wait for an output, which the store keeps. Used on the loop's thread.

    A file is deleted here once the store knows that all its outputs have it. `told` is called whenever
    anything changes about one; `run` does the work.
    """

    def __init__(
        self,
        scribe: Scribe,
        clock: Clock,
        outputs: Outputs,
    ) -> None:
        self.outputs = outputs
        self.told: Callable[[Upload], None] = _ignore
        self._scribe = scribe
        self._clock = clock
        self._shelf = scribe.shelf("uploads", Upload)
        self._sent: dict[str, int] = {}
        self._carried: dict[str, asyncio.Task[None]] = {}
        self._slots = Slots(_AT_ONCE)
        self._news = asyncio.Event()
        self._warned = False

    # What is known

    def all(self) -> list[Upload]:
        """Return all files that wait for an output or were given up, in the order of their latest change."""
        return [self._as_it_is(upload) for _, upload in self._shelf.items()]

    @property
    def spooled_bytes(self) -> int:
        """How many bytes of files wait here, including those that were given up."""
        return sum(upload.total_bytes for _, upload in self._shelf.items())

    def of(self, owner: str) -> list[Upload]:
        """Return those of an owner."""
        return [upload for upload in self.all() if upload.owner == owner]

    def has(self, owner: str, artifact: str, output: str) -> bool:
        """Whether a file is on its way to an output, or was given up."""
        return self._shelf.get(key_of(owner, artifact, output)) is not None

    @property
    def filling(self) -> bool:
        """Whether so much waits that `require_space` will soon raise."""
        return self.spooled_bytes >= _FILLING * self.outputs.max_bytes > 0

    def find(self, key: str) -> Upload:
        """Return an upload; raises NotFoundError UPLOAD_NOT_FOUND."""
        upload = self._shelf.get(key)
        if upload is None:
            raise no_upload(key)
        return self._as_it_is(upload)

    def keep_local(self, names: tuple[str, ...]) -> bool:
        """Whether one of these outputs leaves files here."""
        return any(self.outputs.named[name].keep_local for name in self.outputs.known(names))

    def require_space(self) -> None:
        """Raise ResourceExhaustedError SPOOL_FULL when as much waits as may."""
        if self.spooled_bytes >= self.outputs.max_bytes:
            raise ResourceExhaustedError(
                "SPOOL_FULL",
                "{bytes} bytes of recordings wait for their outputs, as many as recordings.spool_max_bytes "
                "allows: mend the outputs, or delete recordings",
                bytes=self.spooled_bytes,
            )

    def _as_it_is(self, upload: Upload) -> Upload:
        return replace(upload, sent_bytes=self._sent.get(upload.key, upload.sent_bytes))

    # What changes them

    def submit(self, upload: Upload) -> None:
        """Have a file brought to its output; that is durable after the scribe's next `stored`.

        Raises NotFoundError OUTPUT_NOT_FOUND.
        """
        self.outputs.find(upload.output)
        self._note(upload)

    async def retry(self, key: str) -> None:
        """Try at once, also when it was given up, for as long as for a new one; raises UPLOAD_NOT_FOUND."""
        upload = self.find(key)
        if upload.state is not UploadState.UPLOADED:
            await self._end(key)
            self._note(replace(upload, state=UploadState.SPOOLED, spooled_at=self._clock.now(), swept=False))

    async def forget(self, key: str) -> None:
        """Stop bringing a file to its output; its copy here stays. Does nothing for one that is unknown."""
        await self._end(key)
        self._drop(key)

    async def run(self) -> None:
        """Bring all files to their outputs, those of an earlier daemon first, until it is cancelled."""
        async with asyncio.TaskGroup() as tasks:
            while True:
                self._news.clear()
                for key, upload in self._shelf.items():
                    if key not in self._carried and not (upload.given_up and upload.swept):
                        self._carried[key] = tasks.create_task(self._carry(key))
                await self._news.wait()

    async def _end(self, key: str) -> None:
        task = self._carried.pop(key, None)
        if task:
            task.cancel()
            await asyncio.wait([task])

    # The way of one

    async def _carry(self, key: str) -> None:
        backoff = Backoff(_FIRST_PAUSE_S, _LONGEST_PAUSE_S)
        while upload := self._shelf.get(key):
            if await (self._sweep(upload) if upload.given_up else self._advance(upload)):
                break
            await wait_until(self._clock, self._clock.monotonic() + backoff.pause_s())
        self._carried.pop(key, None)

    async def _advance(self, upload: Upload) -> bool:
        """Bring a file as far as it gets; return whether nothing is left to do."""
        try:
            if upload.waits:
                upload = await self._bring(upload)
            await self._finish(upload)
        except OdindError as error:
            self._failed(self._shelf.get(upload.key) or upload, error)
            return False
        return True

    async def _sweep(self, upload: Upload) -> bool:
        """Let the output forget the parts of a file that was given up; return whether it has."""
        output = self.outputs.named.get(upload.output)
        try:
            if output:
                await output.destination.sweep(upload.name)
        except OdindError:
            return False
        self._note(replace(upload, swept=True))
        return True

    async def _bring(self, upload: Upload) -> Upload:
        output = self.outputs.find(upload.output)
        async with self._slots.take(upload.output):
            upload = replace(upload, state=UploadState.UPLOADING, attempts=upload.attempts + 1)
            self._note(upload)
            with self._counted(upload.key):
                shipment = Shipment(upload.file, upload.name)
                location = await output.destination.store(shipment, partial(self._progressed, upload.key))
        done = replace(upload, state=UploadState.UPLOADED, location=location, reason="", problem="")
        self._note(replace(done, sent_bytes=upload.total_bytes))
        return done

    async def _finish(self, upload: Upload) -> None:
        """Delete the copy here, once the store knows where the other one is and no output waits for it."""
        await self._scribe.stored()
        if not upload.keep_local and not self._others_need(upload):
            await self.outputs.spool.delete(upload.file)
        self._drop(upload.key)
        self.told(replace(upload, state=UploadState.READY))

    def _others_need(self, upload: Upload) -> bool:
        files = (one.file for key, one in self._shelf.items() if key != upload.key)
        return upload.file in files

    def _failed(self, upload: Upload, error: OdindError) -> None:
        """Note why it went wrong; give up when that is for good or has taken too long."""
        output = self.outputs.named.get(upload.output)
        patience_s = output.give_up_after_s if output else 0.0
        late = self._clock.now() - upload.spooled_at >= patience_s
        over = upload.waits and (late or isinstance(error, _FOR_GOOD))
        state = UploadState.FAILED if over else upload.state
        self._note(replace(upload, state=state, reason=error.reason, problem=error.message))

    def _note(self, upload: Upload) -> None:
        self._shelf.put(upload.key, upload)
        self._news.set()
        self._warn()
        self.told(upload)

    def _drop(self, key: str) -> None:
        self._shelf.delete(key)
        self._warn()

    def _warn(self) -> None:
        """Log that the spool is filling, once until it is not any more."""
        if self.filling and not self._warned:
            self._scribe.log.append(DAEMON, SpoolFilling(self.spooled_bytes, self.outputs.max_bytes))
        self._warned = self.filling

    @contextmanager
    def _counted(self, key: str) -> Iterator[None]:
        try:
            yield
        finally:
            self._sent.pop(key, None)

    def _progressed(self, key: str, sent_bytes: int) -> None:
        self._sent[key] = sent_bytes
        self.told(self.find(key))


def _ignore(_upload: Upload) -> None:
    """Nobody wants to be told."""
