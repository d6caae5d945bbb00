"""What rooms of the native runtime hold is released with them, however they end."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from odind.core.rooms.signals import JoinConfirmed, LinkClosed
from odind.runtime.odin import OdinRuntime
from odind.tokens.access_key import AccessKey
from tests.grid.clients import party_factory
from tests.grid.test_stand_alone import grid_process, started

from . import crowds
from .crowds import Entrance, crowd, join_and_leave, knock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from tests.grid.clients import Party


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


async def join_and_cancel(runtime: OdinRuntime, entrance: Entrance, user_id: str, after_s: float) -> None:
    guest = knock(runtime, entrance, user_id)
    await asyncio.sleep(after_s)
    await guest.link.aclose()


def descriptors() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


async def becomes(value: Callable[[], int], most: int) -> None:
    """Wait until a figure that nothing announces is down to `most`."""
    async with asyncio.timeout(20):
        while value() > most:  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def test_joins_and_leaves_keep_no_descriptor(runtime: OdinRuntime, entrance: Entrance) -> None:
    await join_and_leave(runtime, entrance, "first")
    before = descriptors()
    await crowd(lambda user_id, _: join_and_leave(runtime, entrance, user_id))
    await becomes(descriptors, before)


async def test_joins_and_leaves_keep_no_memory(tmp_path: Path) -> None:
    async with grid_process(tmp_path) as grid:  # whose own memory is not ours to measure
        ready = await grid.until("gateway")
        asked = ("-m", crowds.__name__, ready["gateway"], ready["access_key_file"])
        async with started(*asked, SSL_CERT_FILE=ready["ca_file"]) as program:
            for _ in range(1 + crowds.CROWDS):
                await program.until("crowds")
            grown = (await program.until("grown_bytes"))["grown_bytes"]
            assert await program.end() == 0
    assert grown < crowds.MOST_BYTES


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
