"""Three grids behind one gateway, a PostgreSQL, and a fleet."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

import pytest

from odind.grid import Grid, GridConfig
from odind.grid.front import run_front
from odind.tokens.access_key import AccessKey
from tests.grid.clients import QUICK
from tests.storage.servers import PostgresServer, programs

from .members import Fleet, Observers

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path


def _running() -> Iterator[PostgresServer]:
    installed = programs()
    if not installed:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    server = PostgresServer(installed)
    yield server
    server.remove()


@pytest.fixture
def postgres() -> Iterator[PostgresServer]:
    """One that a test may stop."""
    yield from _running()


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    """One for all tests of a module."""
    yield from _running()


@pytest.fixture
def access_key(tmp_path: Path) -> AccessKey:
    key = AccessKey.generate()
    file = tmp_path / "access.key"
    file.write_text(key.text)
    file.chmod(0o600)
    return key


@pytest.fixture
def acmes_key(tmp_path: Path) -> AccessKey:
    """The key of another customer of the grids."""
    key = AccessKey.generate()
    file = tmp_path / "acme.key"
    file.write_text(key.text)
    file.chmod(0o600)
    return key


@pytest.fixture
async def gateway(
    tmp_path: Path, access_key: AccessKey, acmes_key: AccessKey, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[str]:
    config = GridConfig(times=QUICK)
    async with AsyncExitStack() as stack:
        grids = [
            await stack.enter_async_context(
                Grid(config, tmp_path / f"grid-{name}", {"grid": access_key, "acme": acmes_key})
            )
            for name in "abc"
        ]
        trusted = tmp_path / "trusted.pem"
        trusted.write_text("".join(grid.ca_file.read_text() for grid in grids))
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        yield await stack.enter_async_context(run_front(config, [grid.gateway_url for grid in grids]))


@pytest.fixture
def fleet(tmp_path: Path, postgres: PostgresServer, gateway: str) -> Iterator[Fleet]:
    made = Fleet(tmp_path, postgres.new_database(), gateway)
    yield made
    made.end()


@pytest.fixture
async def observers(gateway: str, access_key: AccessKey) -> AsyncIterator[Observers]:
    async with asyncio.TaskGroup() as tasks:
        made = Observers(gateway, access_key, tasks)
        yield made
        await made.end()
