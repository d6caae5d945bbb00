"""A keeper follows its files, and keeps what it has while they are wrong."""

from __future__ import annotations

import asyncio
import json
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from odind.clock import FakeClock
from odind.tls.keeper import Keeper
from tests.rpc.conftest import log, no_task_is_left

from .folders import DAY, Keys, make_keys, write

if TYPE_CHECKING:
    import io
    from collections.abc import AsyncIterator
    from pathlib import Path

__all__ = ["log", "no_task_is_left"]


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(time.time())


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return make_keys(tmp_path / "keys")


@asynccontextmanager
async def running(keeper: Keeper, clock: FakeClock) -> AsyncIterator[None]:
    """Run a keeper until it waits."""
    task = asyncio.get_running_loop().create_task(keeper.run())
    await waiting(clock)
    yield
    task.cancel()


async def waiting(clock: FakeClock) -> None:
    while not clock.waited_for:  # noqa: ASYNC110 - nobody tells us
        await asyncio.sleep(0)


async def pass_by(clock: FakeClock, seconds: float) -> None:
    clock.advance(seconds)
    await waiting(clock)


def told(log: io.StringIO, event: str) -> list[dict[str, object]]:
    lines = [json.loads(line) for line in log.getvalue().splitlines() if line.startswith("{")]
    return [line for line in lines if line["event"] == event]


async def test_new_files_are_taken_within_a_second(keys: Keys, clock: FakeClock, log: io.StringIO) -> None:
    keeper = Keeper(keys.config(), clock)
    async with running(keeper, clock):
        before = keeper.identity
        await pass_by(clock, 1)
        assert keeper.identity is before
        keys.renew()
        await pass_by(clock, 1)
        assert keeper.identity.certificate != before.certificate
    assert len(told(log, "tls.reloaded")) == 1


async def test_half_a_file_changes_nothing_and_is_told_once(
    keys: Keys, clock: FakeClock, log: io.StringIO
) -> None:
    keeper = Keeper(keys.config(), clock)
    async with running(keeper, clock):
        before, whole = keeper.identity, (keys.folder / "server.pem").read_bytes()
        write(keys.folder / "server.pem", whole[:100])
        for _ in range(3):
            await pass_by(clock, 1)
        assert keeper.identity is before
        write(keys.folder / "server.pem", whole)
        await pass_by(clock, 1)
    assert [line["reason"] for line in told(log, "tls.kept")] == ["TLS_CERTIFICATE_INVALID"]
    assert len(told(log, "tls.reloaded")) == 1


async def test_a_certificate_without_its_key_waits_for_the_key(
    keys: Keys, clock: FakeClock, tmp_path: Path
) -> None:
    other = make_keys(tmp_path / "other")
    keeper = Keeper(keys.config(), clock)
    async with running(keeper, clock):
        before = keeper.identity
        write(keys.folder / "server.pem", (other.folder / "server.pem").read_bytes())
        await pass_by(clock, 1)
        assert keeper.identity is before
        write(keys.folder / "server.key", (other.folder / "server.key").read_bytes())
        await pass_by(clock, 1)
        assert keeper.identity.key == (other.folder / "server.key").read_bytes()


async def test_a_key_that_everybody_may_read_by_now_is_not_taken(keys: Keys, clock: FakeClock) -> None:
    keeper = Keeper(keys.config(), clock)
    async with running(keeper, clock):
        before = keeper.identity
        keys.renew()
        (keys.folder / "server.key").chmod(0o644)
        await pass_by(clock, 1)
        assert keeper.identity is before


async def test_that_it_is_about_to_expire_is_told_once_a_day(
    keys: Keys, clock: FakeClock, log: io.StringIO
) -> None:
    keeper = Keeper(keys.config(), clock)
    async with running(keeper, clock):
        await pass_by(clock, 350 * DAY)
        assert not told(log, "tls.expiring")
        for days in (2, 0.5):
            await pass_by(clock, days * DAY)
            assert len(told(log, "tls.expiring")) == 1
        await pass_by(clock, 0.5 * DAY)
    assert [line["days"] for line in told(log, "tls.expiring")] == [12, 11]
