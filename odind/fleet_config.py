"""The settings of a fleet: daemons that share a PostgreSQL and answer for one another."""

from __future__ import annotations

import re
from dataclasses import field
from pathlib import Path  # noqa: TC003 - settings are read by their types
from typing import Final

from odind.core.errors import InvalidArgumentError
from odind.core.values.late import dataclass
from odind.core.values.span import span_s

_NAME: Final = re.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_ADDRESS: Final = re.compile(r".+:[0-9]{1,5}")
_LEASE_S: Final = (2, 60)
_NEEDED: Final = ("name", "url", "listen", "certificate", "key", "ca")


@dataclass(frozen=True)
class FleetConfig:
    """Whether the daemon is a member of a fleet, and which.

    `name` is one of its kind among the members, which share the database at `url`. They call one another at
    `listen`, for them `address`, and prove themselves with `certificate` and `key`, signed by `ca`, which
    signs for this fleet alone. `lease` is after which silence of a member others adopt its connections.
    JoinRoom can ask for `labels`. The fleet's sequence of events keeps those of `event_days`, and the latest
    `events`; 0 sets no limit, and the strictest member's limits hold.
    """

    enabled: bool = False
    name: str = ""
    url: str = ""
    listen: str = ""
    address: str = ""
    certificate: Path | None = None
    key: Path | None = None
    ca: Path | None = None
    lease: str = "3s"
    labels: dict[str, str] = field(default_factory=dict)
    event_days: int = 7
    events: int = 1_000_000

    @property
    def lease_s(self) -> int:
        """How long a member may be silent, in seconds."""
        return span_s(self.lease)

    def __post_init__(self) -> None:
        self._check_lease()
        if min(self.event_days, self.events) < 0:
            raise _wrong("event_days and events must not be negative")
        if not self.enabled:
            return
        missing = [name for name in _NEEDED if not getattr(self, name)]
        if missing:
            raise _wrong(f"a member of a fleet needs {', '.join(missing)}")
        if not _NAME.fullmatch(self.name):
            raise _wrong("name must be 1 to 63 of a-z, 0-9 and -, as in voice-1")
        if self.address and not _ADDRESS.fullmatch(self.address):
            raise _wrong("address must be HOST:PORT, as other members reach it")

    def _check_lease(self) -> None:
        least, most = _LEASE_S
        try:
            lease_s = span_s(self.lease)
        except ValueError as error:
            raise _wrong(f"lease: {error}") from None
        if not least <= lease_s <= most:
            raise _wrong(f"lease must be from {least}s to {most}s")


def _wrong(problem: str) -> InvalidArgumentError:
    return InvalidArgumentError("CONFIG_INVALID", "fleet: {problem}", problem=problem)
