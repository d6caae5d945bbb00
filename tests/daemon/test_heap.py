"""What the C library keeps of memory that is freed."""

from __future__ import annotations

import gc
import platform
import subprocess
import sys

import pytest

from odind.daemon.heap import keep_what_is_loaded

GROWN = """
import ctypes
from pathlib import Path
from odind.daemon.heap import give_back_large_blocks

give_back_large_blocks()
libc = ctypes.CDLL(None)
libc.calloc.restype, libc.free.argtypes = ctypes.c_void_p, [ctypes.c_void_p]
resident = lambda: int(Path("/proc/self/statm").read_text().split()[1])
before = resident()
for _ in range(4):
    blocks = []
    for _ in range(20):
        blocks.append(libc.calloc(1, 3_000_000))
        libc.malloc(100_000)  # stays, and so keeps what is below it from being given back
    grown = resident() - before
    for block in blocks:
        libc.free(block)
print(grown)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries do not learn")
def test_large_blocks_that_are_not_touched_stay_out_of_memory_however_often_they_are_freed() -> None:
    told = subprocess.run([sys.executable, "-c", GROWN], capture_output=True, check=True, text=True)
    assert int(told.stdout) < 1_000


def test_once_all_is_loaded_garbage_is_collected() -> None:
    gc.disable()
    try:
        keep_what_is_loaded()
        assert gc.isenabled()
        assert gc.get_freeze_count()
    finally:
        gc.unfreeze()
        gc.enable()
