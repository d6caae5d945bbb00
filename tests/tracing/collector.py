"""A collector of OpenTelemetry on loopback, in the test's process."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Self

import grpc
from opentelemetry.proto.collector.metrics.v1 import metrics_service_pb2, metrics_service_pb2_grpc
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2, trace_service_pb2_grpc

if TYPE_CHECKING:
    from types import TracebackType


class Collector(trace_service_pb2_grpc.TraceServiceServicer):
    """Keeps all spans. Its server has threads, as the exporter does."""

    def __init__(self) -> None:
        self.spans: list[Any] = []
        self.resources: list[dict[str, str]] = []
        self._news = threading.Condition()
        self._server = grpc.server(ThreadPoolExecutor(2))
        trace_service_pb2_grpc.add_TraceServiceServicer_to_server(self, self._server)  # type: ignore[no-untyped-call]
        self.port = self._server.add_insecure_port("127.0.0.1:0")

    @property
    def endpoint(self) -> str:
        """The address for `traces.endpoint`."""
        return f"http://127.0.0.1:{self.port}"

    def Export(self, request: Any, _context: Any) -> Any:  # noqa: N802 - gRPC's way
        """Keep spans."""
        with self._news:
            for of_resource in request.resource_spans:
                self.resources.append(attributes(of_resource.resource))
                for scope in of_resource.scope_spans:
                    self.spans.extend(scope.spans)
            self._news.notify_all()
        return trace_service_pb2.ExportTraceServiceResponse()

    def span(self, name: str) -> Any:
        """Return the span of that name."""
        (found,) = (span for span in self.spans if span.name == name)
        return found

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.stop(None)


def attributes(of: Any) -> dict[str, str]:
    """Return the attributes of a span or a resource that are text."""
    return {one.key: one.value.string_value for one in of.attributes}


class MetricsCollector(metrics_service_pb2_grpc.MetricsServiceServicer):
    """Keeps what was sent last."""

    def __init__(self) -> None:
        self.metrics: dict[str, Any] = {}
        self.resource: dict[str, str] = {}
        self.arrived = threading.Semaphore(0)
        self._server = grpc.server(ThreadPoolExecutor(2))
        metrics_service_pb2_grpc.add_MetricsServiceServicer_to_server(self, self._server)  # type: ignore[no-untyped-call]
        self.port = self._server.add_insecure_port("127.0.0.1:0")

    @property
    def endpoint(self) -> str:
        """The address for `metrics.endpoint`."""
        return f"http://127.0.0.1:{self.port}"

    def Export(self, request: Any, _context: Any) -> Any:  # noqa: N802 - gRPC's way
        """Keep metrics by name."""
        (of_resource,) = request.resource_metrics
        self.resource = attributes(of_resource.resource)
        self.metrics = {one.name: one for scope in of_resource.scope_metrics for one in scope.metrics}
        self.arrived.release()
        return metrics_service_pb2.ExportMetricsServiceResponse()

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.stop(None)
