"""A daemon whose voice runtime has failed says so by health, stops, and exits with an error."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from odind import daemon
from odind.config import Config, DevicesConfig, HttpConfig, ServerConfig
from odind.core.errors import UnavailableError
from odind.daemon import kernel
from odind.runtime.odin import OdinRuntime

if TYPE_CHECKING:
    from pathlib import Path

PATIENCE = 30.0
SERVING = health_pb2.HealthCheckResponse.SERVING
NOT_SERVING = health_pb2.HealthCheckResponse.NOT_SERVING


async def test_health_says_not_serving_and_the_daemon_ends_with_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[OdinRuntime] = []

    def start(*arguments: object) -> OdinRuntime:
        started.append(OdinRuntime(*arguments))
        return started[-1]

    monkeypatch.setattr(kernel, "OdinRuntime", start)
    monkeypatch.setenv("SSL_CERT_FILE", "")  # the daemon sets it for the native runtime
    config = Config(
        server=ServerConfig(socket=str(tmp_path / "odind.sock"), listen="", state_dir=tmp_path),
        http=HttpConfig(listen=""),
        devices=DevicesConfig(hardware=False),
    )

    async def watch_and_fail() -> None:
        async with grpc.aio.insecure_channel(f"unix:{config.server.socket}") as channel:
            health = health_pb2_grpc.HealthStub(channel)
            states = health.Watch(health_pb2.HealthCheckRequest(), wait_for_ready=True)
            async for state in states:
                if state.status == SERVING:
                    started[0].failed.set()
                elif state.status == NOT_SERVING:
                    return

    async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as tasks:
        watching = tasks.create_task(watch_and_fail())
        with pytest.raises(UnavailableError, match="RUNTIME_FAILED"):
            await daemon.serve(config)
        await watching
