"""The daemon's end of the processes that decode. On the loop's thread."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from asyncio.subprocess import DEVNULL
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Final, Self

import msgspec

from odind.core.errors import UnavailableError

from .packets import MOST_BYTES, SEND_BUFFER_BYTES

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import AsyncIterator, Sequence
    from types import TracebackType

    from .packets import Order

_START_S: Final = 30.0
_END_S: Final = 2.0
_ONE_THREAD: Final = {"OPENBLAS_NUM_THREADS": "1"}
"""A process with threads cannot be forked safely."""


class Decoders:
    """Starts a process for every order, by way of a nursery, which begins with the first order.

    Leave its `async with` to end the nursery; decoders end when nobody reads them.
    """

    def __init__(self) -> None:
        self._running = AsyncExitStack()
        self._control: socket.socket | None = None
        self._starting = asyncio.Lock()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._running.aclose()

    async def begin(self, order: Order, descriptors: Sequence[int]) -> socket.socket:
        """Have an order carried out, and return the socket that brings its packets; it never blocks.

        The descriptors are the input's; they stay the caller's to close. Raises UnavailableError
        DECODER_UNAVAILABLE.
        """
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.setblocking(False)  # noqa: FBT003 - the standard library has no name for it
        theirs.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
        with theirs:
            try:
                await self._send(msgspec.json.encode(order), [*descriptors, theirs.fileno()])
            except BaseException:
                ours.close()
                raise
        return ours

    async def _send(self, message: bytes, descriptors: list[int]) -> None:
        nursery = await self._nursery()
        try:
            socket.send_fds(nursery, [message], descriptors)
        except BlockingIOError:
            raise _unavailable("it has too much to do") from None
        except OSError:  # it died, and another takes its place
            await self._forget(nursery)
            await self._send_again(message, descriptors)

    async def _send_again(self, message: bytes, descriptors: list[int]) -> None:
        try:
            socket.send_fds(await self._nursery(), [message], descriptors)
        except OSError as error:
            raise _unavailable(str(error)) from None

    async def _nursery(self) -> socket.socket:
        async with self._starting:
            if self._control is None:
                self._control = await self._running.enter_async_context(_nursery())
            return self._control

    async def _forget(self, nursery: socket.socket) -> None:
        """Let go of a nursery that died, unless another order has done so, and maybe started the next."""
        async with self._starting:
            if self._control is nursery:
                self._control = None
                await self._running.aclose()


@asynccontextmanager
async def _nursery() -> AsyncIterator[socket.socket]:
    """Run a nursery for the length of the block; yield the socket that takes orders."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with ours:
        ours.setblocking(False)  # noqa: FBT003 - the standard library has no name for it
        with theirs:
            process = await _process(theirs.fileno())
        try:
            await _ready(ours)
            yield ours
        finally:
            ours.close()
            await _end(process)


async def _process(descriptor: int) -> Process:
    command = (sys.executable, "-m", "odind.sounds.nursery", str(descriptor))
    try:
        return await asyncio.create_subprocess_exec(
            *command, stdin=DEVNULL, stdout=DEVNULL, pass_fds=(descriptor,), env=os.environ | _ONE_THREAD
        )
    except OSError as error:
        raise _unavailable(str(error)) from None


async def _ready(control: socket.socket) -> None:
    try:
        async with asyncio.timeout(_START_S):
            said = await asyncio.get_running_loop().sock_recv(control, MOST_BYTES)
    except (OSError, TimeoutError) as error:
        raise _unavailable(str(error) or "it takes too long to start") from None
    if not said:
        raise _unavailable("it ended while it started")


async def _end(process: Process) -> None:
    """Wait for a process that was told to end."""
    try:
        async with asyncio.timeout(_END_S):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()


def _unavailable(detail: str) -> UnavailableError:
    return UnavailableError(
        "DECODER_UNAVAILABLE", "the process that decodes sounds cannot be used: {detail}", detail=detail
    )
