"""A connection, for programs without an event loop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.client import connection

from .audio import AudioStream
from .faces import Face, blocking, entering, iterating, itself
from .players import Player

if TYPE_CHECKING:
    from odind.v1 import rooms_pb2


class Connection(Face[connection.Connection]):
    """A connection of the daemon. `record` waits for the end, `recording` records during a block."""

    @property
    def view(self) -> rooms_pb2.Connection:
        """How the daemon last described it; `refresh` asks again."""
        return self.original.view

    @property
    def connection_id(self) -> str:
        """Names the connection in every call."""
        return self.original.connection_id

    @property
    def player(self) -> Player:
        """What plays sounds on this connection, beside whatever else speaks on it."""
        return Player(self.original.player, self.thread)

    refresh = blocking(connection.Connection.refresh)
    leave = blocking(connection.Connection.leave)
    update_user_data = blocking(connection.Connection.update_user_data)
    set_cipher = blocking(connection.Connection.set_cipher)
    send_message = blocking(connection.Connection.send_message)
    send_chat = blocking(connection.Connection.send_chat)
    set_rooms_peer = blocking(connection.Connection.set_rooms_peer)
    processing = blocking(connection.Connection.processing)
    set_processing = blocking(connection.Connection.set_processing)
    say = blocking(connection.Connection.say)
    watch_events = iterating(connection.Connection.watch_events)
    audio = entering(connection.Connection.audio, AudioStream)
    speak = entering(connection.Connection.speak, AudioStream)
    listen = entering(connection.Connection.listen, AudioStream)
    play = blocking(connection.Connection.play)
    record = blocking(connection.Connection.record)
    recording = entering(connection.Connection.record, itself)
