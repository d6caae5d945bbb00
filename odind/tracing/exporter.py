"""Spans over OTLP/gRPC. The exporter's own thread sends them in batches, and drops what is too much."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import ParentBased, TraceIdRatioBased

from odind.threads import in_daemon_thread

from .tracer import OtelTracer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

_EXPORT_S: Final = 5.0
_LAST_WORDS_S: Final = 2.0


@asynccontextmanager
async def exporting(endpoint: str, sample: float, **resource: str | int) -> AsyncIterator[OtelTracer]:
    """Send spans to a collector for the length of the block, `http://HOST:PORT` or https.

    `sample` is the share of traces that are kept, 0 to 1, where the caller has not decided. `resource` is
    what every span says of the daemon. At the end, what waits is sent within a moment or dropped.
    """
    provider = TracerProvider(
        sampler=ParentBased(TraceIdRatioBased(sample)),
        resource=Resource.create({name.replace("_", "."): value for name, value in resource.items()}),
        shutdown_on_exit=False,
    )
    url = urlsplit(endpoint)
    sending = OTLPSpanExporter(url.netloc, insecure=url.scheme == "http", timeout=_EXPORT_S)
    provider.add_span_processor(BatchSpanProcessor(sending))
    try:
        yield OtelTracer(provider.get_tracer("odind"))
    finally:
        with suppress(TimeoutError):
            async with asyncio.timeout(_LAST_WORDS_S):
                await in_daemon_thread(provider.shutdown)
