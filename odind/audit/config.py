"""The settings of the audit."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - read by msgspec
from typing import Final

from odind.core.errors import InvalidArgumentError
from odind.core.values.late import dataclass

_PLACES: Final = ("", "file", "log")
_LEAST_BYTES: Final = 65_536
_MOST_FILES: Final = 1_000


@dataclass(frozen=True)
class AuditConfig:
    """Where calls are noted: "" for nowhere, "file", or "log", which is stderr and so the journal.

    The file is `audit.jsonl` in `folder`, by default the state folder; each worker has one of its own. Once
    it has `max_bytes` it is set aside, and of those set aside the newest `keep` stay. With `reads`, calls
    that only look are noted too, not just those that were refused.
    """

    to: str = ""
    folder: Path | None = None
    max_bytes: int = 16_777_216
    keep: int = 7
    reads: bool = False

    def __post_init__(self) -> None:
        if self.to not in _PLACES:
            raise InvalidArgumentError("CONFIG_INVALID", 'audit.to must be "", "file" or "log"')
        if self.max_bytes < _LEAST_BYTES:
            raise InvalidArgumentError(
                "CONFIG_INVALID", "audit.max_bytes must be at least {least}", least=_LEAST_BYTES
            )
        if not 1 <= self.keep <= _MOST_FILES:
            raise InvalidArgumentError(
                "CONFIG_INVALID", "audit.keep must be from 1 to {most}", most=_MOST_FILES
            )
