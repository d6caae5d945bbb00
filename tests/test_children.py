"""A child begins as a fork, in which nothing of ours may be cleaned up: a codec's threads are not there."""

from __future__ import annotations

import asyncio
import sys
from typing import Any

from tests.e2e.processes import PATIENCE

PROGRAM = """
import asyncio, gc, numpy, uvloop
from odind.__main__ import _prepare_for_children
from odind.runtime.odin.opus_coder import OpusCoder, OpusSettings

class Garbage:
    def __init__(self):
        self.me, self.coder = self, OpusCoder(OpusSettings(48_000, 1, 64_000, 0))
        self.coder.encode([numpy.zeros(960, numpy.float32)])

async def main():
    gc.set_threshold(50)
    for _ in range(20):
        gc.disable()
        Garbage()
        gc.enable()
        await (await asyncio.create_subprocess_exec("true")).wait()
    print(gc.isenabled())

_prepare_for_children()
uvloop.run(main())
"""


async def test_garbage_waits_until_a_child_has_begun():
    process: Any = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PROGRAM, stdout=asyncio.subprocess.PIPE
    )
    try:
        async with asyncio.timeout(PATIENCE):
            output, _ = await process.communicate()
    except TimeoutError:
        process.kill()
        raise
    assert output == b"True\n"
