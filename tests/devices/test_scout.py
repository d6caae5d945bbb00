"""The process that watches devices, with a sound server's library of the test's own."""

from __future__ import annotations

import asyncio
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PULSECTL = """
import time

class PulseError(Exception): ...
class PulseLoopStop(Exception): ...

class Pulse:
    def __init__(self, *_, **__): ...
    def connect(self, **_): ...
    def __enter__(self): return self
    def __exit__(self, *_): ...
    def event_callback_set(self, _callback): ...
    def event_mask_set(self, *_): print("subscribed", flush=True)
    def event_listen(self, _seconds=None): time.sleep(60)
"""


async def test_devices_are_looked_at_when_changes_are_heard_so_that_none_falls_between(tmp_path: Path):
    (tmp_path / "pulsectl.py").write_text(PULSECTL)
    path = os.pathsep.join(filter(None, (str(tmp_path), os.environ.get("PYTHONPATH"))))
    scout = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "odind.devices.scout", "watch"),
        env=os.environ | {"PYTHONPATH": path},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert scout.stdin
    assert scout.stdout
    said = [await scout.stdout.readline() for _ in range(2)]
    scout.stdin.close()
    await scout.wait()

    assert said == [b"subscribed\n", b"look\n"]
