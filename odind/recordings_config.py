"""The settings of recordings."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - the settings' types are looked up
from typing import Final

from odind.core.errors import InvalidArgumentError
from odind.core.values.late import dataclass

_LOSS_MS: Final = (200, 10_000)
_MEMORY_BYTES: Final = (65_536, 2**30)
_SPOOL_BYTES: Final = (0, 2**50)
_RUNNING: Final = (1, 10_000)


@dataclass(frozen=True)
class RecordingsConfig:
    """Where recordings are kept, and what each may take.

    The default folder is `recordings` in the state folder. A process that is killed loses at most the last
    `max_loss_ms` of a recording; less costs more of the processor. `memory_bytes` of each recording wait in
    memory while its disk is full or slow. At most `max_running` recordings run at once. No recording for an
    output begins while `spool_max_bytes` of files wait for outputs.

    Each file in `keys_dir` holds a key that opens sealed recordings; new ones are sealed with the one that
    `seal_with` names, and not at all without it.
    """

    folder: Path | None = None
    max_loss_ms: int = 1_000
    memory_bytes: int = 8_388_608
    max_running: int = 256
    spool_max_bytes: int = 10_737_418_240
    keys_dir: Path | None = None
    seal_with: str = ""

    def __post_init__(self) -> None:
        _require_within("max_loss_ms", self.max_loss_ms, _LOSS_MS)
        _require_within("memory_bytes", self.memory_bytes, _MEMORY_BYTES)
        _require_within("spool_max_bytes", self.spool_max_bytes, _SPOOL_BYTES)
        if self.seal_with and self.keys_dir is None:
            raise InvalidArgumentError("CONFIG_INVALID", "recordings.seal_with needs recordings.keys_dir")
        _require_within("max_running", self.max_running, _RUNNING)


def _require_within(key: str, value: int, bounds: tuple[int, int]) -> None:
    least, most = bounds
    if not least <= value <= most:
        raise InvalidArgumentError(
            "CONFIG_INVALID",
            "recordings.{key} must be from {least} to {most}",
            key=key,
            least=least,
            most=most,
        )
