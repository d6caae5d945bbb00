"""The settings of HLS outputs."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - the settings' types are looked up
from typing import Final

from odind.core.errors import InvalidArgumentError
from odind.core.values.late import dataclass
from odind.core.values.span import span_s

_RUNNING: Final = (1, 1_000)


@dataclass(frozen=True)
class HlsConfig:
    """Where the files of HLS outputs are, and for how long after the end of one.

    The default folder is `hls` in the state folder. At most `max_running` outputs run at once. `keep` is
    as in "1h".
    """

    folder: Path | None = None
    max_running: int = 16
    keep: str = "1h"

    def __post_init__(self) -> None:
        least, most = _RUNNING
        if not least <= self.max_running <= most:
            raise InvalidArgumentError(
                "CONFIG_INVALID", "hls.max_running must be from {least} to {most}", least=least, most=most
            )
        try:
            span_s(self.keep)
        except ValueError as error:
            raise InvalidArgumentError("CONFIG_INVALID", "hls.keep: {problem}", problem=error) from None
