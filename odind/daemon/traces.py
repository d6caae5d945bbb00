"""The tracer that the settings describe."""

from __future__ import annotations

from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING

from odind import __version__
from odind.core.errors import InvalidArgumentError
from odind.services.tracing import UNTRACED

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from odind.config import Config
    from odind.observing_config import TracesConfig
    from odind.services.tracing import Tracer


@asynccontextmanager
async def tracing(config: TracesConfig, process: str) -> AsyncIterator[Tracer]:
    """Give the tracer of a process for the length of the block; `process` tells it from the daemon's others.

    Raises InvalidArgumentError CONFIG_INVALID when what sends spans is not installed.
    """
    if not config.endpoint:
        yield UNTRACED
        return
    with needs_otel("traces.endpoint"):
        from odind.tracing.exporter import exporting  # noqa: PLC0415 - an extra, and it takes a while
    async with exporting(config.endpoint, config.sample, **about(process)) as tracer:
        yield tracer


def require_otel(config: Config) -> None:
    """Raise InvalidArgumentError CONFIG_INVALID when a setting needs what is not installed."""
    endpoints = {"traces.endpoint": config.traces.endpoint, "metrics.endpoint": config.metrics.endpoint}
    for key, endpoint in endpoints.items():
        if endpoint:
            with needs_otel(key):
                import opentelemetry.exporter.otlp.proto.grpc  # noqa: F401, PLC0415 - an extra


def about(process: str) -> dict[str, str]:
    """Return what is said of a process to a collector."""
    return {"service_name": "odind", "service_version": __version__, "service_instance_id": process}


@contextmanager
def needs_otel(key: str) -> Iterator[None]:
    """Raise InvalidArgumentError CONFIG_INVALID when what a setting needs cannot be imported in the block."""
    try:
        yield
    except ImportError:
        raise InvalidArgumentError(
            "CONFIG_INVALID", "{key} needs OpenTelemetry: pip install 'odind[otel]'", key=key
        ) from None
