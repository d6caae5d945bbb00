"""Another system in the rounds of a run: a command that carries streams in any way it likes.

It reads a line of JSON, a `BesideJob`; writes the line `"READY"` once all its streams speak and hear; reads
the line `END`; and writes a line of JSON, a `BesideHeard`. What it writes to standard error is its log. It is
measured with everything that it has started, from a second after READY until END.
docs/PERFORMANCE-METHOD.md is the contract.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from .jobs import BesideHeard, BesideJob, Heard, Losses
from .measured import Measured, spent
from .processes import machine_busy_s, run_command
from .steering import END
from .variants import BESIDE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from .cases import Ground, Size

_SETTLE_S: Final = 1.0
READY: Final = "READY"


async def run_beside(
    ground: Ground, command: Sequence[str], size: Size, folder: Path, rooms: list[str]
) -> Measured:
    """Measure a command; raises UnavailableError BENCH_PROCESS_FAILED when it breaks the contract."""
    job = BesideJob(size.connections, rooms, ground.entrance.gateway, ground.entrance.access_key_file)
    async with run_command(
        "command", folder, command, environment=ground.environment, cores=ground.cores.tested
    ) as running:
        if await running.ask(job, str) != READY:
            raise running.failed(f"it must first write {READY} in quotation marks")
        await asyncio.sleep(_SETTLE_S)
        watched = (running, ground.grid)
        busy, before = machine_busy_s(), [process.usage() for process in watched]
        await asyncio.sleep(size.seconds)
        after, busy = [process.usage() for process in watched], machine_busy_s() - busy
        told = await running.ask(END, BesideHeard)
    return Measured(
        variant=BESIDE,
        connections=size.connections,
        spent=spent(before, after, busy, apart=False),
        heard=_heard(told, size.seconds),
        threads=len(after[0].threads),
        pss_kib=after[0].pss_kib,
        anonymous_kib=after[0].anonymous_kib,
    )


def _heard(told: BesideHeard, seconds: float) -> Heard:
    lost = max(0, told.due - told.heard)
    losses = Losses(due=told.due, sent=told.due, heard=told.heard, concealed=lost)
    return Heard(seconds, latencies_ms=told.latencies_ms, clicks_due=len(told.latencies_ms), losses=losses)
