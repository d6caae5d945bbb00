"""What rooms of the native runtime hold is released with them, however they end."""

from __future__ import annotations

import asyncio
import ctypes
import json
import resource
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from odind.core.rooms.ports import JoinSpec
from odind.core.rooms.signals import JoinConfirmed, LinkClosed
from odind.grid import load_or_create_access_key
from odind.runtime.odin import OdinRuntime
from odind.tokens.access_key import AccessKey
from tests.grid.clients import party_factory
from tests.grid.test_stand_alone import grid_process
from tests.runtime.contract.houses import Guest

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from tests.grid.clients import Party

ROUNDS = 8
AT_ONCE = 5
MOST_BYTES = ROUNDS * AT_ONCE * 100_000
"""How much memory may grow with a crowd: one with pools that are never shut down takes 12 to 50 MB."""
CROWDS = 3
"""Threads of rooms that are left end a moment later, and the C library opens more heaps for those that run at
once: some MB stay after one crowd and not after the next, while a leak stays after each."""


@dataclass
class Entrance:
    """Where rooms are joined, and whose key opens them."""

    gateway: str
    key: AccessKey

    def spec(self, user_id: str) -> JoinSpec:
        return JoinSpec(self.gateway, self.key.sign(json.dumps({"rid": "room", "uid": user_id})))


@pytest.fixture
async def party(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Party]:
    """A grid with our own certificate."""
    async with party_factory(tmp_path / "grid", monkeypatch)() as opened:
        yield opened


@pytest.fixture
async def runtime() -> AsyncIterator[OdinRuntime]:
    """The native runtime."""
    async with OdinRuntime() as started:
        yield started


@pytest.fixture
def entrance(party: Party) -> Entrance:
    """The grid's."""
    return Entrance(party.grid.gateway_url, party.key)


def knock(runtime: OdinRuntime, entrance: Entrance, user_id: str) -> Guest:
    guest = Guest()
    guest.link = runtime.join(entrance.spec(user_id), guest)
    return guest


async def join_and_leave(runtime: OdinRuntime, entrance: Entrance, user_id: str) -> None:
    guest = knock(runtime, entrance, user_id)
    await guest.sees(JoinConfirmed)
    await guest.link.aclose()


async def join_and_cancel(runtime: OdinRuntime, entrance: Entrance, user_id: str, after_s: float) -> None:
    guest = knock(runtime, entrance, user_id)
    await asyncio.sleep(after_s)
    await guest.link.aclose()


def descriptors() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def resident_bytes() -> int:
    """Memory in use, without what the C library keeps for the next allocation."""
    ctypes.CDLL(None).malloc_trim(0)
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


async def becomes(value: Callable[[], int], most: int) -> None:
    """Wait until a figure that nothing announces is down to `most`."""
    async with asyncio.timeout(20):
        while value() > most:  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def crowd(coming: Callable[[str, int], Any]) -> None:
    for turn in range(ROUNDS):
        async with asyncio.TaskGroup() as group:
            for number in range(AT_ONCE):
                group.create_task(coming(f"guest {turn}-{number}", number))


async def test_joins_and_leaves_keep_no_descriptor(runtime: OdinRuntime, entrance: Entrance) -> None:
    await join_and_leave(runtime, entrance, "first")
    before = descriptors()
    await crowd(lambda user_id, _: join_and_leave(runtime, entrance, user_id))
    await becomes(descriptors, before)


async def test_joins_and_leaves_keep_no_memory(
    runtime: OdinRuntime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with grid_process(tmp_path) as grid:  # whose own memory is not ours to measure
        ready = await grid.until("gateway")
        monkeypatch.setenv("SSL_CERT_FILE", ready["ca_file"])
        entrance = Entrance(ready["gateway"], load_or_create_access_key(tmp_path))
        await crowd(lambda user_id, _: join_and_leave(runtime, entrance, user_id))
        before = resident_bytes()
        for _ in range(CROWDS):
            await crowd(lambda user_id, _: join_and_leave(runtime, entrance, user_id))
        await becomes(resident_bytes, before + CROWDS * MOST_BYTES)


async def test_joins_cancelled_at_any_moment_keep_no_descriptor_and_no_peer(
    runtime: OdinRuntime, party: Party, entrance: Entrance
) -> None:
    await crowd(lambda user_id, _: join_and_leave(runtime, entrance, user_id))
    before = descriptors()
    await crowd(lambda user_id, number: join_and_cancel(runtime, entrance, user_id, number * 0.012))
    await becomes(descriptors, before)
    await becomes(lambda: party.grid.lobby.peer_count, 0)


async def test_a_join_that_is_refused_keeps_no_descriptor(runtime: OdinRuntime, entrance: Entrance) -> None:
    await join_and_leave(runtime, entrance, "first")
    before = descriptors()
    for _ in range(5):
        refused = Entrance(entrance.gateway, AccessKey.generate())
        await knock(runtime, refused, "me").sees(LinkClosed)
    await becomes(descriptors, before)


async def test_a_leave_whose_caller_is_cancelled_still_reaches_the_server(
    runtime: OdinRuntime, party: Party, entrance: Entrance
) -> None:
    guest = knock(runtime, entrance, "me")
    await guest.sees(JoinConfirmed)
    async with asyncio.TaskGroup() as group:
        leaving = group.create_task(guest.link.aclose())
        await asyncio.sleep(0)
        leaving.cancel()
    await becomes(lambda: party.grid.lobby.peer_count, 0)
    await guest.link.aclose()
