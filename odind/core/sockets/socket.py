"""One socket: what its caller sends goes out within a window, what its peer sends waits to be read. Pure.

ODIN tells no peer that the other side has finished. So a reliable socket that is finished says it by an empty
message, which means nothing else here.
"""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeAlias

from .items import Credit, EndReason, PeerFinished, SocketEnd
from .refusals import data_invalid, finished

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from .ports import SocketLink

WINDOW_BYTES: Final = 1_048_576
"""Bytes that may wait for their transmission."""
MAX_RELIABLE_BYTES: Final = 524_288
MAX_UNRELIABLE_BYTES: Final = 1_390
"""A datagram of ODIN has 1,414 bytes, of which the head of a message takes up to 24."""
_CREDIT_STEP_BYTES: Final = WINDOW_BYTES // 4
_FINISH: Final = b""

Item: TypeAlias = bytes | Credit | PeerFinished | SocketEnd


class Socket:
    """Belongs to the loop. It holds at most `buffer_bytes` of messages that its caller has not read.

    Beyond, a reliable socket ends, since ODIN cannot hold its peer back; an unreliable one drops the oldest.
    `over` is called once, at the end, and `wake` when ticks are needed.
    """

    def __init__(
        self,
        link: SocketLink,
        buffer_bytes: int,
        over: Callable[[Socket], None],
        wake: Callable[[], None],
    ) -> None:
        self.options = link.options
        self.number = link.number
        self.buffer_bytes = buffer_bytes
        self.held_bytes = 0
        self._link = link
        self._over = over
        self._wake = wake
        self._inbox: deque[bytes] = deque()
        self._news = asyncio.Event()
        self._room = asyncio.Event()
        self._sent = 0
        self._told = WINDOW_BYTES
        self._dropped = 0
        self._finished = False
        self._peer_finished = False
        self._end: SocketEnd | None = None

    @property
    def max_message_bytes(self) -> int:
        """The size of the largest message."""
        return MAX_RELIABLE_BYTES if self.options.reliable else MAX_UNRELIABLE_BYTES

    @property
    def accepted_until(self) -> int:
        """How many bytes the caller may have sent altogether."""
        return self._sent - self._link.unsent + WINDOW_BYTES

    @property
    def resting(self) -> bool:
        """Whether no tick is needed: the caller knows that the whole window is free."""
        return self._end is not None or self._told == self._sent + WINDOW_BYTES

    # The caller's side

    async def push(self, data: bytes) -> None:
        """Send a message, once the window has room; after the end it is dropped.

        Raises InvalidArgumentError SOCKET_DATA_INVALID, SOCKET_FINISHED.
        """
        if not 0 < len(data) <= self.max_message_bytes:
            raise data_invalid(len(data), self.max_message_bytes)
        if self._finished:
            raise finished()
        while not self._end and self._link.unsent >= WINDOW_BYTES:
            self._room.clear()
            await self._room.wait()
        if not self._end:
            self._send(data)

    def finish(self) -> None:
        """Send nothing more; the peer may go on. An unreliable socket is over with that."""
        if self._finished or self._end:
            return
        self._finished = True
        if self.options.reliable:
            self._link.send(_FINISH)
            self._link.close()
        if self._peer_finished or not self.options.reliable:
            self.end(EndReason.FINISHED, "both sides have finished")

    def abandon(self) -> None:
        """The caller is gone: end the socket, as if it had finished and read everything."""
        self.finish()
        self.end(EndReason.FINISHED, "the caller has gone")

    async def items(self) -> AsyncIterator[Item]:
        """Yield what comes, in order; the last one is the end."""
        told_finished = False
        while True:
            if credit := self._new_credit():
                yield credit
            elif self._inbox:
                yield self._next()
            elif self._peer_finished and not told_finished:
                told_finished = True
                yield PeerFinished()
            elif self._end:
                yield self._end
                return
            else:
                self._news.clear()
                await self._news.wait()

    # The peer's side

    def take(self, data: bytes) -> None:
        """Take a message of the peer."""
        if self._end:
            return
        if data:
            self._keep(data)
        elif self.options.reliable:
            self._peer_finished = True
            if self._finished:
                self.end(EndReason.FINISHED, "both sides have finished")
        self._news.set()

    def tick(self) -> None:
        """See how much was transmitted since the last tick."""
        if self._link.unsent < WINDOW_BYTES:
            self._room.set()
        if self._credit_is_due:
            self._news.set()

    def end(self, reason: EndReason, detail: str) -> None:
        """The socket is over; what the peer sent before can still be read."""
        if self._end:
            return
        self._end = SocketEnd(reason, detail, self._dropped)
        if not self._finished:
            self._link.close()
        self._room.set()
        self._news.set()
        self._over(self)

    def _send(self, data: bytes) -> None:
        self._sent += len(data)
        self._wake()
        if not self._link.send(data):
            self.end(EndReason.REFUSED, "the server has closed the socket: no such peer, or too many sockets")

    def _keep(self, data: bytes) -> None:
        self._inbox.append(data)
        self.held_bytes += len(data)
        if self.held_bytes <= self.buffer_bytes:
            return
        if self.options.reliable:
            self._drop(self._inbox.pop())
            self.end(
                EndReason.OVERFLOWED, f"more than {self.buffer_bytes} bytes of the peer's waited to be read"
            )
        while self.held_bytes > self.buffer_bytes:
            self._drop(self._inbox.popleft())

    def _drop(self, data: bytes) -> None:
        self.held_bytes -= len(data)
        self._dropped += 1
        if self._end:
            self._end = replace(self._end, dropped=self._dropped)

    def _next(self) -> bytes:
        data = self._inbox.popleft()
        self.held_bytes -= len(data)
        return data

    @property
    def _credit_is_due(self) -> bool:
        gained = self.accepted_until - self._told
        return gained >= _CREDIT_STEP_BYTES or (gained > 0 and not self._link.unsent)

    def _new_credit(self) -> Credit | None:
        if self._end or not self._credit_is_due:
            return None
        self._told = self.accepted_until
        return Credit(self._told)
