"""One worker over the life of its processes: each is started, followed to its end, and replaced."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import grpc
import structlog
from grpc_health.v1 import health_pb2, health_pb2_grpc

from odind.core.rooms.refusals import worker_lost

from .host import Conversation, RemoteHost
from .link import Link
from .process import worker_failed

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from .process import WorkerProcess

    StartProcess = Callable[[int], Awaitable[WorkerProcess]]

_log = structlog.get_logger("odind.workers")
_BEAT_S: Final = 1.0
_PATIENCE_S: Final = 5.0
"""A worker that has not answered for so long hangs: loading voice isolation takes a tenth of this."""
_LAST_WORDS_S: Final = 1.0
_STOP_S: Final = 8.0


class _Life:
    """One process of a worker, with its link and its conversation."""

    def __init__(self, process: WorkerProcess, link: Link, conversation: Conversation) -> None:
        self.process = process
        self.link = link
        self.conversation = conversation


class Worker:
    """A worker of the front, which the control plane sees as `host`. Used on the loop's thread."""

    def __init__(self, host: RemoteHost, control_target: str, start: StartProcess) -> None:
        self.host = host
        self._control_target = control_target
        self._start = start
        self._life: _Life | None = None
        self._stopping = False

    @property
    def serving(self) -> bool:
        """Whether a process runs."""
        return self._life is not None

    @property
    def pid(self) -> int:
        """The id of the process, 0 while none runs."""
        return self._life.process.pid if self._life else 0

    @property
    def link(self) -> Link:
        """The link to its audio; raises UnavailableError WORKER_LOST."""
        if self._life is None:
            raise worker_lost()
        return self._life.link

    async def begin(self) -> None:
        """Start a process; from now on the host's sinks get all of its events.

        Raises UnavailableError WORKER_FAILED.
        """
        process = await self._start(self.host.number)
        link = Link(self._control_target)
        conversation = Conversation(link.channel, self.host.told)
        life = _Life(process, link, conversation)
        try:
            async with asyncio.timeout(_PATIENCE_S):
                await conversation.begin()
        except (grpc.aio.AioRpcError, TimeoutError):
            raise worker_failed(await self._give_up(life)) from None
        self._life = life
        self.host.use(conversation)
        _log.info("worker.serving", worker=self.host.number, pid=process.pid)

    async def follow(self) -> str:
        """Follow the process until it ends or is killed because it hangs; return how it ended, in words."""
        life = self._life
        if life is None:
            raise AssertionError("the worker must have begun")
        lost: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        async with asyncio.TaskGroup() as tasks:
            duties = [
                tasks.create_task(self._tell(lost, life.process.ended())),
                tasks.create_task(self._tell(lost, self._converse(life))),
                tasks.create_task(self._tell(lost, self._write(life))),
                tasks.create_task(self._tell(lost, self._beat(life))),
            ]
            how = await lost
            for duty in duties:
                duty.cancel()
        self._life = None
        self.host.use(None)
        ending = await self._give_up(life)
        return f"{how}; {ending}" if how and how != ending else ending

    def stop(self) -> None:
        """Tell the process to leave its rooms and end, which it has `_STOP_S` for."""
        self._stopping = True
        if self._life:
            self._life.process.stop()

    def kill(self) -> None:
        """Kill the process."""
        if self._life:
            self._life.process.kill()

    async def _give_up(self, life: _Life) -> str:
        try:
            async with asyncio.timeout(_STOP_S if self._stopping else _LAST_WORDS_S):
                how = await life.process.ended()
        except TimeoutError:
            life.process.kill()
            how = await life.process.ended()
        await life.link.aclose()
        return how

    async def _tell(self, lost: asyncio.Future[str], duty: Awaitable[str]) -> None:
        try:
            how = await duty
        except Exception:  # noqa: BLE001 - a bug in one worker's events must not end the others
            _log.exception("worker.misunderstood", worker=self.host.number)
            how = "was misunderstood"
        if not lost.done():
            lost.set_result(how)

    async def _converse(self, life: _Life) -> str:
        """Follow the conversation until it ends with the process; kill a process whose conversation fails."""
        try:
            await life.conversation.follow()
        except grpc.aio.AioRpcError as failure:
            if failure.code() is not grpc.StatusCode.UNAVAILABLE:
                life.process.kill()
                return f"its conversation ended with {failure.code().name}"
        return ""

    async def _write(self, life: _Life) -> str:
        """Send requests until the conversation ends."""
        with suppress(grpc.aio.AioRpcError, grpc.aio.UsageError, asyncio.InvalidStateError):
            await life.conversation.write()
        return ""

    async def _beat(self, life: _Life) -> str:
        """Check the process's health every `_BEAT_S`; kill the process when it does not answer."""
        health = health_pb2_grpc.HealthStub(life.link.channel)
        while True:
            await asyncio.sleep(_BEAT_S)
            try:
                await health.Check(health_pb2.HealthCheckRequest(), timeout=_PATIENCE_S)
            except grpc.aio.AioRpcError as failure:
                if failure.code() is grpc.StatusCode.DEADLINE_EXCEEDED:
                    life.process.kill()
                    return f"did not answer for {_PATIENCE_S:g} s"
                return ""
