"""The port of the capacity wing: a meter of load."""

from __future__ import annotations

from typing import Protocol

from odind.core.values.late import dataclass


@dataclass(frozen=True)
class LoadSample:
    """CPU time used until `at_s`, in seconds: by the loop's thread, by the process and by the whole machine.

    `machine_s` covers the `cores` that the process may use; `quota_s` covers the control group with the
    tightest quota, `quota_cores`, which is infinite without a quota. `at_s` is monotonic.
    """

    at_s: float
    loop_s: float
    process_s: float
    memory_bytes: int
    cores: int
    machine_s: float
    quota_cores: float
    quota_s: float
    memory_available_bytes: int


class Meter(Protocol):
    """Measures load. Called on the loop's thread; calls take well under a millisecond."""

    def thread_s(self) -> float:
        """Return the CPU time of the calling thread, in seconds."""

    def sample(self) -> LoadSample:
        """Return a sample of the load now."""
