"""Callers who use sound files for what they are not."""

from __future__ import annotations

import asyncio
import struct
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from odind.core.errors import NotFoundError, OdindError

from .calls import connection_of
from .tools import daemon_of, told

if TYPE_CHECKING:
    from tests.hostile.ground import Target

NAMES = (
    "a\0.wav",
    "../state.wav",
    "/etc/passwd",
    "/etc/x.wav",
    "a/../../x.wav",
    "..",
    "",
    ".wav",
    "x" * 5_000 + ".wav",
    "\u202e.wav",
    "a\nb.wav",
    "%00.wav",
)
LAYOUTS = ((1, 1), (10, 1), (99, 1), (2**31 - 1, 1), (0, 1), (48_000, 0), (48_000, 1_024), (48_000, 65_535))


async def file_names_that_lead_elsewhere(target: Target) -> str:
    outcomes = Counter[str]()
    async with daemon_of(target) as daemon, connection_of(daemon) as connection:
        for name in NAMES:
            for begin in (daemon.devices.open_capture, daemon.devices.open_playback):
                try:
                    line = await begin(connection.connection_id, f"file:{name}")
                except OdindError as error:
                    outcomes[error.reason] += 1
                else:
                    outcomes["opened"] += 1
                    with suppress(NotFoundError):  # a file that has ended closes its line
                        await daemon.devices.close(line.line_id)
    assert not _strays(target)
    return told(outcomes)


def _strays(target: Target) -> list[Path]:
    """Files where none of these names may lead."""
    return [path for path in (Path(target.state, "state.wav"), Path("/etc/x.wav")) if path.exists()]


async def files_of_silly_rates(target: Target) -> str:
    folder = Path(target.state, "sound")
    await asyncio.to_thread(_write_files, folder)
    outcomes = Counter[str]()
    async with daemon_of(target) as daemon, connection_of(daemon) as connection:
        for number in range(len(LAYOUTS)):
            try:
                line = await daemon.devices.open_capture(connection.connection_id, f"file:silly-{number}.wav")
                await asyncio.sleep(0.2)
                await daemon.devices.close(line.line_id)
            except OdindError as error:
                outcomes[error.reason] += 1
            else:
                outcomes["opened"] += 1
    return told(outcomes)


def _write_files(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number, (rate, channels) in enumerate(LAYOUTS):
        (folder / f"silly-{number}.wav").write_bytes(_wav(rate, channels))


def _wav(rate: int, channels: int) -> bytes:
    sound = bytes(200_000)
    layout = struct.pack(
        "<HHIIHH", 1, channels, rate, rate * channels * 2 & 0xFFFF_FFFF, channels * 2 & 0xFFFF, 16
    )
    head = b"WAVEfmt " + struct.pack("<I", len(layout)) + layout + b"data" + struct.pack("<I", len(sound))
    return b"RIFF" + struct.pack("<I", len(head) + len(sound)) + head + sound
