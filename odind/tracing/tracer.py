"""Spans of calls, named and marked by OpenTelemetry's conventions for RPC."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from opentelemetry.trace import (
    SpanKind,
    Status,
    StatusCode,
    format_span_id,
    format_trace_id,
    set_span_in_context,
)
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from odind.services.tracing import trace_context

if TYPE_CHECKING:
    from collections.abc import Mapping

    from opentelemetry import trace

    from odind.services.tracing import TraceContext

_OURS: Final = ("UNKNOWN", "DEADLINE_EXCEEDED", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS")
"""Codes that are a server's errors by the conventions; the others are for the caller to mend."""
_SYSTEMS: Final = {"rpc": "grpc", "worker": "grpc", "http": "connectrpc", "websocket": "websocket"}


class OtelTracer:
    """Implements the tracer of calls. Used on the loop's thread."""

    def __init__(self, tracer: trace.Tracer) -> None:
        self._tracer = tracer
        self._propagator = TraceContextTextMapPropagator()

    def begin(self, method: str, face: str, context: TraceContext) -> OtelSpan:
        """Begin the span of a call."""
        name = method.removeprefix("/")
        span = self._tracer.start_span(
            name,
            context=self._propagator.extract(context.headers) if context.parent else None,
            kind=SpanKind.SERVER,
            attributes={
                "rpc.system.name": _SYSTEMS.get(face, face),
                "rpc.method": name,
                "odind.face": face,
            },
        )
        passed_on: dict[str, str] = {}
        self._propagator.inject(passed_on, set_span_in_context(span))
        return OtelSpan(span, trace_context(passed_on))


class OtelSpan:
    """A call that runs."""

    def __init__(self, span: trace.Span, context: TraceContext) -> None:
        self._span = span
        self.context = context
        ids = span.get_span_context()
        self.fields: Mapping[str, str] = {
            "trace_id": format_trace_id(ids.trace_id),
            "span_id": format_span_id(ids.span_id),
        }

    def end(self, code: str, reason: str) -> None:
        """End the span with the code of the call."""
        self._span.set_attribute("rpc.response.status_code", code)
        if reason:
            self._span.set_attribute("odind.reason", reason)
        if code != "OK":
            self._span.set_attribute("error.type", code)
        if code in _OURS:
            self._span.set_status(Status(StatusCode.ERROR, reason or None))
        self._span.end()
