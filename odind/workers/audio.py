"""AudioService over all workers: a call is relayed to those that have its connections, lanes renumbered."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import grpc
import structlog
from google.rpc import code_pb2

from odind.core.base.errors import OdindError
from odind.core.voice.lane import lane_unknown
from odind.pack.errors import info_of, internal_status, status_of
from odind.services.audio import config_expected, request_empty
from odind.services.calls import CallFailedError
from odind.v1 import audio_pb2

from .link import passed_on

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable

    from google.rpc import status_pb2

    from .link import Link

    Requests = AsyncIterator[audio_pb2.StreamAudioRequest]
    Write = Callable[[audio_pb2.StreamAudioResponse], Awaitable[None]]
    Failure = OdindError | CallFailedError
    LinkOf = Callable[[str], Awaitable[tuple[object, Link]]]
    Spawn = Callable[[Coroutine[Any, Any, None]], asyncio.Task[None]]

_log = structlog.get_logger("odind.workers")
_STREAM: Final = audio_pb2.DESCRIPTOR.services_by_name["AudioService"].methods_by_name["StreamAudio"]
_OF_A_CONNECTION: Final = (code_pb2.FAILED_PRECONDITION, code_pb2.UNAVAILABLE)
"""Codes of errors that end a connection's audio; those of others are mistakes of the caller."""
_LINGER_S: Final = 70.0
"""Longer than the largest buffer of sound that waits to be spoken."""


async def relay_audio(link_of: LinkOf, spawn: Spawn, requests: Requests, write: Write) -> None:
    """Relay one audio call; raises what ends it. `link_of` gives the worker of a connection, and the way there."""
    await _Relay(link_of, spawn, write).run(requests)


@dataclass(eq=False)
class _Leg:
    """The part of a call that one worker serves. `lanes` are the caller's numbers of its lanes."""

    call: Any
    lanes: list[int] = field(default_factory=list)
    live: set[int] = field(default_factory=set)
    reader: asyncio.Task[None] | None = None
    over: bool = False


