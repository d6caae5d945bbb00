"""One worker, whichever process is it at the moment."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

import grpc
import structlog
from grpc_health.v1 import health_pb2, health_pb2_grpc

from odind.v1 import rooms_pb2

from .link import Link, worker_lost

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


class Worker:
    """A place for connections. `link` leads there while somebody is there."""

    def __init__(self, number: int, control_target: str, audio_target: str, start: StartProcess) -> None:
        self.number = number
        self.audio_target = audio_target
        self._control_target = control_target
        self._start = start
        self._link: Link | None = None
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
            await anext(self._events)  # of a new process the snapshot is empty
        except BaseException:
            await self._give_up(link)
            raise
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
        link, self._link = self._link, None
        return await self._give_up(link) if not how else f"{how}; {await self._give_up(link)}"

    def stop(self) -> None:
        """Have the process leave its rooms and end."""
        if self._process:
            self._process.stop()

    def kill(self) -> None:
        """End the process, whatever it does."""
        if self._process:
            self._process.kill()

    async def _give_up(self, link: Link | None) -> str:
        process = self._require_process()
        try:
            async with asyncio.timeout(_LAST_WORDS_S):
                how = await process.ended()
        except TimeoutError:
            process.kill()
            how = await process.ended()
        if link:
            await link.aclose()
        return how

    async def _tell(self, lost: asyncio.Future[str], duty: Awaitable[str]) -> None:
        how = await duty
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
