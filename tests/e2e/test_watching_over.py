"""What supervisors see of an installed daemon with workers: metrics, health, and the doctor's probe."""

from __future__ import annotations

import asyncio
import os
import signal
from typing import TYPE_CHECKING

import httpx
from prometheus_client.parser import text_string_to_metric_families

from odind.v1 import server_pb2

from .processes import PATIENCE, DaemonProcess
from .test_workers import worker_pids

if TYPE_CHECKING:
    from collections.abc import Callable

    from odind.client import Daemon


class Page:
    """The daemon's page of metrics, over its unix socket for HTTP."""

    def __init__(self, socket: str) -> None:
        transport = httpx.AsyncHTTPTransport(uds=socket)
        self.http = httpx.AsyncClient(base_url="http://localhost", transport=transport, timeout=PATIENCE)

    async def value(self, name: str, **labels: str) -> float:
        """Return the value of one sample."""
        page = (await self.http.get("/metrics")).text
        (found,) = (
            sample.value
            for family in text_string_to_metric_families(page)
            for sample in family.samples
            if sample.name == name and labels.items() <= sample.labels.items()
        )
        return found

    async def until(self, value: float, name: str, **labels: str) -> None:
        """Wait until a sample has a value; the page is written once a second."""
        async with asyncio.timeout(PATIENCE):
            while await self.value(name, **labels) != value:  # noqa: ASYNC110 - nobody announces it
                await asyncio.sleep(0.2)


async def probed(daemon: Daemon) -> None:
    path = (await daemon.diagnose(probe=True)).checks[-1]
    assert (path.name, path.state) == ("path", server_pb2.CHECK_STATE_OK), path.detail


async def test_a_probe_is_heard_and_no_count_goes_back_when_its_worker_is_killed(
    start_daemon: Callable[..., DaemonProcess],
):
    own = start_daemon("--workers", "2", environment={"ODIND_HTTP__SOCKET": "http.sock"})
    await own.ready()
    page = Page(f"{own.folder}/http.sock")
    async with own.connect() as daemon, page.http:
        await probed(daemon)
        await page.until(1, "odind_probe_heard")
        sent = await page.value("odind_voice_datagrams_total", direction="sent")
        assert sent > 0
        for number, pid in enumerate(worker_pids(own)):
            os.kill(pid, signal.SIGKILL)
            await page.until(2, "odind_worker_starts_total", worker=str(number))
            await page.until(1, "odind_worker_up", worker=str(number))
        assert await page.value("odind_voice_datagrams_total", direction="sent") == sent
        await probed(daemon)
        await asyncio.sleep(1)
        assert await page.value("odind_voice_datagrams_total", direction="sent") > sent
        assert [view async for view in daemon.connections()] == []
        assert (await page.http.get("/healthz")).status_code == 200
