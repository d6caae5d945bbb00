"""What a caller asks of an HLS output, settled once, when it starts. Pure."""

from __future__ import annotations

import re
from typing import Final

from odind.core.errors import InvalidArgumentError
from odind.core.values.portable import portable

DEFAULT_BIT_RATES: Final = (48_000, 96_000)
_BIT_RATE: Final = (16_000, 256_000)
_MOST_BIT_RATES: Final = 4
_WINDOW_S: Final = (12.0, 86_400.0)
_NAME: Final = re.compile("[A-Za-z0-9][A-Za-z0-9._@+-]{0,99}")


@portable
class HlsPlan:
    """What is heard and how it is served.

    `name` is the last part of its address, its id where it is "". With `user_ids` or `peer_ids`, only those
    are heard. `bit_rates` are those of the AAC renditions, in bit/s; `opus_bit_rate` adds one in Opus.
    `window_s` is how much of the past a live playlist has; 0 keeps everything, as an event. With `captions`
    there is a rendition of subtitles. `low_latency` lists parts of segments as soon as they are there.
    `outputs` names the storages that get a copy, beside the files here.

    Raises InvalidArgumentError HLS_NAME_INVALID, HLS_BIT_RATES_INVALID, HLS_WINDOW_INVALID.
    """

    name: str = ""
    user_ids: tuple[str, ...] = ()
    peer_ids: tuple[int, ...] = ()
    own_voice: bool = False
    bit_rates: tuple[int, ...] = DEFAULT_BIT_RATES
    opus_bit_rate: int = 0
    window_s: float = 60.0
    captions: bool = False
    low_latency: bool = True
    outputs: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.name and not _NAME.fullmatch(self.name):
            raise InvalidArgumentError(
                "HLS_NAME_INVALID",
                "the name {name} must be 1 to 100 of A-Z, a-z, 0-9, ., _, @, + and -, and begin with a "
                "letter or a digit",
                name=self.name,
            )
        self._require_rates()
        least, most = _WINDOW_S
        if self.window_s and not least <= self.window_s <= most:
            raise InvalidArgumentError(
                "HLS_WINDOW_INVALID",
                "the window is {window} s and must be {least} to {most} s, or 0 to keep everything",
                window=self.window_s,
                least=least,
                most=most,
            )

    def _require_rates(self) -> None:
        least, most = _BIT_RATE
        rates = (*self.bit_rates, *([self.opus_bit_rate] if self.opus_bit_rate else []))
        distinct = len(set(self.bit_rates)) == len(self.bit_rates)
        if not (1 <= len(rates) <= _MOST_BIT_RATES and distinct) or min(rates) < least or max(rates) > most:
            raise InvalidArgumentError(
                "HLS_BIT_RATES_INVALID",
                "the bit rates must be one to {count} different ones from {least} to {most} bit/s",
                count=_MOST_BIT_RATES,
                least=least,
                most=most,
            )
