"""The settings of what watches over the daemon: health, metrics, traces."""

from __future__ import annotations

import re
from typing import Final

from odind.core.errors import InvalidArgumentError
from odind.core.values.late import dataclass

_PROBE_S: Final = (10, 86_400)
_INTERVAL_S: Final = (1, 3_600)
_COLLECTOR: Final = re.compile(r"https?://[^/@?#\s]+")


@dataclass(frozen=True)
class HealthConfig:
    """How often the media path is tried, in seconds: two peers of our own, and a chirp. 0 is never."""

    probe_interval: float = 0.0

    def __post_init__(self) -> None:
        if self.probe_interval and not _PROBE_S[0] <= self.probe_interval <= _PROBE_S[1]:
            raise InvalidArgumentError(
                "CONFIG_INVALID",
                "health.probe_interval must be 0 or from {least} to {most} s",
                least=_PROBE_S[0],
                most=_PROBE_S[1],
            )


@dataclass(frozen=True)
class MetricsConfig:
    """Whether the HTTP face serves Prometheus at /metrics; with `open`, also without the cookie.

    With `connections`, every connection has series of its own. With `endpoint`, a collector gets the same
    metrics over OTLP/gRPC every `interval` seconds.
    """

    enabled: bool = True
    open: bool = False
    connections: bool = False
    endpoint: str = ""
    interval: float = 15.0

    def __post_init__(self) -> None:
        _check_collector("metrics.endpoint", self.endpoint)
        if not _INTERVAL_S[0] <= self.interval <= _INTERVAL_S[1]:
            raise InvalidArgumentError(
                "CONFIG_INVALID",
                "metrics.interval must be from {least} to {most} s",
                least=_INTERVAL_S[0],
                most=_INTERVAL_S[1],
            )


@dataclass(frozen=True)
class TracesConfig:
    """The collector that spans are sent to over OTLP/gRPC, "" for none, and the share of traces to keep."""

    endpoint: str = ""
    sample: float = 1.0

    def __post_init__(self) -> None:
        _check_collector("traces.endpoint", self.endpoint)
        if not 0 <= self.sample <= 1:
            raise InvalidArgumentError("CONFIG_INVALID", "traces.sample must be from 0 to 1")


def _check_collector(key: str, endpoint: str) -> None:
    if endpoint and not _COLLECTOR.fullmatch(endpoint):
        raise InvalidArgumentError(
            "CONFIG_INVALID",
            "{key}: {endpoint} must be like http://127.0.0.1:4317",
            key=key,
            endpoint=endpoint,
        )
