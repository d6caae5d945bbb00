"""The settings of what players play: files, URLs, uploaded sounds, speech."""

from __future__ import annotations

from dataclasses import field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from odind.core.errors import InvalidArgumentError
from odind.core.values.late import dataclass
from odind.core.values.span import span_s

ESPEAK: Final = "espeak-ng"
OPENAI: Final = "openai"
WYOMING: Final = "wyoming"
_SCHEMES: Final = {ESPEAK: ("",), OPENAI: ("http", "https"), WYOMING: ("tcp",)}
"""How the URL of an engine begins."""


@dataclass(frozen=True)
class SoundsConfig:
    """Where players' sounds may come from, and how much of them there may be.

    `folders` are absolute paths, below which files may be played; without any, it is the folder for file
    devices. A file of the web may have `url_bytes`; what comes from the web may last for `longest`, must be
    heard within `first_sound`, and may pause for `idle`, as in "10s". URLs are checked as [egress] says. An
    uploaded sound may have `upload_bytes`, all of them `library_bytes`, and there may be `library_sounds`.
    """

    folders: tuple[str, ...] = ()
    url_bytes: int = 536_870_912
    longest: str = "24h"
    first_sound: str = "15s"
    idle: str = "10s"
    upload_bytes: int = 67_108_864
    library_bytes: int = 1_073_741_824
    library_sounds: int = 10_000

    def __post_init__(self) -> None:
        for folder in self.folders:
            if not Path(folder).is_absolute():
                raise InvalidArgumentError(
                    "CONFIG_INVALID", "sounds.folders: {folder} must be an absolute path", folder=folder
                )
        for key in ("url_bytes", "upload_bytes", "library_bytes", "library_sounds"):
            if getattr(self, key) <= 0:
                raise InvalidArgumentError("CONFIG_INVALID", "sounds.{key} must be positive", key=key)
        for key in ("longest", "first_sound", "idle"):
            _require_span(key, getattr(self, key))


@dataclass(frozen=True)
class SpeechConfig:
    """What makes speech of text: "espeak-ng", a program; "openai" or "wyoming", a server at `url`.

    The URL is like "https://host/v1", what [egress] allows, or like "tcp://127.0.0.1:10200". `voice` is for
    those who name none. `model`, `format` and the key in `api_key_file` are for "openai" alone.
    """

    engine: str = ESPEAK
    url: str = ""
    voice: str = ""
    model: str = "tts-1"
    format: str = "wav"
    api_key_file: Path | None = field(default=None, repr=False)

    @property
    def address(self) -> tuple[str, int]:
        """The host and port of the URL."""
        parts = urlsplit(self.url)
        return parts.hostname or "", parts.port or 0

    def __post_init__(self) -> None:
        if self.engine not in _SCHEMES:
            raise InvalidArgumentError(
                "CONFIG_INVALID", "speech.engine must be one of {engines}", engines=", ".join(_SCHEMES)
            )
        try:
            wrong = urlsplit(self.url).scheme not in _SCHEMES[self.engine] or (
                self.engine == WYOMING and not all(self.address)
            )
        except ValueError:
            wrong = True
        if wrong:
            raise InvalidArgumentError(
                "CONFIG_INVALID", "speech.url does not fit the engine {engine}", engine=self.engine
            )


def _require_span(key: str, value: str) -> None:
    try:
        seconds = span_s(value)
    except ValueError as error:
        raise InvalidArgumentError(
            "CONFIG_INVALID", "sounds.{key}: {problem}", key=key, problem=error
        ) from None
    if not seconds:
        raise InvalidArgumentError("CONFIG_INVALID", "sounds.{key} must not be 0", key=key)
