"""Waiting for a daemon that starts."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from grpc_health.v1.health_pb2 import HealthCheckResponse

from odind.client import wait_until_serving
from odind.core.errors import UnavailableError

from .scripted_daemon import ScriptedDaemon

if TYPE_CHECKING:
    from pathlib import Path

SERVING = HealthCheckResponse(status=HealthCheckResponse.SERVING)
NOT_YET = HealthCheckResponse(status=HealthCheckResponse.NOT_SERVING)


async def test_the_wait_ends_when_the_daemon_says_that_it_serves(script: ScriptedDaemon):
    script.answer("Check", NOT_YET, NOT_YET, SERVING)

    assert await wait_until_serving(script.target, seconds=60) == script.target


async def test_a_socket_that_appears_later_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("ODIND_TARGET", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    (tmp_path / "odind").mkdir()
    async with asyncio.TaskGroup() as tasks:
        waiting = tasks.create_task(wait_until_serving(seconds=60))
        await asyncio.sleep(0)
        async with ScriptedDaemon(tmp_path / "odind" / "odind.sock") as daemon:
            daemon.answer("Check", SERVING)
            assert await waiting == daemon.target


async def test_a_daemon_that_never_serves_is_told_from_none(script: ScriptedDaemon, tmp_path: Path):
    script.answer("Check", NOT_YET)

    with pytest.raises(UnavailableError) as not_serving:
        await wait_until_serving(script.target, seconds=0.1)
    with pytest.raises(UnavailableError) as nobody:
        await wait_until_serving(f"unix:{tmp_path}/nobody", seconds=0.1)

    assert not_serving.value.reason == "DAEMON_NOT_SERVING"
    assert nobody.value.reason == "DAEMON_UNREACHABLE"
