"""What watching over the daemon costs: counting a call, reading 25 connections, writing the page."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
from prometheus_client import CollectorRegistry, generate_latest

from odind.clock import FakeClock
from odind.core.bounds.limits import Limits
from odind.core.devices.lookout import Lookout
from odind.core.plane import ControlPlane
from odind.core.rooms.admission import JoinRequest
from odind.core.rooms.local import LocalHost
from odind.core.sound.format import AudioFormat
from odind.core.tokens.tokens import Tokens
from odind.core.voice.lane_config import LaneConfig, ReceiveMode, Reception, SendBuffer
from odind.daemon import OdinKeyring
from odind.devices.fake import FakeSoundSystem
from odind.metrics.families import families
from odind.metrics.page import Found
from odind.metrics.processes import processes
from odind.metrics.sources import Reading, Sources
from odind.metronome import Metronome
from odind.runtime.fake import FakeRuntime
from odind.services.meter import CallMeter
from odind.services.turnstile import Turnstile
from odind.tokens.access_key import AccessKey

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_benchmark.fixture import BenchmarkFixture

watching = pytest.mark.benchmark(group="10 metrics")
CONNECTIONS = 25
METHODS = (
    "RoomService/JoinRoom",
    "RoomService/LeaveRoom",
    "ServerService/GetHealth",
    "AudioService/StreamAudio",
)


@pytest.fixture
def sources() -> Iterator[Sources]:
    """A daemon with 25 connections that speak and listen, and what it has counted."""
    with asyncio.Runner() as runner, ExitStack() as open_calls:
        yield runner.run(_opened(open_calls))


async def _opened(open_calls: ExitStack) -> Sources:
    limits, clock, metronome = Limits(), FakeClock(), Metronome()
    host = LocalHost(FakeRuntime(), limits, metronome)
    tokens = Tokens(OdinKeyring(), AccessKey.generate(), clock.now)
    plane = ControlPlane([host], Lookout(FakeSoundSystem()), tokens, limits, "gateway.example", clock=clock)
    reception = Reception(AudioFormat(), ReceiveMode.MIX)
    for number in range(CONNECTIONS):
        view = await plane.rooms.join(JoinRequest(room_id=f"room-{number // 2}", user_id=f"user-{number}"))
        call = open_calls.enter_context(host.audio_call())
        call.attach(LaneConfig(view.connection_id, AudioFormat(), SendBuffer(1_000), reception))
    turnstile = Turnstile(limits, clock)
    for method in METHODS:
        turnstile.meter.begin(method)
        turnstile.meter.end(method, "OK", 0.01)
    return Sources("0", plane, turnstile, limits)


@watching
def test_count_a_call(benchmark: BenchmarkFixture):
    meter = CallMeter()

    def call() -> None:
        meter.begin("m")
        meter.end("m", "OK", 0.01)

    benchmark(call)
    assert meter.running["m"] == 0


@watching
def test_read_the_counters_of_25_connections(benchmark: BenchmarkFixture, sources: Sources):
    (host,) = sources.plane.registry.hosts
    assert isinstance(host, LocalHost)
    assert benchmark(lambda: host.counting.read(host.connections())).streams == CONNECTIONS


@watching
def test_write_the_page_of_25_connections(benchmark: BenchmarkFixture, sources: Sources):
    (host,) = sources.plane.registry.hosts
    assert isinstance(host, LocalHost)

    def page() -> bytes:
        reading = Reading(sources, host.counting.read(host.connections()), ())
        registry = CollectorRegistry(auto_describe=False)
        registry.register(Found((*families(reading), *processes(reading))))
        return generate_latest(registry)

    assert b"odind_streams 25.0" in benchmark(page)
