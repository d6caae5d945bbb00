"""A room of the native runtime that fails in ways which only a stand-in can be brought to."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import odin_voice
import pytest

from odind.core.bounds.limits import Limits
from odind.core.errors import UnavailableError
from odind.core.rooms.ports import JoinSpec
from odind.core.rooms.signals import LinkClosed, MessageArrived
from odind.runtime.odin import OdinRuntime
from tests.runtime.contract.houses import Guest

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

JOINED = {"Joined": {"own_peer_id": 1, "room_id": "room", "customer": "us"}}
MESSAGE = {"MessageReceived": {"sender_peer_id": 2, "message": [1]}}


def closed(text: str) -> dict[str, Any]:
    return {"RoomStatusChanged": {"status": "closed", "message": text}}


def failed(text: str = "connection pool is closed") -> list[dict[str, Any]]:
    """What the native runtime tells when it fails by itself: it tries again first."""
    again = {"RoomStatusChanged": {"status": "joining", "message": text}}
    return [again, again, closed(text)]


class PanicException(BaseException):
    """Stands for a panic in the native runtime."""


class Stream:
    """A native stream: gives what it is given, and raises what is an error."""

    def __init__(self) -> None:
        self.queue: asyncio.Queue[Any] = asyncio.Queue()

    def give(self, *items: Any) -> None:
        for item in items:
            self.queue.put_nowait(item)

    async def __anext__(self) -> Any:
        item = await self.queue.get()
        self.queue.task_done()
        if isinstance(item, BaseException):
            raise item
        return item


class Room:
    """A native room."""

    def __init__(self) -> None:
        self.events, self.voice, self.messages = Stream(), Stream(), Stream()
        self.left = False

    def rpcs(self) -> Stream:
        return self.events

    def datagrams(self) -> Stream:
        return self.voice

    def sockets(self) -> Stream:
        return self.messages

    def close(self) -> None:
        self.left = True
        self.events.give(closed("client initiated close"))


class Pool:
    """A native connection pool."""

    def __init__(self) -> None:
        self.rooms: list[Room] = []
        self.open = True

    @property
    def room(self) -> Room:
        """The newest room."""
        return self.rooms[-1]

    def join_room(self, *_: Any, **__: Any) -> Room:
        self.rooms.append(Room())
        return self.room

    def shutdown(self) -> None:
        self.open = False


@pytest.fixture
def pools(monkeypatch: pytest.MonkeyPatch) -> list[Pool]:
    """The pools that were made so far."""
    made: list[Pool] = []

    def new_pool() -> Pool:
        made.append(Pool())
        return made[-1]

    monkeypatch.setattr(odin_voice, "OdinConnectionPool", new_pool)
    return made


@pytest.fixture
async def runtime(pools: list[Pool]) -> AsyncIterator[OdinRuntime]:  # noqa: ARG001 - in whose place it makes these
    async with OdinRuntime(Limits()) as started:
        yield started


def knock(runtime: OdinRuntime) -> Guest:
    guest = Guest()
    guest.link = runtime.join(JoinSpec("gateway", "token"), guest)
    return guest


async def shut_down(pool: Pool) -> None:
    """Wait until a pool is shut down."""
    async with asyncio.timeout(20):
        while pool.open:  # noqa: ASYNC110 - nobody announces it
            await asyncio.sleep(0.005)


async def join_ends(runtime: OdinRuntime, pools: list[Pool], *events: Any) -> UnavailableError:
    guest = knock(runtime)
    pools[-1].room.events.give(*events)
    error = (await guest.sees(LinkClosed)).error
    assert isinstance(error, UnavailableError)
    await guest.link.aclose()
    return error


async def test_a_room_that_the_native_runtime_closes_is_released_without_being_left(
    runtime: OdinRuntime, pools: list[Pool]
) -> None:
    await join_ends(runtime, pools, closed("connect timeout"))
    await shut_down(pools[0])


async def test_what_comes_on_sockets_is_told_in_its_order(runtime: OdinRuntime, pools: list[Pool]) -> None:
    guest = knock(runtime)
    pools[0].room.events.give(JOINED)
    sent = [bytes([number]) for number in range(100)]
    pools[0].room.messages.give(*(SimpleNamespace(socket=None, data=data) for data in sent))
    await guest.until(lambda: len(guest.sockets) == len(sent))
    assert [data for _, data in guest.sockets] == sent
    await guest.link.aclose()
    assert guest.link.malformed == 0


@pytest.mark.parametrize("stream", ["events", "voice", "messages"])
async def test_errors_of_single_items_end_nothing_and_are_counted(
    runtime: OdinRuntime, pools: list[Pool], stream: str
) -> None:
    guest = knock(runtime)
    room = pools[0].room
    broken: Stream = getattr(room, stream)
    broken.give(*[odin_voice.OdinError("recursion limit exceeded")] * 100)
    await broken.queue.join()
    room.events.give(MESSAGE)
    await guest.sees(MessageArrived)
    assert guest.link.malformed == 100
    await guest.link.aclose()


@pytest.mark.parametrize("stream", ["events", "voice"])
async def test_a_panic_ends_the_room_which_is_left_and_says_so(
    runtime: OdinRuntime, pools: list[Pool], stream: str
) -> None:
    guest = knock(runtime)
    getattr(pools[0].room, stream).give(PanicException("whatever"))
    error = (await guest.sees(LinkClosed)).error
    assert (error.reason, error.metadata) == ("RUNTIME_FAILED", {"fault": "PanicException"})
    assert pools[0].room.left
    await guest.link.aclose()
    await shut_down(pools[0])


@pytest.mark.parametrize("text", ["connection pool is closed", "Too many open files (os error 24)"])
async def test_a_dead_pool_is_not_a_refused_token(runtime: OdinRuntime, pools: list[Pool], text: str) -> None:
    error = await join_ends(runtime, pools, *failed(text))
    assert (error.reason, error.metadata) == ("RUNTIME_FAILED", {"fault": text})


async def test_rooms_share_a_pool_until_the_last_is_over(runtime: OdinRuntime, pools: list[Pool]) -> None:
    first, second = knock(runtime), knock(runtime)
    assert len(pools) == 1
    await first.link.aclose()
    assert pools[0].open
    await second.link.aclose()
    await shut_down(pools[0])
    third = knock(runtime)
    assert len(pools) == 2
    await third.link.aclose()


async def test_a_pool_takes_no_more_than_sixteen_joins(runtime: OdinRuntime, pools: list[Pool]) -> None:
    stays = knock(runtime)
    for _ in range(15):
        await knock(runtime).link.aclose()
    assert len(pools) == 1
    await knock(runtime).link.aclose()
    await shut_down(pools[1])
    assert pools[0].open
    await stays.link.aclose()
    await shut_down(pools[0])


async def test_who_leaves_need_not_wait_until_the_native_runtime_is_shut_down(
    runtime: OdinRuntime, pools: list[Pool]
) -> None:
    guest = knock(runtime)
    await guest.link.aclose()
    assert pools[0].open  # or what the native runtime writes late would be lost
    await shut_down(pools[0])


async def test_a_dead_pool_takes_no_more_joins(runtime: OdinRuntime, pools: list[Pool]) -> None:
    stays = knock(runtime)
    await join_ends(runtime, pools, *failed())
    assert len(pools) == 1
    await knock(runtime).link.aclose()
    assert len(pools) == 2
    await stays.link.aclose()


async def test_a_pool_that_cannot_be_made_fails_the_join(
    runtime: OdinRuntime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def panic() -> None:
        raise PanicException("no thread")

    monkeypatch.setattr(odin_voice, "OdinConnectionPool", panic)
    with pytest.raises(UnavailableError, match="RUNTIME_FAILED"):
        knock(runtime)


async def test_a_runtime_that_fails_three_joins_in_a_row_has_failed(
    runtime: OdinRuntime, pools: list[Pool]
) -> None:
    for _ in range(3):
        assert not runtime.failed.is_set()
        await join_ends(runtime, pools, *failed())
    assert runtime.failed.is_set()


async def test_a_join_that_succeeds_proves_the_runtime_alive(runtime: OdinRuntime, pools: list[Pool]) -> None:
    for _ in range(4):
        await join_ends(runtime, pools, *failed())
        await join_ends(runtime, pools, JOINED, closed("connection lost"))
    assert not runtime.failed.is_set()


async def test_joins_that_others_fail_say_nothing_of_the_runtime(
    runtime: OdinRuntime, pools: list[Pool]
) -> None:
    for _ in range(4):
        await join_ends(runtime, pools, closed("connect timeout"))
    assert not runtime.failed.is_set()


async def test_a_want_of_descriptors_is_no_failure_for_good(
    runtime: OdinRuntime, pools: list[Pool], monkeypatch: pytest.MonkeyPatch
) -> None:
    def exhausted(*_: Any) -> int:
        raise OSError(24, "Too many open files")

    monkeypatch.setattr("odind.runtime.odin.health.os.open", exhausted)
    for _ in range(4):
        await join_ends(runtime, pools, *failed("Too many open files (os error 24)"))
    assert not runtime.failed.is_set()
