"""A worker process as the control plane sees it: a host whose calls and events cross a stream."""

from __future__ import annotations

import asyncio
import itertools
from typing import TYPE_CHECKING, Any

from odind.core.rooms.refusals import worker_lost

from .wire import EVENT, PATH, Apply, Cancel, Failure, Join, Leave, decode, encode

if TYPE_CHECKING:
    from collections.abc import Callable

    import grpc

    from odind.core.rooms.events import ConnectionView
    from odind.core.rooms.ports import HostSink, JoinSpec
    from odind.core.rooms.settings import ConnectionSettings


class Conversation:
    """One stream of requests, answers and events with one worker process. `told` gets every event."""

    def __init__(self, channel: grpc.aio.Channel, told: Callable[[str, object], None]) -> None:
        self._call = channel.stream_stream(PATH)()  # type: ignore[call-arg] # bytes need no serializers
        self._told = told
        self._numbers = itertools.count(EVENT + 1)
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._outgoing: asyncio.Queue[bytes] = (
            asyncio.Queue()
        )  # one message for each call under way, at most two
        self._over = False

    async def begin(self) -> None:
        """Wait until the worker listens; raises grpc.aio.AioRpcError when it does not."""
        await self._call.wait_for_connection()

    async def ask(self, message: object) -> Any:
        """Make a request and return its answer; raises what it failed with, or WORKER_LOST."""
        if self._over:
            raise worker_lost()
        number = next(self._numbers)
        answer = self._waiting[number] = asyncio.get_running_loop().create_future()
        self._outgoing.put_nowait(encode(number, message))
        try:
            return await answer
        except asyncio.CancelledError:
            self._outgoing.put_nowait(encode(number, Cancel()))
            raise
        finally:
            self._waiting.pop(number, None)

    async def write(self) -> None:
        """Send requests until the stream ends.

        Callers leave that to one task: gRPC cancels the stream when a task that writes to it is cancelled.
        Raises what gRPC does when the stream has ended.
        """
        while True:
            await self._call.write(await self._outgoing.get())

    async def follow(self) -> None:
        """Pass on answers and events until the stream ends; then every request fails.

        Raises grpc.aio.AioRpcError when it ends otherwise than with its process.
        """
        try:
            async for data in self._call:
                self._pass_on(*decode(data))
        finally:
            self._over = True
            for answer in self._waiting.values():
                if not answer.done():
                    answer.set_exception(worker_lost())

    def _pass_on(self, number: int, value: Any) -> None:
        if number == EVENT:
            subject, event = value
            self._told(subject.subject, event)
            return
        answer = self._waiting.get(number)
        if answer is None or answer.done():
            return
        if isinstance(value, Failure):
            answer.set_exception(value.error())
        else:
            answer.set_result(value)


class RemoteHost:
    """The host that a worker is, whichever process is it at the moment. Belongs to the loop.

    `streams_of` says how many audio streams it has.
    """

    def __init__(self, number: int, audio_target: str, streams_of: Callable[[int], int]) -> None:
        self.number = number
        self.audio_target = audio_target
        self._streams_of = streams_of
        self._sinks: list[HostSink] = []
        self._conversation: Conversation | None = None

    @property
    def serving(self) -> bool:
        """Whether there is a process."""
        return self._conversation is not None

    @property
    def streams(self) -> int:
        """How many audio streams it has now, about."""
        return self._streams_of(self.number)

    def attend(self, sink: HostSink) -> None:
        """Tell the sink what happens from now on."""
        self._sinks.append(sink)

    def use(self, conversation: Conversation | None) -> None:
        """Be this process from now on, or none."""
        self._conversation = conversation

    def told(self, subject: str, event: object) -> None:
        """Pass on an event of the process."""
        for sink in self._sinks:
            sink.happened(self, subject, event)

    def lost(self, detail: str) -> None:
        """Tell the sinks that the process is gone."""
        for sink in self._sinks:
            sink.lost(self, detail)

    async def join(self, view: ConnectionView, spec: JoinSpec, settings: ConnectionSettings) -> None:
        """Enter a room there."""
        await self._ask(Join(view, spec, settings))

    async def apply(self, connection_id: str, settings: ConnectionSettings) -> None:
        """Have a connection there follow these settings."""
        await self._ask(Apply(connection_id, settings))

    async def leave(self, connection_id: str) -> None:
        """End a connection there."""
        await self._ask(Leave(connection_id))

    async def perform(self, action: Any) -> Any:
        """Have something done there."""
        return await self._ask(action)

    async def _ask(self, message: object) -> Any:
        if self._conversation is None:
            raise worker_lost()
        return await self._conversation.ask(message)
