"""A process that has all libraries loaded, and forks a process for each sound.

`python -m odind.sounds.nursery FD` reads orders from the socket of that descriptor until it is closed. To
fork costs a few milliseconds, and memory only for what a decoder changes. A decoder cannot open a file or
socket, as it may have no further descriptor, nor take more than `_MEMORY_BYTES`, and once its sound
has begun, it gives way to all other work of the machine.
"""

from __future__ import annotations

import io
import os
import resource
import signal
import socket
import sys
import wave
from contextlib import suppress
from typing import Final, NoReturn

import msgspec

from odind.files.reader import SoundReader

from .decoding import FORMATS, decode
from .loudness import LoudnessMeter
from .packets import CHANNELS, MOST_BYTES, RATE_HZ, READY, Order

_MEMORY_BYTES: Final = 384 * 1024 * 1024
"""The index of ten hours of m4a takes 130 MB; other sounds take less than 20."""
_DESCRIPTORS: Final = 3


def run(control: socket.socket) -> None:
    """Start a process for every order, until nobody can send any more."""
    _load()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # of a terminal: the daemon decides when to stop
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system forgets those that have ended
    with suppress(BrokenPipeError):  # the daemon stops while this starts; there will be no message
        control.send(READY)
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, MOST_BYTES, _DESCRIPTORS)
        if not message:
            return
        if not os.fork():
            _work(control, message, descriptors)
        for descriptor in descriptors:
            os.close(descriptor)


def _work(control: socket.socket, message: bytes, descriptors: list[int]) -> NoReturn:
    """Decode in a process that can do nothing else."""
    try:
        control.close()
        out = socket.socket(fileno=descriptors.pop())
        _confine()
        with suppress(OSError):  # nobody listens any more
            decode(msgspec.json.decode(message, type=Order), descriptors, out)
    except BaseException:  # noqa: BLE001 - nothing may return into the nursery's own loop
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(0)  # without the end of an interpreter that is not this process's own


def _confine() -> None:
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY_BYTES, _MEMORY_BYTES))


def _load() -> None:
    """Have everything loaded that is loaded with its first use: later, nothing can be."""
    data = io.BytesIO()
    with wave.open(data, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ // 2)
        file.writeframes(bytes(4_800))
    data.seek(0)
    with SoundReader(data, formats=FORMATS, layout=(RATE_HZ, CHANNELS)) as reader:
        LoudnessMeter().add(reader.read())


if __name__ == "__main__":
    run(socket.socket(fileno=int(sys.argv[1])))
