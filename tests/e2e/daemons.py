"""Installed daemons as processes, one with a grid, others in its rooms."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from odind.client import connect
from odind.core.errors import UnavailableError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from odind.client import Daemon

COMMAND = Path(sys.executable).with_name("odind")


@asynccontextmanager
async def running_daemon(
    folder: Path, *flags: str, environment: Mapping[str, str] = os.environ, log: Path | None = None
) -> AsyncIterator[Daemon]:
    """Run a daemon with its own grid, or with the one that flags name; it must end well."""
    folder.mkdir(exist_ok=True)  # noqa: ASYNC240 - a test may touch a file
    with (log or folder / "log").open("wb") as written:
        process = await asyncio.create_subprocess_exec(
            *(COMMAND, "serve", "--socket", f"{folder}/odind.sock", "--listen", "", "--http", ""),
            *("--state", str(folder)),
            *flags,
            env=dict(environment),
            stderr=written,
        )
        try:
            async with connect(f"unix:{folder}/odind.sock") as daemon:
                await _answering(daemon)
                yield daemon
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGTERM)
            code = await process.wait()
    assert code == 0, (log or folder / "log").read_text()


@asynccontextmanager
async def running_guest(
    folder: Path, host: Daemon, host_folder: Path, environment: Mapping[str, str] = os.environ
) -> AsyncIterator[Daemon]:
    """Run a daemon without a grid, in the rooms of another's."""
    gateway = (await host.info()).gateway
    trusted = {"SSL_CERT_FILE": str(host_folder / "trusted.pem")}
    flags = ("--gateway", gateway, "--access-key-file", str(host_folder / "access.key"))
    async with running_daemon(folder, *flags, environment={**environment, **trusted}) as daemon:
        yield daemon


async def _answering(daemon: Daemon) -> None:
    async with asyncio.timeout(60):
        while True:
            try:
                await daemon.info()
            except UnavailableError:
                await asyncio.sleep(0.05)
            else:
                return
