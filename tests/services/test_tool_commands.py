"""`odindctl tool`: raw samples converted and mixed by a daemon."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from odind.client import AudioFormat

if TYPE_CHECKING:
    from .household import Household

COMMAND = Path(sys.executable).with_name("odindctl")


async def tool(household: Household, *arguments: str, stdin: bytes = b"") -> bytes:
    process = await asyncio.create_subprocess_exec(
        *(COMMAND, "--target", household.daemon.target, "tool", *arguments),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env={name: value for name, value in os.environ.items() if not name.startswith("ODIND_")},
    )
    stdout, _ = await process.communicate(stdin)
    assert process.returncode == 0
    return stdout


async def test_a_pipe_is_converted_as_the_client_converts_it(household: Household):
    sound = np.rint(8_000 * np.sin(2 * np.pi * 300 * np.arange(8_000) / 8_000)).astype("<i2").tobytes()
    made = await tool(household, "resample", "-", "--rate", "8000", "--to", "44100", stdin=sound)
    come, wanted = AudioFormat(sample_rate_hz=8_000), AudioFormat(sample_rate_hz=44_100)
    pieces = [piece async for piece in household.daemon.tools.resample([sound], come, wanted)]
    assert made == b"".join(pieces)
    assert len(made) == 2 * 44_100


async def test_files_are_mixed_with_their_gains_to_the_end_of_the_longest(
    household: Household, tmp_path: Path
):
    for name, samples in (("one", 4), ("two", 2)):
        (tmp_path / name).write_bytes(np.full(samples, 10_000, "<i2").tobytes())
    made = await tool(household, "mix", str(tmp_path / "one"), str(tmp_path / "two"), "--gain", "-20")
    assert np.frombuffer(made, "<i2").tolist() == [11_000, 11_000, 1_000, 1_000]
