"""Waits for a daemon that starts."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import grpc

from odind.core.errors import UnavailableError

from .daemon import connect
from .target import resolve_target

if TYPE_CHECKING:
    from .tls import Tls

_PAUSE_S: Final = 0.05
_PATIENCE_S: Final = 1.0
"""How long one question may take."""


async def wait_until_serving(target: str | None = None, *, seconds: float, tls: Tls | None = None) -> str:
    """Wait until the daemon serves calls, and return its target, which is looked up anew for each attempt.

    Raises UnavailableError after `seconds`: DAEMON_UNREACHABLE if nobody answers, DAEMON_NOT_SERVING if the
    daemon answers that it does not serve.
    """
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while not await _is_serving(target, tls):  # noqa: ASYNC110 - nobody tells us
                await asyncio.sleep(_PAUSE_S)
    address = resolve_target(target)
    if await _is_serving(target, tls, final=True):
        return address
    raise UnavailableError(
        "DAEMON_NOT_SERVING",
        "the daemon at {target} answers that it does not serve calls, also after {seconds} s",
        target=address,
        seconds=f"{seconds:g}",
    )


async def _is_serving(target: str | None, tls: Tls | None, *, final: bool = False) -> bool:
    try:
        async with connect(target, call_timeout=_PATIENCE_S, tls=tls) as daemon:
            return await daemon.is_serving()
    except (UnavailableError, grpc.aio.AioRpcError):
        if final:
            raise
        return False
