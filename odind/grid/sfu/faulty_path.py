"""Deliberate faults in one direction of a client's datagrams. Deterministic for a seed."""

from __future__ import annotations

import random
from dataclasses import fields
from typing import Final, Literal

from odind.core.errors import InvalidArgumentError
from odind.core.values.late import dataclass

Direction = Literal["sent", "received"]
DIRECTIONS: Final[tuple[Direction, ...]] = ("sent", "received")
_RATES: Final = ("drop", "duplicate", "reorder")


@dataclass(frozen=True)
class DatagramFault:
    """Rates from 0 to 1 of lost, duplicated and reordered datagrams; `delay` and `jitter` in seconds."""

    drop: float = 0.0
    duplicate: float = 0.0
    reorder: float = 0.0
    delay: float = 0.0
    jitter: float = 0.0

    def __post_init__(self) -> None:
        for setting in fields(self):
            value = getattr(self, setting.name)
            if not 0 <= value <= (1 if setting.name in _RATES else 60):
                raise InvalidArgumentError(
                    "FAULT_INVALID",
                    "{setting} is out of range: rates must be from 0 to 1, times from 0 to 60 seconds",
                    setting=setting.name,
                )


class FaultyPath:
    """Applies a fault to one datagram after the other. The same seed and traffic give the same faults."""

    def __init__(self, fault: DatagramFault, seed: str) -> None:
        self._fault = fault
        self._random = random.Random(seed)  # noqa: S311 - meant to be repeatable
        self._held: bytes | None = None

    def pass_through(self, datagram: bytes) -> list[tuple[float, bytes]]:
        """Return the datagrams to send on because this one arrived, each with its delay in seconds.

        A reordered datagram is held back and sent right after the next one.
        """
        drop, duplicate, reorder, jitter = (self._random.random() for _ in range(4))
        if drop < self._fault.drop:
            return []
        if self._held is None and reorder < self._fault.reorder:
            self._held = datagram
            return []
        delay = self._fault.delay + jitter * self._fault.jitter
        copies = 2 if duplicate < self._fault.duplicate else 1
        passed = [(delay, datagram)] * copies
        if self._held is not None:
            passed.append((delay, self._held))
            self._held = None
        return passed
