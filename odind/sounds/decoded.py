"""A sound that another process decodes ahead of its reader."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np

from odind.core.players.ports import Severity, SoundFailure

from .failed import NOTHING
from .packets import CHANNELS, DIED, END, INFO, MOST_BYTES, RATE_HZ, SAMPLES, Info, SoundEnd

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from odind.core.sound.ring import Frames

_AHEAD: Final = RATE_HZ // 5
"""What is taken out of the socket; more waits there, and then the decoder waits."""


class DecodedSound:
    """Implements core's `Sound`, on the loop. It takes about 0.3 MB here, beside its decoder's memory."""

    def __init__(self) -> None:
        self.length: int | None = None
        self.title = ""
        self._failure: SoundFailure | None = None
        self._ended = False
        self._socket: socket.socket | None = None
        self._blocks: deque[Frames] = deque()
        self._ahead = 0
        self._closed = False
        self._begun = False
        self._fed_badly: SoundFailure | None = None
        self.on_close: Callable[[], object] = _nothing

    def attach(self, packets: socket.socket) -> None:
        """Read the decoder's packets from now on; the socket belongs to the sound."""
        if self._closed:
            packets.close()
        else:
            self._socket = packets

    def fail(self, failure: SoundFailure) -> None:
        """SoundEnd the sound, once its decoder has decoded what it has."""
        if self._socket:
            self._fed_badly = failure
        elif not self._ended:
            self._end(failure)

    def rename(self, title: str) -> None:
        """Say what is on from now on."""
        self.title = title

    @property
    def begun(self) -> bool:
        """Whether any sample has come."""
        self._take_waiting()
        return self._begun

    @property
    def ahead(self) -> int:
        """Samples per channel that `read` can return now."""
        self._take_waiting()
        return self._ahead

    @property
    def ended(self) -> bool:
        """Whether nothing will follow what is ahead."""
        self._take_waiting()
        return self._ended

    @property
    def failure(self) -> SoundFailure | None:
        """Why the sound ended, where that is not its end."""
        self._take_waiting()
        return self._failure

    def spoken(self, heard: int) -> str:  # noqa: ARG002 - no words are known
        """Return nothing: it is no speech."""
        return ""

    def read(self, count: int) -> Frames:
        """Return the next samples, shape (n, 2)."""
        pieces, wanted = [], min(count, self.ahead)
        self._ahead -= wanted
        while wanted:
            block = self._blocks.popleft()
            if len(block) > wanted:
                self._blocks.appendleft(block[wanted:])
            pieces.append(block[:wanted])
            wanted -= len(pieces[-1])
        return pieces[0] if len(pieces) == 1 else np.concatenate((NOTHING, *pieces))

    def close(self) -> None:
        """Let the decoder end, which notices that nobody listens, and what feeds it."""
        self._closed = True
        self._let_go()
        self.on_close()

    def _take_waiting(self) -> None:
        """Take packets until enough samples are ahead, or no packet waits."""
        while self._socket and self._ahead < _AHEAD:
            try:
                packet = self._socket.recv(MOST_BYTES)
            except BlockingIOError:
                return
            except OSError:
                packet = b""
            self._take(packet)

    def _take(self, packet: bytes) -> None:
        kind, content = packet[:1], memoryview(packet)[1:]
        if kind == SAMPLES:  # a copy is aligned, without which the native runtime refuses samples
            block = np.frombuffer(content, np.float32).reshape(-1, CHANNELS).copy()
            self._blocks.append(block)
            self._ahead += len(block)
            self._begun = True
        elif kind == INFO:
            info = msgspec.json.decode(content, type=Info)
            self.length, self.title = self.length or info.length, self.title or info.title
        elif kind == END:
            end = msgspec.json.decode(content, type=SoundEnd)
            own = SoundFailure(end.reason, end.detail) if end.reason else None
            self._end(self._fed_badly or own)
        else:
            self._end(SoundFailure(DIED.reason, DIED.detail, Severity.FAULT))

    def _end(self, failure: SoundFailure | None) -> None:
        self._failure, self._ended = failure, True
        self._let_go()

    def _let_go(self) -> None:
        if self._socket:
            self._socket.close()
            self._socket = None


def _nothing() -> None:
    """Do nothing."""
