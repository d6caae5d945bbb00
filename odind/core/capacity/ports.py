"""What the capacity wing needs from outside: a meter of load."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class LoadSample:
    """What was used until `at_s`, in seconds of CPU: by the loop's thread, by the process, by everybody.

    `machine_s` counts the `cores` that the process may use; `quota_s` the group whose quota is the tightest,
    `quota_cores`, which is infinite where there is none. `at_s` is of a clock that never goes back.
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
    """Measures load. Its calls take well under a millisecond."""

    def thread_s(self) -> float:
        """Seconds of CPU that the calling thread has used."""

    def sample(self) -> LoadSample:
        """Return how things stand."""
