"""Calls as spans at a collector."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import httpx
import pytest
from websockets.asyncio.client import connect

from odind.core.errors import InvalidArgumentError
from odind.daemon.traces import tracing
from odind.observing_config import TracesConfig
from odind.services.tracing import UNTRACED, TraceContext
from odind.tracing.exporter import exporting
from tests.http.installed import free_port, installed_daemon
from tests.rpc.bench import PATIENCE

from .collector import Collector, attributes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from opentelemetry.proto.trace.v1.trace_pb2 import Span

TRACE, PARENT = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
KEPT, LEFT_OUT = f"00-{TRACE}-{PARENT}-01", f"00-{TRACE}-{PARENT}-00"
ERROR = 2


@pytest.fixture
def collector() -> Iterator[Collector]:
    with Collector() as running:
        yield running


async def ended(
    collector: Collector, context: TraceContext, code: str = "OK", reason: str = "", sample: float = 1.0
) -> Span | None:
    """Return what the collector gets of one call."""
    async with exporting(collector.endpoint, sample, service_name="odind") as tracer:
        tracer.begin("/odind.v1.RoomService/JoinRoom", "http", context).end(code, reason)
    return collector.spans[0] if collector.spans else None


async def test_a_call_is_a_span_of_its_callers_trace(collector: Collector):
    span = await ended(collector, TraceContext(KEPT, "vendor=1"))
    assert span
    assert (span.name, span.trace_id.hex(), span.parent_span_id.hex()) == (
        "odind.v1.RoomService/JoinRoom",
        TRACE,
        PARENT,
    )
    assert span.trace_state == "vendor=1"
    assert attributes(span) == {
        "rpc.system.name": "connectrpc",
        "rpc.method": "odind.v1.RoomService/JoinRoom",
        "rpc.response.status_code": "OK",
        "odind.face": "http",
    }
    assert span.status.code != ERROR
    assert collector.resources[0]["service.name"] == "odind"


@pytest.mark.parametrize("code", ["INTERNAL", "UNAVAILABLE", "NOT_FOUND", "CANCELLED"])
async def test_an_error_is_told_and_the_daemons_own_fault_is_marked_as_one(collector: Collector, code: str):
    span = await ended(collector, TraceContext(), code, "WHY")
    assert span
    found = attributes(span)
    assert (found["error.type"], found["odind.reason"]) == (code, "WHY")
    assert (span.status.code == ERROR) is (code in {"INTERNAL", "UNAVAILABLE"})


async def test_a_caller_that_keeps_no_trace_decides_for_its_calls(collector: Collector):
    assert await ended(collector, TraceContext(LEFT_OUT)) is None


async def test_of_calls_without_a_trace_a_share_is_kept(collector: Collector):
    assert await ended(collector, TraceContext(), sample=0.0) is None
    assert await ended(collector, TraceContext(KEPT), sample=0.0)


async def test_a_collector_that_is_away_keeps_nobody_waiting_for_long():
    began = time.monotonic()
    async with exporting(f"http://127.0.0.1:{free_port()}", 1.0) as tracer:
        tracer.begin("/a", "rpc", TraceContext()).end("OK", "")
    assert time.monotonic() - began < 30


async def test_without_an_endpoint_nothing_is_loaded():
    async with tracing(TracesConfig(), "front") as tracer:
        assert tracer is UNTRACED


async def test_without_the_extra_the_start_is_refused_with_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "odind.tracing.exporter", None)
    with pytest.raises(InvalidArgumentError, match=r"odind\[otel\]"):
        async with tracing(TracesConfig("http://127.0.0.1:4317"), "front"):
            pass


async def test_the_worker_of_an_installed_daemon_sends_parts_of_its_calls(
    collector: Collector, tmp_path: Path
):
    how = {"ODIND_TRACES__ENDPOINT": collector.endpoint, "ODIND_SERVER__WORKERS": "1"}
    async with (
        installed_daemon(tmp_path, **how) as url,
        httpx.AsyncClient(base_url=url, trust_env=False, timeout=PATIENCE) as http,
    ):
        request = {"roomId": "lobby", "userId": "anna"}
        await http.post("/odind.v1.RoomService/JoinRoom", json=request, headers={"traceparent": KEPT})
    call, part = collector.span("odind.v1.RoomService/JoinRoom"), collector.span("odind.Host/Join")
    assert (part.trace_id.hex(), part.parent_span_id) == (TRACE, call.span_id)
    assert {one["service.instance.id"] for one in collector.resources} == {"front", "worker-0"}


async def test_an_installed_daemon_sends_the_calls_of_each_wire(collector: Collector, tmp_path: Path):
    headers = {"traceparent": KEPT}
    async with installed_daemon(tmp_path, ODIND_TRACES__ENDPOINT=collector.endpoint) as url:
        async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=PATIENCE) as http:
            await http.post("/odind.v1.ServerService/GetInfo", json={}, headers=headers)
        events = f"{url.replace('http', 'ws')}/v1/events"
        async with connect(events, proxy=None, additional_headers=headers) as socket:
            await socket.recv()
    for name in ("odind.v1.ServerService/GetInfo", "v1/events"):
        assert (name, collector.span(name).trace_id.hex()) == (name, TRACE)
    assert collector.resources[0]["service.instance.id"] == "front"
