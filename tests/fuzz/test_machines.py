"""Calls in any order: the daemon holds what was joined and not left, and no call fails by a defect."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from google.protobuf.message_factory import GetMessageClass
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, multiple, rule

from odind.clock import SystemClock
from odind.core.bounds.limits import Limits
from odind.grid.wire.errors import WireError
from odind.grid.wire.value_stream import ValueStream
from odind.pack.messages import read_message
from odind.services.calls import CallFailedError, Calls
from odind.services.turnstile import Turnstile
from odind.v1 import audio_pb2, rooms_pb2
from tests.rpc.bench import HandClock, Inside, config_of, open_inside

from . import seeds
from .inside import SILENT, Call, require_refusal
from .mutations import bytes_like

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine, Iterable

MOST = 4
TURNS = 30


class Rooms(RuleBasedStateMachine):
    """Rooms in memory behind the services, called as every wire calls them."""

    connections = Bundle("connections")
    listening = Bundle("listening")

    def __init__(self) -> None:
        super().__init__()
        self._runner = asyncio.Runner()
        self._joined: set[str] = set()
        self._clock = HandClock()
        self._calls = Calls(SILENT, Turnstile(Limits(), SystemClock()))
        self._tasks: set[asyncio.Task[Any]] = set()
        self._inside: Inside = self._runner.run(self._open())
        self._behaviours = {
            method.name: (service.behaviour(method), method)
            for service in self._inside.services
            for method in service.descriptor.methods
        }

    async def _open(self) -> Inside:
        opened = asyncio.get_running_loop().create_future()
        self._open_until = asyncio.Event()
        self._house = asyncio.get_running_loop().create_task(self._hold(opened))
        inside: Inside = await opened
        return inside

    async def _hold(self, opened: asyncio.Future[Inside]) -> None:
        async with open_inside(self._clock, Limits(max_connections=MOST, max_watchers=MOST)) as inside:
            opened.set_result(inside)
            await self._open_until.wait()

    def teardown(self) -> None:
        """Close everything; nothing may be left that runs."""
        self._runner.run(self._close())
        self._runner.close()

    async def _close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._open_until.set()
        await self._house
        assert asyncio.all_tasks() == {asyncio.current_task()}

    @rule(target=connections, user=st.sampled_from("abc"), room=st.sampled_from(["r", "s", ""]))
    def join(self, user: str, room: str) -> Any:
        answer = self._call("JoinRoom", rooms_pb2.JoinRoomRequest(room_id=room, user_id=user))
        if answer is None:
            assert not room or len(self._joined) == MOST
            return multiple()
        self._joined.add(answer.connection.connection_id)
        return answer.connection.connection_id

    @rule(connection=consumes(connections))
    def leave(self, connection: str) -> None:
        answer = self._call("LeaveRoom", rooms_pb2.LeaveRoomRequest(connection_id=connection))
        assert (answer is not None) == (connection in self._joined)
        self._joined.discard(connection)

    @rule(user=st.sampled_from("abc"), turns=st.integers(0, 12))
    def join_and_give_up(self, user: str, turns: int) -> None:
        """Cancel a join after so many turns of the loop; one that was faster counts."""
        request = rooms_pb2.JoinRoomRequest(room_id="r", user_id=user)
        answer = self._runner.run(self._given_up("JoinRoom", request, turns))
        if answer is not None:
            self._joined.add(answer.connection.connection_id)

    @rule(target=listening, connection=connections, sends=st.booleans())
    def attach(self, connection: str, sends: bool) -> Any:  # noqa: FBT001 - a strategy gives it
        """Begin an audio call, and hold it."""
        layout = audio_pb2.AudioFormat()
        config = config_of(connection, **({"send": layout} if sends else {"receive": layout}))
        task = self._runner.run(self._begin("StreamAudio", _endless(config)))
        self._tasks.add(task)
        return task

    @rule(connection=connections)
    def watch(self, connection: str) -> None:
        """Begin a watch, and hold it."""
        request = rooms_pb2.WatchEventsRequest(connection_ids=[connection])
        self._tasks.add(self._runner.run(self._begin("WatchEvents", request)))

    @rule(call=consumes(listening))
    def detach(self, call: Any) -> None:
        call.cancel()

    @rule(connection=connections)
    def lose(self, connection: str) -> None:
        """Let the server send a connection away, or its link go, if it is there."""
        links = [link for link in self._inside.runtime.links if connection in self._joined]
        self._runner.run(_each(link.lose for link in links[:1]))

    @rule(ticks=st.integers(1, 5))
    def tick(self, ticks: int) -> None:
        self._runner.run(_each(self._tick for _ in range(ticks)))

    def _tick(self) -> None:
        self._inside.host.tick(self._clock.next_tick)
        self._clock.next_tick += 1

    @rule(method=st.integers(0, 100), data=bytes_like(seeds.MESSAGES), connection=connections)
    def say_anything(self, method: int, data: bytes, connection: str) -> None:
        """Call any method but those that join and leave, with damaged bytes that may name a connection."""
        names = sorted(set(self._behaviours) - {"JoinRoom", "LeaveRoom", "StreamAudio"})
        behaviour, found = self._behaviours[names[method % len(names)]]
        named = data.replace(seeds.CONNECTION, connection.encode())
        self._runner.run(
            self._bounded(self._run(found.name, lambda call: behaviour(_read(found, named), call)))
        )

    @invariant()
    def what_was_joined_and_not_left_is_listed(self) -> None:
        answer = self._call("ListConnections", rooms_pb2.ListConnectionsRequest())
        assert {one.connection_id for one in answer.connections} == self._joined

    def _call(self, name: str, request: Any) -> Any:
        """Call a method; return the answer, None when it was refused."""
        behaviour, _ = self._behaviours[name]
        return self._runner.run(self._run(name, lambda call: behaviour(request, call)))

    async def _begin(self, name: str, request: Any) -> asyncio.Task[Any]:
        behaviour, _ = self._behaviours[name]
        task = asyncio.get_running_loop().create_task(self._run(name, lambda call: behaviour(request, call)))
        await _turns(TURNS)
        return task

    async def _given_up(self, name: str, request: Any, turns: int) -> Any:
        behaviour, _ = self._behaviours[name]
        task = asyncio.get_running_loop().create_task(self._run(name, lambda call: behaviour(request, call)))
        await _turns(turns)
        task.cancel()
        await asyncio.wait([task])
        return None if task.cancelled() else task.result()

    async def _bounded(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        await _turns(TURNS)
        task.cancel()
        await asyncio.wait([task])
        assert task.cancelled() or not task.exception(), task.exception()

    async def _run(self, name: str, work: Callable[[Call], Any]) -> Any:
        call = Call()
        try:
            return await self._calls.run(name, call, lambda: work(call))
        except CallFailedError as failure:
            require_refusal(failure)
            return None


def _read(method: Any, data: bytes) -> Any:
    return read_message(GetMessageClass(method.input_type), data)


async def _each(works: Iterable[Callable[[], object]]) -> None:
    """Do works in the loop, and let it follow each."""
    for work in works:
        work()
        await asyncio.sleep(0)


async def _turns(number: int) -> None:
    for _ in range(number):
        await asyncio.sleep(0)


async def _endless(config: Any) -> AsyncIterator[Any]:
    yield config
    await asyncio.Event().wait()


class Stream(RuleBasedStateMachine):
    """A stream's values, in whatever pieces they come: as those of all bytes at once."""

    def __init__(self) -> None:
        super().__init__()
        self._all = b""
        self._stream = ValueStream(2_000)
        self._values: list[object] = []
        self._broken = False

    @rule(data=bytes_like(seeds.STREAMS))
    def feed(self, data: bytes) -> None:
        self._all += data
        if self._broken:
            return
        try:
            self._values += self._stream.feed(data)
        except WireError:
            self._broken = True

    @invariant()
    def it_has_read_what_is_there(self) -> None:
        again, values, broken = ValueStream(2_000), list[object](), False
        try:
            values += again.feed(self._all)
        except WireError:
            broken = True
        assert repr(self._values) == repr(values[: len(self._values)])
        assert broken >= self._broken
        assert self._broken or len(self._stream) <= 2_000


BOUNDED = settings(
    max_examples=25,
    stateful_step_count=25,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestRooms = Rooms.TestCase
TestRooms.settings = BOUNDED
TestStream = Stream.TestCase
TestStream.settings = BOUNDED
