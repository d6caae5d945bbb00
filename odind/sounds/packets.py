"""What the daemon and the processes that decode say to one another: one packet of a socket each.

An order goes to the nursery together with the descriptors of its input and of the socket for its output. That
brings one `INFO`, `SAMPLES` until the end, then one `END`. Without it, the process has died.
"""

from __future__ import annotations

from enum import Enum
from typing import Final

import msgspec

from odind.core.values.late import dataclass

RATE_HZ: Final = 48_000
CHANNELS: Final = 2
FRAME_BYTES: Final = 4 * CHANNELS
BLOCK: Final = 2_400
"""Samples per channel in a packet: 50 ms."""
MOST_BYTES: Final = 65_536
SEND_BUFFER_BYTES: Final = 212_992
"""What the system keeps of a sound that is decoded ahead, with its own overhead about half a second."""

INFO: Final = b"I"
SAMPLES: Final = b"S"
END: Final = b"E"
READY: Final = b"R"


class Input(Enum):
    """What the bytes come through. A SPOOL is a file that grows until a second one, a pipe, is closed."""

    FILE = "file"
    PIPE = "pipe"
    SPOOL = "spool"


@dataclass(frozen=True)
class Order:
    """What to decode, and from which sample on.

    More than `most` samples per channel are an error. `spool_bytes` is how long a SPOOL will be. With
    `measured`, the loudness is wanted, and no samples. `prompt` is for what comes no faster than it plays.
    `track` is the number of the sound in a file with several.
    """

    input: Input
    start: int = 0
    most: int = 1 << 62
    spool_bytes: int = 0
    measured: bool = False
    prompt: bool = False
    track: int = 0


@dataclass(frozen=True)
class Info:
    """What is known before the first sample: samples per channel of the whole, and what it calls itself."""

    length: int | None = None
    title: str = ""


@dataclass(frozen=True)
class SoundEnd:
    """How it ended: "" and "" for the end of the sound, or the reason and the detail of a failure.

    `length` is how many samples a measured sound has.
    """

    reason: str = ""
    detail: str = ""
    loudness_lufs: float | None = None
    length: int = 0


DIED: Final = SoundEnd(
    "DECODER_DIED", "the process that decoded the sound died: the sound is damaged, or made to do that"
)


def packed(kind: bytes, value: object) -> bytes:
    """Return a packet with a value in JSON."""
    return kind + msgspec.json.encode(value)
