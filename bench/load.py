"""What the benchmarks of whole daemons share: a sound, and the CPU time of a process."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

SOUND: Final = os.urandom(9_600)
"""Noise."""


def cpu_s(process_id: int) -> float:
    """Return how much of a core a process has used, in seconds."""
    fields = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
