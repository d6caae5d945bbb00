"""One audio socket as a stream of messages, with back-pressure both ways. Used on the loop's thread."""

from __future__ import annotations

import asyncio
import select
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Final, cast

from odind.core.errors import OdindError
from odind.framing import LENGTH_BYTES, Unframer, framed
from odind.pack.messages import check_size

if TYPE_CHECKING:
    from collections.abc import Callable

    Begin = Callable[["Connection"], asyncio.Task[None] | None]

_READ_AHEAD_BYTES: Final = 64 * 1024
"""What may wait to be taken before the socket is read no further, beside one message that is incomplete."""
_UNSENT_BYTES: Final = 64 * 1024
"""What may wait for the socket before those who write wait, and sound where the oldest of it is dropped."""
_LOOK_S: Final = 1.0
"""How often a socket that is not read is asked whether its peer is still there."""
_LAST_WORD_S: Final = 2.0
"""How long a peer may take to read the last message, and to close its end."""
_GONE: Final = select.POLLRDHUP | select.POLLHUP | select.POLLERR


class Connection(asyncio.Protocol):
    """A connected socket. `begin` returns the task that serves it, which is cancelled when the peer is gone.

    It returns None where nobody serves it, and then the socket is closed. A peer that closes its sending side
    is gone as well: it ends its requests by an empty message.
    """

    def __init__(self, begin: Begin) -> None:
        self.transport: asyncio.Transport
        self._begin = begin
        self._task: asyncio.Task[None] | None = None
        self._unframer = Unframer(check_size)
        self._messages: deque[bytes] = deque()
        self._waiting_bytes = 0
        self._failure: OdindError | None = None
        self._news = asyncio.Event()
        self._writable = asyncio.Event()
        self._left = asyncio.Event()
        self._looking: asyncio.TimerHandle | None = None
        self._ending = False

    # What the transport calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to serve."""
        self.transport = cast("asyncio.Transport", transport)
        self.transport.set_write_buffer_limits(_UNSENT_BYTES)
        self._writable.set()
        self._task = self._begin(self)
        if self._task is None:
            self.abort()

    def data_received(self, data: bytes) -> None:
        """Queue the messages; stop reading when too much waits, or for ever after a length that cannot be."""
        if self._ending or self._failure:
            return
        try:
            for message in self._unframer.feed(data):
                self._messages.append(message)
                self._waiting_bytes += len(message) + LENGTH_BYTES
        except OdindError as error:
            self._failure = error
        self._news.set()
        if self._waiting_bytes > _READ_AHEAD_BYTES and self._looking is None:
            self.transport.pause_reading()
            self._look_later()

    def eof_received(self) -> bool:
        """Take the peer for gone, and keep the socket open until its call is over, which tells the peer.

        TLS knows no half of a connection: there the socket is closed.
        """
        self._gone()
        return self.transport.can_write_eof()

    def connection_lost(self, exc: Exception | None) -> None:
        """Take the peer for gone."""
        del exc
        self._stop_looking()
        self._gone()

    def pause_writing(self) -> None:
        """Let those who write wait."""
        self._writable.clear()

    def resume_writing(self) -> None:
        """Let them write on."""
        self._writable.set()

    # What the call uses

    async def receive(self) -> bytes:
        """Return the next message; raises InvalidArgumentError MESSAGE_TOO_LARGE."""
        while not self._messages:
            if self._failure:
                raise self._failure
            self._news.clear()
            await self._news.wait()
        message = self._messages.popleft()
        self._waiting_bytes -= len(message) + LENGTH_BYTES
        if self._looking and self._waiting_bytes <= _READ_AHEAD_BYTES // 2:
            self._stop_looking()
            self.transport.resume_reading()
        return message

    async def send(self, message: bytes) -> None:
        """Send a message; wait while the peer reads too little. One for a peer that is gone is dropped."""
        if not self.transport.is_closing():
            self.transport.write(framed(message))
            await self._writable.wait()

    async def end(self, message: bytes) -> None:
        """Send the last message, and wait until the peer closes its end, for a while."""
        self._ending = True
        self._messages.clear()
        if self._looking:
            self._stop_looking()
            self.transport.resume_reading()
        if not self.transport.is_closing():
            self.transport.write(framed(message))
            self.transport.write_eof() if self.transport.can_write_eof() else self.transport.close()
        with suppress(TimeoutError):
            async with asyncio.timeout(_LAST_WORD_S):
                await self._left.wait()

    def abort(self) -> None:
        """Close the socket at once."""
        self.transport.abort()

    # A peer that goes

    def _gone(self) -> None:
        self._left.set()
        self._writable.set()
        if self._task and not self._ending:
            self._task.cancel()

    def _look_later(self) -> None:
        self._looking = asyncio.get_running_loop().call_later(_LOOK_S, self._look)

    def _look(self) -> None:
        """End the call if the peer has closed its end, which reading would not tell behind what waits."""
        poll = select.poll()
        poll.register(self.transport.get_extra_info("socket").fileno(), select.POLLRDHUP)
        if any(events & _GONE for _, events in poll.poll(0)):
            self._gone()
        else:
            self._look_later()

    def _stop_looking(self) -> None:
        if self._looking:
            self._looking.cancel()
            self._looking = None
