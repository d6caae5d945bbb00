"""What a sound is made of, as callers name it. Pure."""

from __future__ import annotations

import math
from enum import Enum
from typing import Final

from odind.core.errors import InvalidArgumentError
from odind.core.values.portable import portable

MAX_NAME_BYTES: Final = 4_096
MAX_SPEECH_BYTES: Final = 16_384
MAX_SECONDS: Final = 86_400.0
_FREQUENCY_HZ: Final = (20.0, 20_000.0)
_LEVEL_DBFS: Final = (-100.0, 0.0)


class SourceKind(Enum):
    """Where a sound comes from."""

    FILE = "file"
    URL = "url"
    SOUND = "sound"
    TONE = "tone"
    SILENCE = "silence"
    SPEECH = "speech"
    STREAM = "stream"


@portable
class SoundSource:
    """Where a sound comes from. Raises InvalidArgumentError SOURCE_INVALID.

    `name` is the path of a FILE, the address of a URL, the id of an uploaded SOUND, the text of SPEECH,
    or the name of the feed that brings a STREAM, which can be opened once.
    A TONE is a sine of `frequency_hz` at a peak of `level_dbfs`; it and SILENCE last for `seconds`, or for
    ever with 0. `voice` and `language` are for SPEECH; "" leaves the choice to the engine.
    """

    kind: SourceKind
    name: str = ""
    seconds: float = 0.0
    frequency_hz: float = 440.0
    level_dbfs: float = -20.0
    voice: str = ""
    language: str = ""

    def __post_init__(self) -> None:
        self._require_name()
        _require("seconds", self.seconds, 0.0, MAX_SECONDS)
        _require("frequency_hz", self.frequency_hz, *_FREQUENCY_HZ)
        _require("level_dbfs", self.level_dbfs, *_LEVEL_DBFS)

    @property
    def named(self) -> bool:
        """Whether `name` says what the sound is."""
        return self.kind not in (SourceKind.TONE, SourceKind.SILENCE)

    def _require_name(self) -> None:
        limit = MAX_SPEECH_BYTES if self.kind is SourceKind.SPEECH else MAX_NAME_BYTES
        size = len(self.name.encode("utf-8", "surrogatepass"))
        if bool(self.name) is not self.named or size > limit:
            raise InvalidArgumentError(
                "SOURCE_INVALID",
                "the name of a {kind} source is {size} bytes and must be {low} to {high}",
                kind=self.kind.value,
                size=size,
                low=int(self.named),
                high=limit if self.named else 0,
            )


def _require(field: str, value: float, low: float, high: float) -> None:
    if not (math.isfinite(value) and low <= value <= high):
        raise InvalidArgumentError(
            "SOURCE_INVALID",
            "{field} is {value} and must be {low} to {high}",
            field=field,
            value=value,
            low=low,
            high=high,
        )
