"""All workers: started together, each kept alive, and stopped together."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, Self

import structlog

from odind.core.base.errors import OdindError
from odind.core.rooms.rooms import stopping
from odind.services.calls import CallFailedError
from odind.v1 import rooms_pb2

from .link import worker_lost

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Sequence
    from types import TracebackType

    from .directory import Directory, Entry
    from .restoring import Restorer
    from .worker import Worker

_log = structlog.get_logger("odind.workers")
_LEAVE: Final = rooms_pb2.DESCRIPTOR.services_by_name["RoomService"].methods_by_name["LeaveRoom"]
_FIRST_PAUSE_S: Final = 0.2
_LONGEST_PAUSE_S: Final = 30.0
_STEADY_S: Final = 60.0
"""A worker that lasted so long does not die again and again."""
_STOP_TIMEOUT_S: Final = 10.0


class Crew:
    """Runs the workers for the length of its `async with` block. Belongs to the loop.

    `streams` says how many audio streams a worker has. Raises UnavailableError WORKER_FAILED when one of them
    does not start; later on it is tried again.
    """

    def __init__(
        self,
        workers: Sequence[Worker],
        directory: Directory,
        restorer: Restorer,
        streams: Callable[[int], int],
    ) -> None:
        self.workers = tuple(workers)
        self._streams = streams
        self._directory = directory
        self._restorer = restorer
        self._stopping = asyncio.Event()
        self._tasks = asyncio.TaskGroup()

    async def __aenter__(self) -> Self:
        try:
            async with asyncio.TaskGroup() as starting:
                for worker in self.workers:
                    starting.create_task(worker.begin())
        except BaseException:
            for worker in self.workers:
                worker.kill()
            raise
        await self._tasks.__aenter__()
        for worker in self.workers:
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
        for worker in self.workers:
            worker.kill()

    def stop(self) -> None:
        """Have every worker leave its rooms and end."""
        self._stopping.set()
        for worker in self.workers:
            worker.stop()

    @property
    def stopped(self) -> asyncio.Event:
        """Set when the daemon stops."""
        return self._stopping

    def require_running(self) -> None:
        """Raise UnavailableError DAEMON_STOPPING when it is too late."""
        if self._stopping.is_set():
            raise stopping()

    def of(self, entry: Entry) -> Worker:
        """Return the worker that has a connection; raises WORKER_LOST, DAEMON_STOPPING."""
        self.require_running()
        if entry.away:
            raise worker_lost()
        return self.workers[entry.worker]

    @property
    def serving(self) -> list[Worker]:
        """The workers that can be called now; raises WORKER_LOST when none can, DAEMON_STOPPING."""
        self.require_running()
        serving = [worker for worker in self.workers if worker.serving]
        if not serving:
            raise worker_lost()
        return serving

    def least_loaded(self) -> Worker:
        """Return the worker with the fewest connections, and audio streams; raises WORKER_LOST."""

        def load(worker: Worker) -> tuple[int, int]:
            return len(self._directory.of(worker.number)), self._streams(worker.number)

        return min(self.serving, key=load)

    def leave_soon(self, number: int, connection_id: str) -> None:
        """End a connection that nobody wants any more."""
        if not self._stopping.is_set():
            self.spawn(self._leave(self.workers[number], connection_id))

    def spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run what outlives the call that wanted it. What it raises is logged."""
        return self._tasks.create_task(_guarded(work))

    async def _leave(self, worker: Worker, connection_id: str) -> None:
        with suppress(OdindError, CallFailedError):  # then it is gone already
            await worker.link.call(_LEAVE, rooms_pb2.LeaveRoomRequest(connection_id=connection_id))

    async def _keep(self, worker: Worker) -> None:
        """Have a process for the worker until the daemon stops."""
        loop = asyncio.get_running_loop()
        pause = 0.0
        while not self._stopping.is_set():
            began = loop.time()
            how = await self._last(worker)
            if self._stopping.is_set():
                return
            self._directory.lose(worker.number, f"worker {worker.number} {how}")
            _log.error("worker.lost", worker=worker.number, how=how)
            pause = 0.0 if loop.time() - began > _STEADY_S else _longer(pause)
            while not (await within(pause, self._stopping.wait()) or await self._begun(worker)):
                pause = _longer(pause)
        if worker.serving:  # it began while the daemon was told to stop
            worker.stop()
            await worker.last(self._directory)

    async def _last(self, worker: Worker) -> str:
        async with asyncio.TaskGroup() as tasks:
            restoring = tasks.create_task(self._restorer.restore(worker))
            how = await worker.last(self._directory)
            restoring.cancel()
        return how

    async def _begun(self, worker: Worker) -> bool:
        try:
            await worker.begin()
        except OdindError as error:
            _log.error("worker.failed", worker=worker.number, problem=str(error))
            return False
        return True


def _longer(pause: float) -> float:
    return min(max(2 * pause, _FIRST_PAUSE_S), _LONGEST_PAUSE_S)


async def _guarded(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except Exception:  # noqa: BLE001 - a bug on one call is not the end of all
        _log.exception("task.failed")


async def within(seconds: float, what: Awaitable[object]) -> bool:
    """Wait; return whether it came about in time."""
    try:
        async with asyncio.timeout(seconds):
            await what
    except TimeoutError:
        return False
    return True
