"""Connections that a program holds for as long as it runs."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import grpc

from odind.v1 import rooms_pb2

from .failures import raised_again

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

KEEP: Final = rooms_pb2.ON_LOST_KEEP
MUTE: Final = rooms_pb2.ON_LOST_MUTE
LEAVE: Final = rooms_pb2.ON_LOST_LEAVE

_Call: TypeAlias = grpc.aio.UnaryStreamCall[Any, Any]


class Hold:
    """Connections that are held for the length of a block, unless another program adopts them."""

    def __init__(self, call: _Call, target: str, connection_ids: tuple[str, ...]) -> None:
        self.connection_ids = connection_ids
        self._call = call
        self._target = target

    async def over(self) -> None:
        """Wait until the last connection is left, or the daemon stops.

        Raises FailedPreconditionError ADOPTED when another program has taken over what was held.
        """
        with raised_again(self._target):
            async for _ in self._call:
                pass

    async def adopted(self) -> bool:
        """Whether it is over because another program has taken over what was held."""
        return self._call.done() and await self._call.code() is grpc.StatusCode.FAILED_PRECONDITION


@asynccontextmanager
async def held(call: _Call, target: str, connection_ids: tuple[str, ...] = ()) -> AsyncIterator[Hold]:
    """Hold what a call holds for the length of the block, once its first answer is there."""
    try:
        with raised_again(target):
            answer = await anext(aiter(call), None)
        yield Hold(call, target, connection_ids or tuple(getattr(answer, "connection_ids", ())))
    finally:
        call.cancel()
