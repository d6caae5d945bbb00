"""AudioService over all workers: relays each call to the workers that hold its connections.

Lanes have the caller's numbers on every worker, so messages pass through unchanged.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import field
from typing import TYPE_CHECKING, Final

import grpc
import structlog

from odind.core.errors import OdindError
from odind.core.rooms.refusals import worker_lost
from odind.core.values.late import dataclass
from odind.core.voice.call import LaneNumbers, lane_unknown
from odind.pack.audio import pack_lane_ended
from odind.pack.errors import internal_status, status_of
from odind.services.audio import config_expected, request_empty
from odind.services.calls import CallFailedError
from odind.v1 import audio_pb2, audio_pb2_grpc

from .link import metadata_of, passed_on

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable

    from odind.services.access import Caller as WhoCalls
    from odind.services.audio import LaneCheck
    from odind.services.calls import Call as Caller

    from .link import Link

    Call = grpc.aio.StreamStreamCall[audio_pb2.StreamAudioRequest, audio_pb2.StreamAudioResponse]
    Requests = AsyncIterator[audio_pb2.StreamAudioRequest]
    Failure = OdindError | CallFailedError
    LinkOf = Callable[[str], Awaitable[tuple[object, Link]]]
    Spawn = Callable[[Coroutine[object, object, None]], asyncio.Task[None]]

_log = structlog.get_logger("odind.workers")
_LINGER_S: Final = 70.0
"""Longer than the largest send buffer."""


class AudioRelay:
    """Relays audio calls. Callers on this machine can avoid the relay: see Connection.audio_target.

    `link_of` returns a connection's worker, as any value that can be compared, and the link to it. It waits
    while the connection is being restored, and raises the error of a config that names the connection.
    `spawn` runs work that outlives its call.
    """

    def __init__(self, link_of: LinkOf, spawn: Spawn) -> None:
        self._link_of = link_of
        self._spawn = spawn

    async def run(self, requests: Requests, caller: Caller, check: LaneCheck) -> None:
        """Relay lanes that `check` allows until the call ends; raises the error that ends it."""
        await _Relay(self._link_of, self._spawn, caller, check).run(requests)


@dataclass(eq=False)
class _Leg:
    """The part of a call that one worker serves. `live` holds the configs of lanes that have not ended."""

    call: Call
    live: dict[int, audio_pb2.StreamAudioConfig] = field(default_factory=dict)
    reader: asyncio.Task[None] | None = None
    over: bool = False

    def learn(self, response: audio_pb2.StreamAudioResponse) -> None:
        """Note the end of a lane: by an error, or drained when the lane does not listen."""
        kind, lane = response.WhichOneof("kind"), response.lane
        if kind == "lane_ended" or (kind == "drained" and not self._listens(lane)):
            self.live.pop(lane, None)

    def _listens(self, lane: int) -> bool:
        return lane in self.live and self.live[lane].HasField("receive")


def _begun(link: Link, caller: WhoCalls) -> Call:
    """Return a call to a worker that has begun, for a caller; raises UnavailableError WORKER_LOST."""
    try:
        return audio_pb2_grpc.AudioServiceStub(link.channel).StreamAudio(None, metadata=metadata_of(caller))
    except grpc.aio.UsageError:
        raise worker_lost() from None


class _Relay:
    """One call, on the loop's thread. Its readers are tasks that read on after the caller has finished."""

    def __init__(self, link_of: LinkOf, spawn: Spawn, caller: Caller, check: LaneCheck) -> None:
        self._link_of = link_of
        self._spawn = spawn
        self._write = caller.write
        self._caller = caller.caller
        self._by = caller.caller.principal
        self._check = check
        self._writing = asyncio.Lock()
        self._legs: dict[object, _Leg] = {}
        self._lanes: dict[int, _Leg | None] = {}
        self._numbers = LaneNumbers()
        self._over: asyncio.Future[Failure | None] = asyncio.get_running_loop().create_future()

    async def run(self, requests: Requests) -> None:
        """Relay until the call ends; raises the error that ended it."""
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
        """After an error of the whole call, let the workers speak what its lanes have accepted."""
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

    # Requests of the caller

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
            await self._attach(self._numbers.take(request.lane), request.config)
            return
        self._require_config()
        if kind is None:
            raise request_empty()
        if kind == "chunks":
            await self._pass_chunks(request.chunks.chunks)
        else:
            await self._pass_to(self._leg(request.lane), request)

    async def _pass_chunks(self, chunks: Iterable[audio_pb2.LaneChunk]) -> None:
        """Split chunks by worker and forward them; chunks before an unknown lane are spoken."""
        parts: dict[_Leg | None, audio_pb2.StreamAudioRequest] = {}
        try:
            for chunk in chunks:
                part = parts.setdefault(self._leg(chunk.lane), audio_pb2.StreamAudioRequest())
                part.chunks.chunks.append(chunk)
        finally:
            for leg, part in parts.items():
                await self._pass_to(leg, part)

    def _leg(self, lane: int) -> _Leg | None:
        """Return the leg of a lane, None when its config was refused.

        Raises InvalidArgumentError LANE_UNKNOWN.
        """
        if lane not in self._lanes:
            raise lane_unknown(lane)
        return self._lanes[lane]

    def _require_config(self) -> None:
        if not self._lanes:
            raise config_expected()

    async def _attach(self, lane: int, config: audio_pb2.StreamAudioConfig) -> None:
        """Open a lane on the worker of its connection; the first lane on a worker opens a leg."""
        self._lanes[lane] = None
        try:
            self._check(self._by, config)
            worker, link = await self._link_of(config.connection_id)
            leg = self._legs.get(worker)
            if leg is None or leg.over:
                leg = self._legs[worker] = _Leg(_begun(link, self._caller))
                leg.reader = self._spawn(self._follow(leg))
        except (OdindError, CallFailedError) as failure:
            await self._end_lanes([lane], failure)
            return
        self._lanes[lane] = leg
        leg.live[lane] = config
        await self._pass_to(leg, audio_pb2.StreamAudioRequest(lane=lane, config=config))

    async def _pass_to(self, leg: _Leg | None, request: audio_pb2.StreamAudioRequest) -> None:
        """Write to a leg unless it has ended. A worker that does not read slows the caller down."""
        if leg and not leg.over:
            await self._try(leg.call.write(request))

    async def _try(self, writing: Awaitable[object]) -> None:
        """Write to a leg; the reader of a leg gets the error that ended it."""
        with suppress(grpc.aio.AioRpcError, grpc.aio.UsageError, asyncio.InvalidStateError):
            await writing

    # Responses of the workers

    async def _follow(self, leg: _Leg) -> None:
        ending: Failure | None = None
        try:
            async for response in leg.call:
                leg.learn(response)
                await self._answer(response)
        except grpc.aio.AioRpcError as failure:
            ending = passed_on(failure)
        except Exception:  # noqa: BLE001 - a bug in one call must not end the others
            _log.exception("relay.failed")
            ending = CallFailedError(internal_status())
        leg.over = True
        await self._leg_over(leg, ending)

    async def _answer(self, response: audio_pb2.StreamAudioResponse) -> None:
        async with self._writing:
            if not self._over.done():
                await self._write(response)

    async def _leg_over(self, leg: _Leg, ending: Failure | None) -> None:
        """Handle the end of a leg. Configs that reached its worker too late open a new leg."""
        live, leg.live = leg.live, {}
        if ending:
            await self._end_lanes(sorted(live), ending)
            return
        for lane, config in live.items():
            await self._attach(lane, config)
        if not self._open():
            self._end(None)

    async def _end_lanes(self, lanes: list[int], failure: Failure) -> None:
        """Tell the caller that lanes have ended; end the call when no other lane is live."""
        if not any(leg.live for leg in self._open()):
            self._end(failure)
            return
        status = failure.status if isinstance(failure, CallFailedError) else status_of(failure)
        ended = pack_lane_ended(status)
        for lane in lanes:
            await self._answer(audio_pb2.StreamAudioResponse(lane=lane, lane_ended=ended))
