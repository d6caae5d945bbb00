"""A whole daemon within the test's process that serves HLS: grid, official core, HTTP, and a client of it."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import httpx

from odind.client import connect
from odind.clock import SystemClock
from odind.config import Config, ServerConfig
from odind.core.bounds.limits import Limits
from odind.core.live.cues import CueBoard
from odind.daemon.hls import hls_house
from odind.daemon.live import live_around
from odind.http.admittance import Admittance
from odind.http.hls import hls_routes
from odind.http.server import HttpServer
from odind.rpc.listener import RpcServer
from odind.runtime.odin.info import RUNTIME
from odind.services.access import OPEN
from odind.services.audio import run_audio
from odind.services.catalog import all_services
from odind.services.server import DaemonFacts
from odind.services.turnstile import Turnstile
from tests.services.household import Household, open_household

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    import pytest

    from odind.client import Daemon


@dataclass
class Theatre:
    """What a test has at hand: `url` is the HTTP address, `board` takes captions."""

    household: Household
    daemon: Daemon
    url: str
    board: CueBoard
    http: httpx.AsyncClient


@asynccontextmanager
async def open_theatre(
    folder: Path, monkeypatch: pytest.MonkeyPatch, access: Any = OPEN
) -> AsyncIterator[Theatre]:
    """Open it for the length of the block."""
    clock, board, limits = SystemClock(), CueBoard(), Limits()
    config = Config(server=ServerConfig(state_dir=folder))
    async with open_household(folder, monkeypatch) as household:
        plane = household.plane
        house: Any = SimpleNamespace(plane=plane, stream_audio=partial(run_audio, household.host))
        async with (
            live_around(house) as around,
            hls_house(config, around, board, plane.uploads.outputs) as hls,
        ):
            turnstile = Turnstile(limits, clock)
            facts = DaemonFacts("0", RUNTIME, "", limits, clock.now())
            services = all_services(plane, facts, house.stream_audio, hls=hls.outputs)
            rpc = RpcServer(services, turnstile=turnstile)
            rpc.bind_socket(folder / "hls.sock")
            server = HttpServer(
                services,
                Admittance(),
                turnstile=turnstile,
                health=lambda: plane.vitals.health,
                more_routes=lambda: hls_routes(hls, access),
            )
            url = f"http://127.0.0.1:{server.bind('127.0.0.1:0')}"
            async with (
                rpc,
                server,
                connect(f"unix:{folder / 'hls.sock'}") as daemon,
                httpx.AsyncClient(base_url=url, trust_env=False, timeout=30) as http,
            ):
                yield Theatre(household, daemon, url, board, http)
            plane.stop()
