"""A scripted daemon, and the client connected to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from odind.client import Daemon, connect

from .scripted_daemon import ScriptedDaemon

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
async def script(tmp_path: Path) -> AsyncIterator[ScriptedDaemon]:
    """A daemon that answers as the test says."""
    async with ScriptedDaemon(tmp_path / "odind.sock") as daemon:
        yield daemon


@pytest.fixture
async def daemon(script: ScriptedDaemon) -> AsyncIterator[Daemon]:
    """A client of the scripted daemon."""
    async with connect(script.target) as client:
        yield client
