"""The settings of what players play: files, URLs, uploaded sounds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from odind.core.errors import InvalidArgumentError
from odind.core.values.span import span_s


@dataclass(frozen=True)
class SoundsConfig:
    """Where players' sounds may come from, and how much of them there may be.

    `folders` are absolute paths, below which files may be played; without any, it is the folder for file
    devices. A file of the web may have `url_bytes`; what comes from the web may last for `longest`, must be
    heard within `first_sound`, and may pause for `idle`, as in "10s". URLs are checked as [egress] says.
    """

    folders: tuple[str, ...] = ()
    url_bytes: int = 536_870_912
    longest: str = "24h"
    first_sound: str = "15s"
    idle: str = "10s"

    def __post_init__(self) -> None:
        for folder in self.folders:
            if not Path(folder).is_absolute():
                raise InvalidArgumentError(
                    "CONFIG_INVALID", "sounds.folders: {folder} must be an absolute path", folder=folder
                )
        if self.url_bytes <= 0:
            raise InvalidArgumentError("CONFIG_INVALID", "sounds.url_bytes must be positive")
        for key in ("longest", "first_sound", "idle"):
            _require_span(key, getattr(self, key))


def _require_span(key: str, value: str) -> None:
    try:
        seconds = span_s(value)
    except ValueError as error:
        raise InvalidArgumentError(
            "CONFIG_INVALID", "sounds.{key}: {problem}", key=key, problem=error
        ) from None
    if not seconds:
        raise InvalidArgumentError("CONFIG_INVALID", "sounds.{key} must not be 0", key=key)
