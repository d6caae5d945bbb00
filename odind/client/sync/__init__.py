"""The client for programs without an event loop: scripts, notebooks, threads.

    from odind.client import sync

    with sync.connect() as daemon, daemon.join("lobby", user_id="bot") as room:
        room.play("hello.wav")

It has the names of `odind.client`, and its methods are those, waited for: the asyncio client runs in a thread
of its own, which `close` ends. Messages, formats and errors are those of `odind.client`. Every object may be
used by any thread, an iteration by one at a time. Ctrl-C and time-outs cancel what is waited for, but for an
iteration, which can go on.
"""

from .audio import AudioLanes, AudioStream, Mark
from .connection import Connection
from .daemon import Daemon, connect, wait_until_serving
from .devices import Devices
from .faces import Stream

__all__ = [
    "AudioLanes",
    "AudioStream",
    "Connection",
    "Daemon",
    "Devices",
    "Mark",
    "Stream",
    "connect",
    "wait_until_serving",
]
