"""One worker, whichever process is it at the moment."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

import grpc
import structlog
from grpc_health.v1 import health_pb2, health_pb2_grpc

from odind.v1 import rooms_pb2

from .link import Link, worker_lost
from .process import worker_failed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from .directory import Directory
    from .process import WorkerProcess

    StartProcess = Callable[[int], Awaitable[WorkerProcess]]

_log = structlog.get_logger("odind.workers")
_WATCH: Final = rooms_pb2.DESCRIPTOR.services_by_name["RoomService"].methods_by_name["WatchEvents"]
_BEAT_S: Final = 1.0
_PATIENCE_S: Final = 5.0
"""Without an answer for so long, a worker hangs: ten times what loading voice isolation takes it."""
_LAST_WORDS_S: Final = 1.0
_STOP_S: Final = 8.0


class Worker:
    """A place for connections. `link` leads there while somebody is there."""

    def __init__(self, number: int, control_target: str, audio_target: str, start: StartProcess) -> None:
        self.number = number
        self.audio_target = audio_target
        self._control_target = control_target
        self._start = start
        self._link: Link | None = None
        self._stopping = False
        self._process: WorkerProcess | None = None
        self._events: AsyncIterator[rooms_pb2.WatchEventsResponse] | None = None

    @property
    def serving(self) -> bool:
        """Whether it can be called."""
        return self._link is not None

    @property
    def link(self) -> Link:
        """The way there; raises UnavailableError WORKER_LOST."""
        if self._link is None:
            raise worker_lost()
        return self._link

    async def begin(self) -> None:
        """Start a process; nothing that happens there is missed from now on.

        Raises UnavailableError WORKER_FAILED.
        """
        self._process = await self._start(self.number)
        link = Link(self._control_target)
        try:
            self._events = aiter(link.stream(_WATCH, rooms_pb2.WatchEventsRequest()))
            async with asyncio.timeout(_PATIENCE_S):
                await anext(self._events)  # of a new process the snapshot is empty
        except (grpc.aio.AioRpcError, StopAsyncIteration, TimeoutError):
            raise worker_failed(await self._give_up(link)) from None
        self._link = link
        _log.info("worker.serving", worker=self.number, pid=self._process.pid)

    async def last(self, directory: Directory) -> str:
        """Follow the process until it is over, or hangs and is ended; return how that was, in words."""
        ended = self._require_process()
        lost: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        async with asyncio.TaskGroup() as tasks:
            duties = [
                tasks.create_task(self._tell(lost, ended.ended())),
                tasks.create_task(self._tell(lost, self._follow(directory))),
                tasks.create_task(self._tell(lost, self._beat())),
            ]
            how = await lost
            for duty in duties:
                duty.cancel()
        link, self._link = self.link, None
        ending = await self._give_up(link)
        return f"{how}; {ending}" if how and how != ending else ending

    def stop(self) -> None:
        """Have the process leave its rooms and end; it is given time for that."""
        self._stopping = True
        if self._process:
            self._process.stop()

    def kill(self) -> None:
        """End the process, whatever it does."""
        if self._process:
            self._process.kill()

    async def _give_up(self, link: Link) -> str:
        process = self._require_process()
        try:
            async with asyncio.timeout(_STOP_S if self._stopping else _LAST_WORDS_S):
                how = await process.ended()
        except TimeoutError:
            process.kill()
            how = await process.ended()
        await link.aclose()
        return how

    async def _tell(self, lost: asyncio.Future[str], duty: Awaitable[str]) -> None:
        try:
            how = await duty
        except Exception:  # noqa: BLE001 - a bug that one worker's events show is not the end of all
            _log.exception("worker.misunderstood", worker=self.number)
            how = "was misunderstood"
        if not lost.done():
            lost.set_result(how)

    async def _follow(self, directory: Directory) -> str:
        """Take its events until they end, which they do with the process."""
        if self._events is None:
            raise AssertionError("it has begun")
        try:
            async for response in self._events:
                directory.take(self.number, response.event)
        except grpc.aio.AioRpcError as failure:
            if failure.code() is not grpc.StatusCode.UNAVAILABLE:
                self.kill()
                return f"its events ended with {failure.code().name}"
        return ""

    async def _beat(self) -> str:
        """Ask it again and again whether it lives; end it when it does not answer."""
        health: Any = health_pb2_grpc.HealthStub(self.link.channel)
        while True:
            await asyncio.sleep(_BEAT_S)
            try:
                await health.Check(health_pb2.HealthCheckRequest(), timeout=_PATIENCE_S)
            except grpc.aio.AioRpcError as failure:
                if failure.code() is grpc.StatusCode.DEADLINE_EXCEEDED:
                    self.kill()
                    return f"did not answer for {_PATIENCE_S:g} s"
                return ""

    def _require_process(self) -> WorkerProcess:
        if self._process is None:
            raise AssertionError("it has begun")
        return self._process
