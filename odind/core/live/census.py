"""What all live jobs count together, by the collections of their kinds."""

from __future__ import annotations

from collections import Counter
from dataclasses import field

from odind.core.values.late import dataclass


@dataclass
class Census:
    """Belongs to the loop. `running` are jobs that run; the others only grow while the daemon runs.

    `dropped` are slots of 20 ms that a job was too slow to read. `failures` are attempts that failed, and
    that the job survived or not: connections to the destination of a push. `reads` are requests for files of
    HLS that were answered, by the status of HTTP, and `reading` those that are not yet.
    """

    running: Counter[str] = field(default_factory=Counter)
    dropped: Counter[str] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)
    reads: Counter[int] = field(default_factory=Counter)
    reading: int = 0
