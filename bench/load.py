"""What the benchmarks of whole daemons share: a load of sound, and the CPU time of a process."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from odind.client import AudioStream

SOUND: Final = os.urandom(9_600)


async def speak(stream: AudioStream) -> None:
    """Speak noise without a pause until cancelled."""
    while True:
        await stream.write(SOUND)


async def hear(stream: AudioStream) -> None:
    """Listen, and drop what is heard, until the stream is over."""
    async for _ in stream:
        pass


def cpu_s(process_id: int) -> float:
    """Return how much of a core a process has used, in seconds."""
    fields = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
