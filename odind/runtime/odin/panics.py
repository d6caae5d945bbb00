"""Containment of the native core: a panic there is a BaseException here, and must not end the daemon."""

from __future__ import annotations

import asyncio

import structlog

_log = structlog.get_logger("odind.runtime")
_PASSES = (asyncio.CancelledError, KeyboardInterrupt, SystemExit, GeneratorExit)


def contain(error: BaseException, doing: str) -> None:
    """Log what the native core raised and go on; cancellation and exit are raised again."""
    if isinstance(error, _PASSES):
        raise error
    _log.warning("runtime.fault", doing=doing, fault=type(error).__name__, detail=str(error)[:200])
