"""A call's trace goes on in the worker that does its work."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import structlog

from odind.core.rooms.actions import Action
from odind.core.values.portable import portable
from odind.services.tracing import UNTRACED, TraceContext, traced
from odind.v1 import rooms_pb2
from tests.rpc.bench import MONO, config_of

from .bench import open_front_bench

if TYPE_CHECKING:
    from pathlib import Path

    from odind.core.rooms.local import LocalHost
    from odind.services.tracing import Span

TRACE, PARENT = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
KEPT = f"00-{TRACE}-{PARENT}-01"


class WatchedTracer:
    """Notes what it is to make spans of."""

    def __init__(self) -> None:
        self.begun: list[tuple[str, str, TraceContext]] = []

    def begin(self, method: str, face: str, context: TraceContext) -> Span:
        """Note it."""
        self.begun.append((method, face, context))
        return UNTRACED.begin(method, face, context)


@portable
class Fields:
    """What the lines of a log say of a trace."""

    trace_id: str
    span_id: str


@portable
class ReadFields(Action[Fields]):
    """Read them in the worker."""


def read_fields(host: LocalHost) -> None:
    async def read(_action: ReadFields) -> Fields:
        bound = structlog.contextvars.get_contextvars()
        return Fields(bound.get("trace_id", ""), bound.get("span_id", ""))

    host.handle({ReadFields: read})


async def test_calls_and_requests_of_a_trace_are_spans_of_it_in_workers_and_no_others(tmp_path: Path) -> None:
    tracer = WatchedTracer()
    metadata = (("traceparent", KEPT), ("tracestate", "vendor=1"))
    async with open_front_bench(tmp_path, tracer=tracer) as bench:
        await bench.join("lobby", "untraced")
        assert tracer.begun == []
        request = rooms_pb2.JoinRoomRequest(room_id="lobby", user_id="traced")
        joined = await bench.ask_rooms.JoinRoom(request, metadata=metadata)
        call = bench.ask_audio.StreamAudio(metadata=metadata)
        config = config_of(joined.connection.connection_id, receive=MONO)
        await call.write(config)
        assert (await call.read()).HasField("started")
        call.cancel()
    context = TraceContext(KEPT, "vendor=1")
    assert ("/odind.Host/Join", "worker", context) in tracer.begun
    assert ("/odind.v1.AudioService/StreamAudio", "worker", context) in tracer.begun
    assert {context for _, _, context in tracer.begun} == {context}


@pytest.mark.parametrize(
    ("context", "fields"),
    [(TraceContext(KEPT), Fields(TRACE, PARENT)), (TraceContext(), Fields("", ""))],
    ids=["of a trace", "of none"],
)
async def test_lines_of_a_workers_log_name_the_trace(
    tmp_path: Path, context: TraceContext, fields: Fields
) -> None:
    async with open_front_bench(tmp_path, extend=read_fields) as bench:
        connection_id = await bench.join_id("lobby")
        with traced(context):
            assert await bench.plane.registry.perform(connection_id, ReadFields()) == fields
