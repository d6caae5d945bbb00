"""The crew starts all workers together, restarts those that end, and stops them together."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Final, Self

import structlog

from odind.core.errors import OdindError
from odind.core.timing.backoff import Backoff

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Sequence
    from types import TracebackType

    from odind.core.rooms.ports import Host

    from .link import Link
    from .worker import Worker

_log = structlog.get_logger("odind.workers")
_FIRST_PAUSE_S: Final = 0.2
_LONGEST_PAUSE_S: Final = 30.0
_STEADY_S: Final = 60.0
"""A worker that ran for so long is restarted after the first, short pause."""
_STOP_TIMEOUT_S: Final = 10.0


class Crew:
    """Runs the workers for the length of its `async with` block. Used on the loop's thread.

    `restore` brings back what a worker had, each time that its process begins to serve.
    Entering raises UnavailableError WORKER_FAILED when a worker does not start. Later starts are retried.
    """

    def __init__(
        self, workers: Sequence[Worker], restore: Callable[[Host], Coroutine[object, object, None]]
    ) -> None:
        self._workers = tuple(workers)
        self._restore = restore
        self._stopping = asyncio.Event()
        self._tasks = asyncio.TaskGroup()

    async def __aenter__(self) -> Self:
        try:
            async with asyncio.TaskGroup() as starting:
                for worker in self._workers:
                    starting.create_task(worker.begin())
        except BaseException:
            for worker in self._workers:
                worker.kill()
            raise
        await self._tasks.__aenter__()
        for worker in self._workers:
            self._tasks.create_task(self._keep(worker))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        with suppress(TimeoutError):
            async with asyncio.timeout(_STOP_TIMEOUT_S):
                await self._tasks.__aexit__(None, None, None)
                return
        for worker in self._workers:
            worker.kill()

    def stop(self) -> None:
        """Tell every worker to leave its rooms and end."""
        self._stopping.set()
        for worker in self._workers:
            worker.stop()

    @property
    def pids(self) -> dict[int, int]:
        """The process ids of the workers that run, by their numbers."""
        return {worker.host.number: worker.pid for worker in self._workers if worker.pid}

    def link_to(self, host: Host) -> Link:
        """Return the link to a host's audio; raises UnavailableError WORKER_LOST."""
        (worker,) = (worker for worker in self._workers if worker.host is host)
        return worker.link

    def spawn(self, work: Coroutine[object, object, None]) -> asyncio.Task[None]:
        """Run work that outlives the call that started it. An exception of it is logged."""
        return self._tasks.create_task(_guarded(work))

    async def _keep(self, worker: Worker) -> None:
        """Restart the worker's process whenever it ends, until the daemon stops."""
        loop = asyncio.get_running_loop()
        backoff = Backoff(_FIRST_PAUSE_S, _LONGEST_PAUSE_S, steady_s=_STEADY_S)
        while not self._stopping.is_set():
            began = loop.time()
            how = await self._follow(worker)
            if self._stopping.is_set():
                return
            worker.host.lost(f"worker {worker.host.number} {how}")
            _log.error("worker.lost", worker=worker.host.number, how=how)
            pause = backoff.pause_s(loop.time() - began)
            while not (await _within(pause, self._stopping.wait()) or await self._begun(worker)):
                pause = backoff.pause_s()
        if worker.serving:  # it started while the daemon was told to stop
            worker.stop()
            await worker.follow()

    async def _follow(self, worker: Worker) -> str:
        """Restore what the worker had, and follow the worker to its end."""
        async with asyncio.TaskGroup() as tasks:
            restoring = tasks.create_task(self._restore(worker.host))
            how = await worker.follow()
            restoring.cancel()
        return how

    async def _begun(self, worker: Worker) -> bool:
        try:
            await worker.begin()
        except OdindError as error:
            _log.error("worker.failed", worker=worker.host.number, problem=str(error))
            return False
        return True


async def _guarded(work: Coroutine[object, object, None]) -> None:
    try:
        await work
    except Exception:  # noqa: BLE001 - a bug in one call must not end the others
        _log.exception("task.failed")


async def _within(seconds: float, what: Awaitable[object]) -> bool:
    """Wait for `what`; return whether it happened in time."""
    try:
        async with asyncio.timeout(seconds):
            await what
    except TimeoutError:
        return False
    return True