class _Relay:
    """One call. Its readers are tasks of their own, for reading on when the caller is done."""

    def __init__(self, link_of: LinkOf, spawn: Spawn, write: Write) -> None:
        self._link_of = link_of
        self._spawn = spawn
        self._write = write
        self._writing = asyncio.Lock()
        self._legs: dict[object, _Leg] = {}
        self._lanes: list[tuple[_Leg, int]] = []
        self._over: asyncio.Future[Failure | None] = asyncio.get_running_loop().create_future()

    async def run(self, requests: Requests) -> None:
        """Relay until the call is over; raises what ended it."""
        try:
            async with asyncio.TaskGroup() as tasks:
                feeding = tasks.create_task(self._feed(requests))
                failure = await self._over
                feeding.cancel()
            if failure:
                await self._let_speak()
                raise failure
        finally:
            self._cancel()

    async def _let_speak(self) -> None:
        """After a mistake of the caller, what was accepted on other lanes is still spoken."""
        loop = asyncio.get_running_loop()
        for leg in self._open():
            await self._try(leg.call.done_writing())
            if leg.reader:
                loop.call_later(_LINGER_S, leg.reader.cancel)
            leg.over = True

    def _cancel(self) -> None:
        for leg in self._open():
            if leg.reader:
                leg.reader.cancel()

    def _open(self) -> list[_Leg]:
        return [leg for leg in self._legs.values() if not leg.over]

    def _end(self, failure: Failure | None) -> None:
        if not self._over.done():
            self._over.set_result(failure)

    # What the caller says

    async def _feed(self, requests: Requests) -> None:
        try:
            async for request in requests:
                await self._pass(request)
            self._require_config()
            for leg in self._open():
                await self._try(leg.call.done_writing())
        except (OdindError, CallFailedError) as failure:
            self._end(failure)

    async def _pass(self, request: audio_pb2.StreamAudioRequest) -> None:
        kind = request.WhichOneof("kind")
        if kind == "config":
            await self._attach(request)
            return
        self._require_config()
        if kind is None:
            raise request_empty()
        if kind == "chunks":
            await self._pass_chunks(request.chunks.chunks)
            return
        leg, request.lane = self._lane(request.lane)
        if not leg.over:
            await self._try(leg.call.write(request))

    async def _pass_chunks(self, chunks: Iterable[audio_pb2.LaneChunk]) -> None:
        """Pass on what is said on several lanes; what comes before an unknown one is said."""
        parts: dict[_Leg, audio_pb2.StreamAudioRequest] = {}
        try:
            for chunk in chunks:
                leg, chunk.lane = self._lane(chunk.lane)
                parts.setdefault(leg, audio_pb2.StreamAudioRequest()).chunks.chunks.append(chunk)
        finally:
            for leg, part in parts.items():
                if not leg.over:
                    await self._try(leg.call.write(part))

    def _lane(self, number: int) -> tuple[_Leg, int]:
        """Return who serves a lane, and its number there; raises InvalidArgumentError LANE_UNKNOWN."""
        if number >= len(self._lanes):
            raise lane_unknown(number, len(self._lanes))
        return self._lanes[number]

    def _require_config(self) -> None:
        if not self._lanes:
            raise config_expected()

    async def _attach(self, request: audio_pb2.StreamAudioRequest) -> None:
        """Open a lane on the worker of its connection; the first one there opens a leg."""
        worker, link = await self._link_of(request.config.connection_id)
        leg = self._legs.get(worker)
        if leg is None or leg.over:
            leg = self._legs[worker] = _Leg(link.stream(_STREAM))
            leg.reader = self._spawn(self._follow(leg))
        number = len(self._lanes)
        self._lanes.append((leg, len(leg.lanes)))
        leg.lanes.append(number)
        leg.live.add(number)
        await self._try(leg.call.write(request))

    async def _try(self, writing: Awaitable[object]) -> None:
        """Write to a leg; one that is over says so to its reader."""
        with suppress(grpc.aio.AioRpcError, grpc.aio.UsageError, asyncio.InvalidStateError):
            await writing

    # What the workers say

    async def _follow(self, leg: _Leg) -> None:
        ending: Failure | None = None
        try:
            async for response in leg.call:
                if not self._over.done():
                    await self._deliver(leg, response)
        except grpc.aio.AioRpcError as failure:
            ending = passed_on(failure)
        except Exception:  # noqa: BLE001 - a bug on one call is not the end of all
            _log.exception("relay.failed")
            ending = CallFailedError(internal_status())
        leg.over = True
        await self._leg_over(leg, ending)

    async def _deliver(self, leg: _Leg, response: audio_pb2.StreamAudioResponse) -> None:
        if response.HasField("frames"):
            if leg.lanes[-1] != len(leg.lanes) - 1:  # else both number the lanes alike
                for frame in response.frames.frames:
                    frame.lane = leg.lanes[frame.lane]
        else:
            response.lane = leg.lanes[response.lane]
            if response.HasField("lane_ended"):
                leg.live.discard(response.lane)
        async with self._writing:
            await self._write(response)

    async def _leg_over(self, leg: _Leg, ending: Failure | None) -> None:
        """A worker is done with its part: of the call that is all, or some lanes."""
        if self._over.done():
            return
        status = None if ending is None else _status(ending)
        if not self._open() or (status and status.code not in _OF_A_CONNECTION):
            self._end(ending)
        elif status:
            ended = audio_pb2.LaneEnded(reason=info_of(status).reason, detail=status.message)
            for lane in sorted(leg.live):
                async with self._writing:
                    await self._write(audio_pb2.StreamAudioResponse(lane=lane, lane_ended=ended))


def _status(failure: Failure) -> status_pb2.Status:
    return failure.status if isinstance(failure, CallFailedError) else status_of(failure)
