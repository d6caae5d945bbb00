"""Contains failures of the native runtime: its panics are BaseExceptions here and must not end the daemon."""

from __future__ import annotations

import asyncio

import structlog

_log = structlog.get_logger("odind.runtime")
_PASSES = (asyncio.CancelledError, KeyboardInterrupt, SystemExit, GeneratorExit)


def contain(error: BaseException, doing: str) -> None:
    """Log what the native runtime raised; raise cancellation and exit again."""
    if isinstance(error, _PASSES):
        raise error
    _log.warning("runtime.fault", doing=doing, fault=type(error).__name__, detail=str(error)[:200])
