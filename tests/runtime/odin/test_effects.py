"""Effects that take long to load are loaded before anybody speaks."""

from __future__ import annotations

import asyncio
import json
import sys

START_AND_ISOLATE = """
import asyncio, json, time
from dataclasses import replace
from odind.core.voice.processing import DEFAULT, VoiceIsolation
from odind.runtime.odin import OdinRuntime

async def main():
    begun = time.perf_counter()
    async with OdinRuntime() as runtime:
        runtime.load_effects()
        started = time.perf_counter()
        encoder = runtime.encoder(48_000, 1)
        encoder.configure(replace(DEFAULT, voice_isolation=VoiceIsolation(enabled=True)))
        isolated = time.perf_counter()
        encoder.close()
    print(json.dumps([started - begun, isolated - started]))

asyncio.run(main())
"""


async def test_the_first_use_of_voice_isolation_loads_nothing() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", START_AND_ISOLATE, stdout=asyncio.subprocess.PIPE
    )
    told, _ = await process.communicate()
    start, first_use = json.loads(told)
    assert first_use < start / 5
