"""The settings of pushes."""

from __future__ import annotations

from typing import Final

from odind.core.errors import InvalidArgumentError
from odind.core.values.late import dataclass

_RUNNING: Final = (1, 1_000)


@dataclass(frozen=True)
class PushConfig:
    """At most `max_running` pushes run at once. Where they may go is what [egress] says."""

    max_running: int = 16

    def __post_init__(self) -> None:
        least, most = _RUNNING
        if not least <= self.max_running <= most:
            raise InvalidArgumentError(
                "CONFIG_INVALID", "push.max_running must be from {least} to {most}", least=least, most=most
            )
