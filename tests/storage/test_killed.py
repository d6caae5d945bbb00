"""A process that is killed while it writes has lost nothing that it acknowledged."""

from __future__ import annotations

import random
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from odind.storage import SqliteDatabase, SqlStore

from .values import sequences

ROOT = Path(__file__).parents[2]
WRITER = """
import asyncio, pathlib, sys
from odind.clock import SystemClock
from odind.core.log.log import Log
from odind.core.log.scribe import Scribe
from odind.storage import SqliteDatabase, SqlStore
from tests.storage.values import Spoken

async def main():
    clock, store = SystemClock(), SqlStore(SqliteDatabase(pathlib.Path(sys.argv[1])))
    log = Log(clock, 10_000, 1 << 30, store)
    async with Scribe(log, store, clock) as scribe:
        shelf = scribe.shelf("last", Spoken)
        print(log.last, flush=True)
        while True:
            for _ in range(7):
                log.append("a", Spoken(str(log.last + 1)))
            shelf.put("last", Spoken(str(log.last)))
            await scribe.stored()
            print(log.last, flush=True)

asyncio.run(main())
"""


@pytest.mark.parametrize("seed", range(4))
async def test_kill_9_loses_nothing_that_was_acknowledged(tmp_path: Path, seed: int) -> None:
    file = tmp_path / "store.sqlite3"
    acknowledged: list[int] = []
    begins: list[int] = []
    dice = random.Random(seed)
    for _ in range(3):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, file], stdout=subprocess.PIPE, text=True, cwd=ROOT
        ) as writer:
            assert writer.stdout
            begins.append(int(writer.stdout.readline()))
            told = [int(writer.stdout.readline()) for _ in range(dice.randrange(2, 120))]
            writer.kill()
            acknowledged += told + [int(line) for line in writer.stdout if line.endswith("\n")]
    store = SqlStore(SqliteDatabase(file))
    opening = await store.open()
    kept = await sequences(store)
    await store.close(clean=True)
    assert set(acknowledged) <= set(kept)
    assert not opening.clean
    assert begins[0] == 0
    gaps = [(before, after) for before, after in pairwise(kept) if after != before + 1]
    assert [after - 1 for _, after in gaps] == begins[1:]
    assert all(after == before + 1_000_001 for before, after in gaps)
    (document,) = opening.documents
    assert document.value.word == str(kept[-1])
