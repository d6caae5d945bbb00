"""Rings when a member has added events to the fleet's sequence: PostgreSQL's LISTEN."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Final, Self

import psycopg

from .event_tables import CHANNEL
from .session import TIMES

if TYPE_CHECKING:
    from types import TracebackType

_LISTEN: Final = f"listen {CHANNEL}"


class Bell:
    """One connection that listens from the first wait to the end of the `async with` block.

    While it cannot be had, nobody rings; who waits looks by itself then. On the loop's thread.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: psycopg.AsyncConnection | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._close()

    async def wait(self, limit_s: float) -> None:
        """Wait until it rings, for `limit_s` at most; raises nothing. It rings as it begins to listen."""
        try:
            if not await self._begun():
                await self._rung(limit_s)
        except (psycopg.Error, OSError):
            await self._close()
            await asyncio.sleep(limit_s)

    async def _begun(self) -> bool:
        """Listen; return whether it is only now that it does."""
        if self._connection:
            return False
        connection = await psycopg.AsyncConnection.connect(self._url, autocommit=True, **TIMES)
        self._connection = connection
        await connection.execute(_LISTEN.encode())
        return True

    async def _rung(self, limit_s: float) -> None:
        assert self._connection  # noqa: S101 - it listens
        async for _ in self._connection.notifies(timeout=limit_s, stop_after=1):
            pass

    async def _close(self) -> None:
        connection, self._connection = self._connection, None
        if connection:
            with suppress(psycopg.Error, OSError):
                await connection.close()
