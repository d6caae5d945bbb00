"""Sockets of the native runtime, between two peers of a room. Belong to the loop."""

from __future__ import annotations

import itertools
from typing import Final

import odin_voice

from odind.core.sockets.ports import SocketOptions

from .panics import contain

_closed: Final = itertools.count(-1, -1)


class NativeSocket:
    """One socket; the native runtime gives another object of the same id with every message."""

    def __init__(self, native: odin_voice.OdinSocket) -> None:
        self._native = native
        self._closed = False

    @property
    def number(self) -> int:
        """The number of the socket within its process."""
        return int(self._native.id)

    @property
    def options(self) -> SocketOptions:
        """What the socket is."""
        info = self._native.info
        reliable = info.kind is odin_voice.OdinSocketType.Reliable
        return SocketOptions(info.remote_peer_id, reliable, info.priority, info.label)

    @property
    def unsent(self) -> int:
        """How many bytes wait for their transmission."""
        return 0 if self._closed else self._native.info.unsent_bytes

    def send(self, data: bytes) -> bool:
        """Send a message; return False when the socket is closed."""
        try:
            self._native.send(data)
        except BaseException as error:  # noqa: BLE001 - panics derive from it
            if not isinstance(error, odin_voice.OdinError):
                contain(error, "socket.send")
            self._closed = True
        return not self._closed

    def close(self) -> None:
        """End our side behind what was sent."""
        try:
            self._native.close()
        except BaseException as error:  # noqa: BLE001 - panics derive from it
            contain(error, "socket.close")


class ClosedSocket:
    """A socket that the native runtime could not open."""

    unsent = 0

    def __init__(self, options: SocketOptions) -> None:
        self.options = options
        self.number = next(_closed)

    def send(self, data: bytes) -> bool:  # noqa: ARG002 - it goes nowhere
        """Return False: the socket is closed."""
        return False

    def close(self) -> None:
        """Do nothing."""


def open_socket(room: odin_voice.OdinRoom, options: SocketOptions) -> NativeSocket:
    """Open a socket to a peer; raises what the native runtime does."""
    kind = odin_voice.OdinSocketType.Reliable if options.reliable else odin_voice.OdinSocketType.Unreliable
    return NativeSocket(room.create_socket(options.peer_id, kind, options.priority, options.label))
