"""A worker process as the control plane sees it: a host whose calls and events cross a gRPC stream."""

from __future__ import annotations

import asyncio
import itertools
from typing import TYPE_CHECKING, Any

from odind.core.rooms.refusals import worker_lost
from odind.services.tracing import current_trace

from .wire import EVENT, PATH, Apply, Cancel, Failure, Join, Leave, Subject, Trace, decode, encode

if TYPE_CHECKING:
    from collections.abc import Callable

    import grpc

    from odind.core.rooms.actions import Action, Answer
    from odind.core.rooms.events import ConnectionLeft, ConnectionView
    from odind.core.rooms.ports import HostSink, JoinSpec
    from odind.core.rooms.settings import ConnectionSettings


class Conversation:
    """Requests, answers and events of one worker process. `told` gets every event, on the loop's thread."""

    def __init__(self, channel: grpc.aio.Channel, told: Callable[[str, object], None]) -> None:
        self._call = channel.stream_stream(PATH, None, None)(None)
        self._told = told
        self._numbers = itertools.count(EVENT + 1)
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._outgoing: asyncio.Queue[bytes] = asyncio.Queue()  # at most two messages for each call
        self._over = False

    async def begin(self) -> None:
        """Wait until the worker listens; raises grpc.aio.AioRpcError when the stream fails."""
        await self._call.wait_for_connection()

    async def ask(self, action: Action[Answer]) -> Answer:
        """Send a request and return its answer; raises the error of the answer, or WORKER_LOST."""
        if self._over:
            raise worker_lost()
        number = next(self._numbers)
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting[number] = answer
        self._outgoing.put_nowait(encode(number, _traced(action)))
        try:
            return await answer
        except asyncio.CancelledError:
            self._outgoing.put_nowait(encode(number, Cancel()))
            raise
        finally:
            self._waiting.pop(number, None)

    async def write(self) -> None:
        """Send requests until the stream ends.

        One task does all the writing: gRPC cancels the stream when a task that writes to it is cancelled.
        Raises gRPC's error when the stream has ended.
        """
        while True:
            await self._call.write(await self._outgoing.get())

    async def follow(self) -> None:
        """Deliver answers and events until the stream ends; then every request fails.

        Raises grpc.aio.AioRpcError when the stream fails.
        """
        try:
            async for data in self._call:
                self._pass_on(*decode(data))
        finally:
            self._over = True
            for answer in self._waiting.values():
                if not answer.done():
                    answer.set_exception(worker_lost())

    def _pass_on(self, number: int, value: object) -> None:
        if number == EVENT:
            match value:
                case (Subject(subject), event):
                    self._told(subject, event)
            return
        answer = self._waiting.get(number)
        if answer is None or answer.done():
            return
        if isinstance(value, Failure):
            answer.set_exception(value.error())
        else:
            answer.set_result(value)


def _traced(action: Action[Answer]) -> object:
    """Return an action with the trace of the call that asks for it, where there is one."""
    context = current_trace()
    return (Trace(context.parent, context.state), action) if context.parent else action


class RemoteHost:
    """One worker as a host, whichever process runs it at the moment. Used on the loop's thread.

    `streams_of` returns the number of a worker's audio streams by the worker's number.
    """

    def __init__(
        self, number: int, audio_target: str, streams_of: Callable[[int], int], audio_socket: str = ""
    ) -> None:
        self.number = number
        self.audio_target = audio_target
        self.audio_socket = audio_socket
        self._streams_of = streams_of
        self._sinks: list[HostSink] = []
        self._conversation: Conversation | None = None

    @property
    def serving(self) -> bool:
        """Whether a process runs."""
        return self._conversation is not None

    @property
    def streams(self) -> int:
        """The approximate number of audio streams on it."""
        return self._streams_of(self.number)

    def attend(self, sink: HostSink) -> None:
        """Pass all later events to the sink."""
        self._sinks.append(sink)

    def use(self, conversation: Conversation | None) -> None:
        """Use this process from now on; None while there is none."""
        self._conversation = conversation

    def told(self, subject: str, event: object) -> None:
        """Pass an event of the process to the sinks."""
        for sink in self._sinks:
            sink.happened(self, subject, event)

    def lost(self, detail: str) -> None:
        """Tell the sinks that the process was lost."""
        for sink in self._sinks:
            sink.lost(self, detail)

    async def join(self, view: ConnectionView, spec: JoinSpec, settings: ConnectionSettings) -> None:
        """Join a room in the process."""
        await self.perform(Join(view, spec, settings))

    async def apply(self, connection_id: str, settings: ConnectionSettings) -> None:
        """Apply settings to a connection of the process."""
        await self.perform(Apply(connection_id, settings))

    async def leave(self, connection_id: str, left: ConnectionLeft) -> None:
        """End a connection of the process."""
        await self.perform(Leave(connection_id, left))

    async def perform(self, action: Action[Answer]) -> Answer:
        """Have the process perform an action."""
        if self._conversation is None:
            raise worker_lost()
        return await self._conversation.ask(action)
