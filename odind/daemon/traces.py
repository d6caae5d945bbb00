"""The tracer that the settings describe."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from odind import __version__
from odind.core.errors import InvalidArgumentError
from odind.services.tracing import UNTRACED

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from odind.config import TracesConfig
    from odind.services.tracing import Tracer


@asynccontextmanager
async def tracing(config: TracesConfig, process: str) -> AsyncIterator[Tracer]:
    """Give the tracer of a process for the length of the block; `process` tells it from the daemon's others.

    Raises InvalidArgumentError CONFIG_INVALID when what sends spans is not installed.
    """
    if not config.endpoint:
        yield UNTRACED
        return
    try:
        from odind.tracing.exporter import exporting  # noqa: PLC0415 - an extra, and it takes a while
    except ImportError:
        raise InvalidArgumentError(
            "CONFIG_INVALID", "traces.endpoint needs OpenTelemetry: pip install 'odind[otel]'"
        ) from None
    about = {"service_name": "odind", "service_version": __version__, "service_instance_id": process}
    async with exporting(config.endpoint, config.sample, **about) as tracer:
        yield tracer
