"""Brings the files of one HLS output to a bucket or a folder, while they are made."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Final

from odind.core.errors import OdindError
from odind.core.timing.backoff import Backoff
from odind.core.timing.clock import wait_until

from .copy import CopyState
from .refusals import copy_replaced, copy_stalls

if TYPE_CHECKING:
    from collections.abc import Callable

    from odind.core.outputs.output import Output
    from odind.core.timing.clock import Clock

    from .ports import Exhibit, Manifest, Package

_FIRST_PAUSE_S: Final = 1.0
_LONGEST_PAUSE_S: Final = 30.0
_ANSWERS_WITHIN_S: Final = 10.0
_LOST: Final = "HLS_FILE_NOT_FOUND"


class Courier:
    """Makes what is below `folder` at an output like a package. Belongs to the loop.

    Segments come there before the playlists that list them, and go after them. Nothing waits but in the
    package: what has left its window while the output took nothing is never brought. What an earlier daemon
    may have brought is brought again. `told` is called with each state, and why. `over` is set once nothing
    more is done.
    """

    def __init__(
        self,
        package: Package,
        output: Output,
        folder: str,
        clock: Clock,
        told: Callable[[CopyState, OdindError | None], None],
    ) -> None:
        self.over = asyncio.Event()
        self._package = package
        self._output = output
        self._folder = folder
        self._clock = clock
        self._told = told
        self._news = asyncio.Event()
        self._seen = -1
        self._ended_at: float | None = None
        self._there: set[str] = set()
        self._left = _all_of(package.manifest())
        self._playlists: dict[str, bytes] = {}

    def nudge(self) -> None:
        """Look whether the package has another segment."""
        if self._package.edge > self._seen:
            self._seen = self._package.edge
            self._news.set()

    def end(self) -> None:
        """Bring what is left, with playlists that end."""
        self._ended_at = self._clock.monotonic()
        self._news.set()

    def drop(self) -> None:
        """Bring nothing more, since another package has the place."""
        self._settle(CopyState.GIVEN_UP, copy_replaced(self._folder))
        self._news.set()

    def let_go(self) -> None:
        """Bring nothing more, and tell nobody."""
        self.over.set()
        self._news.set()

    async def run(self) -> None:
        """Bring all that comes, until it is over or this is cancelled."""
        while not self.over.is_set():
            await self._news.wait()
            self._news.clear()
            await self._catch_up()

    async def _catch_up(self) -> None:
        backoff = Backoff(_FIRST_PAUSE_S, _LONGEST_PAUSE_S)
        while not self.over.is_set() and (error := await self._attempt()):
            self._failed(error)
            if not self.over.is_set():
                await wait_until(self._clock, self._clock.monotonic() + backoff.pause_s())

    async def _attempt(self) -> OdindError | None:
        """Bring what is there at present; return why that failed."""
        manifest = self._package.manifest(ended=self._ended_at is not None)
        try:
            await self._bring(manifest)
        except OdindError as error:
            return error
        self._settle(CopyState.COMPLETE if manifest.ended else CopyState.FOLLOWING)
        return None

    def _failed(self, error: OdindError) -> None:
        """Give up what is over and lost here, or was tried for too long."""
        if self._ended_at is None:
            self._settle(CopyState.BEHIND, error)
            return
        late = self._clock.monotonic() - self._ended_at >= self._output.give_up_after_s
        lost = error.reason == _LOST
        self._settle(CopyState.GIVEN_UP if late or lost else CopyState.BEHIND, error)

    def _settle(self, state: CopyState, error: OdindError | None = None) -> None:
        if not self.over.is_set():
            if state.over:
                self.over.set()
            self._told(state, error)

    async def _bring(self, manifest: Manifest) -> None:
        for file in manifest.files:
            if file not in self._there or file in manifest.late:
                await self._put(file, await self._package.show(file))
                self._there.add(file)
        for file, playlist in manifest.playlists.items():
            if self._playlists.get(file) != playlist.data:
                await self._put(file, playlist)
                self._playlists[file] = playlist.data
        for file in sorted((self._there | self._left) - _all_of(manifest)):
            await self._output.destination.delete(f"{self._folder}/{file}")
            self._there.discard(file)
            self._left.discard(file)

    async def _put(self, file: str, shown: Exhibit) -> None:
        """Bring a file; one at a time, also where an output does not answer, so that nothing piles up."""
        if self.over.is_set():
            return
        name = f"{self._folder}/{file}"
        stalls = partial(self._failed, copy_stalls(name, _ANSWERS_WITHIN_S))
        timer = self._clock.call_at(self._clock.monotonic() + _ANSWERS_WITHIN_S, stalls)
        try:
            await self._output.destination.put(name, shown.data, shown.kind, lasting=shown.lasting)
        finally:
            timer.cancel()


def _all_of(manifest: Manifest) -> set[str]:
    return {*manifest.files, *manifest.spare}
