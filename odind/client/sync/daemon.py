"""A daemon and its connections, for programs without an event loop."""

from __future__ import annotations

import atexit
from typing import TYPE_CHECKING, Self

from odind.client import daemon, readiness

from .access import Access
from .audio import AudioLanes, AudioStream
from .captions import Captions
from .connection import Connection
from .devices import Devices
from .faces import Entered, Face, blocking, entering, facing, iterating
from .hls import Hls
from .holding import Hold
from .library import Library
from .managed import ManagedRooms
from .moderation import Moderation
from .players import Player
from .push import Pushes
from .recordings import Recordings
from .sockets import Sockets
from .thread import LoopThread
from .tools import Tools
from .webhooks import Webhooks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from odind.client.tls import Tls


def connect(
    target: str | None = None,
    *,
    call_timeout: float | None = None,
    retries: int = 0,
    api_key: str | None = None,
    timeout: float | None = None,
    tls: Tls | None = None,
) -> Daemon:
    """Begin a thread that talks to the daemon; the first call dials. `close` or the end of a `with` ends it.

    `timeout` bounds in seconds how long any method waits, `play` and `record` too; then what it does is
    cancelled and TimeoutError raised. All else, and errors: see `odind.client.connect`.
    """
    thread = LoopThread(timeout)
    try:
        entered = Entered(
            lambda: daemon.connect(
                target, call_timeout=call_timeout, retries=retries, api_key=api_key, tls=tls
            ),
            thread,
        )
        return Daemon(entered, thread)
    except BaseException:
        thread.close()
        raise


def wait_until_serving(target: str | None = None, *, seconds: float, tls: Tls | None = None) -> str:
    """Wait until the daemon serves calls, and return its target, as in `odind.client`."""
    thread = LoopThread(None)
    try:
        return thread.run(lambda: readiness.wait_until_serving(target, seconds=seconds, tls=tls))
    finally:
        thread.close()


class Daemon(Face[daemon.Daemon]):
    """Every call of the daemon."""

    def __init__(self, entered: Entered[daemon.Daemon], thread: LoopThread) -> None:
        super().__init__(entered.enter(), thread)
        self._entered = entered
        self.devices = Devices(self.original.devices, thread)
        self.hls = Hls(self.original.hls, thread)
        self.managed = ManagedRooms(self.original.managed, thread)
        self.moderation = Moderation(self.original.moderation, thread)
        self.library = Library(self.original.library, thread)
        self.pushes = Pushes(self.original.pushes, thread)
        self.captions = Captions(self.original.captions, thread)
        self.recordings = Recordings(self.original.recordings, thread)
        self.sockets = Sockets(self.original.sockets, thread)
        self.tools = Tools(self.original.tools, thread)
        self.access = Access(self.original.access, thread)
        self.webhooks = Webhooks(self.original.webhooks, thread)
        atexit.register(self.close)

    def close(self) -> None:
        """End all calls, and the thread. Nothing can be called afterwards."""
        atexit.unregister(self.close)
        try:
            self._entered.leave()
        finally:
            self.thread.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    @property
    def target(self) -> str:
        """Where the daemon is."""
        return self.original.target

    def player(self, connection_id: str) -> Player:
        """Return the player of a connection: its music, and by `lane` the rest."""
        return Player(self.original.player(connection_id), self.thread)

    def connections(self, page_size: int = 0) -> Iterator[Connection]:
        """Yield every connection, oldest first."""
        with self._connections(page_size) as found:
            for connection in found:
                yield Connection(connection, self.thread)

    _connections = iterating(daemon.Daemon.connections)
    join = entering(daemon.Daemon.join, Connection)
    hold = entering(daemon.Daemon.hold, Hold)
    adopt = entering(daemon.Daemon.adopt, Hold)
    join_room = facing(daemon.Daemon.join_room, Connection)
    connection = facing(daemon.Daemon.connection, Connection)
    audio = entering(daemon.Daemon.audio, AudioStream)
    audio_with = entering(daemon.Daemon.audio_with, AudioStream)
    speak = entering(daemon.Daemon.speak, AudioStream)
    listen = entering(daemon.Daemon.listen, AudioStream)
    lanes = entering(daemon.Daemon.lanes, AudioLanes)
    acknowledge_events = blocking(daemon.Daemon.acknowledge_events)
    consumers = blocking(daemon.Daemon.consumers)
    delete_consumer = blocking(daemon.Daemon.delete_consumer)
    watch_events = iterating(daemon.Daemon.watch_events)
    follow_events = iterating(daemon.Daemon.follow_events)
    members = blocking(daemon.Daemon.members)
    member = blocking(daemon.Daemon.member)
    watch_audit = iterating(daemon.Daemon.watch_audit)
    watch_statistics = iterating(daemon.Daemon.watch_statistics)
    is_serving = blocking(daemon.Daemon.is_serving)
    info = blocking(daemon.Daemon.info)
    capacity = blocking(daemon.Daemon.capacity)
    drain = blocking(daemon.Daemon.drain)
    undrain = blocking(daemon.Daemon.undrain)
    upgrade = blocking(daemon.Daemon.upgrade)
    health = blocking(daemon.Daemon.health)
    diagnose = blocking(daemon.Daemon.diagnose)
    generate_access_key = blocking(daemon.Daemon.generate_access_key)
    describe_access_key = blocking(daemon.Daemon.describe_access_key)
    create_token = blocking(daemon.Daemon.create_token)
    leave_room = blocking(daemon.Daemon.leave_room)
    update_user_data = blocking(daemon.Daemon.update_user_data)
    set_cipher = blocking(daemon.Daemon.set_cipher)
    send_message = blocking(daemon.Daemon.send_message)
    send_chat = blocking(daemon.Daemon.send_chat)
    set_rooms_peer = blocking(daemon.Daemon.set_rooms_peer)
    update_listening = blocking(daemon.Daemon.update_listening)
    reset_audio = blocking(daemon.Daemon.reset_audio)
    processing = blocking(daemon.Daemon.processing)
    set_processing = blocking(daemon.Daemon.set_processing)
    space = blocking(daemon.Daemon.space)
    set_positions = blocking(daemon.Daemon.set_positions)
    clear_positions = blocking(daemon.Daemon.clear_positions)
    set_channel_masks = blocking(daemon.Daemon.set_channel_masks)
    statistics = blocking(daemon.Daemon.statistics)
